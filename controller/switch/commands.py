"""Requests as short event-socket commands: no value from outside can add a header, command, variable or leg.

FreeSWITCH reads commands byte by byte, so fixed settings are in the dialplan and commands carry only what differs.
"""

import re

from hotline.calls.rules.dialling import NumberPlan
from hotline.calls.rules.sentry import SENTRY
from hotline.values.telephone import canonical
from hotline.words import WatchMode

from . import port

# Allowed unescaped in a command. Values from people must match one of these; they are never quoted.
_CHANNEL = re.compile(r"[A-Za-z0-9-]{1,64}")
_EXTENSION = re.compile(r"[0-9]{1,15}")
_NUMBER = re.compile(r"\+?[0-9]{3,20}")
_TOKEN = re.compile(r"[A-Za-z0-9]{1,32}")
_FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")
_PATH = re.compile(r"/[A-Za-z0-9._/ -]{1,300}")
_CAUSE = re.compile(r"[A-Z0-9_]{1,48}")
_DOMAIN = re.compile(r"[A-Za-z0-9.-]{1,200}")
_NAME = re.compile(r"[a-z_]{1,40}")


class Unsafe(ValueError):
    """A value that is not allowed in a command, or a number that is not dialled."""


def _safe(pattern: re.Pattern[str], value: str, what: str) -> str:
    if not pattern.fullmatch(value) or ".." in value:
        raise Unsafe(f"{what} {value[:60]!r} may not stand in a command")
    return value


class Commands:
    """`recordings` is our absolute folder for recorded messages, `domain` that of the telephones."""

    def __init__(self, recordings: str, domain: str = "tingsu.local") -> None:
        self._domain = _safe(_DOMAIN, domain, "domain")
        self._recordings = _safe(_PATH, recordings.rstrip("/"), "folder")
        self.plan = NumberPlan()  # what may be dialled over the trunk; asked for each command, whoever wants it

    def of(self, ask: port.Ask) -> str:
        """The command for a request, without its closing blank line. Raises Unsafe."""
        match ask:
            case port.Play() | port.Music() | port.Record() | port.Bridge() | port.Detect() | port.Meet():
                return self._application(ask)
            case port.CallLeg() | port.CallCaller() | port.Watch():
                return self._dial(ask)
            case port.Mask(call, path):
                return f"api uuid_record {channel_id(call)} mask {self._file(path)}"
            case port.Unmask(call, path):
                return f"api uuid_record {channel_id(call)} unmask {self._file(path)}"
            case _:
                return _short(ask)

    def sign_out(self, extension: str) -> str:
        """Forget the registration of a telephone."""
        return (
            f"bgapi sofia profile agents flush_inbound_reg {_safe(_EXTENSION, extension, 'extension')}@{self._domain}"
        )

    def _file(self, path: str) -> str:
        return f"{self._recordings}/{_safe(_FILE, path, 'file')}"

    def _application(self, ask: port.Application) -> str:
        match ask:
            case port.Play(files=files):
                if not files:
                    raise Unsafe("nothing to play")
                names = [sound(file) for file in files]
                return _execute(ask, "playback", names[0] if len(names) == 1 else "file_string://" + "!".join(names))
            case port.Music(file=file):
                return _execute(ask, "playback", sound(file))
            case port.Record(path=path, seconds=seconds):
                # 500: energy below this is silence; 5: seconds of silence that end the message
                return _execute(ask, "record", f"{self._file(path)} {int(seconds)} 500 5")
            case port.Bridge(extension=extension, seconds=seconds, outside=outside):
                return _execute(ask, "bridge", f"{{leg_timeout={int(seconds)}}}{self._endpoint(extension, outside)}")
            case port.Detect(seconds=seconds):
                # 300: energy above this is a voice; 10 frames of 20 ms are enough
                return _execute(ask, "detect_audio", f"300 10 {int(seconds) * 1000}")
            case port.Meet(call):
                return _execute(ask, "conference", _room(call, ""))

    def _dial(self, ask: port.Dial) -> str:
        """`originate` with our channel id; the job id is `call/leg`, so that the job's result finds its call."""
        match ask:
            case port.CallLeg(call, leg, dialled, seconds, outside, aside, shown):
                where = "park()" if aside else f"conference({_room(call, _LEG)})"
                return _originate(call, leg, seconds, _shown(shown), self._endpoint(dialled, outside), where)
            case port.CallCaller(call, number, seconds, shown):
                record = f"execute_on_answer='record_session {self._file(call + '.wav')}'"
                more = f"{_shown(shown)},{_CALLER},{record}"
                return _originate(call, call, seconds, more, self._endpoint(number, True), "park()")
            case port.Watch(call, leg, extension, target, seconds):
                listens = f"eavesdrop({channel_id(target)})"
                return _originate(call, leg, seconds, "", self._endpoint(extension, False), listens)

    def _endpoint(self, dialled: str, outside: bool) -> str:
        """A telephone of ours, or a number over the trunk in the form in which it is dialled."""
        if not outside:
            return f"user/{_safe(_EXTENSION, dialled, 'extension')}"
        refused = self.plan.complaint(_safe(_NUMBER, dialled, "number"))
        if refused is not None:
            raise Unsafe(refused)
        return f"sofia/gateway/trunk/{_safe(_NUMBER, canonical(dialled), 'number')}"


# Variables that the dialplan sets for incoming callers, set here for citizens whom we call.
_CALLER = "ts_caller=true,RECORD_STEREO=true,playback_terminators=none,hangup_after_bridge=false,continue_on_fail=true"
_LEG = "++flags{moderator}"  # caller: the one who is not a moderator, so that a command can remove him alone


def _room(call: str, flags: str) -> str:
    return f"{channel_id(call)}@talk{flags}"


def _shown(number: str) -> str:
    return f",origination_caller_id_number={_safe(_NUMBER, number, 'number')}" if number else ""


def _originate(call: str, leg: str, seconds: int, more: str, endpoint: str, application: str) -> str:
    call, leg = channel_id(call), channel_id(leg)
    variables = f"origination_uuid={leg},ts_call={call},originate_timeout={int(seconds)}{more}"
    return f"bgapi originate {{{variables}}}{endpoint} &{application}\nJob-UUID: {call}/{leg}"


def channel_id(value: str) -> str:
    return _safe(_CHANNEL, value, "channel")


def sound(prompt: str) -> str:
    """A prompt's file, relative to the dialplan's sound_prefix; or a file of spoken text by its absolute path."""
    if prompt.startswith("/"):
        return _safe(_PATH, prompt, "file")
    return _safe(_FILE, prompt, "prompt") + ".wav"


def registered(extension: str) -> str:
    return f"api sofia_contact {_safe(_EXTENSION, extension, 'extension')}"


def variable(call: str, name: str) -> str:
    return f"api uuid_getvar {channel_id(call)} {_safe(_NAME, name, 'variable')}"


CHANNELS = "api show channels as json"
POST_SENTRY = f"api originate {{origination_uuid={SENTRY},originate_timeout=5}}null/sentry &park()"
RELOAD = "bgapi reloadacl"  # configuration and lists of networks; slow: the command connection must not wait for it


_PLAIN: dict[type[port.Ask], str] = {
    port.PickUp: "uuid_phone_event %s talk",
    port.Hold: "uuid_hold %s",
    port.Unhold: "uuid_hold off %s",
    port.Mute: "uuid_audio %s start read mute -4",
    port.Unmute: "uuid_audio %s stop",
}
_MODES = {WatchMode.LISTEN: "0", WatchMode.WHISPER: "2", WatchMode.BARGE: "3"}  # keys that `eavesdrop` understands


def _short(ask: port.Ask) -> str:
    match ask:
        case port.Answer():
            return _execute(ask, "answer", "")
        case port.HangUp(channel, cause):
            return f"api uuid_kill {channel_id(channel)} {_safe(_CAUSE, cause, 'cause')}"
        case port.Stop(call):
            return f"api uuid_break {channel_id(call)} all"
        case port.KeepParked(call):
            return f"api sched_del {channel_id(call)}"
        case port.Unbridge(call):
            return f"api uuid_transfer {channel_id(call)} park inline"
        case port.LeaveRoom(call):
            return f"api conference {channel_id(call)} kick non_moderator"
        case _:
            return _to_leg(ask)


def _to_leg(ask: port.Ask) -> str:
    match ask:
        case port.JoinRoom(call, leg):
            return f"api uuid_transfer {channel_id(leg)} conference:{_room(call, _LEG)} inline"
        case port.Aside(leg, file):  # `park` if the file is missing: else the leg would be hung up
            return f"api uuid_transfer {channel_id(leg)} endless_playback:{sound(file)},park inline"
        case port.WatchAs(leg, mode):
            return f"api uuid_recv_dtmf {channel_id(leg)} {_MODES[mode]}"
        case port.PickUp(leg) | port.Hold(leg) | port.Unhold(leg) | port.Mute(leg) | port.Unmute(leg):
            return f"api {_PLAIN[type(ask)] % channel_id(leg)}"
        case _:
            raise Unsafe(f"{type(ask).__name__} has no command")


def _execute(ask: port.Application | port.Answer, application: str, argument: str) -> str:
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
    """The application's name, as in `Refusal.command`."""
    return port.APPLICATIONS.get(type(ask), type(ask).__name__)
