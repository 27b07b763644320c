"""Legal workdays: the table of the State Council, an installation's own days, years that nobody knows yet."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.workdays.rules.calendar import Calendar, Day, known_years

pytestmark = pytest.mark.unit
D = dt.date


@pytest.mark.parametrize(
    ("date", "workday", "name"),
    [
        (D(2026, 1, 1), False, "元旦"), (D(2026, 1, 4), True, "元旦"), (D(2026, 2, 17), False, "春节"),
        (D(2026, 10, 1), False, "国庆节"), (D(2026, 10, 10), True, "国庆节"), (D(2026, 11, 20), True, ""),
        (D(2026, 11, 21), False, ""), (D(2025, 10, 6), False, "中秋"),
    ],
)  # fmt: skip
def test_the_table(date: dt.date, workday: bool, name: str) -> None:
    assert Calendar().day(date) == Day(date, workday, "library", name, provisional=False)


def test_own_days_come_first() -> None:
    calendar = Calendar({D(2026, 10, 1): True, D(2026, 11, 20): False, D(2199, 3, 3): False})
    assert [calendar.day(day) for day in calendar.overrides] == [
        Day(D(2026, 10, 1), True, "override", "国庆节", provisional=False),
        Day(D(2026, 11, 20), False, "override", "", provisional=False),
        Day(D(2199, 3, 3), False, "override", "", provisional=False),
    ]


def test_a_year_without_a_table_follows_the_week_and_says_so() -> None:
    assert [Calendar().day(D(2199, 10, day)) for day in (4, 5)] == [
        Day(D(2199, 10, 4), True, "weekend_rule", "", provisional=True),
        Day(D(2199, 10, 5), False, "weekend_rule", "", provisional=True),
    ]
    assert [Calendar().known(year) for year in (2003, 2004, 2026, 2199)] == [False, True, True, False]


@given(st.dates(D(1990, 1, 1), D(2199, 12, 31)), st.dictionaries(st.dates(), st.booleans(), max_size=5))
def test_every_day_is_one_or_the_other_for_one_reason(date: dt.date, own: dict[dt.date, bool]) -> None:
    calendar = Calendar(own)
    told = calendar.day(date)
    assert told.provisional == (told.why == "weekend_rule")
    assert (told.why in ("weekend_rule", "law")) == (date not in own and not calendar.known(date.year))
    if date in own:
        assert (told.why, told.workday) == ("override", own[date])
    assert (calendar.workday(date), calendar.provisional(date)) == (told.workday, told.provisional)


@given(st.sampled_from([2000, 2004, 2025, 2026, 2199]), st.integers(0, 364), st.booleans())
def test_the_short_answers_are_those_of_the_day(year: int, n: int, workday: bool) -> None:
    date = dt.date(year, 1, 1) + dt.timedelta(days=n)
    for calendar in (Calendar(), Calendar({date: workday})):
        told = calendar.day(date)
        assert (calendar.workday(date), calendar.provisional(date)) == (told.workday, told.provisional)


def test_the_days_of_the_law_are_free_and_certain_before_the_notice_is_out() -> None:
    """A limit never ends on New Year's Day; the days that a notice moves stay provisional."""
    calendar, year = Calendar(), 2100
    for month, day in ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)):
        told = calendar.day(dt.date(year, month, day))
        assert (told.workday, told.why, told.provisional) == (False, "law", False)
    told = calendar.day(dt.date(year, 1, 5))
    assert (told.workday, told.why, told.provisional) == (True, "weekend_rule", True)
    own = Calendar({dt.date(year, 1, 1): True}).day(dt.date(year, 1, 1))
    assert (own.workday, own.why) == (True, "override")


def test_the_make_up_day_that_the_library_lacks_is_known() -> None:
    """The notice for 2006 moved the weekend of 31 December and 1 January to 2 and 3 January."""
    days = [dt.date(2005, 12, 30) + dt.timedelta(days=n) for n in range(6)]
    assert [Calendar().workday(day) for day in days] == [True, True, False, False, False, True]
    assert Calendar().day(days[1]).why == "library"


def test_which_years_tables_are_known() -> None:
    first, last = known_years()
    assert (first, last >= 2026) == (2004, True)
    assert [Calendar().known(year) for year in (first - 1, first, last, last + 1)] == [False, True, True, False]
