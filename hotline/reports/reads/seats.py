"""Seats needed beside seats on duty, for each weekday and half hour, from the whole weeks before a day."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hotline.clock import CHINA, UTC
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.periods import Period
from hotline.reports.rules.seats import HALF_HOUR, Load, SeatTarget, needed, rostered
from hotline.store.conditions import fetched, joined
from hotline.words import Dimension

from . import asking, figures
from .row_sets import FigureScope, statement
from .summing import Where, narrowed

ASKED, TALKED, TALK, WRAP_UP, ON_DUTY = (
    FIGURES[name] for name in ("asked_person", "answered", "average_talk", "time_wrap_up", "time_signed_in")
)
Slot = tuple[int, int]  # the weekday, 1 (Monday) to 7, and the half hour of the day, 0 to 47
_HALF = dt.timedelta(seconds=HALF_HOUR)


@dataclass(frozen=True, slots=True)
class SlotSeats:
    """One half hour of one weekday. `calls`: all of the period; `load`: of one such half hour. `sit`: seats that the
    target needs; `rostered`: people for them with breaks and training. `on_duty`: people who were there on average;
    None where that is not known (of a single line)."""

    calls: int
    load: Load
    sit: int
    rostered: int
    on_duty: float | None

    @property
    def short(self) -> bool:
        """Whether fewer people were there than had to sit."""
        return self.on_duty is not None and self.on_duty < self.sit - 0.05


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """`handling`: mean seconds of talk and wrap-up of a call; None where no call was talked. `slots`: those in which
    somebody called or was on duty."""

    period: Period
    talk: float | None
    wrap_up: float | None
    slots: Mapping[Slot, SlotSeats] = field(hash=False)

    @property
    def handling(self) -> float | None:
        return None if self.talk is None else self.talk + (self.wrap_up or 0.0)


def weeks_before(day: dt.date, weeks: int) -> Period:
    """So many whole weeks, Monday to Sunday, up to the last Sunday before the day's week."""
    monday = day - dt.timedelta(days=day.weekday())
    return Period(monday - dt.timedelta(weeks=weeks), monday - dt.timedelta(days=1))


def plan(asked: FigureScope, target: SeatTarget, *, shrinkage: float, where: Where) -> SeatPlan:
    """The plan of a period of whole weeks. `where`: a line, a site, both or neither. A call's wrap-up is the time in
    wrap-up over the calls that were talked, of all lines: presence knows no line."""
    weeks = asked.period.length / 7
    talk, wrap_up = _handling(asked, where)
    counts = _calls(asked, where)
    duty = None if Dimension.LINE in where else _on_duty(asked, where)
    handling = (talk or 0.0) + (wrap_up or 0.0)
    slots = {}
    for slot in sorted({*counts, *(duty or ())}):
        calls = counts.get(slot, 0)
        load = Load(calls / weeks, handling)
        sit = needed(load, target)
        there = None if duty is None else duty.get(slot, 0.0) / HALF_HOUR / weeks
        slots[slot] = SlotSeats(calls, load, sit, rostered(sit, shrinkage), there)
    return SeatPlan(asked.period, talk, wrap_up, slots)


def half_hours(begin: dt.datetime, end: dt.datetime) -> Iterator[tuple[Slot, float]]:
    """A span cut at China's half hours: the slot of each piece and its seconds."""
    while begin < end:
        local = begin.astimezone(CHINA)
        edge = local.replace(minute=local.minute // 30 * 30, second=0, microsecond=0) + _HALF
        piece = min(end, edge.astimezone(UTC))
        yield (local.isoweekday(), local.hour * 2 + local.minute // 30), (piece - begin).total_seconds()
        begin = piece


def slot_of_key(weekday: int, key: str) -> Slot:
    """`(1, 18)` of Monday and `09:00`."""
    hour, minute = key.split(":")
    return weekday, int(hour) * 2 + int(minute) // 30


def key_of(half_hour: int) -> str:
    return f"{half_hour // 2:02}:{half_hour % 2 * 30:02}"


def _handling(asked: FigureScope, where: Where) -> tuple[float | None, float | None]:
    talk = figures.one(TALK, asked, where=where).value
    people: Where = {by: key for by, key in where.items() if by != Dimension.LINE}
    answered = figures.one(TALKED, asked, where=people).value
    wrapped = figures.one(WRAP_UP, asked, where=people).value
    return talk, wrapped / answered if answered and wrapped is not None else None


def _calls(asked: FigureScope, where: Where) -> dict[Slot, int]:
    found = {}
    for weekday in range(1, 8):
        of_day = {**where, Dimension.WEEKDAY: str(weekday)}
        for line in figures.read([ASKED], asked, by=Dimension.HALF_HOUR, where=of_day):
            count = line.values[ASKED.id].tally.counted
            if count:
                found[slot_of_key(weekday, line.key)] = count
    return found


def _on_duty(asked: FigureScope, where: Where) -> dict[Slot, float]:
    """Seconds on duty of all people in each slot, over the whole period."""
    inner, inner_values = statement(ON_DUTY.rows, asked)
    counts, counts_values = asking.asked(ON_DUTY.counts)
    narrow, narrow_values = joined(narrowed(ON_DUTY.rows, where, asked))
    sql = f"SELECT r.at, r.until FROM ({inner}) r WHERE {counts} AND {narrow}"  # noqa: S608 - all of it is ours
    found: dict[Slot, float] = {}
    for begin, end in fetched(sql, (*inner_values, *counts_values, *narrow_values)):
        for slot, seconds in half_hours(_moment(begin), _moment(end)):
            found[slot] = found.get(slot, 0.0) + seconds
    return found


def _moment(value: Any) -> dt.datetime:
    return value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)
