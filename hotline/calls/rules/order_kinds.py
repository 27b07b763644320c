"""The kinds of orders: one frozen dataclass per kind; the row's `data` holds its fields."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from hotline.words import OrderKind, Party, Presence, Reason, Script


@dataclass(frozen=True, slots=True)
class SetPresence:
    """A person's request for his own state: `ready`, `away` with a reason, or `off`."""

    state: Presence
    reason: Reason


@dataclass(frozen=True, slots=True)
class ForceState:
    """A supervisor sets another person's state; `note` says why."""

    state: Presence
    reason: Reason
    note: str


@dataclass(frozen=True, slots=True)
class MoreTime:
    """Prolong the person's wrap-up by so many seconds."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Pick up the person's ringing telephone."""


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the person's leg of the call."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Put the caller on hold."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Take the caller off hold."""


@dataclass(frozen=True, slots=True)
class Mute:
    """The caller does not hear the agent."""


@dataclass(frozen=True, slots=True)
class Unmute:
    """The caller hears the agent again."""


@dataclass(frozen=True, slots=True)
class MaskRecording:
    """Silence the recording while a secret is said."""


@dataclass(frozen=True, slots=True)
class UnmaskRecording:
    """Go on recording."""


@dataclass(frozen=True, slots=True)
class PlayScript:
    """Play a script of the service standard to the caller; the agent is free."""

    script: Script


@dataclass(frozen=True, slots=True)
class Target:
    """Whom to ring, or where to transfer the caller: a colleague (`agent`), a number, a `line` or a `flow`.

    `seconds`: how long it rings; `contact`: the request for which a judge is rung.
    """

    dialled: str = ""
    outside: bool = False
    seconds: int = 20
    party: Party = Party.COLLEAGUE
    name: str = ""
    agent: int | None = None
    line: str = ""
    flow: str = ""
    contact: int | None = None


@dataclass(frozen=True, slots=True)
class Consult:
    """Ring these one after another; the caller hears music."""

    to: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """Let the caller join the consultation."""


@dataclass(frozen=True, slots=True)
class Return:
    """Hang up the consulted party and return to the caller."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Leave the caller with the consulted party."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """Transfer the caller without consultation."""

    to: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class CallOut:
    """Ring the agent, then the citizen. `shown` is the number that the citizen sees; `call`, the id of the future
    call, is filled in when the order is claimed."""

    number: str
    name: str = ""
    line: str = ""
    shown: str = ""
    profile: str = ""
    call_back: int | None = None
    contact: int | None = None
    call: str = ""


@dataclass(frozen=True, slots=True)
class Watch:
    """A supervisor listens to an agent's call."""

    agent: int


@dataclass(frozen=True, slots=True)
class WatchAs:
    """Listen, whisper or barge in; "" ends it. `agent` is the observed agent."""

    agent: int
    mode: str


@dataclass(frozen=True, slots=True)
class TakeOver:
    """A supervisor takes over an agent's caller."""

    agent: int


@dataclass(frozen=True, slots=True)
class PublishFlow:
    """Check a flow's text and use it for new calls; `check_only`: use nothing."""

    text: str
    why: str
    check_only: bool = False


Command = (
    SetPresence | ForceState | MoreTime | Answer | HangUp | Hold | Resume | Mute | Unmute | MaskRecording
    | UnmaskRecording | PlayScript | Consult | ThreeWay | Return | HandOver | Transfer | CallOut | Watch | WatchAs
    | TakeOver | PublishFlow
)  # fmt: skip

KINDS: dict[OrderKind, type[Command]] = {
    OrderKind.PRESENCE: SetPresence,
    OrderKind.FORCE_STATE: ForceState,
    OrderKind.MORE_TIME: MoreTime,
    OrderKind.ANSWER: Answer,
    OrderKind.HANG_UP: HangUp,
    OrderKind.HOLD: Hold,
    OrderKind.RESUME: Resume,
    OrderKind.MUTE: Mute,
    OrderKind.UNMUTE: Unmute,
    OrderKind.MASK: MaskRecording,
    OrderKind.UNMASK: UnmaskRecording,
    OrderKind.SCRIPT: PlayScript,
    OrderKind.CONSULT: Consult,
    OrderKind.THREE_WAY: ThreeWay,
    OrderKind.RETURN: Return,
    OrderKind.HAND_OVER: HandOver,
    OrderKind.TRANSFER: Transfer,
    OrderKind.CALL_OUT: CallOut,
    OrderKind.WATCH: Watch,
    OrderKind.WATCH_MODE: WatchAs,
    OrderKind.TAKE_OVER: TakeOver,
    OrderKind.PUBLISH_FLOW: PublishFlow,
}
OF: dict[type[Command], OrderKind] = {shape: kind for kind, shape in KINDS.items()}
_READ: dict[str, Callable[[Any], Any]] = {
    "state": Presence,
    "reason": Reason,
    "script": Script,
    "to": lambda given: tuple(Target(**(one | {"party": Party(one["party"])})) for one in given),
}


def outside(order: Command) -> tuple[str, ...]:
    """The numbers that this order would have dialled over the trunk."""
    match order:
        case CallOut(number=number):
            return (number,)
        case Consult(to) | Transfer(to):
            return tuple(one.dialled for one in to if one.outside)
    return ()


def pack(order: Command) -> tuple[OrderKind, dict[str, Any]]:
    return OF[type(order)], asdict(order)


def unpack(kind: str, data: dict[str, Any]) -> Command:
    """Rebuild the order from its row. Raises ValueError for an unknown kind or fields."""
    try:
        shape = KINDS[OrderKind(kind)]
        return shape(**{name: _READ.get(name, _same)(value) for name, value in data.items()})
    except (TypeError, KeyError) as error:
        raise ValueError(f"order {kind} {data}: {error}") from error


def _same(value: Any) -> Any:
    return value
