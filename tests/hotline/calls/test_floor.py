"""Shifts of A and B positions."""

import datetime as dt

import pytest

from hotline.calls.rules.floor import Seat, sits

pytestmark = pytest.mark.unit
MONDAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("seat", "moment", "there"),
    [
        (Seat(1, "A"), "00:00", True),
        (Seat(1, "A", "12345"), "23:59", True),
        (Seat(1, "A", "67"), "12:00", False),
        (Seat(1, "A", "", "09:00", "12:00"), "08:59", False),
        (Seat(1, "A", "", "09:00", "12:00"), "09:00", True),
        (Seat(1, "A", "", "09:00", "12:00"), "12:00", False),
        (Seat(1, "A", "1", "22:00", "06:00"), "23:00", True),
        (Seat(1, "A", "1", "22:00", "06:00"), "05:00", False),  # that night began on Sunday
        (Seat(1, "A", "7", "22:00", "06:00"), "05:00", True),
        (Seat(1, "A", "7", "22:00", "06:00"), "23:00", False),
    ],
)
def test_a_shift(seat: Seat, moment: str, there: bool) -> None:
    assert sits(seat, dt.datetime.combine(MONDAY, dt.time.fromisoformat(moment))) is there
