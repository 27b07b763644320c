"""The recording of a real call: both sides, each on its own channel, for as long as the call was answered."""

import array
import math
import shutil
import subprocess
import wave
from pathlib import Path

import pytest

from hotline import rows
from scripts.py import sipp
from scripts.py.live_house import Live
from scripts.py.pace import PACE

pytestmark = pytest.mark.live
CALLER_HZ, AGENT_HZ = 440, 1000


def voice(file: Path, pitch: int) -> Path:
    """Four seconds of a voice that can be told from the other: a tone in 8 kHz A-law, as sipp sends it."""
    command = [
        "sox",
        "-n",
        "-r",
        "8000",
        "-c",
        "1",
        "-e",
        "a-law",
        str(file),
        "synth",
        "4",
        "sine",
        str(pitch),
        "gain",
        "-6",
    ]
    subprocess.run(command, check=True)
    return file


def strength(samples: "array.array[int]", rate: int, pitch: float) -> float:
    """How much of `pitch` is in the samples: 1.0 for a full-scale tone (Goertzel)."""
    step = 2 * math.cos(2 * math.pi * pitch / rate)
    before, last = 0.0, 0.0
    for sample in samples:
        before, last = last, sample / 32768 + step * last - before
    power = before * before + last * last - step * before * last
    return 2 * math.sqrt(max(0.0, power)) / len(samples)


@pytest.mark.skipif(shutil.which("sox") is None, reason="no sox on this machine (apt install sox)")
def test_caller_and_agent_are_on_a_channel_each(live: Live, tmp_path: Path) -> None:
    caller, agent = voice(tmp_path / "caller.wav", CALLER_HZ), voice(tmp_path / "agent.wav", AGENT_HZ)
    live.agent("1005", moves=sipp.speak(agent))
    live.ready("agent5")
    phone = live.call("12345", "13800070001", sipp.speak(caller))
    live.talking("13800070001")
    live.pause(4)
    live.hang_up(phone)
    call = live.ended("13800070001")
    kept = rows.Recording.get(rows.Recording.call == call.id, rows.Recording.kind == "call")
    with wave.open(str(live.settings.recordings / kept.path), "rb") as sound:
        assert (sound.getnchannels(), sound.getframerate()) == (2, 8000)
        length = sound.getnframes() / 8000
        both = array.array("h", sound.readframes(sound.getnframes()))
    assert call.talk_seconds is not None
    assert abs(length - call.talk_seconds) < PACE
    middle = slice(8000, 8000 * 3)
    left, right = both[0::2][middle], both[1::2][middle]
    heard = {
        (side, pitch): strength(samples, 8000, pitch) > 0.05
        for side, samples in (("left", left), ("right", right))
        for pitch in (CALLER_HZ, AGENT_HZ)
    }
    assert heard == {
        ("left", CALLER_HZ): True, ("left", AGENT_HZ): False, ("right", CALLER_HZ): False, ("right", AGENT_HZ): True,
    }  # fmt: skip
