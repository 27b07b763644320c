"""What an agent wants of a call: only the one who has it, only where it fits."""

import pytest

from controller.calls.messages import AgentRequest
from controller.switch import port
from hotline.calls.rules.order_kinds import Answer, HangUp, Hold, Resume
from hotline.words import Fact

from .table import ARRIVED, GOV, OFFERED, Call, L, bridged, note, ringing

pytestmark = pytest.mark.unit


def call(*told: object) -> Call:
    made = Call(GOV)
    made.after(ARRIVED, OFFERED, *told)  # type: ignore[arg-type]
    return made


def test_a_ringing_telephone_is_picked_up() -> None:
    assert call(ringing()).after(AgentRequest(7, Answer())) == [port.PickUp(L)]


def test_before_it_rings_there_is_nothing_to_pick_up() -> None:
    made = call()
    assert made.after(AgentRequest(7, Answer())) == made.after(AgentRequest(7, HangUp())) == []


def test_refusing_and_hanging_up() -> None:
    assert call(ringing()).after(AgentRequest(7, HangUp())) == [port.HangUp(L, "CALL_REJECTED")]
    assert call(ringing(), bridged()).after(AgentRequest(7, HangUp())) == [port.HangUp(L, "NORMAL_CLEARING")]


def test_hold_and_resume_once_each() -> None:
    made = call(ringing(), bridged())
    assert made.after(AgentRequest(7, Resume())) == []
    assert made.after(AgentRequest(7, Hold())) == [port.Hold(L), note(Fact.HELD, agent=7)]
    assert made.after(AgentRequest(7, Hold())) == []
    assert made.after(AgentRequest(7, Resume())) == [port.Unhold(L), note(Fact.RESUMED, agent=7)]


def test_nobody_else_and_at_no_other_time() -> None:
    requests = (AgentRequest(8, Answer()), AgentRequest(8, HangUp()), AgentRequest(8, Hold()))
    for made in (call(ringing()), call(ringing(), bridged())):
        assert [made.after(command) for command in requests] == [[], [], []]
    assert call(ringing()).after(AgentRequest(7, Hold())) == []
    assert call(ringing(), bridged()).after(AgentRequest(7, Answer())) == []
    for order in (Answer(), HangUp(), Hold()):
        assert Call(GOV).after(AgentRequest(7, order)) == []
