"""Open and close a channel's recordings, and send the events."""

from __future__ import annotations

from freeswitch.simulator.board import SwitchState
from freeswitch.simulator.channels import Channel
from freeswitch.simulator.recorded import RATE, Recording, RecordingDone, inside, turns


def start(board: SwitchState, channel: Channel, path: str) -> bool:
    """Open the file and send RECORD_START; False if it cannot be opened."""
    if any(r.path == path for r in channel.recordings) or not _opens(board, path):
        return False
    channel.recordings.append(Recording(path, board.now, []))
    board.tell(channel, "RECORD_START", Record_File_Path=path)
    return True


def _opens(board: SwitchState, path: str) -> bool:
    return board.can_record is None or board.can_record(path)


def stop(board: SwitchState, channel: Channel, path: str, cause: str = "") -> bool:
    """Close the file and send RECORD_STOP; False if there is no such recording."""
    found = next((r for r in channel.recordings if path in (r.path, "all")), None)
    if found is None:
        return False
    channel.recordings.remove(found)
    seconds = board.now - found.started
    note(channel, seconds)
    extra = {"Record_File_Path": found.path}
    if cause:
        channel.variables["record_completion_cause"] = cause
        extra["Record_Completion_Cause"] = cause
    if board.recordings is not None:
        left = [*channel.voice, *turns(channel.talks, board.now, first=False)]
        right = [*channel.heard, *turns(channel.talks, board.now, first=True)]
        board.recordings(
            RecordingDone(
                found.path, round(seconds, 3), inside(left, found, board.now), inside(right, found, board.now)
            )
        )
    board.tell(channel, "RECORD_STOP", **extra)
    return True


def close_all(board: SwitchState) -> None:
    """At a normal stop: close the files of all calls in progress, so that they hold what was said until now."""
    for channel in list(board.channels.values()):
        for running in list(channel.recordings):
            stop(board, channel, running.path)


def note(channel: Channel, seconds: float) -> None:
    """Set the record_* variables."""
    channel.variables |= {
        "record_file_size": str(44 + int(seconds * RATE) * 4),
        "record_samples": str(int(seconds * RATE)),
        "record_seconds": str(int(seconds)),
        "record_ms": str(round(seconds * 1000)),
    }
