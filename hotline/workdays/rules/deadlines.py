"""The legal clock (K4): when a limit of workdays ends, when it turns yellow and red (K5), and what is left of it.

A limit is counted in half workdays: 2 is one workday. The day on which it begins is not counted; it ends with the work
of its last counted workday, with an odd half at noon of the next workday. Who works in the morning only counts the
same workdays as everybody; only a limit that ends on such a day ends when that work does. Days are days in China.

While the clock stands days are not counted: from the day on which a pause begins until, not with, the day on which it
ends. What happens after a day's work belongs to the next day: a day that was worked to its end counts, and a clock that
is started again in the evening goes on in the morning. So no limit runs out while its clock stands; one that has run
out is not revived by a pause after it.

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
MOST_HALF_DAYS = 1000  # two years of work: more is a mistake in typing


@dataclass(frozen=True, slots=True)
class Closing:
    """When a unit's work ends. `half`: the days of the week (Monday 1 … Sunday 7) on which that is at noon."""

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
    """A time in which the clock stands, from `since`; `until` None: still. Both are aware."""

    since: dt.datetime
    until: dt.datetime | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise ValueError(f"a pause ends after it began: {self.since}, {self.until}")


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a limit, aware UTC, and its day. While the clock stands both are None and `left` half days are still
    to come, in any other case none. `provisional`: it rests on a day of a year that nobody knows yet."""

    at: dt.datetime | None
    day: dt.date | None
    provisional: bool
    left: int = 0

    @property
    def standing(self) -> bool:
        return self.at is None


class Step(NamedTuple):
    """A day of the count, or the days of a pause, from `day` to `last`. `taken`: half days counted on it."""

    day: dt.date
    last: dt.date
    paused: bool
    taken: int


class Still(NamedTuple):
    """A pause also in days: `first` is not counted, `end` is again; None: still."""

    since: dt.datetime
    until: dt.datetime | None
    first: dt.date
    end: dt.date | None


def due(
    calendar: Calendar, begun: dt.datetime, half_days: int, *, closing: Closing, pauses: Sequence[Pause] = ()
) -> Due:
    """When a limit that began at a moment ends. An extension is more half days."""
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
    """The days after the one on which the limit began, to its last, or to the first on which the clock stands still."""
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
    """The moment from which no more than so many half days are left; none: the end itself. Always before the end, also
    where that is at noon of a day without an afternoon."""
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
    """Red after the end, yellow when no more than so many half days are left (K5)."""
    return lit(now, yellow_at=yellow_at(calendar, due_at, yellow_half_days, closing=closing), due_at=due_at)


def lit(now: dt.datetime, *, yellow_at: dt.datetime | None, due_at: dt.datetime | None) -> Light:
    """The light of two moments that were kept; a clock that stands (None) burns nothing."""
    if due_at is None:
        return Light.GREEN
    if now > due_at:
        return Light.RED
    return Light.YELLOW if yellow_at is not None and now >= yellow_at else Light.GREEN


def remaining(calendar: Calendar, due_at: dt.datetime, now: dt.datetime) -> int:
    """Workdays that begin after today until the end: 0 on the last day. Below zero once it is over, where a workday
    that has begun is one: -1 from the end of the limit to the end of the first workday after it."""
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
    """The earliest pause because of which a day is not counted, unless the limit runs out before it begins."""
    return next((one for one in stills if one.first <= day and (one.end is None or day < one.end)), None)


def _noon(calendar: Calendar, closing: Closing, day: dt.date, stills: Sequence[Still]) -> dt.datetime:
    """The end of the first half of a day's work; of the whole where the clock stood then and went on later."""
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
    if moment.tzinfo is None:  # its day would depend on where the machine stands
        raise ValueError(f"a moment needs its zone: {moment}")
    return moment.astimezone(CHINA)
