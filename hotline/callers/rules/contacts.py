"""Contact with a judge (D3): whom to ring in which order, and an ordinary request's deadline. Pure."""

import datetime as dt
from dataclasses import dataclass

from hotline.values.telephone import canonical
from hotline.words import Informed, Party
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
    party: Party = Party.JUDGE


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
    chief_mobile: str = ""


def ladder(judge: Reachable, *, rings: int) -> tuple[Ring, ...]:
    """Judge, his mobile, the chamber, its chief, his mobile; each once, each for a number of rings."""
    asked = (
        (judge.name, judge.telephone, Party.JUDGE), (judge.name, judge.mobile, Party.JUDGE),
        (judge.chamber, judge.chamber_telephone, Party.CHAMBER), (judge.chief, judge.chief_telephone, Party.JUDGE),
        (judge.chief, judge.chief_mobile, Party.JUDGE),
    )  # fmt: skip
    made: dict[str, Ring] = {}
    for name, written, party in asked:
        dialled = canonical(written)
        if dialled and dialled not in made:
            made[dialled] = Ring(name, dialled, len(dialled) > 6, rings * RING_SECONDS, party)
    return tuple(made.values())


@dataclass(frozen=True, slots=True)
class Ways:
    """What has been tried to inform the judge's side: messages that went out or may yet, telephones that answered,
    and whether one rings now or is about to."""

    messages: int = 0
    answered: int = 0
    rings: bool = False


def informed(ways: Ways) -> Informed:
    """A message or an answered telephone informs; else it is being tried as long as one rings."""
    if ways.messages or ways.answered:
        return Informed.TOLD
    return Informed.RINGING if ways.rings else Informed.NOBODY


def due(calendar: Calendar, local: dt.datetime, workdays: int) -> dt.datetime:
    """The close of business of the n-th workday after today."""
    day, left = local.date(), workdays
    for _ in range(LOOK_AHEAD):
        if left <= 0:
            break
        day += dt.timedelta(days=1)
        left -= 1 if calendar.day(day).workday else 0
    return dt.datetime.combine(day, CLOSES, local.tzinfo)
