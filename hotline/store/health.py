"""Which parts of the system are alive: each writes heartbeats; a part with an old heartbeat is lost.

The heartbeats live in the database. While it does not answer, an old heartbeat says nothing about who wrote it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from hotline.store.rows import Heartbeat
from hotline.words import Part

FRESH = dt.timedelta(seconds=15)
ANSWERS = dt.timedelta(seconds=2)  # a database that takes longer does not answer
LAG = "lag"  # in a heartbeat's state: by how many seconds the part ran late at the worst within the last minute
LAGS_SECONDS = 3.0  # a part that ran later than this is slow
LATE = dt.timedelta(seconds=8)  # and the controller, which beats every two seconds, when its beat is older than this
OK, LOST, SLOW, UNKNOWN = "ok", "lost", "slow", "unknown"


class Asking(StrEnum):
    """What a program asks of the database at each beat."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a program knows by its own beats. `seen`: the heartbeats it read last, `lags`: how late each part ran by
    them; `at`: when it asked last, or had its answer; `doing`: what it waits for; `fault`: what failed the last time;
    `since`: when the trouble began; `back_at`: when the last trouble was over."""

    seen: Mapping[Part, dt.datetime] | None = None
    at: dt.datetime | None = None
    doing: Asking | None = None
    fault: Asking | None = None
    since: dt.datetime | None = None
    back_at: dt.datetime | None = None
    lags: Mapping[Part, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Beats:
    """The heartbeats as they stand in the database: when each part beat last, and how late those run that tell it."""

    at: dict[Part, dt.datetime]
    lags: dict[Part, float]


def asking(pulse: Pulse, what: Asking, now: dt.datetime) -> Pulse:
    """The program asks the database."""
    since = pulse.since or (pulse.at if trouble(pulse, now) else None)
    return replace(pulse, doing=what, at=now, since=since)


def failed(pulse: Pulse, now: dt.datetime) -> Pulse:
    """The question failed."""
    return replace(pulse, doing=None, fault=pulse.doing, since=pulse.since or pulse.at, at=now)


def answered(
    pulse: Pulse, found: Mapping[Part, dt.datetime], now: dt.datetime, lags: Mapping[Part, float] | None = None
) -> Pulse:
    """Both were answered; `found`: the heartbeats, `lags`: how late each part ran."""
    over = pulse.since is not None or trouble(pulse, now) is not None
    back_at = now if over else pulse.back_at
    return Pulse(seen=found, at=now, back_at=back_at, lags=lags or {})


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
    """Another part: lost when its beats stayed away although the database could take them, slow when it runs late."""
    if pulse.seen is None:
        return UNKNOWN
    at = pulse.seen.get(part)
    troubled = trouble(pulse, now) is not None
    just_back = pulse.back_at is not None and now - pulse.back_at <= FRESH
    if at is not None and now - at <= FRESH:
        stands = part is Part.CONTROLLER and now - at > LATE and not troubled and not just_back
        return SLOW if stands or pulse.lags.get(part, 0.0) > LAGS_SECONDS else OK
    if troubled:
        begun = pulse.since or pulse.at or now
        return LOST if at is None or begun - at > FRESH else UNKNOWN
    return UNKNOWN if just_back else LOST


def late(pulse: Pulse, words: Mapping[Part, str], now: dt.datetime) -> dict[Part, float]:
    """By how many seconds each slow part runs late: at the worst within the last minute, or since its last beat."""
    found: dict[Part, float] = {}
    for part in (part for part, word in words.items() if word == SLOW and part is not Part.DATABASE):
        at = (pulse.seen or {}).get(part)
        since = (now - at).total_seconds() if at is not None and now - at > LATE else 0.0
        found[part] = round(max(pulse.lags.get(part, 0.0), since), 1)
    return found


def seen() -> Beats:
    """The last heartbeat of each part. Raises AWAY errors."""
    rows = list(Heartbeat.select())
    lags = {Part(row.part): row.state.get(LAG) for row in rows}
    told = {part: float(lag) for part, lag in lags.items() if isinstance(lag, int | float)}
    return Beats({Part(row.part): row.at for row in rows}, told)


def read_now(*, now: dt.datetime, pulse: Pulse | None = None) -> Pulse:
    """A pulse with the heartbeats read now; `pulse`: what the asking program knows besides. Raises AWAY errors."""
    beats = seen()
    return replace(pulse or Pulse(), seen=beats.at, lags=beats.lags, at=now, doing=None)


def parts(*, now: dt.datetime, pulse: Pulse | None = None) -> dict[Part, str]:
    """The word for each part by its heartbeat, read now; `pulse`: what the asking program knows besides."""
    return words(read_now(now=now, pulse=pulse), now=now)


def words(known: Pulse, *, now: dt.datetime) -> dict[Part, str]:
    """The word for each part by heartbeats that were read now."""
    return {part: _other(known, part, now) for part in Part} | {Part.DATABASE: OK}
