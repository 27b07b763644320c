"""What a call hears from inside the house, besides what the switch says: the queue, timers, people's wishes."""

from dataclasses import dataclass

from controller.ivr.flow import Flow
from controller.switch import port
from hotline.words import Party, Script, WatchMode, Whom


@dataclass(frozen=True, slots=True)
class Offered:
    """The dispatcher gives this call to an agent."""

    offer: int
    agent: int
    extension: str
    whom: Whom
    seconds: int
    lent: str = ""  # his own site, where he helps out for another's line


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
class Destination:
    """Whom to ring. `agent` is a colleague's person id; `line` names a queue instead of a telephone."""

    dialled: str = ""
    outside: bool = False
    seconds: int = 20
    party: Party = Party.COLLEAGUE
    name: str = ""
    agent: int | None = None
    line: str = ""
    contact: int | None = None


@dataclass(frozen=True, slots=True)
class PickUpRequest:
    agent: int


@dataclass(frozen=True, slots=True)
class HangUpRequest:
    agent: int


@dataclass(frozen=True, slots=True)
class HoldRequest:
    agent: int
    hold: bool


@dataclass(frozen=True, slots=True)
class TestFirst:
    """The line wants to know whether there is a voice before it rings anybody."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the caller stands in the queue, and how long it may take (None: nobody can say)."""

    position: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What `Inquire` found, or why not."""

    token: str
    values: tuple[tuple[str, str], ...] | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Uttered:
    """The sound files of the texts of `Utter`, in order; None for one that could not be spoken."""

    token: str
    files: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class ScriptRequest:
    """The agent lets the machine speak, and is free."""

    agent: int
    script: Script


@dataclass(frozen=True, slots=True)
class MuteRequest:
    agent: int
    mute: bool


@dataclass(frozen=True, slots=True)
class MaskRequest:
    agent: int
    mask: bool


@dataclass(frozen=True, slots=True)
class ConsultRequest:
    """Ring these one after the other until somebody answers, while the caller hears music."""

    agent: int
    to: tuple[Destination, ...]


@dataclass(frozen=True, slots=True)
class ThreeWayRequest:
    agent: int


@dataclass(frozen=True, slots=True)
class ReturnRequest:
    """Back to the caller; the third one is let go."""

    agent: int


@dataclass(frozen=True, slots=True)
class HandOverRequest:
    """The consulted one takes the caller."""

    agent: int


@dataclass(frozen=True, slots=True)
class TransferRequest:
    """Give the caller away without asking: to a person or line of ours, or to a number outside."""

    agent: int
    to: Destination


@dataclass(frozen=True, slots=True)
class TakeOverRequest:
    """A supervisor takes the caller: at once from where he listens, or at his own telephone."""

    person: int
    extension: str


@dataclass(frozen=True, slots=True)
class FlowRequest:
    """Lead the caller into a flow."""

    agent: int
    flow: Flow


@dataclass(frozen=True, slots=True)
class CallOut:
    """A new call that we make: the agent's telephone first, then the citizen's."""

    agent: int
    extension: str
    number: str
    name: str
    shown: str
    profile: str
    line: str
    call_back: int | None = None
    contact: int | None = None


@dataclass(frozen=True, slots=True)
class WatchRequest:
    """A supervisor wants to hear the talk."""

    person: int
    extension: str


@dataclass(frozen=True, slots=True)
class WatchModeRequest:
    """`mode` None: stop listening."""

    person: int
    mode: WatchMode | None


@dataclass(frozen=True, slots=True)
class Lost:
    """The switch does not know the call any more."""


@dataclass(frozen=True, slots=True)
class Adopt:
    """Take over a call that a former controller had, or that came while there was none.

    `seq` and `offers` count on from the records; `arrived`: its arrival is written down. A call that talks has a
    `leg`, and an `agent` where we know whose it is (`room`: they talk in the call's room); one that waited for `line`
    goes back to that queue, to its place `since`. `talked`: an agent has talked to it; `offer`: number and agent of an
    offer that nobody has ended.
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
    """The switch was away and still has the call: the leg that talks with it now, whether one rings for it, and all
    channels that are there."""

    leg: str
    ringing: bool
    there: frozenset[str] = frozenset()


AgentRequest = (
    PickUpRequest | HangUpRequest | HoldRequest | ScriptRequest | MuteRequest | MaskRequest | ConsultRequest
    | ThreeWayRequest | ReturnRequest | HandOverRequest | TransferRequest | TakeOverRequest | FlowRequest | WatchRequest
    | WatchModeRequest
)  # fmt: skip
CallMessage = (
    Offered | Waits | NobodyLeft | TestFirst | Placed | TimeUp | Answered | Uttered | AgentRequest | CallOut | Lost
    | Adopt | Again | port.CallHeard
)  # fmt: skip
