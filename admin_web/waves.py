"""The two voices of a recording as a picture: what they said, how loud, when neither spoke."""

from collections.abc import Sequence
from dataclasses import dataclass

from hotline.calls.reads.voices import MeasuredVoices
from hotline.calls.rules.phases import Phase, Stage

TENTH = 0.1  # seconds of one byte of a wave
COLUMNS = 1000
QUIETEST = 30  # levels below -66 dB are drawn as nothing
SPEECH = 128


@dataclass(frozen=True, slots=True)
class DrawnSide:
    """Paths of an SVG 1000 wide, whose side is 50 high and stands (or hangs, the agent's) on its middle line."""

    spoken: str
    other: str


@dataclass(frozen=True, slots=True)
class DrawnVoices:
    """`held`: (left, width) of each hold, of 1000."""

    seconds: float
    caller: DrawnSide
    agent: DrawnSide
    held: tuple[tuple[float, float], ...]


def drawn(voices: MeasuredVoices, phases: Sequence[Phase], offset: float) -> DrawnVoices | None:
    """`offset`: when the recording began, in seconds of the call. None if there is nothing to draw."""
    seconds = max(len(voices.wave_caller), len(voices.wave_agent)) * TENTH
    if not seconds:
        return None
    held = [
        (max(0.0, one.begin - offset) / seconds, (one.end - offset) / seconds)
        for one in phases if one.stage is Stage.HELD and one.end > offset
    ]  # fmt: skip
    return DrawnVoices(
        round(seconds, 1), _side(voices.wave_caller, -1), _side(voices.wave_agent, 1),
        tuple((round(begin * 1000, 1), round((min(1.0, end) - begin) * 1000, 1)) for begin, end in held if begin < 1),
    )  # fmt: skip


def _side(wave: bytes, way: int) -> DrawnSide:
    """Columns of the wave, each the loudest of its tenths. `way`: -1 upwards, 1 downwards."""
    count = min(COLUMNS, len(wave))
    spoken, other = list[str](), list[str]()
    for n in range(count):
        part = wave[n * len(wave) // count : (n + 1) * len(wave) // count]
        level = max(one & ~SPEECH for one in part)
        height = round(max(0, level - QUIETEST) * 50 / (96 - QUIETEST))
        if height:
            line = f"M{(n + 0.5) * 1000 / count:.1f} 50v{way * height}"
            (spoken if any(one & SPEECH for one in part) else other).append(line)
    return DrawnSide("".join(spoken), "".join(other))
