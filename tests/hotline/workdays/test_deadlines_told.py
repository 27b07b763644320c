"""Why a limit ends when it does: the days of the count as a person reads them."""

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings

from hotline.words.days import DayCount
from hotline.workdays.rules.calendar import Calendar
from hotline.workdays.rules.deadlines import due
from hotline.workdays.rules.deadlines_told import PAUSED_MOST, DayTold, why
from tests.effort import often

from .clock_cases import DAY, OFFICE, Case, at, cases, pause

pytestmark = pytest.mark.unit
D = dt.date
TABLE = Calendar()
COUNTED = {DayCount.COUNTED, DayCount.MAKE_UP, DayCount.OWN_WORK}


def days(first: dt.date, last: dt.date, what: DayCount, name: str = "", counted: int = 0) -> list[DayTold]:
    """Days of one kind that count nothing."""
    return [DayTold(D.fromordinal(n), what, name, 0, counted) for n in range(first.toordinal(), last.toordinal() + 1)]


def test_spring_festival_with_its_make_up_day() -> None:
    assert why(TABLE, at("2026-02-12T10:00"), 6, closing=OFFICE) == (
        DayTold(D(2026, 2, 12), DayCount.START),
        DayTold(D(2026, 2, 13), DayCount.COUNTED, "", 2, 2),
        DayTold(D(2026, 2, 14), DayCount.MAKE_UP, "春节", 2, 4),
        *days(D(2026, 2, 15), D(2026, 2, 23), DayCount.HOLIDAY, "春节", 4),
        DayTold(D(2026, 2, 24), DayCount.COUNTED, "", 2, 6, last=True),
    )


def test_own_days_a_weekend_and_half_a_day() -> None:
    calendar = Calendar(
        {D(2026, 11, 23): False, D(2026, 11, 28): True, D(2026, 11, 24): True, D(2026, 11, 29): False},
        names={D(2026, 11, 23): "停电检修", D(2026, 11, 28): "集中接访日", D(2026, 11, 24): "与平日同"},
    )
    assert why(calendar, at("2026-11-20T10:00"), 11, closing=OFFICE) == (
        DayTold(D(2026, 11, 20), DayCount.START),
        *days(D(2026, 11, 21), D(2026, 11, 22), DayCount.WEEKEND),
        DayTold(D(2026, 11, 23), DayCount.OWN_FREE, "停电检修"),
        *(DayTold(D(2026, 11, 24 + n), DayCount.COUNTED, "", 2, 2 + 2 * n) for n in range(4)),
        DayTold(D(2026, 11, 28), DayCount.OWN_WORK, "集中接访日", 2, 10),
        DayTold(D(2026, 11, 29), DayCount.WEEKEND, "", 0, 10),
        DayTold(D(2026, 11, 30), DayCount.COUNTED, "", 1, 11, last=True),
    )


def test_a_pause_and_a_clock_that_stands() -> None:
    pauses = [pause("2026-11-24T09:00", "2026-11-26T09:00"), pause("2026-11-27T09:00")]
    assert why(TABLE, at("2026-11-20T10:00"), 10, closing=OFFICE, pauses=pauses) == (
        DayTold(D(2026, 11, 20), DayCount.START),
        *days(D(2026, 11, 21), D(2026, 11, 22), DayCount.WEEKEND),
        DayTold(D(2026, 11, 23), DayCount.COUNTED, "", 2, 2),
        *days(D(2026, 11, 24), D(2026, 11, 25), DayCount.PAUSED, counted=2),
        DayTold(D(2026, 11, 26), DayCount.COUNTED, "", 2, 4),
        DayTold(D(2026, 11, 27), DayCount.PAUSED, "", 0, 4),
    )


def test_a_long_pause_is_told_by_its_first_and_last_day() -> None:
    told = why(TABLE, at("2026-03-02T10:00"), 2, closing=OFFICE, pauses=[pause("2026-03-03T09:00", "2026-07-01T09:00")])
    assert told == (
        DayTold(D(2026, 3, 2), DayCount.START),
        DayTold(D(2026, 3, 3), DayCount.PAUSED, more=118),
        DayTold(D(2026, 6, 30), DayCount.PAUSED),
        DayTold(D(2026, 7, 1), DayCount.COUNTED, "", 2, 2, last=True),
    )


def test_days_of_a_year_without_a_table_say_so() -> None:
    assert why(TABLE, at("2199-10-04T10:00"), 2, closing=OFFICE) == (  # a Friday
        DayTold(D(2199, 10, 4), DayCount.START),
        DayTold(D(2199, 10, 5), DayCount.WEEKEND, provisional=True),
        DayTold(D(2199, 10, 6), DayCount.WEEKEND, provisional=True),
        DayTold(D(2199, 10, 7), DayCount.COUNTED, "", 2, 2, last=True, provisional=True),
    )


@given(cases())
@settings(max_examples=often(80, 600))
def test_the_days_told_are_the_days_counted(case: Case) -> None:
    end = due(case.calendar, case.begun, case.half_days, closing=case.closing, pauses=case.pauses)
    told = why(case.calendar, case.begun, case.half_days, closing=case.closing, pauses=case.pauses)
    assert (told[0].date, told[0].what) == (case.begun.date(), DayCount.START)
    for before, day in itertools.pairwise(told):  # no day is left out, none told twice
        assert day.date == before.date + (1 + before.more) * DAY
        assert day.counted == before.counted + day.taken
    assert {day.date for day in told if day.taken} == {day.date for day in told if day.what in COUNTED}
    assert all(case.calendar.workday(day.date) for day in told if day.taken)
    assert [day.date for day in told if day.last] == ([] if end.day is None else [end.day])
    if end.day is None:
        assert (told[-1].what, told[-1].counted) == (DayCount.PAUSED, case.half_days - end.left)
    else:
        assert (told[-1].date, told[-1].counted) == (end.day, case.half_days)
    assert any(day.provisional for day in told) == end.provisional
    assert len(told) <= 2 * PAUSED_MOST + 2 * 70
