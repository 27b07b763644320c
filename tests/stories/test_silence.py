"""Silent, quiet, hands-free and noisy callers: the words and gaps of the service standard (S4 app. A)."""

from pathlib import Path

import pytest

from freeswitch.simulator.callers import CallerAct
from freeswitch.simulator.script import load
from hotline import rows, sample
from hotline.calls.rules.order_kinds import PlayScript
from hotline.words import Script

from .house import House, hang_up
from .test_third_party import LONG

pytestmark = pytest.mark.story


@pytest.fixture
def listening(house: House) -> House:
    """The line `government` listens for a voice first."""
    rows.Line.update(tests_silence=True).where(rows.Line.code == "government").execute()
    house.controller.learn_floor()
    return house


def played(house: House) -> list[tuple[str, str]]:
    """What the switch was asked to run on the caller's channel: application and argument."""
    sent = [command.split("\n") for command in house.wire.sent if "execute-app-name" in command]
    return [
        (lines[2].partition(": ")[2], lines[3].partition(": ")[2]) for lines in sent if lines[3].startswith("execute")
    ]


SCRIPT = [
    ("playback", "standard.greeting.wav"), ("detect_audio", "300 10 5000"), ("playback", "standard.greeting.wav"),
    ("detect_audio", "300 10 5000"), ("playback", "standard.silent_farewell.wav"),
]  # fmt: skip


def test_who_says_nothing_is_asked_twice_and_let_go_without_an_agent(listening: House) -> None:
    listening.desk(5)
    call = listening.rings("12345")
    listening.run(60)
    assert played(listening) == SCRIPT
    assert listening.said(call) == ("ended", "silent", "system")
    assert listening.offers(call) == []
    assert [data for kind, data in listening.facts(call) if kind == "tested"] == [{"voice": False}]
    listening.settled()


def test_who_speaks_at_once_comes_to_an_agent(listening: House) -> None:
    listening.desk(5, talk_seconds=20)
    call = listening.rings("12345", CallerAct("speak"))
    listening.run(60)
    assert listening.said(call) == ("ended", "talked", "agent")
    assert played(listening)[:2] == SCRIPT[:2]
    listening.settled()


def test_who_speaks_after_the_second_greeting_comes_to_an_agent(listening: House) -> None:
    listening.desk(5, talk_seconds=20)
    call = listening.rings("12345", CallerAct("speak", "at", 12))
    listening.run(60)
    assert listening.said(call) == ("ended", "talked", "agent")
    assert played(listening)[:4] == SCRIPT[:4]
    listening.settled()


def test_who_hangs_up_in_the_test_gave_up_waiting(listening: House) -> None:
    listening.desk(5)
    call = listening.rings("12345", hang_up(5))
    listening.run(60)
    assert listening.said(call) == ("ended", "abandoned_queue", "caller")
    listening.settled()


@pytest.mark.parametrize(
    ("script", "sentence", "outcome"),
    [
        (Script.TOO_QUIET, "standard.too_quiet", "too_quiet"),
        (Script.HANDS_FREE, "standard.hands_free", "hands_free"),
        (Script.NOISY, "standard.noisy", "noisy"),
    ],
)
def test_one_button_says_one_sentence_waits_five_seconds_and_hangs_up(
    house: House, script: Script, sentence: str, outcome: str
) -> None:
    house.desk(5, talk_seconds=LONG)
    call = house.rings("12345")
    house.run(10)
    asked = house.now
    assert house.order("agent5", PlayScript(script)) is None
    assert house.standing(5)[0] == "wrap_up"
    house.run(60)
    assert played(house)[-1] == ("playback", f"{sentence}.wav")
    row = house.row(call)
    assert (row.outcome, row.ended_by, round(row.ended_at.timestamp() - asked, 1)) == (outcome, "system", 3.0 + 5.0)
    house.settled()


def test_the_silent_button_plays_the_whole_script(house: House) -> None:
    house.desk(5, talk_seconds=LONG)
    call = house.rings("12345")
    house.run(10)
    house.order("agent5", PlayScript(Script.SILENT))
    house.run(60)
    assert played(house)[-5:] == SCRIPT
    assert house.said(call) == ("ended", "silent", "system")
    house.settled()


def test_who_speaks_after_the_silent_button_waits_before_others(house: House) -> None:
    house.desk(5, talk_seconds=LONG)
    call = house.rings("12345", CallerAct("speak", "at", 22))
    house.run(10)
    house.order("agent5", PlayScript(Script.SILENT))
    house.run(120)
    assert [result for *_, result in house.offers(call)] == ["answered", "answered"]
    house.switch.phones.hang_up("1005")
    house.run(60)
    assert house.said(call) == ("ended", "talked", "agent")
    house.settled()


@pytest.mark.parametrize("script", Script)
@pytest.mark.parametrize("after", [0.5, 2.0, 5.0])
def test_who_rings_off_during_the_script_of_the_button_has_its_outcome(
    house: House, script: Script, after: float
) -> None:
    """It is no answered talk: no wait for a talk is counted twice, and the agent's short talk stays as it was."""
    house.desk(5, talk_seconds=LONG)
    call = house.rings("12345", hang_up(10 + after))
    house.run(10)
    talked = house.now - house.row(call).talking_at.timestamp()
    assert house.order("agent5", PlayScript(script)) is None
    house.run(60)
    assert house.said(call) == ("ended", script.value, "caller")
    assert house.row(call).talk_seconds == pytest.approx(talked, abs=0.01)
    assert house.offers(call) == [("A", "agent5", "answered")]
    house.settled()


def test_who_spoke_again_and_then_gives_up_has_talked(house: House) -> None:
    house.desk(5, talk_seconds=LONG)
    call = house.rings("12345", CallerAct("speak", "at", 12), hang_up(25))
    house.run(10)
    house.order("agent5", PlayScript(Script.SILENT))
    house.run(60)
    assert house.said(call) == ("ended", "talked", "caller")
    house.settled()


def test_the_caller_of_the_demonstration_who_says_nothing_counts_as_silent(house: House) -> None:
    """He presses nothing in the menu, comes to the first line, which a demonstration lets test, and stays for it."""
    rows.Line.update(tests_silence=True).where(rows.Line.code == sample.LINES[0][0]).execute()
    house.controller.learn_floor()
    house.desk(1)
    day = load(Path("freeswitch/simulator/demo_day.yml"))
    (silent,) = [c for _at, c in day.calls if all(act.do == "hang_up" and act.seconds > 60 for act in c.does)]
    call = house.call(silent)
    house.run(240)
    assert (house.said(call), house.offers(call)) == (("ended", "silent", "system"), [])


def test_who_was_silent_again_and_again_is_asked_for_a_voice_before_an_agent_rings(house: House) -> None:
    """Three calls in which the agent heard nobody; the fourth spends no agent, and its story says why."""
    house.desk(5, talk_seconds=LONG)
    for _ in range(3):
        call = house.rings("12345", number="13800009001")
        house.run(10)
        assert house.order("agent5", PlayScript(Script.SILENT)) is None
        house.run(60)
        assert house.said(call)[:2] == ("ended", "silent")
        house.run(60)
        house.ready_again(5)
    robot = house.rings("12345", number="13800009001")
    house.run(60)
    assert (house.said(robot), house.offers(robot)) == (("ended", "silent", "system"), [])
    assert ("suspected", {"calls": 3, "alike": False}) in house.facts(robot)
    honest = house.rings("12345", CallerAct("speak"), hang_up(60), number="13800009001")
    house.run(120)
    assert house.said(honest)[1] == "talked"
    again = house.rings("12345", hang_up(60), number="13800009001")
    house.run(120)
    assert "suspected" not in [kind for kind, _ in house.facts(again)]
    house.settled()


def test_four_honest_redials_ring_an_agent_each_time(house: House) -> None:
    """He hangs up in the queue four times, as nobody answers; nobody asks him for a voice."""
    for _ in range(4):
        call = house.rings("12345", hang_up(8), number="13800009002")
        house.run(30)
        assert house.said(call)[1] != "silent"
    house.desk(5, talk_seconds=20)
    call = house.rings("12345", number="13800009002")
    house.run(60)
    assert house.said(call)[1] == "talked"
    assert "suspected" not in [kind for kind, _ in house.facts(call)]
    house.settled()
