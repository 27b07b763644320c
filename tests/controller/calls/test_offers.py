"""A call and its agents as tables: offers, the talk, and every way each of them ends."""

from dataclasses import replace

import pytest

from controller.calls.asks import Arm, Close, Disarm, Join, LeaveQueue, OfferOver, TalkOver
from controller.calls.in_queue import LOST_PRIORITY
from controller.calls.messages import Waits
from controller.calls.results import LOST, RESULTS
from controller.switch import port
from hotline.words import CallState, Ender, Fact, OfferResult, Outcome

from .table import (
    COURT,
    DISARMED,
    NOW,
    OFFERED,
    C,
    bridge_done,
    bridged,
    done,
    hung_up,
    in_menu,
    leg_gone,
    message,
    note,
    offering,
    queued,
    ringing,
    talking,
)

pytestmark = pytest.mark.unit

# ---- offers


def test_an_offer_rings_the_agent_on_the_callers_own_channel() -> None:
    assert queued().after(OFFERED) == [
        note(Fact.OFFERED, offer=1, agent=7, whom="A", extension="1001"),
        port.Bridge(C, "2", "1001", 15),
    ]


def test_an_offer_during_the_music_waits_for_its_end() -> None:
    call = queued()
    call.after(Waits())
    assert call.after(OFFERED) == [
        note(Fact.OFFERED, offer=1, agent=7, whom="A", extension="1001"),
        port.Stop(C),
        Arm("slot", 1.0),
    ]
    assert call.after(done(3)) == [Disarm("slot"), port.Bridge(C, "4", "1001", 15)]


def test_an_offer_that_comes_too_late_is_given_back() -> None:
    for call in (in_menu(), talking(), message()):
        before = call.session
        assert call.after(OFFERED) == [OfferOver(1, 7, OfferResult.CALLER_GONE)]
        assert (call.session.state, call.session.held) == (before.state, before.held)


def test_it_rings_once_and_then_they_talk() -> None:
    call = offering()
    assert call.after(ringing()) == [note(Fact.RINGING, offer=1)]
    assert call.after(ringing()) == []
    assert call.after(bridged()) == [
        note(Fact.OFFER_ENDED, offer=1, agent=7, result=OfferResult.ANSWERED),
        note(Fact.TALKING, offer=1, agent=7),
        OfferOver(1, 7, OfferResult.ANSWERED),
    ]
    assert call.after(bridged()) == []


@pytest.mark.parametrize(
    ("cause", "result"), [*RESULTS.items(), ("SOMETHING_NEW", OfferResult.FAILED), ("", OfferResult.FAILED)]
)
def test_each_way_an_offer_ends(cause: str, result: OfferResult) -> None:
    call = offering()
    expected: list[object] = [note(Fact.OFFER_ENDED, offer=1, agent=7, result=result)]
    if result is OfferResult.CALLER_GONE:
        expected += [OfferOver(1, 7, result), LeaveQueue(keep=True), *DISARMED]
    else:
        expected += [OfferOver(1, 7, result)]
    assert call.after(bridge_done(2, cause)) == expected
    assert call.session.state is (CallState.OFFERING if result is OfferResult.CALLER_GONE else CallState.QUEUED)


def test_a_refused_bridge_is_a_failed_offer() -> None:
    assert offering().after(port.Refusal(C, NOW, "bridge", "-ERR no")) == [
        note(Fact.TROUBLE, what="refused", detail="bridge: -ERR no"),
        note(Fact.OFFER_ENDED, offer=1, agent=7, result=OfferResult.FAILED),
        OfferOver(1, 7, OfferResult.FAILED),
    ]


@pytest.mark.parametrize("command", ["playback", "record", "Hold", "PickUp"])
def test_a_refusal_of_something_else_does_not_end_the_offer(command: str) -> None:
    call = offering()
    assert call.after(port.Refusal(C, NOW, command, "-ERR no")) == [
        note(Fact.TROUBLE, what="refused", detail=f"{command}: -ERR no")
    ]
    assert call.session.state is CallState.OFFERING


# ---- talking


def test_the_agent_hangs_up_and_the_caller_is_hung_up() -> None:
    call = talking()
    assert call.after(leg_gone()) == [TalkOver(7), port.HangUp(C), Arm("gone", 10.0)]
    assert call.after(bridge_done(2, "SUCCESS")) == []
    assert call.after(hung_up(theirs=False)) == [
        *DISARMED,
        note(Fact.ENDED, outcome=Outcome.TALKED, by=Ender.AGENT, cause="NORMAL_CLEARING"),
        Close(),
    ]


@pytest.mark.parametrize("cause", ["NORMAL_CLEARING", "SUCCESS"])
def test_the_bridge_may_end_before_its_leg_is_told_of(cause: str) -> None:
    call = talking()
    assert call.after(bridge_done(2, cause)) == [TalkOver(7), port.HangUp(C), Arm("gone", 10.0)]
    assert call.after(leg_gone()) == []


def test_a_bridge_that_ends_because_the_caller_is_gone_leaves_the_rest_to_his_hang_up() -> None:
    call = talking()
    assert call.after(replace(bridge_done(2, "SUCCESS"), gone=True)) == []
    assert call.after(hung_up())[-2:] == [
        note(Fact.ENDED, outcome=Outcome.TALKED, by=Ender.CALLER, cause="NORMAL_CLEARING"),
        Close(),
    ]


@pytest.mark.parametrize("cause", ["NORMAL_CLEARING", *sorted(LOST)])
def test_who_is_gone_with_the_bridge_is_asked_nothing_when_his_agents_leg_goes_too(cause: str) -> None:
    """The switch tells of both within a millisecond, in either order."""
    call = talking()
    call.session = replace(call.session, flow=replace(COURT, after_talk=COURT.start))
    assert call.after(replace(bridge_done(2, "SUCCESS"), gone=True)) == []
    assert call.after(leg_gone(cause, theirs=False)) == [TalkOver(7)]
    assert call.after(hung_up()) == [
        *DISARMED,
        note(Fact.ENDED, outcome=Outcome.TALKED, by=Ender.CALLER, cause="NORMAL_CLEARING"),
        Close(),
    ]


def test_the_caller_hangs_up() -> None:
    assert talking().after(hung_up()) == [
        TalkOver(7),
        *DISARMED,
        note(Fact.ENDED, outcome=Outcome.TALKED, by=Ender.CALLER, cause="NORMAL_CLEARING"),
        Close(),
    ]


@pytest.mark.parametrize("cause", sorted(LOST))
def test_a_lost_agent_gives_the_caller_his_place_back(cause: str) -> None:
    call = talking().later(60)
    assert call.after(leg_gone(cause, theirs=False)) == [
        TalkOver(7),
        note(Fact.AGENT_LOST, agent=7, cause=cause),
        Arm("slot", 1.0),
        Join("government", LOST_PRIORITY, NOW, "13800001234", tested=True),
    ]
    assert call.after(bridge_done(2, "SUCCESS")) == [Disarm("slot"), port.Play(C, "3", ("common.agent_lost",))]


def test_the_end_of_the_bridge_may_tell_of_the_lost_agent_first() -> None:
    call = talking().later(60)
    assert call.after(bridge_done(2, "MEDIA_TIMEOUT")) == [
        TalkOver(7),
        note(Fact.AGENT_LOST, agent=7, cause="MEDIA_TIMEOUT"),
        port.Play(C, "3", ("common.agent_lost",)),
        Join("government", LOST_PRIORITY, NOW, "13800001234", tested=True),
    ]
    assert call.after(leg_gone("MEDIA_TIMEOUT", theirs=False)) == []


def test_an_offer_after_a_lost_agent_outlives_the_end_of_the_first_bridge() -> None:
    call = talking()
    call.after(leg_gone("MEDIA_TIMEOUT", theirs=False))
    second = type(OFFERED)(2, 8, "1002", OFFERED.whom, 15)
    call.after(second)
    assert call.after(bridge_done(2, "SUCCESS")) == [Disarm("slot"), port.Bridge(C, "4", "1002", 15)]
    assert (call.session.state, call.session.held.agent) == (CallState.OFFERING, 8)  # type: ignore[union-attr]


def test_another_leg_that_goes_is_none_of_this_talk() -> None:
    assert talking().after(leg_gone(leg="l-0")) == []
