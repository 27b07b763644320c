"""Figures of two voices: spans as sets of moments, and little talks whose truth is written beside them."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.calls.rules.voices import (
    DEAD_LEAST,
    FRAME,
    Side,
    Span,
    Voices,
    common,
    joined,
    measured,
    spoken,
    total,
    without,
)
from tests.effort import often

pytestmark = pytest.mark.unit
SECOND = round(1 / FRAME)  # frames
TIMES = st.integers(0, 40)
SPEECH = st.lists(st.booleans(), min_size=1, max_size=400)
SPANS = st.lists(st.tuples(TIMES, TIMES), max_size=6)


def moments(spans: Sequence[Span]) -> set[int]:
    """The whole numbers n for which n to n+1 lies in a span."""
    return {n for begin, end in spans for n in range(int(begin), int(end))}


@settings(max_examples=often(60, 1000))
@given(SPANS, SPANS)
def test_spans_are_sets_of_moments(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    first, second = joined(one), joined(other)
    assert moments(first) == moments(one)
    assert all(earlier[1] < later[0] for earlier, later in pairwise(first))
    assert moments(common(first, second)) == moments(one) & moments(other)
    assert moments(without(first, second)) == moments(one) - moments(other)
    assert total(first) == len(moments(one))


def side(*parts: tuple[bool, float], level: float = -20.0, clipped: bool = False) -> Side:
    """Speech and silence by turns, each so many seconds."""
    speech = [said for said, length in parts for _ in range(round(length / FRAME))]
    return Side(speech, [level if said else -80.0 for said in speech], [said and clipped for said in speech])


def near(one: float, other: float) -> bool:
    return abs(one - other) < 2 * FRAME + 0.001


def test_a_talk_that_is_written_down() -> None:
    """0–2 nobody · 2–6 agent · 6–9 both · 9–12 caller · 12–19 nobody · 19–21 caller · 21–25 nobody."""
    agent = side((False, 2), (True, 7), (False, 16), level=-22.0)
    caller = side((False, 6), (True, 6), (False, 7), (True, 2), (False, 4), level=-30.0, clipped=True)
    found = measured(caller, agent, [(0.0, 25.0)])
    told = [found.talk, found.agent, found.caller, found.both, found.dead_longest, found.agent_quiet]
    assert all(map(near, told, [25, 7, 8, 3, 7, 16]))
    assert near(found.dead, 7 + 4)  # the 2 s at the beginning are no dead air
    assert near(found.agent_first or 0.0, 2)
    assert (found.caller_level, found.agent_level) == (-30.0, -22.0)
    assert (found.caller_clipped, found.agent_clipped) == (1.0, 0.0)


def test_while_the_caller_is_held_nothing_counts() -> None:
    """The agent's channel holds music from 5 to 15; the caller swears at it from 8 to 10."""
    agent = side((True, 20))
    caller = side((False, 8), (True, 2), (False, 10))
    found = measured(caller, agent, [(0.0, 20.0)], [(5.0, 15.0)])
    assert all(map(near, [found.talk, found.held, found.caller, found.agent, found.both], [10, 10, 0, 10, 0]))
    assert (found.dead, found.dead_longest, found.agent_quiet) == (0.0, 0.0, 0.0)


def test_prompts_before_the_talk_are_no_agent() -> None:
    found = measured(side((False, 20)), side((True, 10), (False, 4), (True, 6)), [(10.0, 20.0)])
    assert all(map(near, [found.talk, found.agent, found.agent_first or 0.0, found.dead], [10, 6, 4, 4]))


@pytest.mark.parametrize("talks", [[], [(30.0, 40.0)], [(5.0, 5.0)], [(-9.0, -1.0)]])
def test_without_a_talk_all_is_nothing(talks: list[Span]) -> None:
    found = measured(side((True, 20)), side((True, 20)), talks)
    assert found == Voices(0, 0, 0, 0, 0, 0, 0, None, 0, None, None, 0.0, 0.0)


def test_an_agent_who_never_speaks() -> None:
    found = measured(side((True, 20)), side((False, 20)), [(0.0, 20.0)])
    assert (found.agent_first, found.agent_level, near(found.agent_quiet, 20), found.dead) == (None, None, True, 0.0)


def test_breaths_and_clicks() -> None:
    breath = [True] * SECOND + [False] * 5 + [True] * SECOND  # 0.16 s
    click = [False] * SECOND + [True] * 2 + [False] * SECOND  # 0.06 s
    assert [len(spoken(breath)), spoken(click)] == [1, []]


@settings(max_examples=often(60, 1000))
@given(SPEECH, SPEECH, SPANS, SPANS)
def test_the_parts_fit(caller: list[bool], agent: list[bool], talks: list[Span], held: list[Span]) -> None:
    sides = [Side(one, [-20.0] * len(one), [False] * len(one)) for one in (caller, agent)]
    found = measured(sides[0], sides[1], talks, held)
    least = 0.02  # of rounding
    assert found.both <= min(found.caller, found.agent) + least
    assert max(found.caller, found.agent, found.dead, found.agent_quiet) <= found.talk + least
    assert found.caller + found.agent - found.both + found.dead <= found.talk + least
    assert found.dead == 0.0 or found.dead_longest >= DEAD_LEAST
    assert (found.agent_first is None) is (found.agent == 0.0)
