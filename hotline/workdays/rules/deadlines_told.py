"""Explains day by day why a limit ends when it does (K4): the count of `deadlines`, for people."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hotline.words.days import DayCount
from hotline.workdays.rules.calendar import SATURDAY, Calendar
from hotline.workdays.rules.deadlines import ONE_DAY, Closing, Pause, Step, china_day, walk

PAUSED_MOST = 31  # longer pauses are shown by their first and last days
_TABLE = Calendar()


@dataclass(frozen=True, slots=True)
class DayTold:
    """A day of the count. `name`: the festival, of a make-up workday the one that it makes up for, or what an own day
    is called. `taken`: half days that it counts, `counted`: those up to it. `last`: the limit ends on it; while the
    clock stands no day is. `more`: so many days of the same pause come after it and are not told one by one."""

    date: dt.date
    what: DayCount
    name: str = ""
    taken: int = 0
    counted: int = 0
    last: bool = False
    provisional: bool = False
    more: int = 0


def why(
    calendar: Calendar, begun: dt.datetime, half_days: int, *, closing: Closing, pauses: Sequence[Pause] = ()
) -> tuple[DayTold, ...]:
    """The days from the limit's first to its last, or to the first day of a pause without an end."""
    told = [DayTold(china_day(begun), DayCount.START)]
    counted = 0
    for step in walk(calendar, begun, half_days, closing=closing, pauses=pauses):
        counted += step.taken
        if step.paused:
            told += _pause(step, counted)
        else:
            told.append(_day(calendar, step, counted, last=counted == half_days))
    return tuple(told)


def _pause(step: Step, counted: int) -> Iterator[DayTold]:
    """The days of a pause; of a long one the first and the last."""
    days = (step.last - step.day).days + 1
    if days > PAUSED_MOST:
        yield DayTold(step.day, DayCount.PAUSED, counted=counted, more=days - 2)
        yield DayTold(step.last, DayCount.PAUSED, counted=counted)
        return
    for n in range(days):
        yield DayTold(step.day + n * ONE_DAY, DayCount.PAUSED, counted=counted)


def _day(calendar: Calendar, step: Step, counted: int, *, last: bool) -> DayTold:
    what, name = _what(calendar, step.day)
    return DayTold(step.day, what, name, step.taken, counted, last, calendar.provisional(step.day))


def _what(calendar: Calendar, date: dt.date) -> tuple[DayCount, str]:
    """An own day is shown as such only if it differs from the table."""
    table = _TABLE.day(date)
    if calendar.workday(date) != table.workday:
        what = DayCount.OWN_FREE if table.workday else DayCount.OWN_WORK
        return what, calendar.names.get(date, "")
    on_weekend = date.weekday() >= SATURDAY
    if table.workday:
        return (DayCount.MAKE_UP, table.name) if on_weekend else (DayCount.COUNTED, "")
    return (DayCount.WEEKEND, "") if on_weekend and not table.name else (DayCount.HOLIDAY, table.name)
