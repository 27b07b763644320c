"""The dialplan applications by name. Short ones act at once; long ones return a job."""

from __future__ import annotations

import re

from freeswitch.simulator import recording
from freeswitch.simulator.bridging import Bridge
from freeswitch.simulator.channels import Channel, Job
from freeswitch.simulator.engine import App, Engine
from freeswitch.simulator.headers import known_cause
from freeswitch.simulator.jobs import STREAMS, Detecting, Parked, Playing, Recorder, Waiting
from freeswitch.simulator.phones import Phones
from freeswitch.simulator.rooms import InRoom, Listening


def seconds_of(engine: Engine, path: str) -> float:
    """How long a file or stream lasts; OSError when it cannot be read."""
    if path.startswith("file_string://"):
        return sum(seconds_of(engine, part) for part in path.removeprefix("file_string://").split("!"))
    if path.startswith("silence_stream://"):
        return _silence(path.removeprefix("silence_stream://"))
    if path.startswith("tone_stream://"):
        return _tone(path.removeprefix("tone_stream://"))
    if path.startswith(STREAMS):
        return 1e8
    return engine.board.sounds(path)


def _silence(text: str) -> float:
    first = text.split(",", 1)[0]
    ms = int(first) if re.fullmatch(r"-?\d+", first) else 0
    return ms / 1000 if ms >= 0 else 1e8


def _tone(text: str) -> float:
    """`%(on,off,hz);loops=3` → seconds."""
    loops = re.search(r"loops=(-?\d+)", text)
    times = int(loops[1]) if loops else 1
    once = sum(int(on) + int(off) for on, off in re.findall(r"%\((\d+),(\d+)", text)) / 1000
    return once * times if times > 0 else 1e8


def _play(engine: Engine, channel: Channel, arg: str, endless: bool) -> Job | None:
    try:
        length = seconds_of(engine, arg)
    except OSError:
        channel.variables["current_application_response"] = "FILE NOT FOUND"
        return None
    return Playing(engine, channel, arg, max(length, 0.02), endless)


def playback(engine: Engine, channel: Channel, arg: str) -> Job | None:
    """Play a file or stream once."""
    return _play(engine, channel, arg, endless=False)


def endless_playback(engine: Engine, channel: Channel, arg: str) -> Job | None:
    """Play a file over and over; only hanging up or a transfer ends it."""
    return _play(engine, channel, arg, endless=True)


def park(engine: Engine, channel: Channel, _arg: str) -> Job:
    """Wait for commands."""
    return Parked(engine, channel)


def record(engine: Engine, channel: Channel, arg: str) -> Job:
    """`path [limit [threshold [silence]]]`."""
    parts = arg.split()
    limit = float(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0.0
    return Recorder(engine, channel, parts[0] if parts else "", limit)


def record_session(engine: Engine, channel: Channel, arg: str) -> None:
    """Record both sides until the call ends."""
    recording.start(engine.board, channel, arg.split(" ")[0])


def stop_record_session(engine: Engine, channel: Channel, arg: str) -> None:
    """End a recording."""
    recording.stop(engine.board, channel, arg)


def detect_audio(engine: Engine, channel: Channel, arg: str) -> Job | None:
    """`threshold hits timeout_ms [file]`."""
    parts = arg.split()
    if len(parts) < 3:
        return None
    if len(parts) > 3:
        return _play(engine, channel, parts[3], endless=False)
    return Detecting(engine, channel, int(parts[1]), int(parts[2]) / 1000)


def sleep(engine: Engine, channel: Channel, arg: str) -> Job:
    """Wait some milliseconds."""
    return Waiting(engine, channel, int(arg) / 1000 if arg.isdigit() else 0.0)


def answer(engine: Engine, channel: Channel, _arg: str) -> None:
    """Pick up."""
    engine.answer(channel)


def pre_answer(engine: Engine, channel: Channel, _arg: str) -> None:
    """Early media."""
    engine.early_media(channel)


def ring_ready(engine: Engine, channel: Channel, _arg: str) -> None:
    """Send 180 to the caller."""
    engine.progress(channel)


def set_variable(engine: Engine, channel: Channel, arg: str) -> None:
    """`name=value`; without a value the variable is removed."""
    name, _, value = arg.partition("=")
    assign(channel, name.strip(), value)


def unset(engine: Engine, channel: Channel, arg: str) -> None:
    """Remove a variable."""
    channel.variables.pop(arg.strip(), None)


def assign(channel: Channel, name: str, value: str) -> None:
    """Set a variable as the switch does: an empty value or `_undef_` removes it."""
    if value in ("", "_undef_"):
        channel.variables.pop(name, None)
    else:
        channel.variables[name] = value


def export(engine: Engine, channel: Channel, arg: str) -> None:
    """`[nolocal:]name=value`: set it, and pass it on to the other leg."""
    name, _, value = arg.partition("=")
    assign(channel, name, value)
    names = [n for n in channel.variables.get("export_vars", "").split(",") if n and n != name]
    channel.variables["export_vars"] = ",".join([*names, name])


def multiset(engine: Engine, channel: Channel, arg: str) -> None:
    """`a=1 b=2`, or `^^;a=1;b=2`."""
    parts = arg[3:].split(arg[2]) if arg.startswith("^^") and len(arg) > 2 else arg.split(" ")
    for part in parts:
        set_variable(engine, channel, part)


def hangup(engine: Engine, channel: Channel, arg: str) -> None:
    """End the call, with a cause."""
    engine.hang_up(channel, known_cause(arg))


def hold(engine: Engine, channel: Channel, _arg: str) -> None:
    """CHANNEL_HOLD."""
    channel.call_state = "HELD"
    engine.board.tell(channel, "CHANNEL_HOLD")


def unhold(engine: Engine, channel: Channel, _arg: str) -> None:
    """CHANNEL_UNHOLD."""
    channel.call_state = "UNHELD"
    engine.board.tell(channel, "CHANNEL_UNHOLD")
    channel.call_state = "ACTIVE"


def transfer(engine: Engine, channel: Channel, arg: str) -> None:
    """`extension [dialplan [context]]`."""
    engine.enter(channel, arg)


def when(text: str, now: float) -> float:
    """`+5` or an epoch time."""
    digits = text.lstrip("+")
    moment = float(digits) if digits.isdigit() else 0.0
    return now + moment if text.startswith("+") else moment


def sched_hangup(engine: Engine, channel: Channel, arg: str) -> None:
    """`+seconds [cause]`."""
    due, _, cause = arg.partition(" ")
    at = when(due, engine.board.now)
    engine.board.timers.schedule(at, lambda: engine.hang_up(channel, known_cause(cause)), channel.uuid)


def sched_transfer(engine: Engine, channel: Channel, arg: str) -> None:
    """`+seconds extension [dialplan [context]]`."""
    due, _, where = arg.partition(" ")
    at = when(due, engine.board.now)
    task = engine.board.timers.schedule(at, lambda: engine.enter(channel, where), channel.uuid)
    channel.variables["last_sched_id"] = str(task.task)


def conference(engine: Engine, channel: Channel, arg: str) -> Job:
    """Join a conference room."""
    return InRoom(engine, channel, arg)


def eavesdrop(engine: Engine, channel: Channel, arg: str) -> Job:
    """Hear what another leg hears and says."""
    return Listening(engine, channel, arg)


def nothing(engine: Engine, channel: Channel, arg: str) -> None:
    """Applications that have no effect in the simulator."""


def table(phones: Phones) -> dict[str, App]:
    """All applications."""

    def bridge(engine: Engine, channel: Channel, arg: str) -> Job:
        return Bridge(engine, phones, channel, arg)

    return {
        "answer": answer, "pre_answer": pre_answer, "ring_ready": ring_ready, "set": set_variable, "unset": unset,
        "export": export, "multiset": multiset, "playback": playback, "endless_playback": endless_playback,
        "park": park, "bridge": bridge, "hangup": hangup, "record": record, "record_session": record_session,
        "stop_record_session": stop_record_session, "detect_audio": detect_audio, "sleep": sleep, "hold": hold,
        "unhold": unhold, "transfer": transfer, "sched_hangup": sched_hangup, "sched_transfer": sched_transfer,
        "log": nothing, "info": nothing, "eavesdrop": eavesdrop, "conference": conference, "start_dtmf": nothing,
        "flush_dtmf": nothing, "sched_cancel": nothing,
    }  # fmt: skip
