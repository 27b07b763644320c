"""What we ask of a switch."""

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
    """Prompts by their ids one after the other; what begins with `/` is a sound file of ours (spoken text)."""

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
    """Ring a telephone for `seconds` and join it with the caller: an agent's extension, or a number `outside`."""

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
    """Bring the caller into the call's room, where the agent and others talk too; ends with `LeaveRoom`."""

    call: str
    token: str


@dataclass(frozen=True, slots=True)
class LeaveRoom:
    """Take the caller out of the room; the others stay in it. `Meet`'s `Done` follows."""

    call: str


@dataclass(frozen=True, slots=True)
class CallLeg:
    """Ring a further party, an extension or a number `outside`; who answers comes into the call's room, or waits
    (`aside`). `leg` is ours to name. `shown` is the number that rings."""

    call: str
    leg: str
    dialled: str
    seconds: int
    outside: bool = False
    aside: bool = False
    shown: str = ""


@dataclass(frozen=True, slots=True)
class CallCaller:
    """Ring a citizen: his channel is the call's own, and is recorded from the answer on."""

    call: str
    number: str
    seconds: int
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Watch:
    """Ring a supervisor, who then hears what the leg `target` hears and says."""

    call: str
    leg: str
    extension: str
    target: str
    seconds: int


@dataclass(frozen=True, slots=True)
class WatchAs:
    """What a supervisor's leg may: listen, whisper to the agent, or speak with both."""

    leg: str
    mode: WatchMode


@dataclass(frozen=True, slots=True)
class JoinRoom:
    """Bring a leg into the call's room."""

    call: str
    leg: str


@dataclass(frozen=True, slots=True)
class Aside:
    """Take a leg out of the talk; it hears `file` again and again."""

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
    """Leave the recording `path` silent from now on."""

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


Application = Play | Music | Record | Bridge | Detect | Meet  # one at a time on the caller's channel; each has a `Done`
ToLeg = PickUp | Hold | Unhold | JoinRoom | Aside | Mute | Unmute | WatchAs
Dial = CallLeg | CallCaller | Watch
Ask = KeepParked | Answer | Application | Stop | LeaveRoom | HangUp | ToLeg | Dial | Mask | Unmask

# The names under which a switch runs them; a refusal tells which it was.
APPLICATIONS: dict[type[Ask], str] = {
    Play: "playback",
    Music: "playback",
    Record: "record",
    Bridge: "bridge",
    Detect: "detect_audio",
    Meet: "conference",
}
