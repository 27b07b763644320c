"""Callers nobody can hear, on the real switch: no sound at all, silence, comfort noise, breath; and one who speaks
late."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline import clock, rows
from hotline.calls.rules.order_kinds import Consult, HangUp, PlayScript, Return, SetPresence, Target
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.words import Party, Presence, Reason, Script
from scripts.py import sipp
from scripts.py.live_house import Live, wait_for
from scripts.py.pace import patient

from .conftest import PROMPT_SECONDS

pytestmark = pytest.mark.live
GAP_SECONDS = 5
ALAW = ("-r", "8000", "-c", "1", "-e", "a-law")


def sound(folder: Path, name: str, *effects: str) -> str:
    """Moves that send 40 s of a sound."""
    file = folder / f"{name}.wav"
    if not file.exists():
        subprocess.run(["sox", "-n", *ALAW, str(file), *effects], check=True)
    return sipp.speak(file)


def speech(folder: Path) -> str:
    """Moves that speak."""
    file = folder / "speech.wav"
    if not file.exists():
        raw = folder / "speech_raw.wav"
        words = "您好，我想问一下我的案子什么时候开庭"
        command = ["espeak-ng", "-v", "cmn-latn-pinyin", "-w", str(raw), words]
        subprocess.run(command, check=True)
        subprocess.run(["sox", str(raw), *ALAW, str(file), "gain", "-n", "-6"], check=True)
    return sipp.speak(file)


@pytest.fixture
def listening(live: Live) -> Iterator[Live]:
    """The line `government` listens for a voice before anybody is rung."""
    _tests(on=True)
    yield live
    _tests(on=False)


def _tests(*, on: bool) -> None:
    """The controller reads it before the next order."""
    with writing():
        rows.Line.update(tests_silence=on).where(rows.Line.code == "government").execute()
        announce("roster", at=clock.now())


SILENT = {
    "no packets at all": lambda folder: "",
    "packets of silence": lambda folder: sound(folder, "silence", "trim", "0", "40"),
    "comfort noise": lambda folder: sound(folder, "comfort", "synth", "40", "whitenoise", "gain", "-60"),
    "breath": lambda folder: sound(folder, "breath", "synth", "40", "pinknoise", "tremolo", "0.4", "90", "gain", "-48"),
}


def test_silent_callers_hear_the_words_of_the_standard_and_spend_no_agent(listening: Live) -> None:
    """All kinds at once: greeting, 5 s, greeting, 5 s, farewell, hung up on."""
    listening.agent("1005")
    listening.ready("agent5")
    numbers = {kind: f"1380003000{place}" for place, kind in enumerate(SILENT)}
    for kind, moves in SILENT.items():
        listening.call("12345", numbers[kind], moves(listening.folder))
    for kind, number in numbers.items():
        call = listening.ended(number, 60)
        facts = listening.facts(call.id)
        assert (call.outcome, call.ended_by, [d for k, d in facts if k == "tested"]) == (
            "silent", "system", [{"voice": False}],
        ), kind  # fmt: skip
        assert rows.Offer.select().where(rows.Offer.call == call.id).count() == 0
        seconds = (call.ended_at - call.answered_at).total_seconds()
        least = 3 * PROMPT_SECONDS + 2 * GAP_SECONDS
        assert least <= seconds <= least + patient(2), kind


def test_who_speaks_after_seven_seconds_reaches_the_agent(listening: Live) -> None:
    listening.agent("1005")
    listening.ready("agent5")
    caller = listening.call("12345", "13800030008", sipp.told() + speech(listening.folder))
    call = listening.row("13800030008")
    wait_for(lambda: rows.Call.get_by_id(call.id).answered_at, 20, "the greeting")
    answered = rows.Call.get_by_id(call.id).answered_at
    wait_for(lambda: (clock.now() - answered).total_seconds() >= 7, 10, "seven seconds")
    listening.tell(caller)
    listening.talking("13800030008")
    listening.order("agent5", HangUp())
    call = listening.ended("13800030008")
    assert (call.outcome, [d for k, d in listening.facts(call.id) if k == "tested"]) == ("talked", [{"voice": True}])
    tested = rows.CallEvent.get(rows.CallEvent.call == call.id, rows.CallEvent.kind == "tested")
    assert (tested.at - answered).total_seconds() >= 7, "not before he spoke"


def test_the_agents_button_frees_the_agent_at_once(live: Live) -> None:
    live.agent("1005")
    live.ready("agent5")
    live.call("12345", "13800030009")
    live.talking("13800030009")
    assert live.order("agent5", PlayScript(Script.TOO_QUIET)) is None
    person = rows.Person.get(rows.Person.login == "agent5")
    wait_for(lambda: rows.AgentState.get_by_id(person.id).state == "wrap_up", 3, "the agent is free")
    call = live.ended("13800030009")
    assert (call.outcome, call.ended_by) == ("too_quiet", "system")


@pytest.mark.parametrize(("answers", "result"), [("answer", "answered"), ("ignore", "no_answer")])
def test_offered_again_after_a_consultation_and_the_silent_button(live: Live, answers: str, result: str) -> None:
    """The same agent is rung again once his wrap-up is over; his telephone rings for its time and no longer."""
    number = "13800030010" if answers == "answer" else "13800030011"
    live.agent("1005")
    live.ready("agent5")
    caller = live.call("12345", number, sipp.told() + speech(live.folder))
    live.talking(number)
    call = live.row(number)
    third = live.citizen()
    outside = Target("05712345678", outside=True, party=Party.OUTSIDE)
    assert live.order("agent5", Consult((outside,))) is None
    live.has(call, "leg_answered")
    assert live.order("agent5", Return()) is None
    live.has(call, "returned")
    assert live.order("agent5", PlayScript(Script.SILENT)) is None
    live.tell(caller)
    live.has(call, "tested")
    live.hang_up(third)
    again = live.agent("1005", answers=answers)
    assert live.order("agent5", SetPresence(Presence.READY, Reason.BY_HAND)) is None
    live.has(call, "offer_ended", 2)
    results = [offer.result for offer in rows.Offer.select().where(rows.Offer.call == call.id)]
    assert results == ["answered", result]
    live.hang_up(again if answers == "answer" else caller)
    assert live.ended(number).outcome == "talked"
