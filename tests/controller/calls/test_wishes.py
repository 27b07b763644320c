"""What an agent wants of a call: only the one who has it, only where it fits."""

import pytest

from controller.calls.told import HangUpWish, HoldWish, PickUpWish
from controller.switch import port
from hotline.words import Fact

from .table import ARRIVED, GOV, OFFERED, Call, L, bridged, note, ringing

pytestmark = pytest.mark.unit


def call(*told: object) -> Call:
    made = Call(GOV)
    made.after(ARRIVED, OFFERED, *told)  # type: ignore[arg-type]
    return made


def test_a_ringing_telephone_is_picked_up() -> None:
    assert call(ringing()).after(PickUpWish(7)) == [port.PickUp(L)]


def test_before_it_rings_there_is_nothing_to_pick_up() -> None:
    made = call()
    assert made.after(PickUpWish(7)) == made.after(HangUpWish(7)) == []


def test_refusing_and_hanging_up() -> None:
    assert call(ringing()).after(HangUpWish(7)) == [port.HangUp(L, "CALL_REJECTED")]
    assert call(ringing(), bridged()).after(HangUpWish(7)) == [port.HangUp(L, "NORMAL_CLEARING")]


def test_hold_and_resume_once_each() -> None:
    made = call(ringing(), bridged())
    assert made.after(HoldWish(7, hold=False)) == []
    assert made.after(HoldWish(7, hold=True)) == [port.Hold(L), note(Fact.HELD, agent=7)]
    assert made.after(HoldWish(7, hold=True)) == []
    assert made.after(HoldWish(7, hold=False)) == [port.Unhold(L), note(Fact.RESUMED, agent=7)]


def test_nobody_else_and_at_no_other_time() -> None:
    wishes = (PickUpWish(8), HangUpWish(8), HoldWish(8, hold=True))
    for made in (call(ringing()), call(ringing(), bridged())):
        assert [made.after(wish) for wish in wishes] == [[], [], []]
    assert call(ringing()).after(HoldWish(7, hold=True)) == []
    assert call(ringing(), bridged()).after(PickUpWish(7)) == []
    assert [Call(GOV).after(wish) for wish in (PickUpWish(7), HangUpWish(7), HoldWish(7, hold=True))] == [[], [], []]
