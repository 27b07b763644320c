"""Texts to sound files: espeak-ng as the placeholder engine, tones from a recipe; 8 kHz, 16 bit, one channel."""

from __future__ import annotations  # array.array takes no type argument at run time

import array
import math
import shutil
import subprocess
import tempfile
import wave
from pathlib import Path

from hotline.ports import GatewayError

RATE = 8000
LOUDEST = 0.7  # of full scale; more is clipped by telephones


def engine() -> str | None:
    """The name of the speech engine that is here, or None."""
    return "espeak-ng" if shutil.which("espeak-ng") else None


def speak(text: str, file: Path) -> None:
    """Speak Mandarin into `file`. Raises GatewayError."""
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.wav"
        # Debian's espeak-ng 1.51 reads Chinese characters as English with -v cmn; the pinyin voice reads them right.
        command = ["espeak-ng", "-v", "cmn-latn-pinyin", "-s", "150", "-w", str(raw), "--stdin"]
        try:
            subprocess.run(command, input=text.encode(), check=True, capture_output=True, timeout=60)  # noqa: S603
        except (OSError, subprocess.SubprocessError) as error:
            raise GatewayError(f"espeak-ng: {error}") from error
        samples, rate = read(raw)
    write(file, _level(_resample(samples, rate)))


def tone(pitches: list[float], seconds: float, file: Path) -> None:
    """Soft tones one after the other, `seconds` in all; fading in and out, so that they repeat without a click."""
    each = int(seconds * RATE / len(pitches))
    samples = array.array("h")
    for pitch in pitches:
        for n in range(each):
            swell = math.sin(math.pi * n / each) ** 0.5
            samples.append(int(6000 * swell * math.sin(2 * math.pi * pitch * n / RATE)))
    write(file, samples)


def placeholder(text: str, file: Path) -> None:
    """Without an engine: a low tone as long as the text would take to say."""
    tone([330.0], max(1.0, len(text) * 0.22), file)


def read(file: Path) -> tuple[array.array[int], int]:
    """Samples and rate of a 16-bit file; of two channels the first."""
    with wave.open(str(file), "rb") as sound:
        samples = array.array("h", sound.readframes(sound.getnframes()))
        return samples[:: sound.getnchannels()], sound.getframerate()


def write(file: Path, samples: array.array[int]) -> None:
    """Write beside, then rename: nobody ever hears half a file."""
    beside = file.with_suffix(".part")
    with wave.open(str(beside), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples.tobytes())
    beside.replace(file)


def _resample(samples: array.array[int], rate: int) -> array.array[int]:
    """To 8 kHz by the mean of the samples around each point, which also keeps out what is too high for it."""
    if rate == RATE or not samples:
        return samples
    ratio = rate / RATE
    made = array.array("h")
    for n in range(int(len(samples) / ratio)):
        begin = int(n * ratio)
        window = samples[begin : max(begin + 1, int((n + 1) * ratio))]
        made.append(sum(window) // len(window))
    return made


def _level(samples: array.array[int]) -> array.array[int]:
    peak = max((abs(s) for s in samples), default=0)
    if not peak:
        return samples
    gain = LOUDEST * 32767 / peak
    return array.array("h", (int(s * gain) for s in samples))
