"""What a switch says of a caller alone: the arrival, what is played, keys, recordings, and every way to end."""

from typing import Any

import pytest

from controller.switch import port
from scripts.py.pace import PACE

from .stages import ENDLESS, FALLBACK_SECONDS, SOUNDS, Scene

EARLY, LATE = 0.2, 1.5 * PACE  # files are cut into frames; a busy machine notices ends later, never sooner


def about(seconds: float) -> Any:
    """From a little less than `seconds` to what a busy machine makes of them."""
    return pytest.approx(seconds + (LATE - EARLY) / 2, abs=(LATE + EARLY) / 2)


def test_an_arrival_carries_who_calls_whom(scene: Scene) -> None:
    arrived = scene.call(name="caller")
    assert arrived == port.Arrived(
        arrived.call, arrived.at, arrived.number, "caller", "12368", "court_12368", answered=False
    )
    assert arrived.at > 1_700_000_000


def test_a_forged_name_stays_a_name(scene: Scene) -> None:
    arrived = scene.call(name="x%0AUnique-ID: evil2%0AHangup-Cause: FAKED")
    assert arrived.name == "xUnique-ID: evil2Hangup-Cause: FAKED"
    assert arrived.call != "evil2"
    scene.ask(arrived.call, port.HangUp(arrived.call))
    gone = scene.hears(port.HungUp)
    assert (gone.call, gone.cause) == (arrived.call, "NORMAL_CLEARING")


def test_nobody_is_answered_before_it_is_asked_for(scene: Scene) -> None:
    call = scene.call().call
    scene.quiet(0.3)
    assert [one for one in scene.of(call) if isinstance(one, port.Answered | port.RecordingBegun)] == []
    scene.ask(call, port.Answer(call, scene.token()))
    scene.hears(port.Answered, lambda a: a.call == call)


def test_a_prompt_is_played_to_its_end(scene: Scene) -> None:
    call = scene.answered()
    token = scene.play(call, "short")
    done = scene.done(token)
    assert (done.call, done.app, done.response) == (call, "playback", "FILE PLAYED")
    answered = scene.hears(port.Answered)
    assert done.at - answered.at == about(SOUNDS["short"])


def test_prompts_are_played_one_after_the_other(scene: Scene) -> None:
    call = scene.answered()
    token = scene.token()
    scene.ask(call, port.Play(call, token, ("short", "short")))
    assert scene.done(token).at - scene.hears(port.Answered).at == about(2 * SOUNDS["short"])


def test_a_prompt_that_is_not_there_is_told(scene: Scene) -> None:
    call = scene.answered()
    done = scene.done(scene.play(call, "missing"))
    assert (done.app, done.response) == ("playback", "FILE NOT FOUND")


def test_what_plays_can_be_stopped(scene: Scene) -> None:
    call = scene.answered()
    token = scene.play(call, "endless")
    scene.runs(call, "playback")
    scene.ask(call, port.Stop(call))
    done = scene.done(token)
    assert done.at - scene.hears(port.Answered).at < ENDLESS / 2
    assert scene.done(scene.play(call, "short")).response == "FILE PLAYED"


def test_music_ends_and_can_be_stopped_like_any_prompt(scene: Scene) -> None:
    call = scene.answered()
    first, second = scene.token(), scene.token()
    scene.ask(call, port.Music(call, first, "endless"))
    scene.runs(call, "playback")
    scene.ask(call, port.Stop(call))
    assert scene.done(first).at - scene.hears(port.Answered).at < ENDLESS / 2
    scene.ask(call, port.Music(call, second, "short"))
    assert scene.done(second).response == "FILE PLAYED"


def test_keys_are_heard_in_their_order(scene: Scene) -> None:
    call = scene.answered()
    scene.presses(call, "1#0")
    scene.hears(port.Key, lambda key: key.digit == "0")
    assert [one.digit for one in scene.of(call) if isinstance(one, port.Key)] == ["1", "#", "0"]


def test_a_key_does_not_end_a_prompt_by_itself(scene: Scene) -> None:
    call = scene.answered()
    token = scene.play(call, "long")
    scene.presses(call, "5")
    scene.hears(port.Key)
    assert scene.done(token).at - scene.hears(port.Answered).at == about(SOUNDS["long"])


def test_a_message_is_recorded_for_as_long_as_it_may_be(scene: Scene) -> None:
    call = scene.answered()
    token = scene.token()
    scene.ask(call, port.Record(call, token, f"{call}.message1.wav", 1))
    done = scene.done(token)
    assert done.app == "record"
    assert 0.9 <= done.seconds <= 2.1 * PACE  # FreeSWITCH counts whole seconds of the clock
    kept = scene.hears(port.RecordingDone)
    assert (kept.call, kept.path) == (call, f"{call}.message1.wav")
    assert kept.seconds == pytest.approx(done.seconds, abs=1.2 * PACE)


def test_a_message_can_be_stopped(scene: Scene) -> None:
    call = scene.answered()
    token = scene.token()
    scene.ask(call, port.Record(call, token, f"{call}.message1.wav", 200))
    scene.hears(port.RecordingBegun, lambda begun: begun.path == f"{call}.message1.wav")
    scene.quiet(0.6)
    scene.ask(call, port.Stop(call))
    assert scene.done(token).seconds == about(0.6)


def test_a_call_is_recorded_from_its_answer_to_its_end(scene: Scene) -> None:
    call = scene.answered()
    begun = scene.hears(port.RecordingBegun)
    assert (begun.call, begun.path) == (call, f"{call}.wav")
    scene.quiet(1.2)
    scene.hangs_up(call)
    lasted = scene.hears(port.HungUp).at - scene.hears(port.Answered).at
    heard = scene.of(call)
    ended = next(one for one in heard if isinstance(one, port.RecordingDone))
    assert ended.path == f"{call}.wav"
    assert 0.3 <= ended.seconds <= lasted + 0.4  # FreeSWITCH leaves the silence of a line without a sound out
    assert heard.index(ended) < heard.index(scene.hears(port.HungUp))


@pytest.mark.parametrize("doing", ["parked", "playing", "recording"])
def test_the_caller_hangs_up(scene: Scene, doing: str) -> None:
    call = scene.answered()
    token = scene.play(call, "endless") if doing == "playing" else scene.token()
    if doing == "recording":
        scene.ask(call, port.Record(call, token, f"{call}.message1.wav", 200))
    if doing != "parked":
        scene.runs(call, {"playing": "playback", "recording": "record"}[doing])
    scene.hangs_up(call)
    gone = scene.hears(port.HungUp)
    assert (gone.call, gone.cause, gone.theirs) == (call, "NORMAL_CLEARING", True)
    if doing != "parked":
        assert scene.done(token).gone is True
        assert scene.of(call).index(scene.done(token)) < scene.of(call).index(gone)


def test_the_caller_gives_up_before_the_answer(scene: Scene) -> None:
    call = scene.call(cancels=True).call
    scene.hangs_up(call)
    gone = scene.hears(port.HungUp)
    assert (gone.call, gone.cause, gone.theirs) == (call, "ORIGINATOR_CANCEL", True)


@pytest.mark.parametrize("cause", ["NORMAL_CLEARING", "NORMAL_TEMPORARY_FAILURE"])
def test_we_hang_up(scene: Scene, cause: str) -> None:
    call = scene.answered()
    scene.ask(call, port.HangUp(call, cause))
    gone = scene.hears(port.HungUp)
    assert (gone.call, gone.cause, gone.theirs) == (call, cause, False)


def test_what_is_asked_of_a_call_that_is_gone_is_refused_or_nothing(scene: Scene) -> None:
    call = scene.answered()
    scene.ask(call, port.HangUp(call))
    scene.hears(port.HungUp)
    scene.quiet(0.3)
    before = len(scene.of(call))
    scene.ask(
        call,
        port.KeepParked(call),
        port.Answer(call, scene.token()),
        port.Stop(call),
        port.HangUp(call),
        port.Play(call, scene.token(), ("short",)),
        port.Music(call, scene.token(), "short"),
        port.Record(call, scene.token(), "x.wav", 1),
        port.Bridge(call, scene.token(), "1001", 5),
    )
    scene.hears(port.Refusal, lambda refusal: refusal.command == "bridge")
    told = scene.of(call)[before:]
    assert [one.command for one in told if isinstance(one, port.Refusal)] == [
        "playback",
        "playback",
        "record",
        "bridge",
    ]
    assert len(told) == 4


def test_a_call_that_nobody_takes_is_led_on_by_the_switch(scene: Scene) -> None:
    scene.telephone("1006", rings=0.1)
    arrived = scene.call(kept=False)
    joined = scene.hears(port.Bridged, seconds=FALLBACK_SECONDS + 4)
    assert joined.call == arrived.call
    assert joined.at - arrived.at >= FALLBACK_SECONDS - 1.1  # the scheduler counts whole seconds


def test_a_call_that_is_kept_stays(scene: Scene) -> None:
    call = scene.call().call
    scene.quiet(FALLBACK_SECONDS + 1.1 * PACE)
    assert [type(one) for one in scene.of(call)] == [port.Arrived]


def test_the_switch_says_what_channels_it_has(scene: Scene) -> None:
    arrived = scene.call()
    mine = scene.channels(arrived.call)[arrived.call]
    assert (mine.inbound, mine.number, mine.dialled, mine.partner, mine.answered) == (
        True, arrived.number, "12368", "", False,
    )  # fmt: skip
    assert mine.created == pytest.approx(arrived.at, abs=2.0 * PACE)
    assert mine.application != ""


def test_the_switch_says_what_a_channel_carries(scene: Scene) -> None:
    call = scene.call().call
    names = ("ts_dialled", "ts_profile", "ts_nothing")
    values = scene.answer(lambda answer: scene.switch.variables(call, names, answer))
    assert values == {"ts_dialled": "12368", "ts_profile": "court_12368", "ts_nothing": ""}
    gone = scene.answer(lambda answer: scene.switch.variables("no-such-channel", names, answer))
    assert gone == dict.fromkeys(names, "")
