"""The three stages of the contract; FreeSWITCH is started once, and skipped with the reason where there is none."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from controller.switch.esl import SafeESL

from .core import CoreStage
from .linked import LiveStage, WireStage
from .stages import FALLBACK_SECONDS, Scene, make_sounds

STAGES = [
    pytest.param("core", marks=pytest.mark.story),
    pytest.param("wire", marks=pytest.mark.wire),
    pytest.param("live", marks=pytest.mark.live),
]


@pytest.fixture(scope="session")
def freeswitch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A FreeSWITCH without a controller: the contract is asked of the switch alone."""
    from scripts.py import live_house as switch

    program, reason = switch.program_or_reason()
    if program is None:
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("contract")
    sounds = make_sounds(folder / "sounds")
    live = switch.start(folder, program, sounds=str(sounds), fallback_seconds=FALLBACK_SECONDS)
    try:
        switch.wait_for(lambda: takes_calls(live), 30, "both SIP profiles run")
        yield live
    finally:
        live.close()


def takes_calls(live: Any) -> bool:
    """The event socket is open before the telephones' side is."""
    chosen = live.settings.switch
    link = SafeESL(chosen.host, chosen.port, chosen.password)
    link.connect()
    status = link.ask("api sofia status")
    link.close()
    return status.count("RUNNING") >= 2


@pytest.fixture(params=STAGES)
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    made: Any
    if request.param == "live":
        made = LiveStage(request.getfixturevalue("freeswitch"))
    else:
        made = {"core": CoreStage, "wire": WireStage}[request.param](tmp_path)
    played = Scene(made)
    yield played
    played.close()
