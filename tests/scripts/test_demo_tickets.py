"""The demo's weeks of tickets end with everything owned, clocked and added up."""

import datetime as dt
from typing import Any

import pytest

from hotline import rows, sample
from scripts.py import demo_figures, demo_tickets

pytestmark = pytest.mark.story
BEGIN = dt.datetime(2026, 9, 21, 1, 0, tzinfo=dt.UTC)  # National Day's week is in it


@pytest.mark.timeout(180)
def test_two_weeks_of_tickets_add_up(db: Any) -> None:
    sample.sow(BEGIN, lambda _: "-", dict.fromkeys(sample.logins(), "-"), must_change=False)
    days: list[int] = []
    demo_tickets.live(BEGIN, 17, 9, 12368, days.append)
    assert days == list(range(1, 18))
    assert rows.Ticket.select().count() > 80
    assert demo_figures.problems(BEGIN, BEGIN + dt.timedelta(days=20), whole=False) == []
