"""Any wav becomes the telephone's: 8 kHz, 16 bit, one channel, not too loud."""

import array
import math
import struct
from pathlib import Path

import pytest

from hotline.outside import sound
from tests.hotline.outside.wavs import chunk, tone, wav

pytestmark = pytest.mark.unit
GUID = b"\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71"


def extensible(coding: int) -> bytes:
    return struct.pack("<HHIH", 22, 16, 0, coding) + GUID


@pytest.mark.parametrize(
    ("given", "form", "samples"),
    [
        (wav(struct.pack("<3h", 0, 1000, -1000)), (1, 1, 8000, 16), [0, 1000, -1000]),
        (wav(bytes([0, 128, 255]), bits=8), (1, 1, 8000, 8), [-32768, 0, 32512]),
        (wav(b"\x99\x34\x12\x00\x00\x80", bits=24), (1, 1, 8000, 24), [0x1234, -32768]),
        (wav(b"\x99\x99\x34\x12", bits=32), (1, 1, 8000, 32), [0x1234]),
        (
            wav(struct.pack("<4f", 0.5, -1.0, 7.0, math.nan), coding=3, bits=32),
            (3, 1, 8000, 32),
            [16383, -32767, 32767, 0],
        ),
        (wav(struct.pack("<2d", 0.5, -0.5), coding=3, bits=64), (3, 1, 8000, 64), [16383, -16383]),
        (wav(b"\xff\x00\x80\x7f", coding=7, bits=8), (7, 1, 8000, 8), [0, -32124, 32124, 0]),
        (wav(b"\xd5\x55\xaa\x2a", coding=6, bits=8), (6, 1, 8000, 8), [8, -8, 32256, -32256]),
        (wav(struct.pack("<4h", 100, 300, -7, 7), channels=2, rate=16000), (1, 2, 16000, 16), [200, 0]),
        (wav(struct.pack("<2h", 5, 6), coding=0xFFFE, extra=extensible(1)), (1, 1, 8000, 16), [5, 6]),
        (wav(struct.pack("<2h", 5 << 4, -6 << 4), bits=12), (1, 1, 8000, 12), [80, -96]),
        (wav(struct.pack("<2h", 5, 6) + b"\x01"), (1, 1, 8000, 16), [5, 6]),
        (wav(struct.pack("<2h", 5, 6))[:-2], (1, 1, 8000, 16), [5]),
        (wav(b""), (1, 1, 8000, 16), []),
    ],
)
def test_decoding(given: bytes, form: tuple[int, int, int, int], samples: list[int]) -> None:
    read, heard = sound.decode(given)
    assert (read, list(heard)) == (sound.Format(*form), samples)


def test_a_length_that_was_not_known_when_it_was_written() -> None:
    given = wav(struct.pack("<2h", 5, 6))
    place = given.index(b"data") + 4
    for told in (0xFFFFFFFF, 0x7FFFF000):
        assert list(sound.decode(given[:place] + struct.pack("<I", told) + given[place + 4 :])[1]) == [5, 6]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (b"", "not a wav"), (b"ID3 an mp3 file of some length", "not a wav"), (b"RIFF\0\0\0\0AVI ", "not a wav"),
        (b"RIFF\0\0\0\0WAVE" + chunk(b"data", b"1234"), "not a wav"),
        (b"RIFF\0\0\0\0WAVE" + chunk(b"fmt ", b"1"), "not a wav"),
        (wav(b"1234", coding=85), "coding 85"), (wav(b"12345", bits=40), "40 bits"), (wav(b"12", bits=0), "0 bits"),
        (wav(b"1234", channels=0), "0 channels"), (wav(b"1234", rate=10), "10 Hz"),
        (wav(b"1234", channels=9), "9 channels"),
    ],
)  # fmt: skip
def test_what_is_no_wav(given: bytes, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        sound.decode(given)


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 44100, 48000, 6000])
def test_for_the_telephone(rate: int) -> None:
    samples = sound.telephone(wav(tone(0.5, rate=rate, loud=0.2), rate=rate))
    peak, power = sound.peak_and_power(samples)
    assert (abs(len(samples) - 4000) <= 1, round(peak, 2), round(power, 1)) == (True, 0.7, 0.5)


def test_silence_stays_silence() -> None:
    assert list(sound.telephone(wav(bytes(8)))) == [0, 0, 0, 0]
    assert sound.peak_and_power(array.array("h")) == (0.0, 0.0)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "a.wav"
    sound.write(file, array.array("h", [1, -2, 3]))
    assert (list(sound.read(file)[0]), sound.decode(file.read_bytes())[0]) == ([1, -2, 3], sound.TELEPHONE)
    assert [f.name for f in tmp_path.iterdir()] == ["a.wav"]
