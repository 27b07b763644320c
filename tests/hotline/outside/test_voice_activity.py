"""Speech in made recordings whose truth is known: words of espeak-ng, silences of exact length, too loud, too quiet."""

import io
import random
import shutil
import struct
from array import array
from typing import Any

import pytest

from hotline.calls.rules.voices import FRAME, Side, Voices, measured
from hotline.outside import engines, sound
from hotline.outside.voice_activity import BLOCK, RATE, SAMPLES, NoTwoSides, hear

pytestmark = pytest.mark.unit
WORDS = "您好，这里是诉讼服务热线，请问有什么可以帮您？请先说一下案号和您的姓名。"
CALLER = "我想问一下我的案子什么时候开庭，法官一直联系不上，麻烦您帮我查一下。"
NEAR = 0.2  # seconds by which a measured length may differ from the truth


def recording(caller: "array[int]", agent: "array[int]", *, header: bytes | None = None) -> io.BytesIO:
    """Two channels as the switch writes them; the shorter one ends in silence."""
    length = max(len(caller), len(agent))
    both = array("h", bytes(4 * length))
    both[0 : 2 * len(caller) : 2], both[1 : 2 * len(agent) : 2] = caller, agent
    data = both.tobytes()
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, 2, RATE, RATE * 4, 4, 16,
                       b"data", len(data))  # fmt: skip
    return io.BytesIO((head if header is None else header) + data)


def silence(seconds: float) -> "array[int]":
    return array("h", bytes(2 * round(seconds * RATE)))


def louder(samples: "array[int]", factor: float) -> "array[int]":
    return array("h", [max(-32768, min(32767, round(one * factor))) for one in samples])


def said(text: str) -> "array[int]":
    """The words alone: what is silent before and after them is cut off."""
    samples = sound.telephone(engines.Program(20).wav(text))
    loud = [n for n, one in enumerate(samples) if abs(one) > 300]
    return samples[loud[0] : loud[-1] + 1]


@pytest.fixture(scope="module")
def words() -> "tuple[array[int], array[int]]":
    if shutil.which("espeak-ng") is None:
        pytest.skip("no espeak-ng on this machine")
    return said(WORDS), said(CALLER)


def figures(file: Any, *held: tuple[float, float]) -> Voices:
    sides = [Side(one.speech, one.level, one.clipped) for one in hear(file)]
    return measured(sides[0], sides[1], [(0.0, len(sides[0].speech) * FRAME)], held)


def length(samples: "array[int]") -> float:
    return len(samples) / RATE


def close(found: float | None, truth: float, what: str) -> bool:
    print(f"{what}: {found} measured, {truth:.2f} true")
    return found is not None and abs(found - truth) <= NEAR


def test_seven_seconds_of_silence(words: Any) -> None:
    agent, _ = words
    found = figures(recording(silence(1), silence(2) + agent + silence(7) + agent))
    assert close(found.dead_longest, 7.0, "longest silence")
    assert close(found.dead, 7.0, "dead air")
    assert close(found.agent_first, 2.0, "until the agent speaks")
    assert (found.caller, found.both, found.caller_level) == (0.0, 0.0, None)  # one side alone


def test_three_seconds_of_both(words: Any) -> None:
    agent, caller = words
    begin = length(agent) - 3.0  # the caller interrupts so long before the agent ends
    found = figures(recording(silence(begin) + caller, agent))
    assert close(found.both, 3.0, "both at once")


def test_a_voice_too_quiet_is_a_voice(words: Any) -> None:
    agent, _ = words
    loud, quiet = (figures(recording(silence(1), louder(agent, factor))) for factor in (1.0, 0.01))
    print(f"speech 40 dB quieter: {quiet.agent} of {loud.agent} s found")
    assert quiet.agent > 0.9 * loud.agent  # its softest syllables drown in the steps of 16 bit
    assert loud.agent_level is not None
    assert abs((quiet.agent_level or 0.0) - (loud.agent_level - 40.0)) < 3.0


def test_a_voice_too_loud_is_clipped(words: Any) -> None:
    agent, _ = words
    plain, clipped = (figures(recording(silence(1), louder(agent, factor))) for factor in (1.0, 8.0))
    assert (plain.agent_clipped, clipped.agent_clipped > 0.2) == (0.0, True)


def test_music_on_hold_is_nobodys_voice(words: Any) -> None:
    agent, _ = words
    dice = random.Random(1)
    music = array("h", [dice.randrange(-3000, 3000) for _ in range(10 * RATE)])
    begin = length(agent) + 1.0
    found = figures(recording(silence(1), agent + silence(1) + music + silence(1) + agent), (begin, begin + 10.0))
    assert close(found.held, 10.0, "held")
    assert close(found.talk, 2 * length(agent) + 2.0, "talk without the hold")


def test_a_long_silence_longer_than_a_block(words: Any) -> None:
    agent, _ = words
    gap = BLOCK / RATE + 3.3
    found = figures(recording(silence(1), agent + silence(gap) + agent))
    assert close(found.dead_longest, gap, "silence over two blocks")


def test_noise_and_silence_are_no_speech() -> None:
    dice = random.Random(7)
    noise = array("h", [round(dice.gauss(0, 1000)) for _ in range(20 * RATE)])
    caller, agent = hear(recording(noise, silence(20)))
    assert sum(caller.speech) / len(caller.speech) < 0.05
    assert (sum(agent.speech), len(agent.speech), set(agent.wave)) == (0, 20 * RATE // SAMPLES, {0})


def test_a_wrong_length_in_the_header_is_not_believed() -> None:
    good = recording(silence(2), silence(2)).getvalue()
    torn = io.BytesIO(good[:40] + b"\x00\x00\x00\x00" + good[44:-3])  # no length, and the last sample cut
    assert len(hear(torn)[0].speech) == -(-2 * RATE // SAMPLES)


@pytest.mark.parametrize("data", [b"", b"RIFF", b"x" * 5000, b"RIFF" + b"\x00" * 60])
def test_what_is_no_recording_of_two_sides(data: bytes) -> None:
    with pytest.raises(NoTwoSides):
        hear(io.BytesIO(data))


def test_one_channel_has_no_sides() -> None:
    mono = bytearray(recording(silence(1), silence(1)).getvalue())
    mono[22:24] = struct.pack("<H", 1)
    with pytest.raises(NoTwoSides):
        hear(io.BytesIO(bytes(mono)))


def test_a_recording_without_a_sample() -> None:
    assert [(one.speech, one.wave) for one in hear(recording(silence(0), silence(0)))] == [([], b"")] * 2
