"""The decisions of a call; its lane carries them out."""

from dataclasses import dataclass, field
from typing import Any

from controller.switch import port
from hotline.words import Fact, OfferResult


@dataclass(frozen=True, slots=True)
class Note:
    """Record a fact."""

    kind: Fact
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Join:
    """Wait for an agent of `line`. `tested`: a voice was heard; `agent` is offered the call first."""

    line: str
    priority: int
    since: float
    number: str = ""
    tested: bool = False
    agent: int | None = None


@dataclass(frozen=True, slots=True)
class Inquire:
    """Ask our records or another system; `Answered` with this token follows."""

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
    """A colleague is rung for this call next to its agent: he gets no other call meanwhile."""

    agent: int


@dataclass(frozen=True, slots=True)
class LeaveQueue:
    """The call leaves the queue. `keep`: the caller gave up; he gets his place back if he redials soon."""

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
