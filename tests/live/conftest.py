"""One FreeSWITCH and one controller for all live tests of a run; skipped with the reason where there is none."""

from collections.abc import Iterator

import pytest

from scripts.py import make_prompts

from . import switch


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[switch.Live]:
    program, reason = switch.program_or_reason()
    if program is None:
        pytest.skip(reason)
    make_prompts.all_of(switch.ROOT / "sounds" / "zh")
    live = switch.start(tmp_path_factory.mktemp("live"), program)
    try:
        yield live
    finally:
        live.close()


@pytest.fixture
def live(house: switch.Live) -> Iterator[switch.Live]:
    """The house with a running controller and all agents off."""
    if house.controller is None:
        house.start_controller()
    house.off_all()
    yield house
    house.sipp.close()
