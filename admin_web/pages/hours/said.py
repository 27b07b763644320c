"""Hours in words: a day's spans, whether a line is open now, the coming days that differ from others."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _

from admin_web import filters
from hotline.calls.reads.lines import Times
from hotline.clock import CHINA
from hotline.words import DayState
from hotline.workdays.rules.hours import WEEKDAYS, Closed, Open, Spans, spans_of

LOOK_AHEAD = 400
MOST = 4  # how many coming days are shown
SATURDAY = 5
Kind = Literal["special", "holiday", "make_up"]


@dataclass(frozen=True, slots=True)
class Coming:
    """A coming day that differs from others of its weekday. `spans` in words."""

    day: dt.date
    kind: Kind
    name: str
    spans: str


def weekdays() -> list[str]:
    """Monday to Sunday, short."""
    return [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]


def weekday_names() -> dict[str, str]:
    """The weekdays' names in `hours_read`, with their short labels."""
    return dict(zip(WEEKDAYS, weekdays(), strict=True))


def days(shift: str) -> str:
    """`12357` → "Mon–Wed Fri Sun"; "" for every day."""
    names, said, run = weekdays(), [], ""
    for place in "12345678":
        if place in shift:
            run += place
        elif run:
            ends = [names[int(end) - 1] for end in (run[0], run[-1])]
            said.append(ends[0] if len(run) == 1 else f"{ends[0]}–{ends[1]}")
            run = ""
    return " ".join(said)


def spans(of: Spans) -> str:
    """`09:00–12:00, 13:30–17:30`, or that it is closed."""
    if of == ((0, 24 * 60),):
        return str(_("day and night"))
    return ", ".join(f"{_clock(begin)}–{_clock(end)}" for begin, end in of) if of else str(_("closed"))


def opening(told: Open | Closed, now: dt.datetime) -> str:
    """Whether a line is open now, and until when that holds."""
    if isinstance(told, Open):
        said = _("open day and night") if told.until is None else _("open until %(at)s", at=_moment(told.until, now))
        return str(said)
    why = told.special.name if told.special and told.special.name else filters.label(DayState(told.why))
    if told.opens is None:
        return str(_("closed: %(why)s", why=why))
    return str(_("closed: %(why)s; opens %(at)s", why=why, at=_moment(told.opens, now)))


def today(times: Times, now: dt.datetime) -> str:
    """The spans of today."""
    day = now.astimezone(CHINA).date()
    return f"{day.isoformat()} {weekdays()[day.weekday()]} {spans(spans_of(times.hours, times.calendar, day))}"


def coming(times: Times, now: dt.datetime) -> list[Coming]:
    """The next days that differ from others, of a festival only the first; none for a line that is always open."""
    found: list[Coming] = []
    first, before = now.astimezone(CHINA).date(), None
    if times.hours.always:
        return []
    for ahead in range(1, LOOK_AHEAD):
        day = first + dt.timedelta(days=ahead)
        told = _unlike(times, day)
        if told is not None and told != before:
            found.append(Coming(day, *told, spans(spans_of(times.hours, times.calendar, day))))
        if len(found) == MOST:
            break
        before = told
    return found


def unknown_year(times: Times, now: dt.datetime) -> int | None:
    """The next year, if its holidays are not known yet and matter to the line."""
    year = now.astimezone(CHINA).year + 1
    return None if times.hours.always or times.calendar.known(year) else year


def _unlike(times: Times, day: dt.date) -> tuple[Kind, str] | None:
    """Why a day differs from others of its weekday; None: it does not."""
    if day in times.named:
        return "special", times.named[day]
    told = times.calendar.day(day)
    if told.workday and day.weekday() >= SATURDAY:
        return "make_up", told.name
    if not told.workday and (told.name or day.weekday() < SATURDAY):
        return "holiday", told.name
    return None


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _moment(at: dt.datetime, now: dt.datetime) -> str:
    local = now.astimezone(CHINA)
    if at.date() == local.date():
        return f"{at:%H:%M}"
    if 0 < (at.date() - local.date()).days < 7:
        return f"{weekdays()[at.weekday()]} {at:%H:%M}"
    return f"{at:%Y-%m-%d %H:%M}"
