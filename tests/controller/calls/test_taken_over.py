"""Calls of a controller that is gone, and calls met again after the switch was away."""

from dataclasses import replace

import pytest

from controller.calls.asks import Arm, Disarm, Join, OfferOver, TalkOver
from controller.calls.messages import Adopt, Again, NobodyLeft, Waits
from controller.calls.turn import ActiveOffer
from controller.switch import port
from hotline.words import CallState, Ender, Fact, OfferResult, Outcome

from .table import ARRIVED, COURT, GOV, NOW, OFFERED, C, Call, L, bridged, done, hung_up, leg_gone, note, ringing

pytestmark = pytest.mark.unit

PARKED = Adopt(
    number="13800001234", name="张三", dialled="12368", profile="court_12368", answered=True, seq=5, offers=0,
    arrived=True, agent=None, leg="", line="",
)  # fmt: skip
TOKEN = int(NOW)


def test_a_parked_call_begins_the_flow_again_and_what_played_is_stopped() -> None:
    assert Call(COURT).after(PARKED) == [
        note(Fact.ADOPTED, where="parked"),
        port.KeepParked(C),
        port.Stop(C),
        note(Fact.FLOW, flow="court", version=COURT.version),
        note(Fact.NODE, node="main"),
        port.Play(C, str(TOKEN + 1), ("menu",)),
    ]


def test_a_call_nobody_has_written_down_arrives_now() -> None:
    told = replace(PARKED, arrived=False)
    assert Call(COURT).after(told)[0] == note(
        Fact.ARRIVED, profile="court_12368", dialled="12368", number="13800001234", name="张三"
    )


def test_tokens_of_the_former_controller_are_nobodys() -> None:
    call = Call(COURT)
    call.after(PARKED)
    for token in range(10):
        assert call.after(done(token)) == []


def test_who_waited_waits_on_in_his_place_and_his_open_offer_is_ended() -> None:
    told = replace(PARKED, line="government", since=NOW - 90, offers=2, offer=(2, 7))
    assert Call(GOV).after(told) == [
        note(Fact.ADOPTED, where="parked"),
        note(Fact.OFFER_ENDED, offer=2, agent=7, result=OfferResult.FAILED),
        port.KeepParked(C),
        port.Stop(C),
        note(Fact.NODE, node="person"),
        Disarm("key"),
        note(Fact.QUEUED, line="government", priority=0),
        Join("government", 0, NOW - 90),
    ]


def test_talk_is_left_alone() -> None:
    call = Call(GOV)
    told = replace(PARKED, line="government", agent=7, leg=L, talked=True, offers=1)
    assert call.after(told) == [note(Fact.ADOPTED, where="talking")]
    assert call.session.held == ActiveOffer(1, 7, L)
    assert call.after(leg_gone()) == [TalkOver(7), port.HangUp(C), Arm("gone", 10.0)]


def test_an_offer_answered_meanwhile_is_told_so() -> None:
    told = replace(PARKED, line="government", agent=7, leg=L, offers=1, offer=(1, 7))
    assert Call(GOV).after(told) == [
        note(Fact.ADOPTED, where="talking"),
        note(Fact.OFFER_ENDED, offer=1, agent=7, result=OfferResult.ANSWERED),
        note(Fact.TALKING, offer=1, agent=7),
    ]


def test_a_talk_that_ended_meanwhile_is_ended() -> None:
    call = Call(GOV)
    told = replace(PARKED, line="government", agent=7, talked=True, offers=1)
    assert call.after(told) == [note(Fact.ADOPTED, where="parked"), TalkOver(7), port.HangUp(C), Arm("gone", 10.0)]
    assert call.after(hung_up(theirs=False))[-2] == note(
        Fact.ENDED, outcome=Outcome.TALKED, by=Ender.AGENT, cause="NORMAL_CLEARING"
    )


def test_a_call_brought_through_by_the_switch_alone_is_fallback() -> None:
    call = Call(COURT)
    assert call.after(replace(PARKED, leg="l-9")) == [note(Fact.ADOPTED, where="talking")]
    assert call.after(leg_gone(leg="l-9")) == [port.HangUp(C), Arm("gone", 10.0)]
    assert call.after(hung_up(theirs=False))[-2] == note(
        Fact.ENDED, outcome=Outcome.FALLBACK, by=Ender.AGENT, cause="NORMAL_CLEARING"
    )


# ---- the switch was away and is back


def made(*told: object, flow: object = GOV) -> Call:
    call = Call(flow)  # type: ignore[arg-type]
    call.after(ARRIVED, *told)  # type: ignore[arg-type]
    return call


def test_in_a_menu_the_menu_is_said_again() -> None:
    assert made(flow=COURT).after(Again("", ringing=False)) == [
        Disarm("key"), note(Fact.NODE, node="main"), port.Stop(C), Arm("slot", 1.0),
    ]  # fmt: skip


def test_who_waits_hears_the_music_again() -> None:
    call = made(Waits())
    assert call.after(Again("", ringing=False)) == [port.Stop(C), Arm("slot", 1.0)]
    assert call.after(done(3)) == [Disarm("slot"), port.Music(C, "4", "music.hold")]
    assert made().after(Again("", ringing=False)) == []


def test_an_offer_goes_on_while_it_rings() -> None:
    assert made(OFFERED, ringing()).after(Again("", ringing=True)) == []


def test_an_offer_that_does_not_ring_any_more_has_failed() -> None:
    call = made(OFFERED, ringing())
    assert call.after(Again("", ringing=False)) == [
        note(Fact.OFFER_ENDED, offer=1, agent=7, result=OfferResult.FAILED), OfferOver(1, 7, OfferResult.FAILED),
    ]  # fmt: skip
    assert (call.session.state, call.session.running) == (CallState.QUEUED, None)


def test_an_offer_answered_while_the_switch_was_away() -> None:
    assert made(OFFERED).after(Again(L, ringing=False)) == [
        note(Fact.OFFER_ENDED, offer=1, agent=7, result=OfferResult.ANSWERED),
        note(Fact.TALKING, offer=1, agent=7),
        OfferOver(1, 7, OfferResult.ANSWERED),
    ]


def test_talk_goes_on_or_is_over() -> None:
    assert made(OFFERED, ringing(), bridged()).after(Again(L, ringing=False)) == []
    assert made(OFFERED, ringing(), bridged()).after(Again("", ringing=False)) == [
        TalkOver(7), port.HangUp(C), Arm("gone", 10.0),
    ]  # fmt: skip


def test_a_message_is_asked_for_again() -> None:
    call = made(NobodyLeft("nobody"), done(3))
    assert call.after(Again("", ringing=False)) == [
        Disarm("key"), note(Fact.NODE, node="message"), port.Stop(C), Arm("slot", 1.0),
    ]  # fmt: skip


def test_who_is_leaving_is_hung_up_once_more() -> None:
    call = made(OFFERED, ringing(), bridged(), leg_gone())
    assert call.after(Again("", ringing=False)) == [port.HangUp(C)]
