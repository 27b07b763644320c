"""Write recordings as stereo WAV (8 kHz, 16 bit): a low tone left while the caller spoke, a higher one right."""

from __future__ import annotations

import math
import os
import wave
from array import array
from collections.abc import Callable
from pathlib import Path

from freeswitch.simulator.recorded import RATE, RecordingDone, Spans

_LEFT, _RIGHT, _LOUD = 220.0, 440.0, 3000
_CHUNK = RATE // 10  # frames written at a time: a long call is never whole in memory


def _tone(hertz: float) -> array[int]:
    """A tenth of a second of tone; it has whole periods, so that pieces join without a click."""
    return array("h", (round(_LOUD * math.sin(2 * math.pi * hertz * n / RATE)) for n in range(_CHUNK)))


class _Voice:
    """Tell whether somebody can be heard, for times that only go forward."""

    def __init__(self, spans: Spans) -> None:
        self._spans, self._place = spans, 0

    def at(self, seconds: float) -> bool:
        """Whether the time is inside a span."""
        while self._place < len(self._spans) and self._spans[self._place][1] <= seconds:
            self._place += 1
        return self._place < len(self._spans) and self._spans[self._place][0] <= seconds


def write(done: RecordingDone, path: Path) -> None:
    """Write the file piece by piece. Raises OSError if the disk is full; then no partial file is left."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    try:
        with wave.open(str(part), "wb") as out:
            out.setnchannels(2)
            out.setsampwidth(2)
            out.setframerate(RATE)
            _fill(out, done)
        os.replace(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _fill(out: wave.Wave_write, done: RecordingDone) -> None:
    left, right = _Voice(done.left), _Voice(done.right)
    low, high, quiet = _tone(_LEFT), _tone(_RIGHT), array("h", bytes(2 * _CHUNK))
    frames = round(done.seconds * RATE)
    both = array("h", bytes(4 * _CHUNK))
    for start in range(0, frames, _CHUNK):
        seconds = start / RATE
        both[0::2] = low if left.at(seconds) else quiet
        both[1::2] = high if right.at(seconds) else quiet
        out.writeframesraw(both[: 2 * min(_CHUNK, frames - start)].tobytes())


def recorder(said: Callable[[str], None]) -> Callable[[RecordingDone], None]:
    """For the switch: write each recording to its path; a full disk is logged, and the call continues."""

    def record(done: RecordingDone) -> None:
        try:
            write(done, Path(done.path))
        except OSError as error:
            said(f"recording {done.path} not written: {error}")

    return record


def can_record(path: str) -> bool:
    """Whether a file can be opened there."""
    folder = Path(path).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _length(path: Path) -> float:
    try:
        with wave.open(str(path), "rb") as sound:
            return sound.getnframes() / sound.getframerate()
    except (wave.Error, EOFError) as error:
        raise OSError(f"{path} is no sound file: {error}") from error


def sound_lengths(folder: Path) -> Callable[[str], float]:
    """`path → seconds` from the WAV files below `folder` (or at the absolute path); FileNotFoundError otherwise."""
    known: dict[str, tuple[int, float]] = {}

    def seconds(name: str) -> float:
        path = folder / name
        changed = path.stat().st_mtime_ns
        found = known.get(name)
        if found is None or found[0] != changed:
            found = known[name] = changed, _length(path)
        return found[1]

    return seconds
