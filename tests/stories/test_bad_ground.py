"""What the ground gives way under: a disk that takes no recording, a flow that somebody broke."""

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from freeswitch.simulator.callers import CallerAct
from hotline import clock, rows, sample
from hotline.calls.jobs import recordings
from hotline.settings import Settings
from scripts.py.stage import MORNING, Stage

from .house import ROOT, House, hang_up

pytestmark = pytest.mark.story


def test_a_disk_that_takes_no_recording_does_not_harm_the_call(house: House) -> None:
    house.switch.board.can_record = lambda path: False
    house.desk(5, ring_seconds=1, talk_seconds=10)
    call = house.rings()
    house.run(100)
    assert house.said(call) == ("ended", "talked", "agent")
    with capture_logs() as logs:
        recordings.miss(house.settings.recordings, clock.utc(house.now))
    assert [(one["log_level"], one["event"], one["call"]) for one in logs] == [("error", "recording_failed", call)]
    row = rows.Recording.get(rows.Recording.call == call)
    assert (row.state, row.error) == ("failed", "not_begun")
    house.settled()


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    """The flows of the house, the court's broken at line 8, column 11."""
    folder = tmp_path / "flows"
    shutil.copytree(ROOT / "ivr_flows", folder)
    court = folder / "court_12368.yml"
    text = court.read_text(encoding="utf-8")
    assert text.splitlines()[7] == "    kind: play"
    court.write_text(text.replace("    kind: play", "    kind: [play", 1), encoding="utf-8")
    return folder


def test_a_broken_flow_is_told_by_its_place_and_harms_no_other(
    db: Any, tmp_path: Path, sounds: Path, flows: Path
) -> None:
    sample.sow(clock.utc(MORNING), lambda p: p, dict.fromkeys(sample.logins(), "-"), must_change=False)
    with capture_logs() as logs:
        stage = Stage(Settings(data=tmp_path / "data", flows=flows, sounds=sounds))
    problem = (
        "court_12368.yml:8:11 the bracket that opens here is not closed: a comma or the closing bracket is missing "
        "before line 9"
    )
    assert [one["problem"] for one in logs if one["event"] == "flow_problem"] == [problem]
    assert [one["number"] for one in logs if one["event"] == "number_without_flow"] == ["12368"]
    state = stage.controller.state()
    assert (state["problems"], state["flows"]) == ([problem], ["gov_12345", "unknown_number", "visit"])

    house = _as_house(stage)
    house.desk(5, ring_seconds=1, talk_seconds=5)
    court, gov = house.rings("12368"), house.rings("12345", hang_up(30))
    house.run(100)
    assert house.said(gov) == ("ended", "talked", "agent")
    assert house.said(court) == ("ended", "failed", "system")
    said = [data for kind, data in house.facts(court) if kind in ("flow", "node", "answered")]
    assert said == [{"flow": "no_flow", "version": ""}, {"node": "sorry"}, {}]
    assert house.row(court).ended_at - house.row(court).arrived_at >= dt.timedelta(seconds=2.9)  # he was told
    house.settled()


def _as_house(stage: Stage) -> House:
    """The same stage with the house's ways of asking."""
    stage.__class__ = House
    assert isinstance(stage, House)
    return stage


CASE = (
    CallerAct("press", "after", 1, "court.menu", "1"), CallerAct("press", "after", 1, "self_menu", "1"),
    CallerAct("press", "after", 1, "case.how", "1"), CallerAct("press", "after", 1, "case.code", "20261024#"),
    CallerAct("press", "after", 1, "case.password", "246810#"), hang_up(150),
)  # fmt: skip
FEE = (
    CallerAct("press", "after", 1, "court.menu", "1"), CallerAct("press", "after", 1, "self_menu", "3"),
    CallerAct("press", "after", 1, "fees.menu", "1"), CallerAct("press", "after", 1, "fees.amount", "500000#"),
    CallerAct("press", "after", 1, "common.confirm", "1"), hang_up(150),
)  # fmt: skip


def asked(house: House, name: str) -> bool:
    return any(f"{name}.wav" in command for command in house.wire.sent)


def test_a_lookup_that_never_answers_is_said_so_with_a_way_on(house: House) -> None:
    house.controller.enquiries._elsewhere = lambda work, done: None
    call = house.rings("12368", *CASE)
    house.run(200)
    path = house.row(call).path
    assert path[path.index("case_lookup") + 1 :][:2] == ["unavailable", "stuck"]
    assert asked(house, "common.lookup_away")
    assert {data["what"] for kind, data in house.facts(call) if kind == "trouble"} == {"no_lookup"}
    house.settled()


def test_without_a_speech_engine_the_caller_is_told_and_goes_on(house: House) -> None:
    house.speech.broken = True
    call = house.rings("12368", *FEE)
    house.run(200)
    assert asked(house, "common.cannot_say")
    assert "fee_end_halving" in house.row(call).path
    assert {data["what"] for kind, data in house.facts(call) if kind == "trouble"} == {"no_speech"}
    house.settled()


def test_a_speech_engine_that_never_answers_is_given_up(house: House) -> None:
    house.controller.enquiries._speaking = lambda work, done: None
    call = house.rings("12368", *FEE)
    house.run(200)
    assert asked(house, "common.cannot_say")
    assert house.said(call)[0] == "ended"
    house.settled()


def test_a_sound_file_deleted_under_way_is_passed_over(house: House, tmp_path: Path) -> None:
    gone = "court.self_menu"
    known = house.switch.board.sounds

    def sounds(path: str) -> float:
        if gone in path:
            raise FileNotFoundError(path)
        return known(path)

    house.switch.board.sounds = sounds
    call = house.rings(
        "12368", CallerAct("press", "after", 1, "court.menu", "1"), CallerAct("press", "at", 25, keys="5"), hang_up(90)
    )
    house.run(120)
    assert "hearing" in house.row(call).path
    assert {data["what"] for kind, data in house.facts(call) if kind == "trouble"} == {"prompt_not_played"}
    house.settled()
