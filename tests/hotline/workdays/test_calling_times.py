"""When citizens are called: on workdays, while people work, outside the quiet hours; never at four in the morning."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.values.quiet_hours import Quiet, may_call
from hotline.workdays.rules.calendar import Calendar
from hotline.workdays.rules.calling_times import call_from
from hotline.workdays.rules.deadlines import CHINA, Closing

pytestmark = pytest.mark.unit
QUIET, CLOSING = Quiet(), Closing()
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 20))
MOMENTS = st.builds(lambda day, time: dt.datetime.combine(day, time, CHINA), DAYS, st.times())


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        ("2026-11-20 10:00", "2026-11-20 10:00"),
        ("2026-11-20 04:03", "2026-11-20 09:00"),  # at four in the morning
        ("2026-11-20 17:30", "2026-11-23 09:00"),  # Friday evening
        ("2026-11-21 10:00", "2026-11-23 09:00"),  # Saturday
        ("2026-10-10 10:00", "2026-10-10 10:00"),  # a Saturday that is worked
        ("2026-09-30 18:00", "2026-10-08 09:00"),  # before the holiday
    ],
)
def test_the_first_time_people_are_called(moment: str, found: str) -> None:
    assert call_from(Calendar(), QUIET, CLOSING, at(moment)) == at(found)


def test_the_quiet_hours_may_end_later_than_work_begins() -> None:
    late = Quiet(dt.time(12), dt.time(10, 30))
    assert call_from(Calendar(), late, CLOSING, at("2026-11-20 09:00")) == at("2026-11-20 10:30")
    assert call_from(Calendar(), late, CLOSING, at("2026-11-20 12:00")) == at("2026-11-23 10:30")


def test_a_day_that_closes_at_noon_is_over_at_noon() -> None:
    day = dt.date(2026, 11, 20)
    calendar = Calendar(overrides={day: True}, closes={day: dt.time(12)})
    assert call_from(calendar, QUIET, CLOSING, at("2026-11-20 12:00")) == at("2026-11-23 09:00")


@given(MOMENTS, st.times(), st.times())
def test_never_before_and_never_when_nobody_is_called(moment: dt.datetime, begins: dt.time, ends: dt.time) -> None:
    quiet, calendar = Quiet(begins, ends), Calendar()
    found = call_from(calendar, quiet, CLOSING, moment).astimezone(CHINA)
    assert found >= moment
    assert may_call(quiet, found)
    assert call_from(calendar, quiet, CLOSING, found) == found
