"""Rates are rounded half up, whatever their floating point looks like."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin_web import filters
from admin_web.pages.figures import said
from hotline.reports.rules.catalogue import FIGURES
from hotline.values.rates import percent

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("counted", "among", "told"),
    [(24, 33, "72.73%"), (4, 35, "11.43%"), (25, 35, "71.43%"), (2, 3, "66.67%"), (1, 800, "0.13%"), (1, 3, "33.33%"),
     (0, 7, "0.00%"), (7, 7, "100.00%"), (89_999, 100_000, "90.00%"), (1, 8, "12.50%"), (1005, 100_000, "1.01%")],
)  # fmt: skip
def test_a_rate_is_rounded_half_up_everywhere(counted: int, among: int, told: str) -> None:
    assert percent(counted / among) == said.value(FIGURES["waited_40"], counted / among) == told


@given(st.integers(0, 5000), st.integers(1, 5000), st.sampled_from([1, 2]))
def test_every_rate_is_the_nearest_one_and_a_half_goes_up(counted: int, among: int, places: int) -> None:
    exact = Fraction(min(counted, among), among) * 100
    scaled = exact * 10**places
    nearest = (2 * scaled + 1) // 2  # half up
    assert percent(min(counted, among) / among, places) == f"{nearest / 10**places:.{places}f}%"


def test_the_boards_rate_has_one_decimal() -> None:
    assert [filters.percent(share) for share in (None, 2 / 3, 0.0005, 1.0)] == ["–", "66.7%", "0.1%", "100.0%"]
