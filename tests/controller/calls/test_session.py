"""A call's decisions as tables: what it is told; what it asks for, writes down and waits for; what must come first."""

from collections.abc import Callable

import pytest

from controller.calls.asks import Close, Decision, Join, LeaveQueue, Note, OfferOver, TalkOver
from controller.calls.messages import NobodyLeft, TimeUp, Waits
from controller.switch import port
from hotline.words import CallState, Ender, Fact, OfferResult, Outcome

from .table import (
    ARRIVED,
    COURT,
    GOV,
    NOTHING,
    NOW,
    OFFERED,
    TOLD,
    C,
    Call,
    bridge_done,
    bridged,
    done,
    hung_up,
    in_menu,
    key,
    leg_gone,
    message,
    note,
    offering,
    promised,
    queued,
    talking,
)

pytestmark = pytest.mark.unit
IN_QUEUE = Join("government", 0, NOW, "13800001234")


def ended(outcome: Outcome, by: Ender) -> list[Note]:
    return [note(Fact.ENDED, outcome=outcome, by=by, cause="NORMAL_CLEARING")]


def play(*prompts: str) -> port.Play:
    return port.Play(C, "", prompts)


def music() -> port.Music:
    return port.Music(C, "", "music.hold")


# ---- the way in


def test_an_arrival_enters_the_flow_and_is_kept_from_the_fallback() -> None:
    told = Call(COURT).hears(ARRIVED)
    assert told == promised(
        facts=[
            note(Fact.ARRIVED, **TOLD),
            note(Fact.FLOW, flow="court", version=COURT.version),
            note(Fact.NODE, node="main"),
        ],
        asks=[port.Answer(C, ""), play("menu"), port.KeepParked(C)],
    )
    assert told.in_order(port.Answer, port.Play)  # what is played before the answer is lost
    assert told.in_order(port.Answer, port.KeepParked)  # this is not what the caller waits for


def test_an_unanswered_call_may_wait_without_being_answered() -> None:
    assert Call(GOV).hears(ARRIVED) == promised(
        facts=[
            note(Fact.ARRIVED, **TOLD),
            note(Fact.FLOW, flow="gov", version=GOV.version),
            note(Fact.NODE, node="person"),
            note(Fact.QUEUED, line="government", priority=0),
        ],
        asks=[port.KeepParked(C)],
        house=[IN_QUEUE],
    )


def test_a_call_without_a_flow_is_ended_as_failed() -> None:
    call = Call(None)
    assert call.hears(ARRIVED) == promised(
        facts=[note(Fact.ARRIVED, **TOLD), note(Fact.TROUBLE, what="no_flow", detail="")],
        asks=[port.HangUp(C), port.KeepParked(C)],
        timers={"gone": 10.0},
    )
    told = call.hears(hung_up(theirs=False))
    assert told == promised(facts=ended(Outcome.FAILED, Ender.SYSTEM), house=[Close()])
    assert told.order[-1] == Close()


def test_a_second_arrival_changes_nothing() -> None:
    call = in_menu()
    before = call.session
    assert call.hears(ARRIVED) == NOTHING
    assert call.session.state is before.state


# ---- the menu


def test_after_the_prompt_a_key_is_waited_for() -> None:
    call = in_menu()
    assert call.hears(call.over()) == promised(timers={"key": 5})


def test_a_key_during_the_prompt_stops_it_and_the_next_waits_for_its_end() -> None:
    call = in_menu()
    assert call.hears(key("1")) == promised(
        facts=[note(Fact.KEY, key="1"), note(Fact.NODE, node="info")],
        asks=[port.Stop(C)],
        timers={"slot": 1.0},
    )
    assert call.hears(call.over()) == promised(asks=[play("info")])


def test_a_key_after_the_prompt_is_answered_at_once_and_not_waited_for_again() -> None:
    call = in_menu()
    call.after(call.over())
    assert call.hears(key("1")) == promised(
        facts=[note(Fact.KEY, key="1"), note(Fact.NODE, node="info")], asks=[play("info")]
    )


def test_an_end_that_never_comes_is_not_waited_for_longer_than_the_slot() -> None:
    call = in_menu()
    late = call.over()
    call.after(key("1"))
    assert call.hears(TimeUp("slot")) == promised(asks=[play("info")])
    assert call.hears(late) == NOTHING


def test_information_given_is_noted() -> None:
    call = in_menu()
    call.after(key("1"), call.over())
    assert call.hears(call.over()) == promised(
        facts=[note(Fact.SERVED, node="info"), note(Fact.NODE, node="main")], asks=[play("menu")]
    )
    assert call.hears(hung_up()) == promised(facts=ended(Outcome.SELF_SERVED, Ender.CALLER), house=[Close()])


def test_silence_and_wrong_keys_are_counted_together() -> None:
    call = in_menu()
    call.after(call.over())
    assert call.hears(TimeUp("key")) == promised(asks=[play("silent", "menu")])
    call.after(call.over())
    assert call.hears(key("5")) == promised(
        facts=[note(Fact.KEY, key="5"), note(Fact.NODE, node="person")], asks=[play("transfer")]
    )


def test_a_prompt_that_cannot_be_played_is_told_and_led_on() -> None:
    call = in_menu()
    assert call.hears(call.over("FILE NOT FOUND")) == promised(
        facts=[note(Fact.TROUBLE, what="prompt_not_played", detail="FILE NOT FOUND")], timers={"key": 5}
    )


# ---- the queue


def test_who_waits_hears_music_again_and_again() -> None:
    call = queued()
    told = call.hears(Waits())
    assert told == promised(asks=[port.Answer(C, ""), music()])
    assert told.in_order(port.Answer, port.Music)
    assert call.hears(call.over()) == promised(asks=[music()])
    assert call.hears(Waits()) == NOTHING


@pytest.mark.parametrize("response", ["FILE NOT FOUND", "PLAYBACK ERROR"])
def test_music_that_cannot_be_played_is_not_asked_for_again(response: str) -> None:
    call = queued()
    call.after(Waits())
    assert call.hears(call.over(response)) == NOTHING


def test_refused_music_is_not_asked_for_again() -> None:
    """Or a channel that has just gone would be asked for ever in the same moment."""
    call = queued()
    call.after(Waits())
    assert call.hears(port.Refusal(C, NOW, "playback", "-ERR invalid session id [c-1]")) == promised(
        facts=[note(Fact.TROUBLE, what="refused", detail="playback: -ERR invalid session id [c-1]")]
    )


def test_the_word_before_the_queue_is_said_and_then_it_waits() -> None:
    call = in_menu()
    call.after(key("0"), call.over())
    assert call.hears(call.over()) == promised(
        facts=[note(Fact.QUEUED, line="filing", priority=0)], house=[Join("filing", 0, NOW, "13800001234")]
    )
    assert call.hears(Waits()) == promised(asks=[music()])


def test_nobody_left_leads_to_the_message() -> None:
    call = queued()
    call.after(Waits())
    assert call.hears(NobodyLeft("too_long")) == promised(
        facts=[note(Fact.QUEUE_OVER, why="too_long"), note(Fact.NODE, node="message")],
        asks=[port.Stop(C)],
        timers={"slot": 1.0},
    )
    assert call.hears(call.over()) == promised(asks=[play("leave", "sound.tone")])


# ---- a message


def test_a_message_is_recorded_and_ends_with_the_hash_key() -> None:
    call = queued()
    call.after(NobodyLeft("nobody"))
    assert call.hears(call.over()) == promised(asks=[port.Record(C, "", "c-1.message.wav", 60)])
    assert call.hears(key("1")) == NOTHING
    assert call.hears(key("#")) == promised(asks=[port.Stop(C)])
    assert call.hears(key("#")) == NOTHING
    assert call.hears(call.over("", app="record", seconds=7.2)) == promised(
        facts=[note(Fact.MESSAGE, seconds=7.2), note(Fact.NODE, node="bye")], asks=[play("goodbye")]
    )
    assert call.hears(call.over()) == promised(asks=[port.HangUp(C)], timers={"gone": 10.0})
    assert call.hears(hung_up(theirs=False)) == promised(
        facts=ended(Outcome.MESSAGE_LEFT, Ender.SYSTEM), house=[Close()]
    )


def test_a_message_ends_with_the_receiver() -> None:
    """The recording's end comes before the hang-up, as the switch tells them."""
    call = message()
    call.after(port.RecordingDone(C, NOW, "c-1.message3.wav", 5.0, ""), call.over("", app="record", seconds=5.0))
    assert call.hears(hung_up()) == promised(facts=ended(Outcome.MESSAGE_LEFT, Ender.CALLER), house=[Close()])


def test_a_message_of_nothing_is_none() -> None:
    call = message()
    call.after(call.over("", app="record", seconds=0.4))
    assert call.hears(hung_up()) == promised(facts=ended(Outcome.NO_AGENT, Ender.CALLER), house=[Close()])


def test_recordings_are_noted_with_their_kind() -> None:
    call = message()
    assert call.hears(port.RecordingBegun(C, NOW, "c-1.wav")) == promised(
        facts=[note(Fact.RECORDING, path="c-1.wav", kind="call")]
    )
    assert call.hears(port.RecordingDone(C, NOW, "c-1.message3.wav", 3.5, "x")) == promised(
        facts=[note(Fact.RECORDED, path="c-1.message3.wav", kind="message", seconds=3.5)]
    )


# ---- the end


@pytest.mark.parametrize(
    ("make", "outcome", "given_back"),
    [
        (in_menu, Outcome.ABANDONED_MENU, []),
        (queued, Outcome.ABANDONED_QUEUE, [LeaveQueue(keep=True)]),
        (offering, Outcome.ABANDONED_RINGING, [OfferOver(1, 7, OfferResult.CALLER_GONE), LeaveQueue(keep=True)]),
        (talking, Outcome.TALKED, [TalkOver(7)]),
        (message, Outcome.NO_AGENT, []),
    ],
)
def test_the_caller_is_gone_in_every_state_and_nothing_is_decided_after(
    make: Callable[[], Call], outcome: Outcome, given_back: list[Decision]
) -> None:
    call = make()
    told = call.hears(hung_up())
    offer = [note(Fact.OFFER_ENDED, offer=1, agent=7, result=OfferResult.CALLER_GONE)] if make is offering else []
    assert told == promised(facts=[*offer, *ended(outcome, Ender.CALLER)], house=[*given_back, Close()])
    assert told.order[-1] == Close()  # a closed lane gives nothing back
    after = call.session
    for late in (hung_up(), ARRIVED, OFFERED, key("1"), done(3), bridged(), leg_gone(), TimeUp("key"), NobodyLeft("x")):
        assert call.hears(late) == NOTHING
    assert (call.session, after.state) == (after, CallState.ENDED)


def test_the_callers_own_hang_up_says_more_than_our_wish() -> None:
    call = talking()
    call.after(leg_gone())
    assert call.hears(hung_up(theirs=True)) == promised(facts=ended(Outcome.TALKED, Ender.CALLER), house=[Close()])


def test_a_switch_that_does_not_hang_up_is_asked_again() -> None:
    call = talking()
    call.after(leg_gone())
    assert call.hears(TimeUp("gone")) == promised(asks=[port.HangUp(C)], timers={"gone": 10.0})
    assert talking().hears(TimeUp("gone")) == NOTHING


def test_late_and_unknown_completions_change_nothing() -> None:
    for call in (in_menu(), queued(), offering(), talking(), message()):
        before = call.session
        assert call.hears(done(99)) == call.hears(bridge_done(77, "USER_BUSY")) == NOTHING
        assert call.hears(TimeUp("nonsense")) == NOTHING
        assert call.session == before
