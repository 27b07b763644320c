"""What an event needs beside its text: a small class for each kind of need, and which event has which."""

from collections.abc import Mapping
from dataclasses import dataclass

from hotline.words import TicketEvent


@dataclass(frozen=True, slots=True)
class Grounded:
    """The legal ground for not accepting a ticket, by its code."""

    ground: str = ""


@dataclass(frozen=True, slots=True)
class PartMeant:
    """The co-handler's part or the supervision that is meant; None: any part of one's own, the first supervision that
    waits."""

    id: int | None = None


@dataclass(frozen=True, slots=True)
class Dissolved:
    """The unit that is no more; None: the one that is charged."""

    unit: int | None = None


@dataclass(frozen=True, slots=True)
class AttemptMade:
    """What an attempt to reach the citizen came to, and its call."""

    result: str = ""
    call: str = ""


@dataclass(frozen=True, slots=True)
class CitizenAnswer:
    """What the citizen says, as (handled, solved, satisfied 1-5), by which channel and in which call."""

    said: tuple[bool | None, bool | None, int | None] = (None, None, None)
    channel: str = ""
    call: str = ""


Payload = Grounded | PartMeant | Dissolved | AttemptMade | CitizenAnswer
E = TicketEvent
PAYLOADS: Mapping[TicketEvent, type[Payload]] = {
    E.REFUSE: Grounded,
    **dict.fromkeys((E.TAKE_SHARE, E.REPLY_SHARE, E.DROP_SHARE, E.ANSWER_SUPERVISION, E.RATE_SUPERVISION), PartMeant),
    E.REMOVE_UNIT: Dissolved,
    E.VISIT_TRY: AttemptMade,
    **dict.fromkeys((E.VISIT_CLOSE, E.VISIT_REFUSE, E.VISIT_GIVE_UP), CitizenAnswer),
}
