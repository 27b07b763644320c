"""Flows are checked apart as they are at once, within a time limit, and a call's process never reads a clerk's text."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from controller.flow_checks import LIMITS, TOO_MUCH, ChecksApart, FlowRules, at_once
from hotline.calls.rules.dialling import NumberPlan
from hotline.knowledge import content
from hotline.outside.apart import WorkLimits
from hotline.yaml_source import Problem
from tests.web.programs import short_sounds

pytestmark = pytest.mark.unit
ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "content"
FLOWS = {file.name: file.read_text(encoding="utf-8") for file in sorted((ROOT / "ivr_flows").glob("*.yml"))}
FAULTS = {
    "no text": "", "no head": "a: b", "a slip": "flow: f\ntitle: [", "an alias": "a: &x [1]\nb: *x",
    "a sign": "flow: \x07", "two names": FLOWS["gov_12345.yml"] + "\nflow: again\n",
    "no such node": FLOWS["gov_12345.yml"].replace("start: person", "start: nobody"),
    "no such prompt": FLOWS["court_12368.yml"].replace("court.welcome", "court.none"),
    "no such line": FLOWS["gov_12345.yml"].replace("government", "nothing"),
    "a number abroad": (
        "flow: f\ntitle: t\nstart: a\nnodes:\n  a: {kind: transfer, to: '0012125550100', next: b}\n"
        "  b: {kind: hang_up}\n"
    ),
}  # fmt: skip
RULES = FlowRules(frozenset({"government", "filing"}), NumberPlan())


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short file for each prompt; the spoken ones are made where the hotline runs."""
    return short_sounds(tmp_path_factory.mktemp("checks") / "sounds")


@pytest.fixture(scope="module")
def apart(sounds: Path) -> Any:
    made = ChecksApart(sounds, CONTENT, WorkLimits(seconds=300.0, cpu_seconds=60, memory_mb=512, answer_mb=8))
    yield made
    made.stop()


@pytest.mark.parametrize("rules", [FlowRules(), RULES], ids=["published", "new"])
@pytest.mark.parametrize("name", [*FLOWS, *FAULTS])
def test_the_answer_is_the_same_as_at_once(apart: ChecksApart, sounds: Path, name: str, rules: FlowRules) -> None:
    text = FLOWS.get(name) or FAULTS[name]
    here = at_once(sounds, content.load(CONTENT))(text, name, rules)
    assert apart(text, name, rules) == here


def test_our_faults_are_faults(apart: ChecksApart) -> None:
    assert [name for name, text in FAULTS.items() if not apart(text, name, RULES)[1]] == []


def test_what_takes_too_long_is_a_problem_with_a_sentence_and_the_next_one_is_checked(sounds: Path) -> None:
    made = ChecksApart(sounds, CONTENT, WorkLimits(seconds=0.0, cpu_seconds=60, memory_mb=512, answer_mb=8))
    assert made("flow: f", "f.yml", RULES) == (None, [Problem("f.yml", 1, 1, "", TOO_MUCH)])
    made._maker.limits = LIMITS
    try:
        flow, problems = made(FLOWS["gov_12345.yml"], "gov_12345.yml", FlowRules())
    finally:
        made.stop()
    assert (flow is not None and flow.name, problems) == ("gov_12345", [])


def test_a_process_that_died_is_started_again(apart: ChecksApart) -> None:
    assert apart(FLOWS["gov_12345.yml"], "g", FlowRules())[1] == []
    process = apart._maker._process
    assert process is not None
    process.kill()
    process.wait()
    assert apart(FLOWS["gov_12345.yml"], "g", FlowRules())[1] == []


def test_the_controllers_greenlets_go_on_meanwhile(sounds: Path) -> None:
    """Under gevent only who asks waits: the ticks of another greenlet come while a text is checked."""
    code = (
        "from gevent import monkey; monkey.patch_all()\n"
        "import gevent, sys; from pathlib import Path\n"
        "from controller.flow_checks import ChecksApart, FlowRules\n"
        "ticks = []\n"
        "def tick():\n    while True:\n        ticks.append(1); gevent.sleep(0.001)\n"
        "beside = gevent.spawn(tick)\n"
        f"made = ChecksApart(Path({str(sounds)!r}), Path({str(CONTENT)!r}))\n"
        f"text = Path({str(ROOT / 'ivr_flows' / 'gov_12345.yml')!r}).read_text(encoding='utf-8')\n"
        "flow, problems = made(text, 'g', FlowRules()); made.stop()\n"
        "print(flow.name, len(problems), len(ticks) > 20)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["gov_12345", "0", "True"]
