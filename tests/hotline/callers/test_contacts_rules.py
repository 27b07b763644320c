"""Judges: whom to ring in which order, and until when to answer."""

import datetime as dt

import pytest

from hotline.callers.rules.contacts import Reachable, Ring, due, ladder
from hotline.clock import CHINA
from hotline.words import Party
from hotline.workdays.rules.calendar import Calendar

pytestmark = pytest.mark.unit
JUDGE = Reachable("刘志明", "6001", "13800001111", "民事庭", "6000", "何静", "6009")


def test_judge_mobile_chamber_chief_each_for_so_many_rings() -> None:
    assert ladder(JUDGE, rings=4) == (
        Ring("刘志明", "6001", False, 20), Ring("刘志明", "13800001111", True, 20),
        Ring("民事庭", "6000", False, 20, Party.CHAMBER),
        Ring("何静", "6009", False, 20),
    )  # fmt: skip


def test_a_telephone_is_rung_once_and_none_is_no_step() -> None:
    alone = Reachable("刘志明", "6001", "", "民事庭", "6001", "", "")
    assert ladder(alone, rings=2) == (Ring("刘志明", "6001", False, 10),)
    assert ladder(Reachable("刘志明", "", "", "民事庭", "", "", ""), rings=2) == ()


@pytest.mark.parametrize(
    ("asked", "days", "until"),
    [
        ("2026-11-23T09:00", 1, "2026-11-24T17:30"),  # Monday
        ("2026-11-27T16:00", 1, "2026-11-30T17:30"),  # Friday: the weekend is none
        ("2026-09-30T09:00", 1, "2026-10-08T17:30"),  # before the National Day
        ("2026-11-27T16:00", 3, "2026-12-02T17:30"),
    ],
)
def test_due_at_the_close_of_business(asked: str, days: int, until: str) -> None:
    local = dt.datetime.fromisoformat(asked).replace(tzinfo=CHINA)
    assert due(Calendar({}), local, days) == dt.datetime.fromisoformat(until).replace(tzinfo=CHINA)
