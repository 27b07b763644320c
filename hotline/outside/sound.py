"""Sound files: turn any wav into a telephone's wav (8 kHz, 16 bit, one channel), make tones, measure loudness."""

from __future__ import annotations  # array.array takes no type argument at run time

import array
import math
import struct
import sys
import wave
from dataclasses import dataclass
from pathlib import Path

RATE = 8000
LOUDEST = 0.7  # part of full scale; telephones clip louder sound
FULL_SCALE = 32767
CHANNELS_MOST = 8
RATES = range(1000, 400_001)
_PCM, _FLOAT, _A_LAW, _MU_LAW, _EXTENSIBLE = 1, 3, 6, 7, 0xFFFE


@dataclass(frozen=True, slots=True)
class Format:
    """A wav's header data; `coding` 1 is plain samples (PCM)."""

    coding: int
    channels: int
    rate: int
    bits: int


TELEPHONE = Format(_PCM, 1, RATE, 16)


def decode(data: bytes) -> tuple[Format, array.array[int]]:
    """A wav's format and its samples as 16 bit, its channels mixed into one. ValueError: this wav cannot be read.

    It reads 8 to 32 bit, floating point, A-law and mu-law; a missing or wrong length in the header is corrected.
    """
    chunks = _chunks(data)
    if len(chunks.get(b"fmt ", b"")) < 16 or b"data" not in chunks:
        raise ValueError("this is not a wav file")
    coding, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunks[b"fmt "])
    if coding == _EXTENSIBLE and len(chunks[b"fmt "]) >= 26:
        (coding,) = struct.unpack_from("<H", chunks[b"fmt "], 24)
    if not 1 <= channels <= CHANNELS_MOST or rate not in RATES:
        raise ValueError(f"a wav of {channels} channels at {rate} Hz cannot be used")
    form = Format(coding, channels, rate, bits)
    return form, _mixed(_samples(form, chunks[b"data"]), channels)


def telephone(data: bytes) -> array.array[int]:
    """The samples of a wav at 8 kHz, at the right loudness for a telephone. ValueError as `decode`."""
    form, samples = decode(data)
    return levelled(resampled(samples, form.rate))


def read(file: Path) -> tuple[array.array[int], int]:
    """Samples and rate of a sound file. ValueError as `decode`."""
    form, samples = decode(file.read_bytes())
    return samples, form.rate


def write(file: Path, samples: array.array[int]) -> None:
    """Write to a temporary file, then rename: nobody ever hears half a file."""
    beside = file.with_suffix(".part")
    save(beside, samples)
    beside.replace(file)


def save(file: Path, samples: array.array[int]) -> None:
    """Write a telephone's wav directly to the file."""
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples.tobytes())


def tone(pitches: list[float], seconds: float, file: Path) -> None:
    """Write soft tones one after the other, `seconds` in all; they fade in and out, so they repeat without a click."""
    each = int(seconds * RATE / len(pitches))
    samples = array.array("h")
    for pitch in pitches:
        for n in range(each):
            swell = math.sin(math.pi * n / each) ** 0.5
            samples.append(int(6000 * swell * math.sin(2 * math.pi * pitch * n / RATE)))
    write(file, samples)


def peak_and_power(samples: array.array[int]) -> tuple[float, float]:
    """The loudest sample and the root of the mean square, both as parts of full scale; 0 for no samples."""
    if not samples:
        return 0.0, 0.0
    power = math.sqrt(sum(s * s for s in samples) / len(samples))
    return max(abs(s) for s in samples) / FULL_SCALE, power / FULL_SCALE


def resampled(samples: array.array[int], rate: int) -> array.array[int]:
    """Resample to 8 kHz by the mean of the samples around each point, which also filters out too high frequencies."""
    if rate == RATE or not samples:
        return samples
    ratio = rate / RATE
    made = array.array("h")
    for n in range(int(len(samples) / ratio)):
        begin = int(n * ratio)
        window = samples[begin : max(begin + 1, int((n + 1) * ratio))]
        made.append(sum(window) // len(window))
    return made


def levelled(samples: array.array[int]) -> array.array[int]:
    """Scale the samples so that the loudest is at 0.7 of full scale."""
    peak = max((abs(s) for s in samples), default=0)
    if not peak:
        return samples
    gain = LOUDEST * FULL_SCALE / peak
    return array.array("h", (int(s * gain) for s in samples))


# ---- reading


def _chunks(data: bytes) -> dict[bytes, bytes]:
    """The first chunk of each name; a chunk longer than the file is cut at the file's end."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError("this is not a wav file")
    found: dict[bytes, bytes] = {}
    place = 12
    while place + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, place)
        found.setdefault(name, data[place + 8 : place + 8 + size])
        place += 8 + size + size % 2
    return found


def _samples(form: Format, data: bytes) -> array.array[int]:
    """All channels' samples as 16 bit."""
    width = (form.bits + 7) // 8
    data = data[: len(data) // (width or 1) * (width or 1)]
    if form.coding == _PCM and width in (2, 3, 4):
        return _upper(data, width)
    if form.coding == _PCM and width == 1:
        return array.array("h", ((byte - 128) << 8 for byte in data))
    if form.coding == _FLOAT and width in (4, 8):
        return _floats(data, "f" if width == 4 else "d")
    if form.coding in (_A_LAW, _MU_LAW) and width == 1:
        table = [_a_law(byte) if form.coding == _A_LAW else _mu_law(byte) for byte in range(256)]
        return array.array("h", (table[byte] for byte in data))
    raise ValueError(f"a wav of coding {form.coding} with {form.bits} bits cannot be read")


def _upper(data: bytes, width: int) -> array.array[int]:
    """The two upper bytes of each little-endian sample."""
    both = bytearray(len(data) // width * 2)
    both[0::2], both[1::2] = data[width - 2 :: width], data[width - 1 :: width]
    return _little("h", bytes(both))


def _floats(data: bytes, kind: str) -> array.array[int]:
    """Full scale is 1.0; louder samples are clipped, NaN becomes 0."""
    return array.array("h", (int(max(-1.0, min(1.0, s)) * FULL_SCALE) if s == s else 0 for s in _little(kind, data)))


def _little(kind: str, data: bytes) -> array.array[int]:
    read = array.array(kind, data)
    if sys.byteorder == "big":
        read.byteswap()
    return read


def _mu_law(byte: int) -> int:
    byte ^= 0xFF
    size = (((byte & 0x0F) << 3) + 0x84) << ((byte & 0x70) >> 4)
    return 0x84 - size if byte & 0x80 else size - 0x84


def _a_law(byte: int) -> int:
    byte ^= 0x55
    segment, size = (byte & 0x70) >> 4, (byte & 0x0F) << 4
    size = size + 8 if segment == 0 else (size + 0x108) << (segment - 1)
    return size if byte & 0x80 else -size


def _mixed(samples: array.array[int], channels: int) -> array.array[int]:
    """One channel: the mean of all channels."""
    if channels == 1:
        return samples
    frames = zip(*(samples[n::channels] for n in range(channels)), strict=False)
    return array.array("h", (sum(frame) // channels for frame in frames))
