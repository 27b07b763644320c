"""Random callers in the shipped flows: everybody comes to an end, and silence alone is enough to get there."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.ivr.flow import Flow, load_all
from controller.ivr.interpreter import begin, heard
from controller.ivr.steps import (
    Act,
    Enqueue,
    Go,
    Leave,
    Listen,
    MessageDone,
    Position,
    Pressed,
    QueueOver,
    Silence,
    Speak,
    Spoken,
    Step,
    TakeMessage,
)

pytestmark = pytest.mark.unit

FLOWS, PROBLEMS = load_all(Path(__file__).resolve().parents[3] / "ivr_flows")
MOST = 60  # steps in which a silent caller must have come to the end of any flow
WAITS = (Speak, Listen, Enqueue, TakeMessage, Leave)


def answer(acts: tuple[Act, ...]) -> Spoken | Silence | QueueOver | MessageDone | None:
    """What a caller who does nothing is answered with by the house; None at the end."""
    asked = [act for act in acts if isinstance(act, WAITS)]
    match asked[-1] if asked else None:
        case Speak():
            return Spoken()
        case Listen():
            return Silence()
        case Enqueue():
            return QueueOver("nobody")
        case TakeMessage():
            return MessageDone(0.0)
        case _:
            return None


def ends(flow: Flow, step: Step) -> int:
    """In how many steps a caller who does nothing more comes to the end."""
    at, acts = step
    for steps in range(MOST):
        if any(isinstance(act, Leave) for act in acts):
            return steps
        told = answer(acts)
        assert told is not None, f"{flow.name}: {at} waits for nothing"
        at, acts = heard(flow, at, told)
    raise AssertionError(f"{flow.name}: no end within {MOST} steps")


def test_they_can_be_read() -> None:
    assert (sorted(FLOWS), PROBLEMS) == (["court_12368", "gov_12345", "unknown_number"], [])


@pytest.mark.parametrize("name", sorted(FLOWS))
def test_who_does_nothing_comes_to_the_end(name: str) -> None:
    assert ends(FLOWS[name], begin(FLOWS[name])) <= 20


@given(st.sampled_from(sorted(FLOWS)), st.lists(st.sampled_from("0123456789*#.-"), max_size=40))
@settings(deadline=None, max_examples=300)
def test_whatever_is_pressed_the_end_is_in_reach(name: str, does: list[str]) -> None:
    """`.` lets what is going on end, `-` says nothing; then the caller falls silent."""
    flow = FLOWS[name]
    at, acts = begin(flow)
    for one in does:
        if any(isinstance(act, Leave) for act in acts):
            return
        told = {".": Spoken(), "-": Silence()}.get(one, Pressed(one))
        at, new = heard(flow, at, told)
        assert not any(isinstance(act, Go) for act in new)
        assert isinstance(at, Position)
        assert at.node in flow.nodes
        acts = new if answer(new) or any(isinstance(act, Leave) for act in new) else acts
    ends(flow, (at, acts))
