"""The data that an event needs besides its text: a small class for each kind, and which event uses which."""

from collections.abc import Mapping
from dataclasses import dataclass

from hotline.words import TicketEvent


@dataclass(frozen=True, slots=True)
class Grounded:
    """The legal ground for not accepting a ticket, by its code."""

    ground: str = ""


@dataclass(frozen=True, slots=True)
class PartMeant:
    """The id of the co-handler's part or of the supervision. None means any part of one's own, or the first supervision
    that waits."""

    id: int | None = None


@dataclass(frozen=True, slots=True)
class Dissolved:
    """The dissolved unit; None: the charged unit."""

    unit: int | None = None


@dataclass(frozen=True, slots=True)
class AttemptMade:
    """The result of an attempt to reach the citizen, and its call."""

    result: str = ""
    call: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """The corrected fields as (name, text of the form); an unchanged one may be among them. `parties`: all of them anew
    as (name, number, role); a number None stays as it is at that place; None: the form did not show them."""

    values: tuple[tuple[str, str], ...] = ()
    parties: tuple[tuple[str, str | None, str], ...] | None = None

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for name, _value in self.values) | ({"parties"} if self.parties is not None else set())


@dataclass(frozen=True, slots=True)
class CitizenAnswer:
    """The citizen's answer as (handled, solved, satisfied 1-5), with its channel and its call."""

    said: tuple[bool | None, bool | None, int | None] = (None, None, None)
    channel: str = ""
    call: str = ""


Payload = Grounded | PartMeant | Dissolved | AttemptMade | Correction | CitizenAnswer
E = TicketEvent
PAYLOADS: Mapping[TicketEvent, type[Payload]] = {
    E.REFUSE: Grounded,
    **dict.fromkeys((E.TAKE_SHARE, E.REPLY_SHARE, E.DROP_SHARE, E.ANSWER_SUPERVISION, E.RATE_SUPERVISION), PartMeant),
    E.CORRECT: Correction,
    E.REMOVE_UNIT: Dissolved,
    E.FOLLOW_UP_TRY: AttemptMade,
    **dict.fromkeys((E.FOLLOW_UP_CLOSE, E.FOLLOW_UP_REFUSE, E.FOLLOW_UP_GIVE_UP), CitizenAnswer),
}
