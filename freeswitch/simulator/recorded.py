"""The content of a recording: who could be heard when. wav.py makes the sound itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Spans = tuple[tuple[float, float], ...]
TURN = 4.0  # in a talk the two sides take turns of so many seconds
RATE = 8000


@dataclass(frozen=True, slots=True)
class RecordingDone:
    """A finished recording: the caller is left, prompts and agents are right; spans are in seconds from its start."""

    path: str
    seconds: float
    left: Spans
    right: Spans


@dataclass(slots=True)
class Recording:
    """A recording in progress; masked parts hold silence."""

    path: str
    started: float
    masks: list[list[float]]

    def mask(self, now: float) -> None:
        """From now on silence is written."""
        self.masks.append([now, float("inf")])

    def unmask(self, now: float) -> None:
        """End the silence."""
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


def turns(talks: list[list[float]], now: float, first: bool) -> list[tuple[float, float]]:
    """The agent (`first`) greets, the caller answers, and so on."""
    spans = []
    for begun, over in talks:
        start, end = begun + (0.0 if first else TURN), min(over, now)
        while start < end:
            spans.append((start, min(start + TURN, end)))
            start += 2 * TURN
    return spans


def inside(spans: Iterable[tuple[float, float]], recording: Recording, now: float) -> Spans:
    kept = []
    for start, end in spans:
        low, high = max(start, recording.started), min(end, now)
        if high > low:
            kept += _without((low, high), recording.masks)
    return tuple((round(a - recording.started, 3), round(b - recording.started, 3)) for a, b in sorted(kept))
