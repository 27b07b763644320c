"""A year as months of days with their kinds: the legal calendar, overridden by special days."""

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from hotline.workdays.reads.hours import DayView
from hotline.workdays.rules.calendar import SATURDAY, Calendar, Day

Kind = Literal["workday", "weekend", "holiday", "make_up", "special"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the year view; `name` is its festival, or what the special day is called."""

    date: dt.date
    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Month:
    """`before`: empty places until the first weekday."""

    number: int
    before: int
    cells: tuple[Cell, ...]


def months(year: int, special: Mapping[dt.date, DayView]) -> list[Month]:
    """The months of a year."""
    legal, told = Calendar(), []
    for number in range(1, 13):
        first, length = calendar.monthrange(year, number)
        dates = [dt.date(year, number, day) for day in range(1, length + 1)]
        told.append(Month(number, first, tuple(_cell(legal.day(date), special.get(date)) for date in dates)))
    return told


def _cell(day: Day, special: DayView | None) -> Cell:
    if special is not None:
        return Cell(day.date, "special", special.name)
    return Cell(day.date, kind(day), day.name)


def kind(day: Day) -> Kind:
    """The kind of a day in the legal calendar."""
    free = day.date.weekday() >= SATURDAY
    if day.workday:
        return "make_up" if free else "workday"
    return "holiday" if day.name or not free else "weekend"
