"""Requests to a switch."""

from dataclasses import dataclass

from hotline.words import WatchMode


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
    """Play prompts by their ids, one after another; a name beginning with `/` is our sound file (spoken text)."""

    call: str
    token: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Music:
    """Play one file while the caller waits. It ends like any file (or by `Stop`), and must then be requested again:

    FreeSWITCH's own endless playback cannot be stopped; a break only restarts it.
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
    """Ring a telephone for `seconds` and connect it with the caller: an agent's extension, or a number `outside`."""

    call: str
    token: str
    extension: str
    seconds: int
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Detect:
    """Listen for a voice for `seconds`; `Done.spoke` says whether there was one."""

    call: str
    token: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Meet:
    """Put the caller into the call's room with the agent and others; ends with `LeaveRoom`."""

    call: str
    token: str


@dataclass(frozen=True, slots=True)
class LeaveRoom:
    """Take the caller out of the room; the others stay. `Meet`'s `Done` follows."""

    call: str


@dataclass(frozen=True, slots=True)
class Unbridge:
    """End a `Bridge` that still rings: its leg stops ringing, its `Done` follows, and the caller is parked."""

    call: str


@dataclass(frozen=True, slots=True)
class CallLeg:
    """Ring another party, an extension or a number `outside`; on answer it joins the call's room, or waits
    (`aside`). We choose the id `leg`. `shown` is the caller number that the telephone shows."""

    call: str
    leg: str
    dialled: str
    seconds: int
    outside: bool = False
    aside: bool = False
    shown: str = ""


@dataclass(frozen=True, slots=True)
class CallCaller:
    """Ring a citizen: his channel becomes the call's own, and is recorded from the answer on."""

    call: str
    number: str
    seconds: int
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Watch:
    """Ring a supervisor, who then hears both directions of the leg `target`."""

    call: str
    leg: str
    extension: str
    target: str
    seconds: int


@dataclass(frozen=True, slots=True)
class WatchAs:
    """Set what a supervisor's leg does: listen, whisper to the agent, or speak with both."""

    leg: str
    mode: WatchMode


@dataclass(frozen=True, slots=True)
class JoinRoom:
    """Put a leg into the call's room."""

    call: str
    leg: str


@dataclass(frozen=True, slots=True)
class Aside:
    """Take a leg out of the conversation; it hears `file` in a loop."""

    leg: str
    file: str


@dataclass(frozen=True, slots=True)
class Mute:
    leg: str


@dataclass(frozen=True, slots=True)
class Unmute:
    leg: str


@dataclass(frozen=True, slots=True)
class Mask:
    """Record silence into `path` from now on."""

    call: str
    path: str


@dataclass(frozen=True, slots=True)
class Unmask:
    call: str
    path: str


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


Application = Play | Music | Record | Bridge | Detect | Meet  # one at a time per channel; each ends with a `Done`
ToLeg = PickUp | Hold | Unhold | JoinRoom | Aside | Mute | Unmute | WatchAs
Dial = CallLeg | CallCaller | Watch
Ask = KeepParked | Answer | Application | Stop | LeaveRoom | Unbridge | HangUp | ToLeg | Dial | Mask | Unmask

# The switch's names for them; a refusal contains this name.
APPLICATIONS: dict[type[Ask], str] = {
    Play: "playback",
    Music: "playback",
    Record: "record",
    Bridge: "bridge",
    Detect: "detect_audio",
    Meet: "conference",
}
