"""What an agent wants of a call: only the one who has it, only where it fits."""

import pytest

from controller.calls.messages import HangUpRequest, HoldRequest, PickUpRequest
from controller.switch import port
from hotline.words import Fact

from .table import ARRIVED, GOV, OFFERED, Call, L, bridged, note, ringing

pytestmark = pytest.mark.unit


def call(*told: object) -> Call:
    made = Call(GOV)
    made.after(ARRIVED, OFFERED, *told)  # type: ignore[arg-type]
    return made


def test_a_ringing_telephone_is_picked_up() -> None:
    assert call(ringing()).after(PickUpRequest(7)) == [port.PickUp(L)]


def test_before_it_rings_there_is_nothing_to_pick_up() -> None:
    made = call()
    assert made.after(PickUpRequest(7)) == made.after(HangUpRequest(7)) == []


def test_refusing_and_hanging_up() -> None:
    assert call(ringing()).after(HangUpRequest(7)) == [port.HangUp(L, "CALL_REJECTED")]
    assert call(ringing(), bridged()).after(HangUpRequest(7)) == [port.HangUp(L, "NORMAL_CLEARING")]


def test_hold_and_resume_once_each() -> None:
    made = call(ringing(), bridged())
    assert made.after(HoldRequest(7, hold=False)) == []
    assert made.after(HoldRequest(7, hold=True)) == [port.Hold(L), note(Fact.HELD, agent=7)]
    assert made.after(HoldRequest(7, hold=True)) == []
    assert made.after(HoldRequest(7, hold=False)) == [port.Unhold(L), note(Fact.RESUMED, agent=7)]


def test_nobody_else_and_at_no_other_time() -> None:
    wishes = (PickUpRequest(8), HangUpRequest(8), HoldRequest(8, hold=True))
    for made in (call(ringing()), call(ringing(), bridged())):
        assert [made.after(wish) for wish in wishes] == [[], [], []]
    assert call(ringing()).after(HoldRequest(7, hold=True)) == []
    assert call(ringing(), bridged()).after(PickUpRequest(7)) == []
    assert [Call(GOV).after(wish) for wish in (PickUpRequest(7), HangUpRequest(7), HoldRequest(7, hold=True))] == [
        [],
        [],
        [],
    ]
