"""Real calls with a third one: consulted, handed over, judges in turn, listened to, taken over, called out."""

import math
import subprocess
import wave
from array import array
from pathlib import Path

import pytest

from hotline import rows
from hotline.calls.rules.order_kinds import (
    CallOut,
    Consult,
    HandOver,
    HangUp,
    Mute,
    TakeOver,
    Target,
    ThreeWay,
    Transfer,
    Watch,
    WatchAs,
)
from hotline.words import Party, WatchMode
from scripts.py import sipp
from scripts.py.live_house import Live, wait_for
from tests.there import there

pytestmark = pytest.mark.live


def person(login: str) -> int:
    return int(rows.Person.get(rows.Person.login == login).id)


def tone(folder: Path, hertz: int) -> Path:
    """Somebody's voice: a tone of his own, 8 kHz A-law."""
    file = folder / f"tone{hertz}.wav"
    command = ["sox", "-n", "-r", "8000", "-c", "1", "-e", "a-law", str(file), "synth", "30", "sine", str(hertz)]
    subprocess.run([*command, "gain", "-10"], check=True)
    return file


def heard(file: Path, hertz: int) -> list[float]:
    """How loud a pitch is in each half second of the right channel (what the caller hears), by Goertzel's filter."""
    with wave.open(str(file), "rb") as sound:
        samples = array("h", sound.readframes(sound.getnframes()))[1::2]
    size, turn = 4000, 2 * math.cos(2 * math.pi * hertz / 8000)
    loud = []
    for begin in range(0, len(samples) - size, size):
        one = two = 0.0
        for sample in samples[begin : begin + size]:
            one, two = sample + turn * one - two, one
        loud.append(math.sqrt(max(0.0, one * one + two * two - turn * one * two)) / size)
    return loud


def talking(live: Live, number: str, *, agent: str = "") -> rows.Call:
    """The call of a number, once it talks (with that agent)."""
    call = live.row(number)

    def talks() -> bool:
        row = rows.Call.get_by_id(call.id)
        return row.state == "talking" and (not agent or there(row.agent).login == agent)

    wait_for(talks, 15, f"{number} talks {agent}")
    return rows.Call.get_by_id(call.id)


def legs(call: rows.Call) -> list[tuple[str, str, str | None]]:
    query = rows.CallLeg.select().where(rows.CallLeg.call == call.id).order_by(rows.CallLeg.id)
    return [(leg.kind, leg.dialled, leg.result) for leg in query]


def test_a_consulted_and_handed_over_call_is_one_record_and_audible_through(live: Live) -> None:
    live.agent("1005", moves=sipp.speak(tone(live.folder, 900)))
    live.agent("1001", moves=sipp.speak(tone(live.folder, 1500)))
    live.ready("agent5", "agent1")
    live.call("12345", "13800020001")
    call = talking(live, "13800020001")
    assert live.order("agent5", Consult((Target(agent=person("agent1"), name="李敏"),))) is None
    live.has(call, "leg_answered")
    assert live.order("agent5", ThreeWay()) is None
    live.has(call, "three_way")
    live.pause(2)
    assert live.order("agent5", HandOver()) is None
    call = talking(live, "13800020001", agent="agent1")
    live.pause(2)
    assert live.order("agent1", HangUp()) is None
    call = live.ended("13800020001")
    assert (call.outcome, call.ended_by, legs(call)) == ("talked", "agent", [("colleague", "1001", "answered")])
    file = live.settings.recordings / f"{call.id}.wav"
    wait_for(lambda: rows.Recording.get(rows.Recording.call == call.id).state == "kept", 10, "the recording is closed")
    first, second = heard(file, 900), heard(file, 1500)
    assert max(first) > 300
    assert max(second) > 300
    both = [n for n, (a, b) in enumerate(zip(first, second, strict=True)) if a > 300 and b > 300]
    assert both, "agent and colleague are heard together in the three-way talk"
    last = max(n for n, volume in enumerate(first) if volume > 300)
    assert len([volume for volume in second[last + 1 :] if volume > 300]) >= 2, "then only the colleague is heard"


def test_judge_chamber_and_chief_are_rung_in_turn(live: Live) -> None:
    live.agent("1005")
    live.agent("1001", answers="ignore")
    live.agent("1002", answers="busy")
    judge = live.agent("1003")
    live.ready("agent5")
    live.call("12345", "13800020002")
    call = talking(live, "13800020002")
    judges = tuple(Target(f"100{n}", party=Party.JUDGE, name=f"法官{n}", contact=1, seconds=3) for n in (1, 2, 3))
    assert live.order("agent5", Consult(judges)) is None
    live.has(call, "leg_answered")
    assert live.order("agent5", HandOver()) is None
    live.has(call, "transferred")
    live.hang_up(judge)
    call = live.ended("13800020002")
    assert (call.outcome, legs(call)) == (
        "talked",
        [("judge", "1001", "no_answer"), ("judge", "1002", "busy"), ("judge", "1003", "answered")],
    )


def test_a_supervisor_listens_whispers_barges_in_and_takes_over(live: Live) -> None:
    live.agent("1005")
    live.agent("1001", moves=sipp.speak(tone(live.folder, 1000)))
    live.ready("agent5", "agent1")
    live.call("12345", "13800020003")
    call = talking(live, "13800020003")
    assert live.order("agent1", Watch(person("agent5"))) is None
    live.has(call, "leg_answered")
    live.pause(1.5)
    for mode in (WatchMode.WHISPER, WatchMode.BARGE):
        assert live.order("agent1", WatchAs(person("agent5"), mode)) is None
        live.pause(1.5)
    assert live.order("agent1", TakeOver(person("agent5"))) is None
    call = talking(live, "13800020003", agent="agent1")
    live.pause(1.5)
    assert live.order("agent1", HangUp()) is None
    call = live.ended("13800020003")
    assert (call.outcome, legs(call)) == ("talked", [("supervisor", "1001", "answered")])
    kinds = [(kind, data.get("mode")) for kind, data in live.facts(call.id)]
    loud = heard(live.settings.recordings / f"{call.id}.wav", 1000)
    assert [mode for kind, mode in kinds if kind == "watched"] == ["whisper", "barge"]
    quiet = next(n for n, volume in enumerate(loud) if volume > 300)
    assert quiet >= 4, "the caller does not hear the supervisor listen and whisper"


def test_transferred_to_a_colleague_and_to_a_line(live: Live) -> None:
    live.agent("1005")
    live.agent("1001")
    live.agent("1003")
    live.ready("agent5", "agent1", "agent3")
    live.call("12345", "13800020004")
    talking(live, "13800020004", agent="agent5")
    assert live.order("agent5", Transfer((Target(agent=person("agent1")),))) is None
    talking(live, "13800020004", agent="agent1")
    assert live.order("agent1", Transfer((Target(line="enforcement"),))) is None
    talking(live, "13800020004", agent="agent3")
    assert live.order("agent3", HangUp()) is None
    call = live.ended("13800020004")
    assert (call.outcome, call.line) == ("talked", "enforcement")


def test_a_muted_agent_is_not_heard(live: Live) -> None:
    live.agent("1005", moves=sipp.speak(tone(live.folder, 700)))
    live.ready("agent5")
    live.call("12345", "13800020005")
    talking(live, "13800020005")
    live.pause(1.5)
    assert live.order("agent5", Mute()) is None
    live.pause(2.5)
    assert live.order("agent5", HangUp()) is None
    call = live.ended("13800020005")
    loud = heard(live.settings.recordings / f"{call.id}.wav", 700)
    assert max(loud) > 300 > 100 > loud[-2]


def test_a_citizen_is_called_back_through_the_trunk(live: Live) -> None:
    live.agent("1005", moves=sipp.speak(tone(live.folder, 600)))
    live.ready("agent5")
    citizen = live.citizen()
    number = "13800020006"
    assert live.order("agent5", CallOut(number, "张三", "government", "12345", "gov_12345")) is None
    live.talking(number)
    live.pause(2)
    live.hang_up(citizen)
    call = live.ended(number)
    assert (call.direction, call.outcome, call.ended_by) == ("out", "reached", "caller")
    assert legs(call) == [("agent", "1005", "answered"), ("citizen", number, "answered")]
    file = live.settings.recordings / f"{call.id}.wav"
    wait_for(lambda: rows.Recording.get(rows.Recording.call == call.id).state == "kept", 10, "the recording is closed")
    assert max(heard(file, 600)) > 300


def test_a_citizen_who_is_busy_is_not_reached(live: Live) -> None:
    live.agent("1005")
    live.ready("agent5")
    live.citizen(answers="busy")
    number = "13800020007"
    assert live.order("agent5", CallOut(number, "", "government", "12345", "gov_12345")) is None
    call = live.ended(number)
    assert (call.outcome, legs(call)) == (
        "not_reached", [("agent", "1005", "answered"), ("citizen", number, "busy")],
    )  # fmt: skip


def test_a_controller_killed_in_a_three_way_talk_takes_it_over(live: Live) -> None:
    live.agent("1005")
    live.agent("1001")
    live.ready("agent5", "agent1")
    live.call("12345", "13800020008")
    call = talking(live, "13800020008")
    live.order("agent5", Consult((Target(agent=person("agent1")),)))
    live.has(call, "leg_answered")
    live.order("agent5", ThreeWay())
    live.has(call, "three_way")
    live.pause(1)
    live.stop_controller()
    live.start_controller()
    live.has(call, "adopted")
    assert rows.Call.get_by_id(call.id).state == "talking"
    assert live.order("agent5", HangUp()) is None
    call = live.ended("13800020008")
    assert (call.outcome, call.ended_by) == ("talked", "agent")
