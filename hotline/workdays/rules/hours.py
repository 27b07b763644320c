"""A line's working hours: weekdays with lunch breaks, holidays, make-up workdays, special days.

Hours are spans of local minutes since midnight; the gap between two spans is lunch. A day's spans come from, in this
order: the special days, the calendar (a holiday), the weekday; a Saturday that is a workday has the workdays' spans.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from hotline.workdays.rules.calendar import SATURDAY, Calendar

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FULL_DAY = 24 * 60
LOOK_AHEAD = 400  # how many days ahead to look for an opening
Span = tuple[int, int]
Spans = tuple[Span, ...]
Why = Literal["night", "lunch", "holiday", "weekend", "special"]


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day with its own hours (empty: closed), its name, and the id of its prompt."""

    spans: Spans = ()
    name: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """`week` holds Monday to Sunday; `make_up` a workday on a weekend; `always`: day and night, every day.

    `night_service`: outside the hours callers are connected to the night duty.
    """

    week: tuple[Spans, ...]
    make_up: Spans = ()
    holiday: Spans = ()
    special: Mapping[dt.date, SpecialDay] = field(default_factory=dict)
    always: bool = False
    night_service: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """`until`: when it closes; None if not soon."""

    until: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Closed:
    """Why it is closed, when it opens again (None: not in the next 400 days), and the special day if it is one."""

    why: Why
    opens: dt.datetime | None
    special: SpecialDay | None = None


def at(hours: Hours, calendar: Calendar, moment: dt.datetime) -> Open | Closed:
    """The line's status at a local time; the returned times are local too."""
    if hours.always:
        return Open(None)
    day, minute = moment.date(), moment.hour * 60 + moment.minute
    spans = spans_of(hours, calendar, day)
    if any(begin <= minute < end for begin, end in spans):
        return Open(_closes(hours, calendar, moment))
    special = hours.special.get(day)
    why = "special" if special else _why(hours, calendar, day, minute)
    return Closed(why, _opens(hours, calendar, moment), special)


def spans_of(hours: Hours, calendar: Calendar, day: dt.date) -> Spans:
    """The spans of a day, in order."""
    if hours.always:
        return ((0, FULL_DAY),)
    if day in hours.special:
        return hours.special[day].spans
    if _is_holiday(calendar, day):
        return hours.holiday
    makes_up = day.weekday() >= SATURDAY and calendar.day(day).workday
    return hours.make_up if makes_up else hours.week[day.weekday()]


def _is_holiday(calendar: Calendar, day: dt.date) -> bool:
    """A free day of a festival, or a weekday that the calendar makes free; an ordinary Saturday is not a holiday."""
    told = calendar.day(day)
    return not told.workday and (bool(told.name) or day.weekday() < SATURDAY)


def _why(hours: Hours, calendar: Calendar, day: dt.date, minute: int) -> Why:
    spans = spans_of(hours, calendar, day)
    if spans and spans[0][0] <= minute < spans[-1][1]:
        return "lunch"
    if not spans and _is_holiday(calendar, day):
        return "holiday"
    return "weekend" if not spans and not calendar.day(day).workday else "night"


def _closes(hours: Hours, calendar: Calendar, moment: dt.datetime) -> dt.datetime | None:
    """The end of the open time around a given time; adjoining spans, also over midnight, count as one."""
    minute = moment.hour * 60 + moment.minute
    for ahead in range(LOOK_AHEAD):
        day = moment.date() + dt.timedelta(days=ahead)
        for begin, end in spans_of(hours, calendar, day):
            if begin <= minute < end:
                minute = end
        if minute < FULL_DAY:
            return _moment(day, minute, moment)
        minute = 0
    return None


def _opens(hours: Hours, calendar: Calendar, moment: dt.datetime) -> dt.datetime | None:
    minute = moment.hour * 60 + moment.minute
    for ahead in range(LOOK_AHEAD):
        day = moment.date() + dt.timedelta(days=ahead)
        for begin, _ in spans_of(hours, calendar, day):
            if ahead or begin > minute:
                return _moment(day, begin, moment)
    return None


def _moment(day: dt.date, minute: int, like: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(minute // 60, minute % 60), like.tzinfo)
