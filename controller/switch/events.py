"""Parses event bytes into `heard` values. Only the few needed headers of about 170 are looked up.

FreeSWITCH does not escape a `%` in a caller's name: a name `x%0AUnique-ID: evil` arrives as one line that holds an
encoded line break. So lines are split first and values unquoted after, one by one; text from people is cleaned.
"""

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from urllib.parse import unquote

from hotline.values.privacy import clean, name_or_nothing
from hotline.values.telephone import canonical

from . import port

# The events that we subscribe to. All others would only cost both sides time.
SUBSCRIBED = (
    "CHANNEL_PARK CHANNEL_ANSWER CHANNEL_PROGRESS CHANNEL_PROGRESS_MEDIA CHANNEL_BRIDGE CHANNEL_EXECUTE_COMPLETE "
    "CHANNEL_HANGUP_COMPLETE DTMF RECORD_START RECORD_STOP BACKGROUND_JOB HEARTBEAT CUSTOM "
    "sofia::unregister sofia::expire sofia::register sofia::register_failure"
)

_ADDRESS = re.compile(r"[0-9A-Fa-f.:]{3,45}")


class Event:
    """The bytes of one event (`text/event-plain` body), parsed on demand. `body` is the result of a BACKGROUND_JOB."""

    __slots__ = ("_data", "body")

    def __init__(self, data: bytes) -> None:
        head, _, self.body = data.partition(b"\n\n")  # the body may contain lines that look like headers
        self._data = b"\n" + head

    def raw(self, name: bytes) -> bytes:
        """The value as sent, b"" if missing. The first header of that name counts."""
        data = self._data
        begin = data.find(b"\n" + name + b": ")
        if begin < 0:
            return b""
        begin += len(name) + 3
        end = data.find(b"\n", begin)
        value = data[begin:] if end < 0 else data[begin:end]
        return b"" if value == b"_undef_" else value  # FreeSWITCH's text for an empty value

    def get(self, name: bytes) -> str:
        """The unquoted value."""
        value = self.raw(name).decode("utf-8", "replace")
        return unquote(value) if "%" in value else value

    @property
    def name(self) -> bytes:
        return self.raw(b"Event-Name")

    @property
    def at(self) -> float:
        stamp = self.raw(b"Event-Date-Timestamp")
        return int(stamp) / 1e6 if stamp.isdigit() else 0.0


def heard(event: Event) -> port.Heard | None:
    """What an event means to us, or None."""
    read = _READ.get(event.name)
    return read(event) if read is not None else None


def _inbound(event: Event) -> bool:
    return event.raw(b"Call-Direction") == b"inbound"


def _citizens(event: Event) -> bool:
    """True for the channel of a caller, or of a citizen whom we have called: the call's own."""
    return _inbound(event) or event.raw(b"variable_ts_caller") == b"true"


def _caller_of(event: Event) -> str:
    """The id of the call's own channel, for another leg."""
    return (
        event.get(b"variable_ts_call")
        or event.get(b"variable_originating_leg_uuid")
        or event.get(b"Other-Leg-Unique-ID")
    )


def _park(event: Event) -> port.Heard | None:
    if not _inbound(event):
        return None
    shown = clean(event.get(b"Caller-Caller-ID-Number"), 64)
    number = canonical(shown)
    return port.Arrived(
        call=event.get(b"Unique-ID"),
        at=event.at,
        number=number,
        written="" if shown == number else shown,
        name=name_or_nothing(clean(event.get(b"Caller-Caller-ID-Name"), 100)),
        dialled=clean(event.get(b"variable_ts_dialled") or event.get(b"Caller-Destination-Number"), 32),
        profile=clean(event.get(b"variable_ts_profile"), 32),
        answered=event.raw(b"Answer-State") == b"answered",
    )


def _answer(event: Event) -> port.Heard | None:
    return port.Answered(event.get(b"Unique-ID"), event.at) if _citizens(event) else None


def _progress(event: Event) -> port.Heard | None:
    if _inbound(event):
        return None
    return port.LegRinging(_caller_of(event), event.get(b"Unique-ID"), event.at)


def _bridge(event: Event) -> port.Heard | None:
    """One event comes for each channel; the caller's event names the agent's channel as its other leg."""
    if not _citizens(event):
        return None
    return port.Bridged(event.get(b"Unique-ID"), event.get(b"Other-Leg-Unique-ID"), event.at)


def _complete(event: Event) -> port.Heard | None:
    token = event.get(b"Application-UUID")
    if not token.isdigit() or not _citizens(event):  # the dialplan's own applications have long ids
        return None
    seconds = event.raw(b"variable_record_ms")
    return port.Done(
        call=event.get(b"Unique-ID"),
        at=event.at,
        token=token,
        app=event.get(b"Application"),
        response=event.get(b"Application-Response"),
        cause=_bridge_cause(event),
        seconds=int(seconds) / 1000 if seconds.isdigit() else 0.0,
        gone=bool(event.raw(b"Hangup-Cause")) or event.raw(b"Answer-State") == b"hangup",
        spoke=event.raw(b"variable_detect_audio_timeout") == b"false",
    )


def _bridge_cause(event: Event) -> str:
    """The cause of a connected bridge's end is its leg's cause: the leg's own hang-up event may come later."""
    cause = event.get(b"variable_originate_disposition")
    return (event.get(b"variable_bridge_hangup_cause") or cause) if cause == "SUCCESS" else cause


def _hangup(event: Event) -> port.Heard:
    cause = event.get(b"Hangup-Cause")
    theirs = event.raw(b"variable_sip_hangup_disposition").startswith(b"recv_")
    channel = event.get(b"Unique-ID")
    if _citizens(event):
        return port.HungUp(channel, event.at, cause, theirs)
    return port.LegGone(_caller_of(event), channel, event.at, cause, theirs)


def _dtmf(event: Event) -> port.Heard | None:
    """A key of any channel: FreeSWITCH sends no variables with it, so that we cannot tell whose key it is. A key of a
    leg matches no call's id and is ignored."""
    digit = event.get(b"DTMF-Digit")
    if digit not in set("0123456789*#"):
        return None
    return port.Key(event.get(b"Unique-ID"), event.at, digit)


def _record_start(event: Event) -> port.Heard:
    return port.RecordingBegun(event.get(b"Unique-ID"), event.at, _file(event))


def _record_stop(event: Event) -> port.Heard:
    milliseconds = event.raw(b"variable_record_ms")
    return port.RecordingDone(
        event.get(b"Unique-ID"),
        event.at,
        _file(event),
        int(milliseconds) / 1000 if milliseconds.isdigit() else 0.0,
        event.get(b"Record-Completion-Cause"),
    )


def _file(event: Event) -> str:
    return PurePosixPath(event.get(b"Record-File-Path")).name


def _job(event: Event) -> port.Heard | None:
    """The result of our `originate`: its job id is `call/leg`."""
    call, _, leg = event.get(b"Job-UUID").partition("/")
    if not leg:
        return None
    answer = event.body.decode("utf-8", "replace").strip()
    if answer.startswith("+OK"):
        return port.LegUp(call, leg, event.at)
    return port.LegFailed(call, leg, event.at, clean(answer.removeprefix("-ERR").strip(), 48))


def _custom(event: Event) -> port.Heard | None:
    kind = event.get(b"Event-Subclass")
    if kind in ("sofia::register", "sofia::register_failure"):
        return _tried(event, good=kind == "sofia::register")
    extension = event.get(b"from-user") or event.get(b"user")
    return port.TelephoneGone(extension, event.at) if extension else None


def _tried(event: Event, *, good: bool) -> port.Heard | None:
    """Only of the telephones' profile: the carrier's side has other users and other addresses."""
    address = event.get(b"network-ip")
    if event.raw(b"profile-name") != b"agents" or not _ADDRESS.fullmatch(address):
        return None
    return port.TelephoneTried(clean(event.get(b"from-user" if good else b"to-user"), 32), address, event.at, good)


_READ: dict[bytes, Callable[[Event], port.Heard | None]] = {
    b"CHANNEL_PARK": _park,
    b"CHANNEL_ANSWER": _answer,
    b"CHANNEL_PROGRESS": _progress,
    b"CHANNEL_PROGRESS_MEDIA": _progress,
    b"CHANNEL_BRIDGE": _bridge,
    b"CHANNEL_EXECUTE_COMPLETE": _complete,
    b"CHANNEL_HANGUP_COMPLETE": _hangup,
    b"DTMF": _dtmf,
    b"RECORD_START": _record_start,
    b"RECORD_STOP": _record_stop,
    b"BACKGROUND_JOB": _job,
    b"CUSTOM": _custom,
}
