"""One FreeSWITCH and one controller for all live tests of a run; skipped with the reason where there is none."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from hotline import clock, rows
from hotline.outside import speech
from scripts.py import live_house as switch

PROMPT_SECONDS = 1.5
RING_SECONDS = 4


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[switch.Live]:
    program, reason = switch.program_or_reason()
    if program is None:
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("live")
    sounds = str(_short_prompts(folder / "sounds"))
    trunk = {"proxy": f"127.0.0.1:{switch.CARRIER}", "allow": ["127.0.0.1/32"]}
    live = switch.start(folder, program, people=_in_a_hurry, sounds=sounds, trunk=trunk)
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


@pytest.fixture
def live(house: switch.Live) -> Iterator[switch.Live]:
    """The house with a running controller and all agents off."""
    if house.controller is None:
        house.start_controller()
    house.off_all()
    yield house
    house.sipp.close()
