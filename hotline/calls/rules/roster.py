"""The roster's value types: agents with telephones, lines with positions, calls that have not ended."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from hotline.words import CallState, Presence, Reason


@dataclass(frozen=True, slots=True)
class RosterAgent:
    """A person with a telephone; `takes_calls`: he has a desk, so queues may offer him calls."""

    person: int
    site: str
    extension: str
    state: Presence
    reason: Reason
    since: float
    until: float | None
    call: str | None
    skills: tuple[tuple[str, int], ...] = ()
    takes_calls: bool = True


@dataclass(frozen=True, slots=True)
class RosterStep:
    """A step of a ladder, as in the line's row."""

    whom: str
    seconds: float
    skip_if_none: bool = True
    sites: tuple[str, ...] = ()
    load: float = 0.0


@dataclass(frozen=True, slots=True)
class Shift:
    """A person's shift on position A or B: weekdays (ISO, "" for all), from and to ("" for all day; an end before the
    beginning means the next morning)."""

    person: int
    kind: str
    days: str = ""
    begins: str = ""
    ends: str = ""


def sits(shift: Shift, local: dt.datetime) -> bool:
    """True if a seat's shift covers a local time."""
    minute = local.strftime("%H:%M")
    if not shift.begins or not shift.ends:
        return _on(shift, local.date())
    if shift.begins <= shift.ends:
        return _on(shift, local.date()) and shift.begins <= minute < shift.ends
    if minute >= shift.begins:
        return _on(shift, local.date())
    return minute < shift.ends and _on(shift, local.date() - dt.timedelta(days=1))


def _on(shift: Shift, day: dt.date) -> bool:
    return not shift.days or str(day.isoweekday()) in shift.days


@dataclass(frozen=True, slots=True)
class RosterLine:
    code: str
    site: str
    a: tuple[int, ...]
    b: tuple[int, ...]
    ladder: tuple[RosterStep, ...]
    ring_seconds: int
    wrap_up_seconds: int
    needs: tuple[tuple[str, int], ...] = ()
    most_waiting: int = 0
    announce_seconds: int = 0
    tests_silence: bool = False
    hours: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call without a recorded end.

    `queued_at` is seconds since 1970; `talked`: an agent has talked to the caller; `offer`: number and agent of an
    offer that has not ended.
    """

    id: str
    seq: int
    offers: int
    line: str | None
    agent: int | None
    number: str
    profile: str
    dialled: str
    state: CallState
    queued_at: float | None = None
    talked: bool = False
    offer: tuple[int, int] | None = None
