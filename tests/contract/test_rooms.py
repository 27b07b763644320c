"""What a switch says of a third one: legs that we ask for, the call's room, who is taken out of it, listening in."""

import pytest

from controller.switch import port
from hotline.words import WatchMode
from scripts.py.pace import PACE

from .stages import Scene


def joined(scene: Scene) -> tuple[str, str, str]:
    """Caller and agent on a bridge: the call, the agent's leg, the bridge's token."""
    extension = scene.telephone("1001")
    call = scene.answered()
    token, bridged = scene.talks(call, extension)
    return call, bridged.leg, token


def third(scene: Scene, call: str, extension: str = "1002", **how: object) -> str:
    leg = f"{call}-t1"
    scene.ask(call, port.CallLeg(call, leg, scene.telephone(extension, **how), 8))
    return leg


def meet(scene: Scene, call: str, *who: str) -> None:
    """Wait until these, and nobody else, are in the call's room."""

    def all_there() -> bool:
        return {one.id for one in scene.channels(*who).values() if one.room == call} == set(who)

    scene.sees(all_there, f"{who} in the room of {call}")


def test_a_leg_taken_aside_ends_the_bridge_and_lives_on(scene: Scene) -> None:
    call, leg, token = joined(scene)
    scene.ask(call, port.Aside(leg, "long"))
    done = scene.done(token)
    assert (done.app, done.gone) == ("bridge", False)
    assert scene.done(scene.play(call, "short")).response == "FILE PLAYED"
    assert {call, leg} <= set(scene.channels(call, leg))
    assert [one for one in scene.of(call) if isinstance(one, port.LegGone)] == []


def test_aside_without_a_sound_file_the_leg_lives_too(scene: Scene) -> None:
    call, leg, token = joined(scene)
    scene.ask(call, port.Aside(leg, "nowhere"))
    scene.done(token)
    scene.quiet(1)
    assert leg in scene.channels(call, leg)


def test_a_third_one_answers_and_all_meet(scene: Scene) -> None:
    call, leg, _ = joined(scene)
    scene.ask(call, port.Aside(leg, "long"))
    other = third(scene, call)
    up = scene.hears(port.LegUp)
    assert (up.call, up.leg) == (call, other)
    scene.ask(call, port.JoinRoom(call, leg), port.Meet(call, scene.token()))
    meet(scene, call, call, leg, other)


@pytest.mark.parametrize(("answers", "cause"), [("busy", "USER_BUSY"), ("reject", "CALL_REJECTED")])
def test_a_third_one_who_does_not_answer(scene: Scene, answers: str, cause: str) -> None:
    call = scene.answered()
    other = third(scene, call, answers=answers)
    failed = scene.hears(port.LegFailed)
    assert (failed.call, failed.leg, failed.cause) == (call, other, cause)
    assert scene.hears(port.LegGone).leg == other


def test_a_third_one_who_is_not_there(scene: Scene) -> None:
    call = scene.answered()
    scene.ask(call, port.CallLeg(call, f"{call}-t1", "1005", 8))
    assert scene.hears(port.LegFailed).cause in ("USER_NOT_REGISTERED", "SUBSCRIBER_ABSENT")


def test_the_caller_is_taken_out_and_the_others_stay(scene: Scene) -> None:
    call, leg, _ = joined(scene)
    scene.ask(call, port.Aside(leg, "long"))
    other = third(scene, call)
    scene.hears(port.LegUp)
    token = scene.token()
    scene.ask(call, port.JoinRoom(call, leg), port.Meet(call, token))
    meet(scene, call, call, leg, other)
    scene.ask(call, port.LeaveRoom(call))
    assert (scene.done(token).app, scene.done(token).gone) == ("conference", False)
    assert scene.done(scene.play(call, "short")).response == "FILE PLAYED"
    meet(scene, call, leg, other)


def test_who_hangs_up_leaves_the_others_in_the_room(scene: Scene) -> None:
    call, leg, _ = joined(scene)
    scene.ask(call, port.Aside(leg, "long"))
    other = third(scene, call)
    scene.hears(port.LegUp)
    scene.ask(call, port.JoinRoom(call, leg), port.Meet(call, scene.token()))
    meet(scene, call, call, leg, other)
    scene.ask(call, port.HangUp(leg))
    gone = scene.hears(port.LegGone)
    assert (gone.call, gone.leg, gone.theirs) == (call, leg, False)
    meet(scene, call, call, other)


def test_a_supervisor_listens_and_is_let_go_with_the_leg(scene: Scene) -> None:
    call, leg, _ = joined(scene)
    watcher = f"{call}-w1"
    scene.ask(call, port.Watch(call, watcher, scene.telephone("1002"), leg, 8))
    assert scene.hears(port.LegUp).leg == watcher
    scene.ask(call, port.WatchAs(watcher, WatchMode.WHISPER), port.WatchAs(watcher, WatchMode.BARGE))
    scene.quiet(0.5)
    scene.ask(call, port.HangUp(leg))
    assert scene.hears(port.LegGone, lambda gone: gone.leg == watcher).call == call


def test_a_listener_comes_into_the_room(scene: Scene) -> None:
    call, leg, _ = joined(scene)
    watcher = f"{call}-w1"
    scene.ask(call, port.Watch(call, watcher, scene.telephone("1002"), leg, 8))
    scene.hears(port.LegUp)
    scene.ask(call, port.JoinRoom(call, watcher), port.HangUp(leg))
    scene.hears(port.LegGone, lambda gone: gone.leg == leg)
    scene.ask(call, port.Meet(call, scene.token()))
    meet(scene, call, call, watcher)


@pytest.mark.parametrize("presses", ["", "1"])
def test_a_voice_is_listened_for_as_long_as_asked(scene: Scene, presses: str) -> None:
    """Keys are no voice."""
    call = scene.answered()
    token = scene.token()
    scene.ask(call, port.Detect(call, token, 2))
    if presses:
        scene.presses(call, presses)
    done = scene.done(token)
    seconds = done.at - scene.hears(port.Answered).at
    assert (done.app, done.spoke, 1.9 <= seconds <= 4.0 * PACE) == ("detect_audio", False, True)


def test_a_recording_is_masked_and_goes_on(scene: Scene) -> None:
    call = scene.answered()
    path = f"{call}.wav"
    assert scene.hears(port.RecordingBegun).path == path
    scene.ask(call, port.Mask(call, path), port.Unmask(call, path), port.HangUp(call))
    assert scene.hears(port.RecordingDone).path == path
    assert [one for one in scene.of(call) if isinstance(one, port.Refusal)] == []


def test_a_muted_leg_goes_on(scene: Scene) -> None:
    call, leg, _ = joined(scene)
    scene.ask(call, port.Mute(leg), port.Unmute(leg))
    scene.quiet(0.3)
    assert leg in scene.channels(call, leg)
    assert [one for one in scene.of(call) if isinstance(one, port.Refusal)] == []


def test_a_leg_that_is_gone_cannot_be_seated(scene: Scene) -> None:
    call = scene.answered()
    scene.ask(call, port.JoinRoom(call, "11111111-1111-4111-8111-111111111111"))
    assert scene.hears(port.Refusal).command == "JoinRoom"
