"""Shifts of A and B positions."""

import datetime as dt

import pytest

from hotline.calls.rules.roster import Shift, sits

pytestmark = pytest.mark.unit
MONDAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("seat", "moment", "there"),
    [
        (Shift(1, "A"), "00:00", True),
        (Shift(1, "A", "12345"), "23:59", True),
        (Shift(1, "A", "67"), "12:00", False),
        (Shift(1, "A", "", "09:00", "12:00"), "08:59", False),
        (Shift(1, "A", "", "09:00", "12:00"), "09:00", True),
        (Shift(1, "A", "", "09:00", "12:00"), "12:00", False),
        (Shift(1, "A", "1", "22:00", "06:00"), "23:00", True),
        (Shift(1, "A", "1", "22:00", "06:00"), "05:00", False),  # that night began on Sunday
        (Shift(1, "A", "7", "22:00", "06:00"), "05:00", True),
        (Shift(1, "A", "7", "22:00", "06:00"), "23:00", False),
    ],
)
def test_a_shift(seat: Shift, moment: str, there: bool) -> None:
    assert sits(seat, dt.datetime.combine(MONDAY, dt.time.fromisoformat(moment))) is there
