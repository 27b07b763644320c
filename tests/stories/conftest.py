"""The house of the stories: records, controller and stand-in switch, with quiet prompts of known lengths."""

from pathlib import Path
from typing import Any

import pytest

from .house import House, quiet_sounds


@pytest.fixture(scope="session")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return quiet_sounds(tmp_path_factory.mktemp("sounds"))


@pytest.fixture
def house(db: Any, tmp_path: Path, sounds: Path) -> House:
    return House(tmp_path, sounds)
