"""What we ask of a switch and what we hear from it; FreeSWITCH and the stand-in are both behind this.

`call` is always the caller's channel; `leg` is an agent's channel joined, or about to be joined, to it.
`token` is ours: it comes back in `Done`, so that a completion is never taken for another's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

# ---- heard. `at` is the switch's own clock in seconds since 1970.


@dataclass(frozen=True, slots=True)
class Arrived:
    call: str
    at: float
    number: str
    name: str
    dialled: str
    profile: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Answered:
    call: str
    at: float


@dataclass(frozen=True, slots=True)
class Done:
    """An application ended. `cause` is why a bridge did not come about or ended, `seconds` how long a recording is.

    `gone`: it ended because the caller hung up; `HungUp` follows.
    """

    call: str
    at: float
    token: str
    app: str
    response: str
    cause: str
    seconds: float
    gone: bool = False


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
    """`theirs`: that side hung up itself (it was not hung up by the switch)."""

    call: str
    leg: str
    at: float
    cause: str
    theirs: bool


@dataclass(frozen=True, slots=True)
class HungUp:
    """The caller's channel is gone. `theirs`: the caller put down the receiver."""

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
class SwitchLost:
    at: float


@dataclass(frozen=True, slots=True)
class SwitchBack:
    """Connected (again): what we believe is to be compared with `channels`."""

    at: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """The switch would not do what a call asked."""

    call: str
    at: float
    command: str
    reply: str


CallHeard = (
    Arrived | Answered | Done | Key | LegRinging | Bridged | LegGone | HungUp | RecordingBegun | RecordingDone | Refusal
)
Heard = CallHeard | TelephoneGone | SwitchLost | SwitchBack

# ---- asked


@dataclass(frozen=True, slots=True)
class KeepParked:
    """Cancel the dialplan's fallback: the controller has the call."""

    call: str


@dataclass(frozen=True, slots=True)
class Answer:
    call: str
    token: str


@dataclass(frozen=True, slots=True)
class Play:
    call: str
    token: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Music:
    """Play one file while the caller waits. It ends like any other (`Stop` ends it too) and is then asked for again:

    FreeSWITCH's own endless playback cannot be stopped, it only begins anew.
    """

    call: str
    token: str
    file: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Stop what is playing; its `Done` follows."""

    call: str


@dataclass(frozen=True, slots=True)
class Bridge:
    """Ring an agent's telephone for `seconds` and join it with the caller."""

    call: str
    token: str
    extension: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Record:
    """Record what the caller says into a file of its own, at most `seconds`."""

    call: str
    token: str
    path: str
    seconds: int


@dataclass(frozen=True, slots=True)
class HangUp:
    """End a channel, the caller's or a leg."""

    channel: str
    cause: str = "NORMAL_CLEARING"


@dataclass(frozen=True, slots=True)
class PickUp:
    """Make an agent's ringing telephone answer."""

    leg: str


@dataclass(frozen=True, slots=True)
class Hold:
    leg: str


@dataclass(frozen=True, slots=True)
class Unhold:
    leg: str


Ask = KeepParked | Answer | Play | Music | Stop | Bridge | Record | HangUp | PickUp | Hold | Unhold


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as the switch lists it."""

    id: str
    inbound: bool
    state: str
    application: str
    number: str
    name: str
    dialled: str
    partner: str
    answered: bool
    created: float


class Switch(Protocol):
    """Nothing here waits. Refusals come back as `Refusal`, answers through the given function."""

    def do(self, call: str, asks: tuple[Ask, ...]) -> None:
        """Carry out asks of one call in order."""
        ...

    def channels(self, answer: Callable[[list[Channel] | None], None]) -> None:
        """All channels there are; None when the switch cannot say."""
        ...

    def registered(self, extension: str, answer: Callable[[bool], None]) -> None:
        """Whether a telephone is registered."""
        ...

    def variables(self, call: str, names: tuple[str, ...], answer: Callable[[dict[str, str]], None]) -> None:
        """Some channel variables of a channel, for taking a call over."""
        ...

    def reload(self) -> None:
        """Read the configuration's telephones anew."""
        ...
