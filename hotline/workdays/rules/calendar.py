"""Legal workdays: own special days first, then the State Council's table, then plain weekdays.

The table (library chinese_calendar) ends with the last published year; days of later years follow the plain
week and are provisional until the table is updated or the administrator enters them.
"""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import chinese_calendar
from chinese_calendar.constants import Holiday

Why = Literal["override", "library", "weekend_rule"]
SATURDAY = 5
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
        if told is None:
            return Day(date, date.weekday() < SATURDAY, "weekend_rule", "", provisional=True)
        return Day(date, told[0], "library", told[1], provisional=False)

    def workday(self, date: dt.date) -> bool:
        """`day(date).workday`, but faster, without names: limits count thousands of days."""
        own = self.overrides.get(date)
        if own is not None:
            return own
        told = _of_library(date)
        return date.weekday() < SATURDAY if told is None else told[0]

    def provisional(self, date: dt.date) -> bool:
        """`day(date).provisional` in the same way."""
        return _of_library(date) is None and date not in self.overrides

    def known(self, year: int) -> bool:
        """True if the State Council's table for that year is available."""
        return _of_library(dt.date(year, 1, 1)) is not None


@functools.lru_cache(maxsize=4096)
def _of_library(date: dt.date) -> tuple[bool, str] | None:
    """Workday, and the festival's name; None for a year without a table."""
    try:
        free, name = chinese_calendar.get_holiday_detail(date)
    except NotImplementedError:
        return None
    return not free, _CHINESE.get(name or "", "")
