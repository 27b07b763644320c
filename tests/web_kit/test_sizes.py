"""Sizes of files, written the same in both languages."""

import pytest

from web_kit.sizes import size

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (0, "0 B"), (1, "1 B"), (740, "740 B"), (999, "999 B"), (1000, "1.0 KB"), (9_949, "9.9 KB"), (9_950, "10 KB"),
        (999_499, "999 KB"), (999_500, "1.0 MB"), (81_000_000, "81 MB"), (157e9, "157 GB"), (2.5e12, "2.5 TB"),
    ],
)  # fmt: skip
def test_a_size_has_two_or_three_figures_and_its_unit(count: float, written: str) -> None:
    assert size(count) == written
