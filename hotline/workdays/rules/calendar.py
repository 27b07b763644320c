"""Legal workdays: own special days, then the State Council's table, then the holidays of the law, then the week.

The table (library chinese_calendar) ends with the last published year. The holidays that the law itself names (New
Year's Day, Spring Festival with its eve, Qingming, 1 and 2 May, Dragon Boat, Mid-Autumn, 1 to 3 October) are certain
for later years too (library holidays). Every other day follows the plain week and is provisional until the notice is
out, which moves days round the holidays.
"""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import chinese_calendar
from chinese_calendar.constants import Holiday
from chinese_calendar.constants import holidays as days_off

Why = Literal["override", "library", "law", "weekend_rule"]
SATURDAY = 5
MENDED = {dt.date(2005, 12, 31): (True, "元旦")}  # of the notice for 2006; the library lacks it
_CHINESE: dict[str, str] = {holiday.value: holiday.chinese for holiday in Holiday}


@dataclass(frozen=True, slots=True)
class Day:
    """A day, and why it is a workday or free. `name`: the festival in Chinese, also for a make-up workday."""

    date: dt.date
    workday: bool
    why: Why
    name: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """`overrides`: days that are workdays (True) or free (False) whatever the table says; `names`: the names of own
    days; `closes`: own workdays on which work ends earlier, and when."""

    overrides: Mapping[dt.date, bool] = field(default_factory=dict)
    closes: Mapping[dt.date, dt.time] = field(default_factory=dict)
    names: Mapping[dt.date, str] = field(default_factory=dict)

    def day(self, date: dt.date) -> Day:
        """The day's status in China."""
        told = _of_library(date)
        if date in self.overrides:
            return Day(date, self.overrides[date], "override", told[1] if told else "", provisional=False)
        if told is None and _by_law(date):
            return Day(date, False, "law", _by_law(date), provisional=False)
        if told is None:
            return Day(date, date.weekday() < SATURDAY, "weekend_rule", "", provisional=True)
        return Day(date, told[0], "library", told[1], provisional=False)

    def workday(self, date: dt.date) -> bool:
        """`day(date).workday`, but faster, without names: limits count thousands of days."""
        own = self.overrides.get(date)
        if own is not None:
            return own
        told = _of_library(date)
        return date.weekday() < SATURDAY and not _by_law(date) if told is None else told[0]

    def provisional(self, date: dt.date) -> bool:
        """`day(date).provisional` in the same way."""
        return _of_library(date) is None and date not in self.overrides and not _by_law(date)

    def known(self, year: int) -> bool:
        """True if the State Council's table for that year is available."""
        return _of_library(dt.date(year, 1, 1)) is not None


def known_years() -> tuple[int, int]:
    """The first and the last year whose table is available."""
    return min(days_off).year, max(days_off).year


@functools.lru_cache(maxsize=4096)
def _of_library(date: dt.date) -> tuple[bool, str] | None:
    """Workday, and the festival's name; None for a year without a table."""
    if date in MENDED:
        return MENDED[date]
    try:
        free, name = chinese_calendar.get_holiday_detail(date)
    except NotImplementedError:
        return None
    return not free, _CHINESE.get(name or "", "")


def _by_law(date: dt.date) -> str:
    """The name of the holiday that the law fixes on this day; "" for none."""
    return _laws(date.year).get(date, "")


@functools.lru_cache(maxsize=64)
def _laws(year: int) -> Mapping[dt.date, str]:
    import holidays  # noqa: PLC0415 - half a second, needed only beyond the last published year

    found = holidays.country_holidays("CN", years=year, observed=False, language="zh_CN")
    return {day: name for day, name in found.items() if day.year == year}
