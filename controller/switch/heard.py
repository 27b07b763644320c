"""Events from a switch. `at` is the switch's clock in seconds since 1970."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arrived:
    """A caller. `number`: its canonical form, "" if withheld; `written`: as the carrier shows it, if that differs."""

    call: str
    at: float
    number: str
    name: str
    dialled: str
    profile: str
    answered: bool
    written: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    call: str
    at: float


@dataclass(frozen=True, slots=True)
class Done:
    """An application ended. `cause` is why a bridge failed or ended, `seconds` the length of a recording.

    `gone`: the application ended because the caller hung up; `HungUp` follows.
    """

    call: str
    at: float
    token: str
    app: str
    response: str
    cause: str
    seconds: float
    gone: bool = False
    spoke: bool = False  # `Detect` heard a voice


@dataclass(frozen=True, slots=True)
class Key:
    call: str
    at: float
    digit: str


@dataclass(frozen=True, slots=True)
class LegRinging:
    call: str
    leg: str
    at: float


@dataclass(frozen=True, slots=True)
class Bridged:
    call: str
    leg: str
    at: float


@dataclass(frozen=True, slots=True)
class LegGone:
    """`theirs`: that party hung up (not the switch)."""

    call: str
    leg: str
    at: float
    cause: str
    theirs: bool


@dataclass(frozen=True, slots=True)
class LegUp:
    """A leg requested with `CallLeg`, `CallCaller` or `Watch` has answered."""

    call: str
    leg: str
    at: float


@dataclass(frozen=True, slots=True)
class LegFailed:
    """A requested leg failed, and why. Its `LegGone` may come before, after or never."""

    call: str
    leg: str
    at: float
    cause: str


@dataclass(frozen=True, slots=True)
class HungUp:
    """The caller's channel is gone. `theirs`: the caller hung up."""

    call: str
    at: float
    cause: str
    theirs: bool


@dataclass(frozen=True, slots=True)
class RecordingBegun:
    call: str
    at: float
    path: str


@dataclass(frozen=True, slots=True)
class RecordingDone:
    call: str
    at: float
    path: str
    seconds: float
    cause: str


@dataclass(frozen=True, slots=True)
class TelephoneGone:
    """An agent's telephone is no longer registered."""

    extension: str
    at: float


@dataclass(frozen=True, slots=True)
class TelephoneTried:
    """Somebody registered as this extension from this address, or called: with the right password or not."""

    extension: str
    address: str
    at: float
    good: bool


@dataclass(frozen=True, slots=True)
class SwitchLost:
    at: float


@dataclass(frozen=True, slots=True)
class SwitchBack:
    """Connected (again): our calls must now be compared with `channels`."""

    at: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """The switch refused a call's command; `leg` is the leg that it named."""

    call: str
    at: float
    command: str
    reply: str
    leg: str = ""


CallHeard = (
    Arrived
    | Answered
    | Done
    | Key
    | LegRinging
    | Bridged
    | LegGone
    | LegUp
    | LegFailed
    | HungUp
    | RecordingBegun
    | RecordingDone
    | Refusal
)
Heard = CallHeard | TelephoneGone | TelephoneTried | SwitchLost | SwitchBack
