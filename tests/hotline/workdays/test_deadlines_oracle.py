"""Limits from every day since 2004, against another library's table of workdays and a count by another way.

chinese_calendar, which the product asks, and `holidays` were made by different people from the same notices.
"""

import bisect
import datetime as dt

import holidays
import pytest

from hotline.workdays.rules.calendar import MENDED, Calendar
from hotline.workdays.rules.deadlines import CHINA, Closing, Due, due

pytestmark = pytest.mark.unit
D = dt.date
FIRST, LAST = D(2004, 1, 1), D(2026, 12, 31)  # the last year with a notice: moves on when both have the next one
LIMITS = (1, 3, 5, 15, 30)  # accept, the court's default, consult, complaint, report
OFFICE = Closing()
# The days on which the library and the official table differ, which ours sets right. 2005-12-31, a Saturday: worked for
# 2006-01-03 (国办发明电〔2005〕35号, first paragraph). chinese_calendar 1.11 has it free (its issue 125).
OFFICIAL = {D(2005, 12, 31): True}


def days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [D.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]


@pytest.fixture(scope="module")
def worked() -> list[dt.date]:
    """Every workday as `holidays` has it."""
    other = holidays.country_holidays("CN", years=range(FIRST.year, LAST.year + 1))
    return [day for day in days(FIRST, LAST) if other.is_working_day(day)]


def test_the_two_tables_differ_on_the_named_days_only(worked: list[dt.date]) -> None:
    ours, theirs = Calendar(), set(worked)
    differing = {day: day in theirs for day in days(FIRST, LAST) if ours.workday(day) != (day in theirs)}
    assert differing == {}
    assert {day: workday for day, (workday, _name) in MENDED.items()} == OFFICIAL
    assert [sum(day.year == year for day in worked) for year in (2025, 2026)] == [365 - 104 - 13] * 2  # by the law


def test_every_start_with_every_limit(worked: list[dt.date]) -> None:
    calendar = Calendar()
    law = holidays.country_holidays("CN", years=2027, observed=False)  # what moves round them is not known yet
    worked = worked + [day for day in days(D(2027, 1, 1), D(2027, 3, 31)) if day.isoweekday() <= 5 and day not in law]
    wrong = []
    for start in days(FIRST, LAST):
        begun = dt.datetime(start.year, start.month, start.day, 9, 0, tzinfo=CHINA)
        after = bisect.bisect_right(worked, start)
        for limit in LIMITS:
            day = worked[after + limit - 1]
            at = dt.datetime(day.year, day.month, day.day, 17, 30, tzinfo=CHINA)
            if due(calendar, begun, 2 * limit, closing=OFFICE) != Due(at, day, provisional=day > LAST):
                wrong.append((start, limit))
    assert wrong == []
