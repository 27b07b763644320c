"""How late the pump runs, told by its own ticks; time is an argument."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.lag import EVERY_SECONDS, KEPT_SECONDS, Lag

pytestmark = pytest.mark.unit


def test_who_comes_in_time_is_not_late() -> None:
    lag = Lag()
    assert lag.worst(0.0) == 0.0
    assert [lag.tick(100.0 + EVERY_SECONDS * n) for n in range(9)] == [0.0] * 9
    assert lag.worst(102.0) == 0.0


def test_a_stand_is_told_for_a_minute() -> None:
    lag = Lag()
    lag.tick(100.0)
    assert lag.tick(110.0) == 10.0 - EVERY_SECONDS
    for at in (111.0, 112.0, 150.0, 170.0):
        assert lag.worst(at) == 9.8
    assert lag.worst(110.1 + KEPT_SECONDS) == 0.0


def test_the_worst_of_several_stands_counts_and_a_later_small_one_after_it() -> None:
    lag = Lag()
    for at in (0.0, 5.25, 7.5):
        lag.tick(at)
    assert [lag.worst(at) for at in (8.0, 65.0, 66.0, 68.0)] == [5.0, 5.0, 2.0, 0.0]


@given(st.lists(st.floats(0.0, 40.0), min_size=1, max_size=40))
def test_it_is_the_largest_of_the_last_minute_whatever_came(waits: list[float]) -> None:
    lag, at, told = Lag(), 0.0, list[tuple[float, float]]()
    lag.tick(at)
    for wait in waits:
        at += EVERY_SECONDS + wait
        told.append((at, lag.tick(at)))
    recent = [late for when, late in told if at - when <= KEPT_SECONDS]
    assert lag.worst(at) == round(max(recent), 1)
