"""Messages to a call from inside the program, next to the switch's events: queue, timers, people's requests."""

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
    """A timer that the session had set has run out."""

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
    """The line's setting asks for a voice test before any agent is rung."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The caller's position in the queue and the expected wait (None: unknown)."""

    position: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Answered:
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
class ScriptRequest:
    """The agent starts a spoken script, and is free of the call."""

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
    """The agent returns to the caller; the third party is hung up."""

    agent: int


@dataclass(frozen=True, slots=True)
class HandOverRequest:
    """The consulted party takes over the caller."""

    agent: int


@dataclass(frozen=True, slots=True)
class TransferRequest:
    """Blind transfer of the caller: to a person or line of ours, or to a number outside."""

    agent: int
    to: Destination


@dataclass(frozen=True, slots=True)
class TakeOverRequest:
    """A supervisor takes over the caller: at once if he is listening already, else his telephone is rung."""

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
    """A supervisor wants to listen to the conversation."""

    person: int
    extension: str


@dataclass(frozen=True, slots=True)
class WatchModeRequest:
    """`mode` None: stop listening."""

    person: int
    mode: WatchMode | None


@dataclass(frozen=True, slots=True)
class Lost:
    """The switch no longer has the call."""


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


AgentRequest = (
    PickUpRequest | HangUpRequest | HoldRequest | ScriptRequest | MuteRequest | MaskRequest | ConsultRequest
    | ThreeWayRequest | ReturnRequest | HandOverRequest | TransferRequest | TakeOverRequest | FlowRequest | WatchRequest
    | WatchModeRequest
)  # fmt: skip
CallMessage = (
    Offered | Waits | NobodyLeft | TestFirst | Placed | TimeUp | Answered | Uttered | AgentRequest | CallOut | Lost
    | Adopt | Again | port.CallHeard
)  # fmt: skip
