"""The table of a caller's states: every one can be reached and left, and the end is the end."""

import pytest

from controller.calls.state import TABLE, Move, after
from hotline.words import CallState

pytestmark = pytest.mark.unit


def test_every_state_is_reached_from_the_arrival() -> None:
    seen, todo = {CallState.ARRIVED}, [CallState.ARRIVED]
    while todo:
        state = todo.pop()
        new = {to for (old, _), to in TABLE.items() if old is state} - seen
        seen |= new
        todo += new
    assert seen == set(CallState)


@pytest.mark.parametrize("state", [s for s in CallState if s is not CallState.ENDED])
def test_every_state_can_be_left_and_ends(state: CallState) -> None:
    assert after(state, Move.GONE) is CallState.ENDED
    assert [to for (old, _), to in TABLE.items() if old is state and to is not state] != []


@pytest.mark.parametrize("move", list(Move))
def test_nothing_comes_after_the_end(move: Move) -> None:
    assert after(CallState.ENDED, move) is None


@pytest.mark.parametrize("move", list(Move))
def test_every_move_is_used(move: Move) -> None:
    assert [state for state, used in TABLE if used is move] != []
