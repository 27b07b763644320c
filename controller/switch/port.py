"""Requests to a switch and events from it; FreeSWITCH and the simulator both implement this.

`call` is always the caller's channel; `leg` is another channel that is, or will be, connected to it.
`token` is ours: it comes back in `Done`, so that each completion is matched to its own request.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from .asked import (
    APPLICATIONS,
    Answer,
    Application,
    Aside,
    Ask,
    Bridge,
    CallCaller,
    CallLeg,
    Detect,
    Dial,
    HangUp,
    Hold,
    JoinRoom,
    KeepParked,
    LeaveRoom,
    Mask,
    Meet,
    Music,
    Mute,
    PickUp,
    Play,
    Record,
    Stop,
    ToLeg,
    Unbridge,
    Unhold,
    Unmask,
    Unmute,
    Watch,
    WatchAs,
)
from .heard import (
    Answered,
    Arrived,
    Bridged,
    CallHeard,
    Done,
    Heard,
    HungUp,
    Key,
    LegFailed,
    LegGone,
    LegRinging,
    LegUp,
    RecordingBegun,
    RecordingDone,
    Refusal,
    SwitchBack,
    SwitchLost,
    TelephoneGone,
    TelephoneTried,
)

__all__ = [
    "APPLICATIONS",
    "Answer",
    "Answered",
    "Application",
    "Arrived",
    "Aside",
    "Ask",
    "Bridge",
    "Bridged",
    "CallCaller",
    "CallHeard",
    "CallLeg",
    "Channel",
    "Detect",
    "Dial",
    "Done",
    "HangUp",
    "Heard",
    "Hold",
    "HungUp",
    "JoinRoom",
    "KeepParked",
    "Key",
    "LeaveRoom",
    "LegFailed",
    "LegGone",
    "LegRinging",
    "LegUp",
    "Mask",
    "Meet",
    "Music",
    "Mute",
    "PickUp",
    "Play",
    "Record",
    "RecordingBegun",
    "RecordingDone",
    "Refusal",
    "Stop",
    "Switch",
    "SwitchBack",
    "SwitchLost",
    "TelephoneGone",
    "TelephoneTried",
    "ToLeg",
    "Unbridge",
    "Unhold",
    "Unmask",
    "Unmute",
    "Watch",
    "WatchAs",
]


NO_REPLY = "no reply"


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel in the switch's list."""

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
    room: str = ""  # the call in whose room the channel is


class Switch(Protocol):
    """Nothing here blocks. Refusals arrive as `Refusal`, answers through the given function."""

    def do(self, call: str, asks: tuple[Ask, ...], answered: Callable[[str], Any] | None = None) -> None:
        """Carry out requests of one call, in order. `answered`: called once, when the switch has answered all of them,
        with its words for the first that it refused, or NO_REPLY, or ""."""
        ...

    def channels(self, answer: Callable[[list[Channel] | None], None]) -> None:
        """All channels; None if the switch does not answer properly."""
        ...

    def registered(self, extension: str, answer: Callable[[bool], None]) -> None:
        """Whether a telephone is registered."""
        ...

    def variables(self, call: str, names: tuple[str, ...], answer: Callable[[dict[str, str]], None]) -> None:
        """Some variables of a channel, for taking over a call."""
        ...

    def sign_out(self, extension: str) -> None:
        """Forget the registration of a telephone: it has to register anew."""
        ...

    def reload(self) -> None:
        """Make the switch reload its configuration of telephones."""
        ...
