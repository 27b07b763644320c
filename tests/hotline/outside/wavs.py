"""Wav files of any kind for tests."""

import array
import math
import struct


def wav(
    data: bytes, *, coding: int = 1, channels: int = 1, rate: int = 8000, bits: int = 16, extra: bytes = b""
) -> bytes:
    """A wav with one header chunk, one chunk of something else, and the samples as they are."""
    block = channels * bits // 8
    form = struct.pack("<HHIIHH", coding, channels, rate, rate * block, block, bits) + extra
    chunks = chunk(b"fmt ", form) + chunk(b"LIST", b"odd") + chunk(b"data", data)
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WAVE" + chunks


def chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def tone(seconds: float = 1.0, *, rate: int = 8000, loud: float = 0.5, pitch: float = 400.0) -> bytes:
    """Samples of a tone, 16 bit."""
    samples = (int(32767 * loud * math.sin(2 * math.pi * pitch * n / rate)) for n in range(int(seconds * rate)))
    return array.array("h", samples).tobytes()
