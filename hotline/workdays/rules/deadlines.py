"""Legal deadlines (K4): when a limit of workdays ends, when it turns yellow and red (K5), and how much is left.

A limit is counted in half workdays: 2 is one workday. The day on which it begins is not counted; it ends when work
ends on its last counted workday; an odd half ends at noon of the next workday. A unit that works only in the morning
counts the same workdays as others, but a limit that ends on such a day ends when its work ends. Days are China's.

Days of a pause are not counted: from the day on which it begins up to, but not including, the day on which it ends.
Events after working hours belong to the next day: the day of a pause begun in the evening counts, and a clock restarted
in the evening runs on in the morning. So no limit expires during a pause; a pause after the end does not revive an
expired limit.

    begun ──▶ counting ──last half day──▶ Due(at, day)
                 │  ▲
           pause │  │ its end
                 ▼  │
               stands ──no end yet──▶ Due(at=None, left=…)
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hotline.words import Light
from hotline.workdays.rules.calendar import Calendar

CHINA = dt.timezone(dt.timedelta(hours=8))
ONE_DAY = dt.timedelta(days=1)
WORKDAY = 2  # half days
MOST_HALF_DAYS = 1000  # two years of work: more must be a typing error


@dataclass(frozen=True, slots=True)
class Closing:
    """When a unit's work ends. `half`: weekdays (Monday 1 … Sunday 7) on which it ends at noon."""

    ends: dt.time = dt.time(17, 30)
    noon: dt.time = dt.time(12, 0)
    half: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not self.noon < self.ends:
            raise ValueError(f"work ends after noon: {self.noon}, {self.ends}")
        if not self.half <= frozenset(range(1, 8)):
            raise ValueError(f"days of the week are 1 to 7: {sorted(self.half)}")


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause of the clock, from `since`; `until` None: still running. Both are aware."""

    since: dt.datetime
    until: dt.datetime | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise ValueError(f"a pause ends after it began: {self.since}, {self.until}")


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a limit, aware UTC, and its day. During a pause both are None and `left` half days remain; otherwise
    `left` is 0. `provisional`: it depends on a year whose holiday table is not published yet."""

    at: dt.datetime | None
    day: dt.date | None
    provisional: bool
    left: int = 0

    @property
    def standing(self) -> bool:
        return self.at is None


class Step(NamedTuple):
    """One counted day, or the days of a pause, from `day` to `last`. `taken`: half days counted on it."""

    day: dt.date
    last: dt.date
    paused: bool
    taken: int


class Still(NamedTuple):
    """A pause in days: `first` is not counted, `end` is counted again; None: still paused."""

    since: dt.datetime
    until: dt.datetime | None
    first: dt.date
    end: dt.date | None


def due(
    calendar: Calendar, begun: dt.datetime, half_days: int, *, closing: Closing, pauses: Sequence[Pause] = ()
) -> Due:
    """When a limit ends. An extension adds half days."""
    left, day, provisional = half_days, None, False
    for step in walk(calendar, begun, half_days, closing=closing, pauses=pauses):
        left -= step.taken
        day = step.day
        provisional = provisional or (not step.paused and calendar.provisional(day))
    if left or day is None:
        return Due(None, None, provisional, left)
    odd = half_days % WORKDAY != 0
    ends = _noon(calendar, closing, day, _stills(calendar, closing, pauses)) if odd else _end(calendar, closing, day)
    return Due(ends, day, provisional)


def walk(
    calendar: Calendar, begun: dt.datetime, half_days: int, *, closing: Closing, pauses: Sequence[Pause] = ()
) -> Iterator[Step]:
    """The days after the limit's first day, up to its last, or to the first day of a pause without an end."""
    if not 1 <= half_days <= MOST_HALF_DAYS:
        raise ValueError(f"a limit has 1 to {MOST_HALF_DAYS} half days: {half_days}")
    day, left, stills = china_day(begun), half_days, _stills(calendar, closing, pauses)
    while left:
        day += ONE_DAY
        still = _still_on(stills, day) if stills else None
        if still is not None and (left >= WORKDAY or still.since < _noon(calendar, closing, day, stills)):
            last = day if still.end is None else still.end - ONE_DAY
            yield Step(day, last, True, 0)
            if still.end is None:
                return
            day = last
            continue
        taken = (WORKDAY if left >= WORKDAY else 1) if calendar.workday(day) else 0
        left -= taken
        yield Step(day, day, False, taken)


def yellow_at(calendar: Calendar, due_at: dt.datetime, half_days: int = WORKDAY, *, closing: Closing) -> dt.datetime:
    """The time from which at most this many half days are left; 0: the end itself. Always before the end, also if the
    end is at noon of a day without an afternoon."""
    if not 0 <= half_days <= MOST_HALF_DAYS:
        raise ValueError(f"yellow are the last 0 to {MOST_HALF_DAYS} half days: {half_days}")
    local = _local(due_at)
    if not half_days:
        return due_at.astimezone(dt.UTC)
    day, halves = local.date(), (1 if local.time() <= closing.noon else WORKDAY) - half_days
    while halves <= 0:
        day -= ONE_DAY
        halves += WORKDAY if calendar.workday(day) else 0
    return _end(calendar, closing, day, whole=halves == WORKDAY)


def light(
    due_at: dt.datetime, now: dt.datetime, *, calendar: Calendar, closing: Closing, yellow_half_days: int = WORKDAY
) -> Light:
    """Red after the end, yellow when at most this many half days are left (K5)."""
    return lit(now, yellow_at=yellow_at(calendar, due_at, yellow_half_days, closing=closing), due_at=due_at)


def lit(now: dt.datetime, *, yellow_at: dt.datetime | None, due_at: dt.datetime | None) -> Light:
    """The light from two stored times; a paused clock (None) has no light."""
    if due_at is None:
        return Light.GREEN
    if now > due_at:
        return Light.RED
    return Light.YELLOW if yellow_at is not None and now >= yellow_at else Light.GREEN


def remaining(calendar: Calendar, due_at: dt.datetime, now: dt.datetime) -> int:
    """Workdays from tomorrow to the end: 0 on the last day. Negative after the end, where a begun workday counts:
    -1 from the end of the limit to the end of the first workday after it."""
    today, last = china_day(now), china_day(due_at)
    if now > due_at:
        return -max(1, _workdays(calendar, last, today))
    return _workdays(calendar, today, last)


def china_day(moment: dt.datetime) -> dt.date:
    return _local(moment).date()


def _stills(calendar: Calendar, closing: Closing, pauses: Sequence[Pause]) -> tuple[Still, ...]:
    """Pauses in order and in days; they may overlap and touch."""

    def day_of(moment: dt.datetime) -> dt.date:
        day = china_day(moment)
        return day + ONE_DAY if moment >= _end(calendar, closing, day) else day

    return tuple(
        Still(one.since, one.until, day_of(one.since), None if one.until is None else day_of(one.until))
        for one in sorted(pauses, key=lambda pause: pause.since)
    )


def _still_on(stills: Sequence[Still], day: dt.date) -> Still | None:
    """The earliest pause that keeps a day from being counted, unless the limit ends before the pause begins."""
    return next((one for one in stills if one.first <= day and (one.end is None or day < one.end)), None)


def _noon(calendar: Calendar, closing: Closing, day: dt.date, stills: Sequence[Still]) -> dt.datetime:
    """The end of the first half of a day's work; of the whole day if the clock was paused then and ran on later."""
    noon = _end(calendar, closing, day, whole=False)
    if any(one.since < noon and one.until is not None and noon <= one.until for one in stills):
        return _end(calendar, closing, day)
    return noon


def _end(calendar: Calendar, closing: Closing, day: dt.date, *, whole: bool = True) -> dt.datetime:
    """The end of a day's work, or of its first half."""
    ends = closing.noon if day.isoweekday() in closing.half else closing.ends
    ends = min(ends, calendar.closes.get(day, ends))
    return dt.datetime.combine(day, ends if whole else min(ends, closing.noon), CHINA).astimezone(dt.UTC)


def _workdays(calendar: Calendar, after: dt.date, until: dt.date) -> int:
    """Workdays of (after, until]."""
    return sum(calendar.workday(after + n * ONE_DAY) for n in range(1, (until - after).days + 1))


def _local(moment: dt.datetime) -> dt.datetime:
    if moment.tzinfo is None:  # the day would depend on the machine's time zone
        raise ValueError(f"a moment needs its zone: {moment}")
    return moment.astimezone(CHINA)
