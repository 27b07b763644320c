"""Flows that change while people call: new calls take the new one, a wrong one is refused, an old one comes back."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from controller.flow_checks import TOO_MUCH, Checked, FlowRules
from freeswitch.simulator.callers import CallerAct
from hotline import rows, sample
from hotline.calls.rules.order_kinds import PublishFlow
from hotline.clock import utc
from hotline.settings import Settings
from hotline.yaml_source import Problem
from scripts.py.stage import MORNING, Stage

from .house import ROOT, House, hang_up

pytestmark = pytest.mark.story
SAYS = """
flow: gov_12345
title: 改过的流程
start: only
nodes:
  only:
    kind: hang_up
    title: 再见
    title_en: Goodbye
    prompt: common.goodbye
"""


@pytest.fixture
def changing(db: Any, tmp_path: Path, sounds: Path) -> House:
    """The small court with flows of its own that a test may change."""
    flows = tmp_path / "flows"
    shutil.copytree(ROOT / "ivr_flows", flows)
    sample.sow(utc(MORNING), lambda p: p, dict.fromkeys(sample.logins(), "-"), must_change=False)
    house = House.__new__(House)
    Stage.__init__(house, Settings(data=tmp_path / "data", flows=flows, sounds=sounds))
    return house


def write(house: House, text: str | bytes) -> None:
    (house.settings.flows / "gov_12345.yml").write_bytes(text if isinstance(text, bytes) else text.encode())
    house.controller.registry.look(house.now)


def versions() -> list[tuple[str, str]]:
    query = rows.FlowVersion.select().where(rows.FlowVersion.name == "gov_12345").order_by(rows.FlowVersion.id)
    return [(row.by, row.why) for row in query]


def test_a_call_ends_on_the_flow_it_began_with_and_the_next_takes_the_new_one(changing: House) -> None:
    old = changing.rings("12345", CallerAct("press", "during", 1, "callback", "3"), hang_up(200))
    write(changing, SAYS)
    new = changing.rings("12345")
    changing.run(300)
    assert changing.row(old).path[:2] == ["person", "call_back"]
    assert changing.row(new).path == ["only"]
    assert changing.row(old).flow_version != changing.row(new).flow_version
    assert versions() == [("file", ""), ("file", "")]
    changing.settled()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("flow: [", "gov_12345.yml:1:7 the bracket that opens here is not closed"),
        ("flow: 法院".encode("gbk"), "gov_12345.yml:1:7 this is not UTF-8, perhaps GBK"),
        (SAYS.replace("common.goodbye", "nowhere"), "gov_12345.yml:10:5 only.prompt: there is no prompt `nowhere`"),
        (SAYS.replace("start: only", "start: other"), "gov_12345.yml:4:1 start: there is no node `other`"),
        (
            SAYS.replace("kind: hang_up", "kind: play").replace("common.goodbye", "common.goodbye\n    next: only"),
            "gov_12345.yml:6:3 only: no way leads from here to the end of the call",
        ),
        (SAYS.replace("gov_12345", "another"), "gov_12345.yml:1:1 flow: the file of the flow `another` is"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place_and_the_old_one_goes_on(
    changing: House, text: str | bytes, problem: str
) -> None:
    write(changing, text)
    told = [str(Problem.from_data(one)) for one in rows.FlowFile.get_by_id("gov_12345.yml").problems]
    assert [one for one in told if one.startswith(problem)] != [], told
    call = changing.rings("12345", hang_up(5))
    changing.run(30)
    assert changing.row(call).path[0] == "person"
    write(changing, SAYS)
    assert rows.FlowFile.get_by_id("gov_12345.yml").problems == []
    changing.settled()


def test_an_old_version_is_published_again_and_the_file_does_not_undo_it(changing: House) -> None:
    first = rows.FlowVersion.get(rows.FlowVersion.name == "gov_12345").text
    write(changing, SAYS)
    assert changing.order("agent1", PublishFlow(first, "恢复旧版")) is None
    changing.controller.registry.look(changing.now)
    assert versions() == [("file", ""), ("file", ""), ("agent1", "恢复旧版")]
    changing.kill_controller()
    changing.start_controller()
    call = changing.rings("12345", hang_up(5))
    changing.run(30)
    assert changing.row(call).path[0] == "person"
    assert len(versions()) == 3
    changing.settled()


def test_a_wrong_text_from_the_page_is_refused_with_its_place(changing: House) -> None:
    wrong = SAYS.replace("common.goodbye", "nowhere").replace("start: only", "start: onlie")
    for check_only in (False, True):
        assert changing.order("agent1", PublishFlow(wrong, "x", check_only)) == "There are mistakes in the flow"
        order = rows.Order.select().order_by(rows.Order.id.desc()).get()
        assert [str(Problem.from_data(one)) for one in order.data["problems"]] == [
            "flow:4:1 start: there is no node `onlie`", "flow:10:5 only.prompt: there is no prompt `nowhere`",
        ]  # fmt: skip
    assert versions() == [("file", "")]


def test_a_good_text_is_only_checked(changing: House) -> None:
    assert changing.order("agent1", PublishFlow(SAYS, "x", check_only=True)) is None
    assert versions() == [("file", "")]
    call = changing.rings("12345", hang_up(5))
    changing.run(30)
    assert changing.row(call).path[0] == "person"
    assert changing.order("agent1", PublishFlow(SAYS, "x")) is None
    assert versions() == [("file", ""), ("agent1", "x")]


def test_a_file_that_took_too_long_is_not_tried_again_before_it_changes(changing: House) -> None:
    registry, asked = changing.controller.registry, list[str]()
    before = registry.flows["gov_12345"]

    def slow(text: str, file: str, rules: FlowRules) -> Checked:
        asked.append(text)
        return None, [Problem(file, 1, 1, "", TOO_MUCH)]

    registry._checks = slow
    for text in ("flow: one", "flow: one", "flow: one", "flow: two", "flow: two"):
        write(changing, text)
    assert (asked, registry.flows["gov_12345"]) == (["flow: one", "flow: two"], before)
    assert [problem.message for problem in registry.problems["gov_12345.yml"]] == [TOO_MUCH]
