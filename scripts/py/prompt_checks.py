"""What is wrong with a prompt's sound file: its format, its length for its text, its loudness."""

import array
from pathlib import Path
from typing import Any

from hotline.outside import sound

SLOWEST, FASTEST = 2.0, 9.0  # characters a second
PAUSES = 1.5  # seconds of silence that a short prompt may have besides
TONE_SLACK = 0.1  # seconds by which a tone may miss its recipe
FAINTEST, LOUDEST = 0.01, 0.5  # root of the mean square, as parts of full scale
CLIPPED_MOST = 3  # samples at full scale; more is clipped


def complaints(folder: Path, prompts: dict[str, Any]) -> list[str]:
    """`file: sentence` for each fault of the prompts' files."""
    told = []
    for name, what in prompts.items():
        file = folder / f"{name}.wav"
        told += [f"{file}: {sentence}" for sentence in _of_file(file, what)]
    return told


def _of_file(file: Path, what: object) -> list[str]:
    try:
        form, samples = sound.decode(file.read_bytes())
    except OSError as error:
        return [f"读不出 / cannot be read: {error.strerror}"]
    except ValueError as error:
        return [f"不是可用的 wav / {error}"]
    if form != sound.TELEPHONE:
        found = f"{form.rate} Hz, {form.channels} ch, {form.bits} bit"
        return [f"应为 8 kHz 单声道 16 位 / 8 kHz, one channel, 16 bit are needed（{found}）"]
    if not samples:
        return ["没有声音 / there is no sound in it"]
    return [*_length(len(samples) / sound.RATE, what), *_loudness(samples)]


def _length(seconds: float, what: object) -> list[str]:
    """Too short or too long for what is said in it."""
    if isinstance(what, dict):
        wanted = float(what.get("seconds", seconds))
        fits = abs(seconds - wanted) <= TONE_SLACK
        return [] if fits else [f"应为 {wanted:g} 秒 / it lasts {seconds:.1f} s, not {wanted:g} s"]
    signs = sum(sign.isalnum() for sign in str(what))
    shortest, longest = signs / FASTEST, signs / SLOWEST + PAUSES
    if seconds < shortest:
        return [f"{signs} 个字只有 {seconds:.1f} 秒，过短 / {seconds:.1f} s are too short for {signs} characters"]
    if seconds > longest:
        return [f"{signs} 个字长达 {seconds:.1f} 秒，过长 / {seconds:.1f} s are too long for {signs} characters"]
    return []


def _loudness(samples: "array.array[int]") -> list[str]:
    """Clipped, too faint or too loud."""
    clipped = sum(abs(sample) >= sound.FULL_SCALE for sample in samples)
    _, power = sound.peak_and_power(samples)
    told = []
    if clipped > CLIPPED_MOST:
        told.append(f"削波失真 / clipped: {clipped} samples are at full scale")
    if power < FAINTEST:
        told.append(f"声音过轻 / too faint: {power:.2%} of full scale (RMS)")
    if power > LOUDEST:
        told.append(f"声音过响 / too loud: {power:.0%} of full scale (RMS)")
    return told
