"""Messages to a call from inside the program, next to the switch's events: queue, timers, people's requests."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from controller.ivr.flow import Flow
from controller.switch import port
from hotline.calls.rules.order_kinds import Command
from hotline.words import Whom

Order = TypeVar("Order", bound=Command)


@dataclass(frozen=True, slots=True)
class Offered:
    """The dispatcher gives this call to an agent."""

    offer: int
    agent: int
    extension: str
    whom: Whom
    seconds: int
    lent: str = ""  # the agent's own site, when he helps out on another site's line


@dataclass(frozen=True, slots=True)
class Waits:
    """No agent is free now: the call waits in the queue."""


@dataclass(frozen=True, slots=True)
class NobodyLeft:
    """The line's ladder has no further step: the queue gives the call up."""

    why: str


@dataclass(frozen=True, slots=True)
class TimeUp:
    """A timer that the session had set has run out. `deaf`: the connection to the switch is lost."""

    name: str
    deaf: bool = False


@dataclass(frozen=True, slots=True)
class AgentRequest(Generic[Order]):
    """A person's order on a call; `controller.agent_requests` has checked it and looked up what it names.

    `extension`: the person's telephone, where the order rings it; `flow`: the flow of a transfer into one. The targets
    of the order carry the extensions to dial.
    """

    person: int
    order: Order
    extension: str = ""
    flow: Flow | None = None


@dataclass(frozen=True, slots=True)
class TestFirst:
    """A voice is asked for before any agent is rung: by the line's setting, or as this number (`alike`: and those next
    to it) made so many silent `calls`."""

    calls: int = 0
    alike: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """The caller's position in the queue and the expected wait (None: unknown)."""

    position: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class EnquiryAnswered:
    """The answer to `Inquire`, or why there is none."""

    token: str
    values: tuple[tuple[str, str], ...] | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Uttered:
    """The sound files of the texts of `Utter`, in order; None for one that could not be spoken."""

    token: str
    files: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """The switch no longer has the call."""


@dataclass(frozen=True, slots=True)
class Released:
    """A person is to be freed: what rings at his telephone for this call ends now."""

    person: int


@dataclass(frozen=True, slots=True)
class Unseen:
    """The switch has no such leg (twice in a row), though the call believes in it. An offer without a known leg is
    named by its bridge."""

    what: str


@dataclass(frozen=True, slots=True)
class Odd:
    """Something about this call was found and put right elsewhere; it is recorded."""

    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class Adopt:
    """Take over a call of an earlier controller process, or one that arrived while none ran.

    `seq` and `offers` continue the numbers in the records; `arrived`: the arrival is recorded already. A connected
    call has a `leg`, and an `agent` if the leg's owner is known (`room`: they talk in the call's room). A call that
    waited for `line` returns to that queue with its old queue time `since`. `talked`: an agent has talked to the
    caller; `offer`: number and agent of an offer without a recorded end.
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
    room: bool = False
    caller_in: bool = False
    talked: bool = False
    offer: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """The connection to the switch is back and the call still exists: the connected leg, whether a leg is ringing,
    and all channels that the switch has."""

    leg: str
    ringing: bool
    there: frozenset[str] = frozenset()


CallMessage = (
    Offered | Waits | NobodyLeft | TestFirst | Placed | TimeUp | EnquiryAnswered | Uttered | AgentRequest[Any] | Lost
    | Adopt | Again | Released | Unseen | Odd | port.CallHeard
)  # fmt: skip
