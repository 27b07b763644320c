"""What holds for any calendar, limit, closing and pauses of the legal clock."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.words import Light
from hotline.workdays.rules.calendar import Calendar
from hotline.workdays.rules.deadlines import Due, due, light, lit, remaining, yellow_at
from tests.effort import often

from .clock_cases import BEGINS, DAY, OFFICE, SLOT, Case, calendars, cases, pauses_near, second

pytestmark = pytest.mark.unit
FEW = settings(max_examples=often(60, 300))
LATER = st.integers(0, 48 * 30).map(lambda n: n * SLOT)
ORDER = [Light.GREEN, Light.YELLOW, Light.RED]


def of(case: Case) -> Due:
    return due(case.calendar, case.begun, case.half_days, closing=case.closing, pauses=case.pauses)


def lateness(told: Due) -> tuple[bool, object]:
    """Dues in order; one that stands comes after all, the more is left the later."""
    return told.standing, told.left if told.at is None else told.at


def workdays(calendar: Calendar, after: dt.date, until: dt.date) -> int:
    days = (dt.date.fromordinal(n) for n in range(after.toordinal() + 1, until.toordinal() + 1))
    return sum(calendar.day(day).workday for day in days)


@given(cases())
@settings(max_examples=often(120, 800))
def test_another_way_of_counting_agrees(case: Case) -> None:
    told = of(case)
    assert (told.at, told.day, told.left) == second(case)
    assert told.standing == (told.day is None) == (told.left > 0)


@given(cases(most_pauses=0))
@FEW
def test_the_limit_ends_on_a_workday_and_counts_itself(case: Case) -> None:
    told = of(case)
    assert told.day is not None
    assert case.calendar.day(told.day).workday
    assert workdays(case.calendar, case.begun.date(), told.day) == (case.half_days + 1) // 2


@given(cases(), st.integers(1, 5), LATER)
@FEW
def test_a_longer_limit_and_a_later_begin_never_end_earlier(case: Case, more: int, later: dt.timedelta) -> None:
    told = lateness(of(case))
    assert lateness(of(case._replace(half_days=case.half_days + more))) >= told
    assert lateness(of(case._replace(begun=case.begun + later))) >= told


@given(cases())
@FEW
def test_no_limit_runs_out_while_its_clock_stands(case: Case) -> None:
    end = of(case).at
    pauses = [(one.since, one.until) for one in case.pauses]
    assert end is None or not any(since < end and (until is None or end <= until) for since, until in pauses)


@given(st.data(), cases(most_pauses=3))
@FEW
def test_a_pause_never_shortens(data: Any, case: Case) -> None:
    one = data.draw(pauses_near(case.begun))
    assert lateness(of(case._replace(pauses=(*case.pauses, one)))) >= lateness(of(case))


@given(st.data(), cases())
@FEW
def test_the_order_of_pauses_is_nothing(data: Any, case: Case) -> None:
    assert of(case._replace(pauses=tuple(data.draw(st.permutations(case.pauses))))) == of(case)


@given(cases(most_pauses=0))
@FEW
def test_provisional_is_what_rests_on_a_day_that_nobody_knows(case: Case) -> None:
    told = of(case)
    assert told.day is not None
    days = (case.begun.date() + n * DAY for n in range(1, (told.day - case.begun.date()).days + 1))
    assert told.provisional == any(case.calendar.day(day).provisional for day in days)


@given(st.data(), BEGINS, st.integers(1, 60), st.integers(1, 10))
@FEW
def test_it_turns_yellow_where_a_limit_shorter_by_that_would_end(
    data: Any, begun: dt.datetime, half_days: int, yellow: int
) -> None:
    calendar = data.draw(calendars(begun, mornings=False))
    shorter, told = (due(calendar, begun, n, closing=OFFICE) for n in (half_days, half_days + yellow))
    assert told.at is not None
    assert yellow_at(calendar, told.at, yellow, closing=OFFICE) == shorter.at


@given(cases(most_pauses=0), st.integers(1, 9), st.lists(st.integers(-48 * 60, 48 * 60), min_size=1))
@FEW
def test_lights_and_what_is_left_go_one_way(case: Case, yellow: int, slots: list[int]) -> None:
    end = of(case).at
    assert end is not None
    begins = yellow_at(case.calendar, end, yellow, closing=case.closing)
    assert begins < end
    moments = sorted([begins, end, end + SLOT, *(end + n * SLOT for n in slots)])
    lights = [light(end, now, calendar=case.calendar, closing=case.closing, yellow_half_days=yellow) for now in moments]
    left = [remaining(case.calendar, end, now) for now in moments]
    assert lights == [lit(now, yellow_at=begins, due_at=end) for now in moments]
    assert lights == [ORDER[(now >= begins) + (now > end)] for now in moments]
    assert left == sorted(left, reverse=True)
    assert [n < 0 for n in left] == [now > end for now in moments]


@given(cases(most_pauses=0))
@FEW
def test_at_the_begin_the_whole_limit_is_left(case: Case) -> None:
    end = of(case).at
    assert end is not None
    assert remaining(case.calendar, end, case.begun) == (case.half_days + 1) // 2
