"""One FreeSWITCH and one controller for all live tests of a run; skipped with the reason where there is none."""

import copy
import math
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from hotline import clock, rows
from hotline.outside import speech
from scripts.py import live_house as switch
from scripts.py.pace import PACE

PROMPT_SECONDS = 1.5
RING_SECONDS = 4
LONG = {"menu": {"wait": 60}, "gather": {"wait": 60}, "callback": {"wait": 60}, "lookup": {"seconds": 20}}
LONG_GREETING, GREETINGS = "12399", 6  # a number whose greeting is said so often
NUMBERS = {did: {"profile": flow, "flow": flow} for did, flow in (("12368", "court_12368"), ("12345", "gov_12345"))}
FALLBACK_SECONDS = min(30, math.ceil(3 * PACE))  # how long the switch waits for the controller


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[switch.Live]:
    program, reason = switch.program_or_reason()
    if program is None:
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("live")
    live = switch.start(
        folder, program, people=_in_a_hurry, sounds=str(_short_prompts(folder / "sounds")),
        flows=str(_patient_flows(folder / "flows")), fallback_seconds=FALLBACK_SECONDS,
        trunk={"proxy": f"127.0.0.1:{switch.CARRIER}", "allow": ["127.0.0.1/32"]},
        numbers=NUMBERS | {LONG_GREETING: {"profile": "court_12368", "flow": "long_greeting"}},
    )  # fmt: skip
    try:
        yield live
    finally:
        live.close()


def _in_a_hurry() -> None:
    """Telephones ring for a short time; a branch has an agent to lend."""
    rows.Line.update(ring_seconds=RING_SECONDS).execute()
    east = rows.Site.create(code="east", name="东溪人民法庭")
    rows.Person.create(
        login="branch1", name="冯琳", role="agent", site=east, extension="1007", password_hash="-",
        created_at=clock.now(),
    )  # fmt: skip


def _short_prompts(folder: Path) -> Path:
    """Every prompt as a short tone: what is tested is the switch, not the caller's patience."""
    shutil.copytree(switch.ROOT / "sounds" / "zh", folder, ignore=shutil.ignore_patterns("*.wav"))
    for prompt in yaml.safe_load((folder / "prompts.yml").read_text(encoding="utf-8")):
        speech.tone([500.0], PROMPT_SECONDS, folder / f"{prompt}.wav")
    return folder


def _patient_flows(folder: Path) -> Path:
    """Our flows, in which a key is waited for as long as a slow test may take; whoever is asked how it was may stay
    silent, except at a follow-up."""
    folder.mkdir()
    for file in (switch.ROOT / "ivr_flows").glob("*.yml"):
        flow = yaml.safe_load(file.read_text(encoding="utf-8"))
        for node in flow["nodes"].values():
            node.update(LONG.get(node["kind"], {}))
            if flow["flow"] == "follow_up" and node["kind"] == "survey":
                node["wait"] = 60
        if flow["flow"] == "court_12368":
            long = copy.deepcopy(flow) | {"flow": "long_greeting"}
            long["nodes"]["welcome"]["prompt"] = ["court.welcome"] * GREETINGS
            _write(folder / "long_greeting.yml", long)
        _write(folder / file.name, flow)
    return folder


def _write(file: Path, flow: Any) -> None:
    file.write_text(yaml.safe_dump(flow, allow_unicode=True, sort_keys=False), encoding="utf-8")


@pytest.fixture
def live(house: switch.Live) -> Iterator[switch.Live]:
    """The house with a running controller and all agents off."""
    if house.own_rows().controller is None:
        house.start_controller()
    house.off_all()
    yield house
    house.sipp.close()
