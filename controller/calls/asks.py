"""What a call decides; its lane carries it out."""

from dataclasses import dataclass, field
from typing import Any

from controller.switch import port
from hotline.words import Fact, OfferResult


@dataclass(frozen=True, slots=True)
class Note:
    """Write a fact."""

    kind: Fact
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Join:
    """Wait for a person of `line`. `tested`: a voice was heard; `agent` is asked before all others."""

    line: str
    priority: int
    since: float
    number: str = ""
    tested: bool = False
    agent: int | None = None


@dataclass(frozen=True, slots=True)
class Inquire:
    """Ask something of the house or of another system; `Answered` with this token follows."""

    token: str
    what: str
    about: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Utter:
    """Make sound files of texts; `Uttered` with this token follows."""

    token: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Engage:
    """A colleague is rung for this call besides its agent: he is asked for nothing else meanwhile."""

    agent: int


@dataclass(frozen=True, slots=True)
class LeaveQueue:
    """The call does not wait any more. `keep`: the caller gave up, and finds his place again if he redials at once."""

    keep: bool = False


@dataclass(frozen=True, slots=True)
class OfferOver:
    offer: int
    agent: int
    result: OfferResult


@dataclass(frozen=True, slots=True)
class TalkOver:
    """The agent is free of this call."""

    agent: int


@dataclass(frozen=True, slots=True)
class Arm:
    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Disarm:
    name: str


@dataclass(frozen=True, slots=True)
class Close:
    """The call is over; the lane can be forgotten."""


Decision = (
    Note | Join | LeaveQueue | OfferOver | TalkOver | Engage | Inquire | Utter | Arm | Disarm | Close | port.Ask
)  # fmt: skip
