"""Which parts of the system are alive: each writes heartbeats; a part with an old heartbeat is lost.

The heartbeats live in the database. While it does not answer, an old heartbeat says nothing about who wrote it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from hotline.store.rows import Heartbeat
from hotline.words import Part

FRESH = dt.timedelta(seconds=15)
ANSWERS = dt.timedelta(seconds=2)  # a database that takes longer does not answer
OK, LOST, SLOW, UNKNOWN = "ok", "lost", "slow", "unknown"


class Asking(StrEnum):
    """What a program asks of the database at each beat."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a program knows by its own beats. `seen`: the heartbeats it read last; `at`: when it asked last, or
    had its answer; `doing`: what it waits for; `fault`: what failed the last time; `since`: when the trouble began;
    `back_at`: when the last trouble was over."""

    seen: Mapping[Part, dt.datetime] | None = None
    at: dt.datetime | None = None
    doing: Asking | None = None
    fault: Asking | None = None
    since: dt.datetime | None = None
    back_at: dt.datetime | None = None


def asking(pulse: Pulse, what: Asking, now: dt.datetime) -> Pulse:
    """The program asks the database."""
    since = pulse.since or (pulse.at if trouble(pulse, now) else None)
    return replace(pulse, doing=what, at=now, since=since)


def failed(pulse: Pulse, now: dt.datetime) -> Pulse:
    """The question failed."""
    return replace(pulse, doing=None, fault=pulse.doing, since=pulse.since or pulse.at, at=now)


def answered(pulse: Pulse, found: Mapping[Part, dt.datetime], now: dt.datetime) -> Pulse:
    """Both were answered; `found`: the heartbeats."""
    over = pulse.since is not None or trouble(pulse, now) is not None
    back_at = now if over else pulse.back_at
    return Pulse(seen=found, at=now, back_at=back_at)


def trouble(pulse: Pulse, now: dt.datetime) -> Asking | None:
    """What the database does not do for this program; None if it does all."""
    if pulse.doing and pulse.at and now - pulse.at > ANSWERS:
        return pulse.doing
    return pulse.fault


def told(pulse: Pulse, own: Part, now: dt.datetime) -> dict[Part, str]:
    """The word for each part, as the program `own` knows it. Of the database: `ok`, `slow` when it can be read but not
    be written to (somebody holds its lock), or `lost`."""
    what = trouble(pulse, now)
    database = {None: OK if pulse.seen is not None else UNKNOWN, Asking.READ: LOST, Asking.WRITE: SLOW}[what]
    states = {part: _other(pulse, part, now) for part in Part}
    alive = pulse.at is not None and (pulse.doing is not None or now - pulse.at <= FRESH)
    return states | {own: OK if alive else LOST, Part.DATABASE: database}


def _other(pulse: Pulse, part: Part, now: dt.datetime) -> str:
    """Another part: lost when its beats stayed away although the database could take them."""
    if pulse.seen is None:
        return UNKNOWN
    at = pulse.seen.get(part)
    if at is not None and now - at <= FRESH:
        return OK
    if trouble(pulse, now) is not None:
        begun = pulse.since or pulse.at or now
        return LOST if at is None or begun - at > FRESH else UNKNOWN
    just_back = pulse.back_at is not None and now - pulse.back_at <= FRESH
    return UNKNOWN if just_back else LOST


def seen() -> dict[Part, dt.datetime]:
    """The last heartbeat of each part. Raises AWAY errors."""
    return {Part(row.part): row.at for row in Heartbeat.select()}


def parts(*, now: dt.datetime, pulse: Pulse | None = None) -> dict[Part, str]:
    """The word for each part by its heartbeat, read now; `pulse`: what the asking program knows besides."""
    known = replace(pulse or Pulse(), seen=seen(), at=now, doing=None)
    return {part: _other(known, part, now) for part in Part} | {Part.DATABASE: OK}
