"""A citizen who answers within a moment after the agent: in whatever order the switch tells it, they are joined."""

import itertools

import pytest

from controller.calls.asks import Note, OfferOver
from controller.calls.messages import AgentRequest, CallMessage, TimeUp
from controller.switch import port
from hotline.calls.rules.order_kinds import CallOut
from hotline.words import CallState, Ender, Fact, OfferResult

from .table import NOW, C, Call, note

pytestmark = pytest.mark.unit
A = f"{C}-a"
AGENT, CITIZEN = port.LegUp(C, A, NOW), port.LegUp(C, C, NOW + 0.07)
BESIDE: tuple[CallMessage, ...] = (
    port.LegRinging(C, A, NOW), port.LegRinging(C, C, NOW + 0.05), port.Answered(C, NOW + 0.07),
    port.RecordingBegun(C, NOW + 0.07, f"{C}.wav"),
)  # fmt: skip


def calling_out() -> Call:
    call = Call(None)
    call.after(AgentRequest(7, CallOut("13800138000", line="filing"), "1001"))
    return call


def joined(call: Call) -> bool:
    """Both are sent to the room, once each, and nobody is hung up; the agent is in no other place after it."""
    asks = [one for one in call.log if isinstance(one, port.Ask)]
    meets = [one for one in asks if isinstance(one, port.Meet)]
    to_agent = [one for one in asks if isinstance(one, port.Aside | port.JoinRoom)]
    over = [one for one in call.log if isinstance(one, OfferOver)]
    return (
        call.session.state is CallState.TALKING
        and len(meets) == 1
        and to_agent[-1] == port.JoinRoom(C, A)
        and not [one for one in asks if isinstance(one, port.HangUp)]
        and over == [OfferOver(0, 7, OfferResult.ANSWERED)]
    )


def test_in_any_order_they_are_joined() -> None:
    for order in itertools.permutations((AGENT, CITIZEN, *BESIDE)):
        call = calling_out()
        for message in order:
            call.later(0.03).after(message)
        assert joined(call), order


@pytest.mark.parametrize("order", sorted(set(itertools.permutations("aacc"))))
def test_told_twice_they_are_joined_once(order: tuple[str, ...]) -> None:
    call = calling_out()
    call.after(*({"a": AGENT, "c": CITIZEN}[one] for one in order), *BESIDE)
    assert joined(call), call.log


@pytest.mark.parametrize("timer", [f"rings {A}", f"rings {C}", "slot", "key"])
def test_no_time_that_was_set_before_ends_the_talk(timer: str) -> None:
    call = calling_out()
    call.after(AGENT, CITIZEN, TimeUp(timer))
    assert joined(call)


@pytest.mark.parametrize("response", ["", "NO SUCH CONFERENCE", "REFUSED"])
def test_a_citizen_whom_the_switch_puts_out_of_the_room_is_brought_back_once(response: str) -> None:
    """The room may be made and entered in the same moment from both sides."""
    call = calling_out()
    call.after(AGENT, CITIZEN)
    told = [one for one in call.log if isinstance(one, port.Meet)]
    again = call.after(port.Done(C, NOW, told[-1].token, "conference", response, "", 0.0))
    assert again == [note(Fact.TROUBLE, what="room", detail=""), port.Meet(C, "3")]
    call.after(port.Done(C, NOW, "3", "conference", response, "", 0.0))
    assert (call.session.state, call.session.leaving_by) == (CallState.LEAVING, Ender.SYSTEM)
    assert Fact.TALKING in [one.kind for one in call.log if isinstance(one, Note)]
