"""What a recording holds: who was to be heard when. The sound itself is made in wav.py."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from freeswitch.simulator.board import Board
    from freeswitch.simulator.channels import Channel

Spans = tuple[tuple[float, float], ...]
TURN = 4.0  # in a talk each side speaks so many seconds, then the other
RATE = 8000


@dataclass(frozen=True, slots=True)
class RecordingDone:
    """A finished recording: the caller is left, prompts and agents right; spans in seconds from its start."""

    path: str
    seconds: float
    left: Spans
    right: Spans


@dataclass(slots=True)
class Recording:
    """A recording under way; masked stretches hold silence."""

    path: str
    started: float
    masks: list[list[float]]

    def mask(self, now: float) -> None:
        """From now on silence is written."""
        self.masks.append([now, float("inf")])

    def unmask(self, now: float) -> None:
        """The end of the silence."""
        if self.masks and self.masks[-1][1] == float("inf"):
            self.masks[-1][1] = now


def _without(span: tuple[float, float], holes: Iterable[list[float]]) -> list[tuple[float, float]]:
    parts = [span]
    for start, end in holes:
        parts = [
            piece
            for low, high in parts
            for piece in ((low, min(high, start)), (max(low, end), high))
            if piece[1] > piece[0]
        ]
    return parts


def _turns(talks: list[list[float]], now: float, first: bool) -> list[tuple[float, float]]:
    """The agent (`first`) greets, the caller answers, and so on."""
    spans = []
    for begun, over in talks:
        start, end = begun + (0.0 if first else TURN), min(over, now)
        while start < end:
            spans.append((start, min(start + TURN, end)))
            start += 2 * TURN
    return spans


def _inside(spans: Iterable[tuple[float, float]], recording: Recording, now: float) -> Spans:
    kept = []
    for start, end in spans:
        low, high = max(start, recording.started), min(end, now)
        if high > low:
            kept += _without((low, high), recording.masks)
    return tuple((round(a - recording.started, 3), round(b - recording.started, 3)) for a, b in sorted(kept))


def start(board: Board, channel: Channel, path: str) -> bool:
    """Open the file and say RECORD_START; False when it cannot be opened."""
    if any(r.path == path for r in channel.recordings) or not _opens(board, path):
        return False
    channel.recordings.append(Recording(path, board.now, []))
    board.tell(channel, "RECORD_START", Record_File_Path=path)
    return True


def _opens(board: Board, path: str) -> bool:
    return board.can_record is None or board.can_record(path)


def stop(board: Board, channel: Channel, path: str, cause: str = "") -> bool:
    """Close the file, say RECORD_STOP; False when there is no such recording."""
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
        left = [*channel.voice, *_turns(channel.talks, board.now, first=False)]
        right = [*channel.heard, *_turns(channel.talks, board.now, first=True)]
        board.recordings(
            RecordingDone(
                found.path, round(seconds, 3), _inside(left, found, board.now), _inside(right, found, board.now)
            )
        )
    board.tell(channel, "RECORD_STOP", **extra)
    return True


def note(channel: Channel, seconds: float) -> None:
    """The record_* variables."""
    channel.variables |= {
        "record_file_size": str(44 + int(seconds * RATE) * 4),
        "record_samples": str(int(seconds * RATE)),
        "record_seconds": str(int(seconds)),
        "record_ms": str(round(seconds * 1000)),
    }
