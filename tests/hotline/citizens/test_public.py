"""What citizens said on the public page: carried out once, and not kept for ever."""

import datetime as dt
from typing import Any

import pytest

from hotline import rows
from hotline.citizens import jobs as public
from tests.builders import NOW, new_person, new_ticket

pytestmark = pytest.mark.unit
DAY = dt.timedelta(days=1)


def answer(n: int, **given: Any) -> Any:
    values = {"key": f"visit:{n}", "token": f"word{n}", "solved": True, "at": NOW, "text": "谢谢。"}
    return rows.PublicAnswer.create(**values | given)


def left() -> list[str]:
    return [row.key for row in rows.PublicAnswer.select().order_by(rows.PublicAnswer.id)]


def test_answers_go_a_month_after_they_became_acts(db: Any) -> None:
    answer(1, done_at=NOW - 31 * DAY)
    answer(2, done_at=NOW - 31 * DAY, refused="This visit is over")
    answer(3, done_at=NOW - 29 * DAY)
    answer(4, at=NOW - 99 * DAY)  # not carried out yet
    answer(5, done_at=NOW - 99 * DAY, refused="failed")  # nowhere else
    public.sweep(NOW)
    assert left() == ["visit:3", "visit:4", "visit:5"]


def test_tries_go_when_they_lock_nothing_any_more(db: Any) -> None:
    for key, hours in (("ticket:1", 25), ("caller:10.0.0.1", 25), ("ticket:2", 23)):
        rows.PublicTry.create(key=key, tries=3, last_at=NOW - dt.timedelta(hours=hours))
    public.sweep(NOW)
    assert [row.key for row in rows.PublicTry.select()] == ["ticket:2"]


def test_what_has_gone_cannot_be_said_a_second_time(head: Any) -> None:
    """The follow-up remembers that it was answered."""
    ticket = new_ticket(opened_by=new_person(), state="visiting", number="t-1", steps=0)
    follow_up = rows.FollowUp.create(ticket=ticket, round=0, state="open", planned_at=NOW, next_at=NOW, token="word1")
    answer(1)
    assert (public.take_over(NOW), rows.FollowUp.get_by_id(follow_up.id).state) == (1, "done")
    public.sweep(NOW + 31 * DAY)
    assert left() == []
    answer(1, satisfied=1)
    public.take_over(NOW + 31 * DAY)
    assert rows.PublicAnswer.get().refused == "This visit is over"
    assert rows.Ticket.get_by_id(ticket.id).satisfied is None
