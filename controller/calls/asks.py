"""What a session decides and what besides the switch can tell it; the lane carries the decisions out."""

from dataclasses import dataclass, field
from typing import Any

from controller.switch import port
from hotline.words import Fact, OfferResult, Whom

# ---- heard from inside the house


@dataclass(frozen=True, slots=True)
class Offered:
    """The dispatcher gives this call to an agent."""

    offer: int
    agent: int
    extension: str
    whom: Whom
    seconds: int


@dataclass(frozen=True, slots=True)
class Waits:
    """Nobody is free at once: the call waits its turn."""


@dataclass(frozen=True, slots=True)
class NobodyLeft:
    """The ladder is at its end."""

    why: str


@dataclass(frozen=True, slots=True)
class TimeUp:
    """A timer that the session set went off."""

    name: str


@dataclass(frozen=True, slots=True)
class PickUpWish:
    agent: int


@dataclass(frozen=True, slots=True)
class HangUpWish:
    agent: int


@dataclass(frozen=True, slots=True)
class HoldWish:
    agent: int
    hold: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """The switch does not know the call any more."""


@dataclass(frozen=True, slots=True)
class Adopt:
    """Take over a call that a former controller had, or that came while there was none.

    `seq` and `offers` count on from the records; `arrived`: its arrival is written down. A call that talks has a
    `leg`, and an `agent` where we know whose it is; one that waited for `line` goes back to that queue, to its place
    `since`. `talked`: an agent has talked to it; `offer`: number and agent of an offer that nobody has ended.
    """

    number: str
    name: str
    dialled: str
    profile: str
    answered: bool
    seq: int
    offers: int
    arrived: bool
    agent: int | None
    leg: str
    line: str
    since: float | None = None
    talked: bool = False
    offer: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """The switch was away and still has the call: the leg that talks with it now, and whether one rings for it."""

    leg: str
    ringing: bool


Wish = PickUpWish | HangUpWish | HoldWish
Told = Offered | Waits | NobodyLeft | TimeUp | Wish | Lost | Adopt | Again | port.CallHeard

# ---- decided


@dataclass(frozen=True, slots=True)
class Note:
    """Write a fact."""

    kind: Fact
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Join:
    line: str
    priority: int
    since: float


@dataclass(frozen=True, slots=True)
class LeaveQueue:
    """The call does not wait any more."""


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


Decision = Note | Join | LeaveQueue | OfferOver | TalkOver | Arm | Disarm | Close | port.Ask
