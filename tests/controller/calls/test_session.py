"""A call's decisions as tables: what it is told, and exactly what it decides."""

import pytest

from controller.calls.asks import Arm, Close, Disarm, Join
from controller.calls.told import NobodyLeft, TimeUp, Waits
from controller.switch import port
from hotline.words import CallState, Ender, Fact, Outcome

from .table import (
    ARRIVED,
    COURT,
    DISARMED,
    GOV,
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
    queued,
    talking,
)

pytestmark = pytest.mark.unit

# ---- the way in


def test_an_arrival_enters_the_flow_and_is_kept_from_the_fallback() -> None:
    assert Call(COURT).after(ARRIVED) == [
        note(Fact.ARRIVED, **TOLD),
        note(Fact.FLOW, flow="court", version=COURT.version),
        note(Fact.NODE, node="main"),
        port.Answer(C, "2"),
        port.Play(C, "3", ("menu",)),
        port.KeepParked(C),
    ]


def test_an_unanswered_call_may_wait_without_being_answered() -> None:
    assert Call(GOV).after(ARRIVED)[-4:] == [
        Disarm("key"),
        note(Fact.QUEUED, line="government", priority=0),
        Join("government", 0, NOW, "13800001234"),
        port.KeepParked(C),
    ]


def test_a_call_without_a_flow_is_ended_as_failed() -> None:
    call = Call(None)
    assert call.after(ARRIVED) == [
        note(Fact.ARRIVED, **TOLD),
        note(Fact.TROUBLE, what="no_flow", detail=""),
        port.HangUp(C),
        Arm("gone", 10.0),
        port.KeepParked(C),
    ]
    assert call.after(hung_up(theirs=False)) == [
        *DISARMED,
        note(Fact.ENDED, outcome=Outcome.FAILED, by=Ender.SYSTEM, cause="NORMAL_CLEARING"),
        Close(),
    ]


def test_a_second_arrival_changes_nothing() -> None:
    call = in_menu()
    before = call.session
    assert call.after(ARRIVED) == []
    assert call.session.state is before.state


# ---- the menu


def test_after_the_prompt_a_key_is_waited_for() -> None:
    assert in_menu().after(done(3)) == [Arm("key", 5)]


def test_a_key_during_the_prompt_stops_it_and_the_next_waits_for_its_end() -> None:
    call = in_menu()
    assert call.after(key("1")) == [
        Disarm("key"),
        port.Stop(C),
        note(Fact.KEY, key="1"),
        note(Fact.NODE, node="info"),
        Arm("slot", 1.0),
    ]
    assert call.after(done(3)) == [Disarm("slot"), port.Play(C, "4", ("info",))]


def test_an_end_that_never_comes_is_not_waited_for_longer_than_the_slot() -> None:
    call = in_menu()
    call.after(key("1"))
    assert call.after(TimeUp("slot")) == [Disarm("slot"), port.Play(C, "4", ("info",))]
    assert call.after(done(3)) == []


def test_information_given_is_noted() -> None:
    call = in_menu()
    call.after(key("1"), done(3))
    assert call.after(done(4)) == [
        note(Fact.SERVED, node="info"),
        note(Fact.NODE, node="main"),
        port.Play(C, "5", ("menu",)),
    ]
    assert call.after(hung_up())[-2] == note(
        Fact.ENDED, outcome=Outcome.SELF_SERVED, by=Ender.CALLER, cause="NORMAL_CLEARING"
    )


def test_silence_and_wrong_keys_are_counted_together() -> None:
    call = in_menu()
    call.after(done(3))
    assert call.after(TimeUp("key")) == [port.Play(C, "4", ("silent", "menu"))]
    call.after(done(4))
    assert call.after(key("5")) == [
        Disarm("key"),
        Disarm("key"),
        note(Fact.KEY, key="5"),
        note(Fact.NODE, node="person"),
        port.Play(C, "5", ("transfer",)),
    ]


def test_a_prompt_that_cannot_be_played_is_told_and_led_on() -> None:
    assert in_menu().after(done(3, "FILE NOT FOUND")) == [
        note(Fact.TROUBLE, what="prompt_not_played", detail="FILE NOT FOUND"),
        Arm("key", 5),
    ]


# ---- the queue


def test_who_waits_hears_music_again_and_again() -> None:
    call = queued()
    assert call.after(Waits()) == [port.Answer(C, "2"), port.Music(C, "3", "music.hold")]
    assert call.after(done(3)) == [port.Music(C, "4", "music.hold")]
    assert call.after(Waits()) == []


@pytest.mark.parametrize("response", ["FILE NOT FOUND", "PLAYBACK ERROR"])
def test_music_that_cannot_be_played_is_not_asked_for_again(response: str) -> None:
    call = queued()
    call.after(Waits())
    assert call.after(done(3, response)) == []


def test_refused_music_is_not_asked_for_again() -> None:
    """Or a channel that has just gone would be asked for ever in the same moment."""
    call = queued()
    call.after(Waits())
    assert call.after(port.Refusal(C, NOW, "playback", "-ERR invalid session id [c-1]")) == [
        note(Fact.TROUBLE, what="refused", detail="playback: -ERR invalid session id [c-1]")
    ]


def test_the_word_before_the_queue_is_said_and_then_it_waits() -> None:
    call = in_menu()
    call.after(key("0"), done(3))
    assert call.after(done(4)) == [
        Disarm("key"), note(Fact.QUEUED, line="filing", priority=0), Join("filing", 0, NOW, "13800001234"),
    ]  # fmt: skip
    assert call.after(Waits()) == [port.Music(C, "5", "music.hold")]


def test_nobody_left_leads_to_the_message() -> None:
    call = queued()
    call.after(Waits())
    assert call.after(NobodyLeft("too_long")) == [
        port.Stop(C),
        note(Fact.QUEUE_OVER, why="too_long"),
        note(Fact.NODE, node="message"),
        Arm("slot", 1.0),
    ]
    assert call.after(done(3)) == [Disarm("slot"), port.Play(C, "4", ("leave", "sound.tone"))]


# ---- a message


def test_a_message_is_recorded_and_ends_with_the_hash_key() -> None:
    call = queued()
    call.after(NobodyLeft("nobody"))
    assert call.after(done(3)) == [port.Record(C, "4", "c-1.message3.wav", 60)]
    assert call.after(key("1")) == [Disarm("key")]
    assert call.after(key("#")) == [Disarm("key"), port.Stop(C)]
    assert call.after(key("#")) == [Disarm("key")]
    assert call.after(done(4, "", app="record", seconds=7.2)) == [
        note(Fact.MESSAGE, seconds=7.2),
        note(Fact.NODE, node="bye"),
        port.Play(C, "5", ("goodbye",)),
    ]
    assert call.after(done(5)) == [port.HangUp(C), Arm("gone", 10.0)]
    assert call.after(hung_up(theirs=False))[-2] == note(
        Fact.ENDED, outcome=Outcome.MESSAGE_LEFT, by=Ender.SYSTEM, cause="NORMAL_CLEARING"
    )


def test_a_message_ends_with_the_receiver() -> None:
    """The recording's end comes before the hang-up, as the switch tells them."""
    call = message()
    call.after(port.RecordingDone(C, NOW, "c-1.message3.wav", 5.0, ""), done(4, "", app="record", seconds=5.0))
    assert call.after(hung_up())[-2] == note(
        Fact.ENDED, outcome=Outcome.MESSAGE_LEFT, by=Ender.CALLER, cause="NORMAL_CLEARING"
    )


def test_a_message_of_nothing_is_none() -> None:
    call = message()
    call.after(done(4, "", app="record", seconds=0.4))
    assert call.after(hung_up())[-2] == note(
        Fact.ENDED, outcome=Outcome.NO_AGENT, by=Ender.CALLER, cause="NORMAL_CLEARING"
    )


def test_recordings_are_noted_with_their_kind() -> None:
    call = message()
    assert call.after(port.RecordingBegun(C, NOW, "c-1.wav")) == [note(Fact.RECORDING, path="c-1.wav", kind="call")]
    assert call.after(port.RecordingDone(C, NOW, "c-1.message3.wav", 3.5, "x")) == [
        note(Fact.RECORDED, path="c-1.message3.wav", kind="message", seconds=3.5)
    ]


# ---- the end


@pytest.mark.parametrize(
    ("make", "outcome"),
    [
        (in_menu, Outcome.ABANDONED_MENU),
        (queued, Outcome.ABANDONED_QUEUE),
        (offering, Outcome.ABANDONED_RINGING),
        (talking, Outcome.TALKED),
        (message, Outcome.NO_AGENT),
    ],
)
def test_the_caller_is_gone_in_every_state_and_nothing_is_decided_after(make: object, outcome: Outcome) -> None:
    call: Call = make()  # type: ignore[operator]
    decided = call.after(hung_up())
    assert decided[-2:] == [note(Fact.ENDED, outcome=outcome, by=Ender.CALLER, cause="NORMAL_CLEARING"), Close()]
    ended = call.session
    for told in (hung_up(), ARRIVED, OFFERED, key("1"), done(3), bridged(), leg_gone(), TimeUp("key"), NobodyLeft("x")):
        assert call.after(told) == []
    assert (call.session, ended.state) == (ended, CallState.ENDED)


def test_the_callers_own_hang_up_says_more_than_our_wish() -> None:
    call = talking()
    call.after(leg_gone())
    assert call.after(hung_up(theirs=True))[-2] == note(
        Fact.ENDED, outcome=Outcome.TALKED, by=Ender.CALLER, cause="NORMAL_CLEARING"
    )


def test_a_switch_that_does_not_hang_up_is_asked_again() -> None:
    call = talking()
    call.after(leg_gone())
    assert call.after(TimeUp("gone")) == [port.HangUp(C), Arm("gone", 10.0)]
    assert talking().after(TimeUp("gone")) == []


def test_late_and_unknown_completions_change_nothing() -> None:
    for call in (in_menu(), queued(), offering(), talking(), message()):
        before = call.session
        assert call.after(done(99), bridge_done(77, "USER_BUSY"), TimeUp("nonsense")) == []
        assert call.session == before
