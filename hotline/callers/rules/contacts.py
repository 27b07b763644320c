"""Contact with a judge (D3): whom to ring in which order, and an ordinary request's deadline. Pure."""

import datetime as dt
from dataclasses import dataclass

from hotline.values.telephone import canonical
from hotline.workdays.rules.calendar import Calendar

RING_SECONDS = 5  # seconds of one ring and its pause
CLOSES = dt.time(17, 30)
LOOK_AHEAD = 60


@dataclass(frozen=True, slots=True)
class Ring:
    """A telephone to try: an internal extension, or an outside number."""

    name: str
    dialled: str
    outside: bool
    seconds: int


@dataclass(frozen=True, slots=True)
class Reachable:
    """A judge with the telephones of himself, his chamber and its chief ("" for none)."""

    name: str
    telephone: str
    mobile: str
    chamber: str
    chamber_telephone: str
    chief: str
    chief_telephone: str


def ladder(judge: Reachable, *, rings: int) -> tuple[Ring, ...]:
    """Judge, his mobile, the chamber, its chief; each once, each for a number of rings."""
    asked = (
        (judge.name, judge.telephone), (judge.name, judge.mobile), (judge.chamber, judge.chamber_telephone),
        (judge.chief, judge.chief_telephone),
    )  # fmt: skip
    made: dict[str, Ring] = {}
    for name, written in asked:
        dialled = canonical(written)
        if dialled and dialled not in made:
            made[dialled] = Ring(name, dialled, len(dialled) > 6, rings * RING_SECONDS)
    return tuple(made.values())


def due(calendar: Calendar, local: dt.datetime, workdays: int) -> dt.datetime:
    """The close of business of the n-th workday after today."""
    day, left = local.date(), workdays
    for _ in range(LOOK_AHEAD):
        if left <= 0:
            break
        day += dt.timedelta(days=1)
        left -= 1 if calendar.day(day).workday else 0
    return dt.datetime.combine(day, CLOSES, local.tzinfo)
