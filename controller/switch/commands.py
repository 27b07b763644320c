"""Asks as event-socket commands, short and escaped: no value from outside can add a header, command, variable or leg.

FreeSWITCH reads commands one byte at a time, so settings live in the dialplan and commands carry what differs.
"""

import re

from . import port

# What may stand in a command unescaped. Everything from people is checked against one of these, never quoted.
_CHANNEL = re.compile(r"[A-Za-z0-9-]{1,64}")
_EXTENSION = re.compile(r"[0-9]{1,15}")
_TOKEN = re.compile(r"[A-Za-z0-9]{1,32}")
_FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")
_PATH = re.compile(r"/[A-Za-z0-9._/ -]{1,300}")
_CAUSE = re.compile(r"[A-Z0-9_]{1,48}")
_NAME = re.compile(r"[a-z_]{1,40}")


class Unsafe(ValueError):
    """A value that may not stand in a command."""


def _safe(pattern: re.Pattern[str], value: str, what: str) -> str:
    if not pattern.fullmatch(value) or ".." in value:
        raise Unsafe(f"{what} {value[:60]!r} may not stand in a command")
    return value


class Commands:
    """`recordings` is where messages are recorded, an absolute folder of ours."""

    def __init__(self, recordings: str) -> None:
        self._recordings = _safe(_PATH, recordings.rstrip("/"), "folder")

    def of(self, ask: port.Ask) -> str:
        """The command of an ask, without its closing blank line. Raises Unsafe."""
        match ask:
            case port.Play() | port.Music() | port.Record() | port.Bridge() | port.Answer():
                return self._application(ask)
            case port.HangUp(channel, cause):
                return f"api uuid_kill {channel_id(channel)} {_safe(_CAUSE, cause, 'cause')}"
            case port.Stop(call):
                return f"api uuid_break {channel_id(call)} all"
            case port.KeepParked(call):
                return f"api sched_del {channel_id(call)}"
            case _:
                return _to_leg(ask)

    def _application(self, ask: port.Play | port.Music | port.Record | port.Bridge | port.Answer) -> str:
        match ask:
            case port.Answer():
                return _execute(ask, "answer", "")
            case port.Play(files=files):
                if not files:
                    raise Unsafe("nothing to play")
                names = [sound(file) for file in files]
                return _execute(ask, "playback", names[0] if len(names) == 1 else "file_string://" + "!".join(names))
            case port.Music(file=file):
                return _execute(ask, "playback", sound(file))
            case port.Record(path=path, seconds=seconds):
                # 500: below this energy it is silence; 5: so many seconds of it end the message
                where = f"{self._recordings}/{_safe(_FILE, path, 'file')}"
                return _execute(ask, "record", f"{where} {int(seconds)} 500 5")
            case port.Bridge(extension=extension, seconds=seconds):
                dialled = _safe(_EXTENSION, extension, "extension")
                return _execute(ask, "bridge", f"{{leg_timeout={int(seconds)}}}user/{dialled}")


def channel_id(value: str) -> str:
    return _safe(_CHANNEL, value, "channel")


def sound(prompt: str) -> str:
    """A prompt's file; the dialplan's sound_prefix says in which folder it lies."""
    return _safe(_FILE, prompt, "prompt") + ".wav"


def registered(extension: str) -> str:
    return f"api sofia_contact {_safe(_EXTENSION, extension, 'extension')}"


def variable(call: str, name: str) -> str:
    return f"api uuid_getvar {channel_id(call)} {_safe(_NAME, name, 'variable')}"


CHANNELS = "api show channels as json"
RELOAD = "bgapi reloadxml"  # it may take long: the command connection must not wait for it


def _to_leg(ask: port.Ask) -> str:
    match ask:
        case port.PickUp(leg):
            return f"api uuid_phone_event {channel_id(leg)} talk"
        case port.Hold(leg):
            return f"api uuid_hold {channel_id(leg)}"
        case port.Unhold(leg):
            return f"api uuid_hold off {channel_id(leg)}"
        case _:
            raise Unsafe(f"{type(ask).__name__} has no command")


def _execute(
    ask: port.Play | port.Music | port.Record | port.Bridge | port.Answer, application: str, argument: str
) -> str:
    lines = [
        f"sendmsg {channel_id(ask.call)}",
        "call-command: execute",
        f"execute-app-name: {application}",
        f"Event-UUID: {_safe(_TOKEN, ask.token, 'token')}",
    ]
    if argument:
        lines.insert(3, f"execute-app-arg: {argument}")
    return "\n".join(lines)


def application_of(ask: port.Ask) -> str:
    """The application's name, as `Refusal.command` tells it."""
    names = {port.Play: "playback", port.Music: "playback", port.Record: "record", port.Bridge: "bridge"}
    return names.get(type(ask), type(ask).__name__)
