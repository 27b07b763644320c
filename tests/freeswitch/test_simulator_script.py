"""A day as YAML, and the recordings it leaves."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freeswitch.simulator import wav
from freeswitch.simulator.callers import Caller, CallerAct
from freeswitch.simulator.channels import Phone
from freeswitch.simulator.recorded import RecordingDone
from freeswitch.simulator.script import ScriptError, let_call, load, log_in, parse
from hotline import sample

from .switch_bench import START, Bench

pytestmark = pytest.mark.unit

DAY = """\
numbers: {"12368": {ts_profile: court_12368}}
telephones: {"1005": {kind: robot, ring: 3, talk: 25}, "1001": {kind: human, answer: unregistered}}
repeat: true
length: 100
calls:
  - {at: 20, from: "13800001234", name: "张三", to: "12368", does: [{press: "0", after: menu}, {speak: true},
     {hang_up: {talking: 40}}, {silent: true}, {speak: {at: 2, for: 3}}, {hang_up: 60}]}
"""


def test_a_day_is_read() -> None:
    day = parse(DAY)
    assert day.calls == (
        (
            20.0,
            Caller(
                "13800001234",
                "张三",
                "12368",
                (
                    CallerAct("press", "after", prompt="menu", keys="0"),
                    CallerAct("speak", "answered"),
                    CallerAct("hang_up", "talking", 40.0),
                    CallerAct("speak", "at", 2.0, lasts=3.0),
                    CallerAct("hang_up", "at", 60.0),
                ),
            ),
        ),
    )
    assert [(p.extension, p.kind, p.ring_seconds, p.talk_seconds, p.registered) for p in day.phones] == [
        ("1005", "robot", 3.0, 25.0, True),
        ("1001", "human", 3.0, 30.0, False),
    ]
    assert (day.repeat, day.length, day.numbers) == (True, 100.0, {"12368": {"ts_profile": "court_12368"}})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "d.yml:1:1 the file is empty"),
        ("calls: 3", "d.yml:1:8 a list is expected here"),
        ("colls: []", "d.yml:1:1 unknown key “colls”; known here: numbers, telephones, repeat, length, calls"),
        ("calls:\n  - {at: 1, to: '1'}", "d.yml:2:5 a call needs “from”"),
        ("calls:\n  - {at: soon, from: '1', to: '1'}", "d.yml:2:10 “soon” is not a number of seconds"),
        (
            "telephones: {'1': {kind: cat}}",
            "d.yml:1:26 “cat” is not one of robot, human",
        ),
        (
            "calls: [{at: 1, from: '1', to: '1', does: [{press: x, after: menu}]}]",
            "d.yml:1:44 “x” are not keys of a telephone",
        ),
        (
            "calls: [{at: 1, from: '1', to: '1', does: [{dance: true}]}]",
            "d.yml:1:45 unknown key “dance”; known here: press, speak, silent, hang_up, at, during, after, answered, "
            "waiting, ringing, talking, wait, for",
        ),
        (
            "calls: [{at: 1, from: '1', to: '1', does: [{hang_up: {at: 1, talking: 2}}]}]",
            "d.yml:1:44 only one of at, talking can be meant",
        ),
        ("calls: &a [*a]", "d.yml:1:12 this is not YAML: references (&name, *name) are not used here"),
        ("calls: [", "d.yml:1:9 this is not YAML: expected the node content, but found '<stream end>'"),
    ],
)
def test_mistakes_are_told_with_their_place(text: str, said: str) -> None:
    with pytest.raises(ScriptError) as caught:
        parse(text, "d.yml")
    assert str(caught.value) == said


@given(st.text(max_size=60))
def test_any_text_is_a_day_or_a_mistake_with_a_place(text: str) -> None:
    said = ""
    try:
        parse(text, "d.yml")
    except ScriptError as error:
        said = str(error)
    assert said == "" or said.startswith("d.yml:")


def test_a_repeated_day_starts_over() -> None:
    bench = Bench()
    log_in(bench.switch, parse(DAY), bench.now)
    let_call(bench.switch, parse(DAY), bench.now)
    bench.wait(250)
    created = [int(e.get("Event-Date-Timestamp")) / 1e6 - START for e in bench.events() if e.name == "CHANNEL_CREATE"]
    assert [at for at in created if at % 100 == 20] == [20.0, 120.0, 220.0]


def test_the_demonstration_day_can_be_lived_through() -> None:
    day = load(Path("freeswitch/simulator/demo_day.yml"))
    bench = Bench(*(Phone(p.extension, p.kind) for p in day.phones))
    log_in(bench.switch, day, bench.now)
    let_call(bench.switch, day, bench.now)
    bench.wait(1500)
    names = [event.name for event in bench.events()]
    assert names.count("CHANNEL_CREATE") >= 2 * len(day.calls)
    assert (len(day.calls), day.calls[0][0], day.length) == (25, 20.0, 720.0)


def test_everybody_of_the_sample_court_has_his_telephone_in_the_demonstration() -> None:
    day = load(Path("freeswitch/simulator/demo_day.yml"))
    wanted = {extension for _login, _name, extension in sample.AGENTS} | set(sample.TELEPHONES.values())
    assert wanted - {phone.extension for phone in day.phones} == set()


def test_a_recording_is_a_real_stereo_file_of_the_right_length(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.wav"
    wav.write(RecordingDone(str(path), 2.55, ((0.0, 1.0),), ((1.5, 2.0),)), path)
    with wave.open(str(path), "rb") as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (2, 2, 8000)
        assert sound.getnframes() == 20400
        frames = memoryview(sound.readframes(20400)).cast("h")
    left, right = frames[0::2].tolist(), frames[1::2].tolist()
    loud = [[any(side[second * 4000 : second * 4000 + 4000]) for second in range(5)] for side in (left, right)]
    assert loud == [[True, True, False, False, False], [False, False, False, True, False]]
    assert [p.name for p in path.parent.iterdir()] == ["a.wav"]


def test_a_disk_that_refuses_is_said_and_the_call_goes_on(tmp_path: Path) -> None:
    said: list[str] = []
    (tmp_path / "file").write_text("in the way")
    target = tmp_path / "file" / "a.wav"
    wav.recorder(said.append)(RecordingDone(str(target), 1.0, (), ()))
    assert [line.split(" not written")[0] for line in said] == [f"recording {target}"]
    assert wav.can_record(str(target)) is False
    assert wav.can_record(str(tmp_path / "new" / "a.wav")) is True


def test_sounds_are_measured(tmp_path: Path) -> None:
    wav.write(RecordingDone("x", 1.5, (), ()), tmp_path / "menu.wav")
    seconds = wav.sound_lengths(tmp_path)
    assert seconds("menu.wav") == 1.5
    assert seconds(str(tmp_path / "menu.wav")) == 1.5
    with pytest.raises(FileNotFoundError):
        seconds("none.wav")
