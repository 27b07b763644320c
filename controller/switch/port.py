"""What we ask of a switch and what we hear from it; FreeSWITCH and the stand-in are both behind this.

`call` is always the caller's channel; `leg` is an agent's channel joined, or about to be joined, to it.
`token` is ours: it comes back in `Done`, so that a completion is never taken for another's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

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
    "ToLeg",
    "Unhold",
    "Unmask",
    "Unmute",
    "Watch",
    "WatchAs",
]


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
    room: str = ""  # the call whose room it is in


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
