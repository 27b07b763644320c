"""The town that tests of tickets play in."""

from typing import Any

import pytest

from tests.hotline.tickets.town import Town, built


@pytest.fixture
def town(head: Any) -> Town:
    return built(head)
