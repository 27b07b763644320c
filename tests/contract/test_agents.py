"""What a switch says when an agent's telephone is rung: each temper, the talk, and who ends it."""

import math

import pytest

from controller.switch import port
from scripts.py.pace import PACE

from .stages import Scene


def kinds(scene: Scene, call: str, *of: type[port.Heard]) -> list[str]:
    return [type(one).__name__ for one in scene.of(call) if isinstance(one, of)]


def test_a_telephone_that_answers(scene: Scene) -> None:
    extension = scene.telephone("1001")
    call = scene.call().call
    token = scene.bridge(call, extension)
    joined = scene.hears(port.Bridged)
    ringing = scene.hears(port.LegRinging)
    assert (ringing.call, joined.call, ringing.leg) == (call, call, joined.leg)
    assert ringing.at <= scene.hears(port.Answered, lambda a: a.call == call).at <= joined.at
    scene.quiet(0.3)
    assert [one for one in scene.of(call) if isinstance(one, port.Done) and one.token == token] == []


def test_the_caller_hears_a_prompt_first_and_is_joined_after(scene: Scene) -> None:
    extension = scene.telephone("1001")
    call = scene.answered()
    assert scene.done(scene.play(call, "short")).response == "FILE PLAYED"
    _, joined = scene.talks(call, extension)
    assert joined.call == call


@pytest.mark.parametrize(
    ("answers", "causes"),
    [
        ("busy", {"USER_BUSY"}),
        ("reject", {"CALL_REJECTED"}),
        ("ignore", {"NO_ANSWER", "ALLOTTED_TIMEOUT", "NO_USER_RESPONSE", "PROGRESS_TIMEOUT"}),
        ("unregistered", {"USER_NOT_REGISTERED", "SUBSCRIBER_ABSENT"}),
    ],
)
def test_a_telephone_that_does_not(scene: Scene, answers: str, causes: set[str]) -> None:
    extension = "1005" if answers == "unregistered" else scene.telephone("1002", answers=answers)
    call = scene.answered()
    rings = math.ceil(2 * PACE) if answers == "ignore" else 8
    token = scene.bridge(call, extension, seconds=rings)
    done = scene.done(token, seconds=rings + 4)
    assert (done.call, done.app, done.cause in causes) == (call, "bridge", True), done
    assert kinds(scene, call, port.Bridged, port.HungUp) == []
    assert bool(kinds(scene, call, port.LegRinging)) == (answers in ("reject", "ignore"))
    legs = [one for one in scene.of(call) if isinstance(one, port.LegGone)]
    assert len(legs) == (answers != "unregistered")
    assert scene.done(scene.play(call, "short")).response == "FILE PLAYED"


def test_the_agent_hangs_up_and_the_caller_is_still_there(scene: Scene) -> None:
    extension = scene.telephone("1001")
    call = scene.answered()
    token, joined = scene.talks(call, extension)
    scene.puts_down(extension)
    gone = scene.hears(port.LegGone, lambda g: g.call == call)
    assert (gone.leg, gone.cause, gone.theirs) == (joined.leg, "NORMAL_CLEARING", True)
    done = scene.done(token)
    assert (done.app, done.cause, done.gone) == ("bridge", "NORMAL_CLEARING", False)
    assert kinds(scene, call, port.HungUp) == []
    assert scene.done(scene.play(call, "short")).response == "FILE PLAYED"


def test_the_caller_hangs_up_while_they_talk(scene: Scene) -> None:
    extension = scene.telephone("1001")
    call = scene.answered()
    token, joined = scene.talks(call, extension)
    scene.hangs_up(call)
    gone = scene.hears(port.HungUp)
    leg = scene.hears(port.LegGone)
    assert (gone.call, gone.theirs, leg.leg, leg.theirs) == (call, True, joined.leg, False)
    assert scene.done(token).gone is True
    assert scene.of(call).index(scene.done(token)) < scene.of(call).index(gone)


def test_the_caller_gives_up_while_it_rings(scene: Scene) -> None:
    extension = scene.telephone("1003", answers="ignore")
    call = scene.call(cancels=True).call
    token = scene.bridge(call, extension)
    ringing = scene.hears(port.LegRinging)
    scene.hangs_up(call)
    gone = scene.hears(port.HungUp)
    leg = scene.hears(port.LegGone)
    assert (gone.call, gone.theirs, leg.leg, leg.theirs) == (call, True, ringing.leg, False)
    assert scene.done(token).cause == "ORIGINATOR_CANCEL"


def test_the_answered_caller_gives_up_while_it_rings(scene: Scene) -> None:
    extension = scene.telephone("1003", answers="ignore")
    call = scene.answered()
    token = scene.bridge(call, extension)
    scene.hears(port.LegRinging)
    scene.hangs_up(call)
    gone = scene.hears(port.HungUp)
    assert (gone.call, gone.theirs) == (call, True)
    assert scene.done(token).cause == "ORIGINATOR_CANCEL"


def test_we_take_the_agent_off_while_it_rings(scene: Scene) -> None:
    extension = scene.telephone("1004", answers="ignore")
    call = scene.answered()
    token = scene.bridge(call, extension)
    leg = scene.hears(port.LegRinging).leg
    scene.ask(call, port.HangUp(leg, "CALL_REJECTED"))
    assert scene.done(token).cause == "CALL_REJECTED"
    gone = scene.hears(port.LegGone)
    assert (gone.call, gone.leg, gone.theirs) == (call, leg, False)
    assert kinds(scene, call, port.HungUp) == []


def test_we_take_the_agent_off_while_they_talk(scene: Scene) -> None:
    extension = scene.telephone("1001")
    call = scene.answered()
    token, joined = scene.talks(call, extension)
    scene.ask(call, port.HangUp(joined.leg))
    gone = scene.hears(port.LegGone)
    assert (gone.leg, gone.cause, gone.theirs) == (joined.leg, "NORMAL_CLEARING", False)
    scene.done(token)
    assert kinds(scene, call, port.HungUp) == []


def test_an_agent_side_that_is_lost_is_told_by_the_end_of_the_bridge(scene: Scene) -> None:
    """Which of the two is told first is not promised; both carry the cause."""
    extension = scene.telephone("1001")
    call = scene.answered()
    token, joined = scene.talks(call, extension)
    scene.ask(call, port.HangUp(joined.leg, "MEDIA_TIMEOUT"))
    assert (scene.done(token).cause, scene.hears(port.LegGone).cause) == ("MEDIA_TIMEOUT", "MEDIA_TIMEOUT")


def test_we_hang_the_caller_up_while_they_talk(scene: Scene) -> None:
    extension = scene.telephone("1001")
    call = scene.answered()
    _, joined = scene.talks(call, extension)
    scene.ask(call, port.HangUp(call))
    gone = scene.hears(port.HungUp)
    leg = scene.hears(port.LegGone)
    assert (gone.call, gone.theirs, leg.leg, leg.theirs) == (call, False, joined.leg, False)


def test_hold_and_resume_are_taken(scene: Scene) -> None:
    extension = scene.telephone("1001")
    call = scene.answered()
    _, joined = scene.talks(call, extension)
    scene.ask(call, port.Hold(joined.leg))
    scene.quiet(0.3)
    scene.ask(call, port.Unhold(joined.leg))
    scene.quiet(0.3)
    assert kinds(scene, call, port.Refusal, port.LegGone, port.HungUp) == []


def test_two_agents_one_after_the_other(scene: Scene) -> None:
    first = scene.telephone("1002", answers="busy")
    second = scene.telephone("1001")
    call = scene.answered()
    assert scene.done(scene.bridge(call, first)).cause == "USER_BUSY"
    _, joined = scene.talks(call, second)
    assert joined.call == call


def test_the_switch_shows_caller_and_agent_as_partners(scene: Scene) -> None:
    extension = scene.telephone("1001")
    call = scene.answered()
    _, joined = scene.talks(call, extension)

    def shown() -> bool:
        return all(one.answered and one.partner for one in pair())

    def pair() -> tuple[port.Channel, port.Channel]:
        channels = scene.channels(call, joined.leg)
        return channels[call], channels[joined.leg]

    assert scene.stage.wait(shown, 3)
    mine, leg = pair()
    assert (mine.inbound, mine.partner, mine.answered) == (True, joined.leg, True)
    assert (leg.inbound, leg.partner, leg.answered, leg.dialled) == (False, call, True, extension)


def test_the_switch_says_who_is_registered(scene: Scene) -> None:
    extension = scene.telephone("1001")
    assert scene.answer(lambda answer: scene.switch.registered(extension, answer)) is True
    assert scene.answer(lambda answer: scene.switch.registered("1005", answer)) is False
    assert scene.answer(lambda answer: scene.switch.registered("9999", answer)) is False


def test_a_bridge_that_rings_is_ended_and_the_caller_goes_on(scene: Scene) -> None:
    extension = scene.telephone("1002", answers="ignore")
    call = scene.answered()
    token = scene.bridge(call, extension, seconds=30)
    leg = scene.hears(port.LegRinging, lambda one: one.call == call).leg
    scene.ask(call, port.Unbridge(call), port.HangUp(leg))  # in this order, so that nothing is left for what plays next
    done = scene.done(token)
    assert (done.app, done.gone) == ("bridge", False)
    assert scene.hears(port.LegGone, lambda one: one.leg == leg).call == call
    assert scene.done(scene.play(call, "short")).response == "FILE PLAYED"
    _, joined = scene.talks(call, scene.telephone("1001"))
    assert joined.call == call
    assert kinds(scene, call, port.HungUp) == []


def test_a_bridge_whose_leg_is_not_known_is_ended_too(scene: Scene) -> None:
    extension = scene.telephone("1002", answers="ignore")
    call = scene.answered()
    token = scene.bridge(call, extension, seconds=30)
    leg = scene.hears(port.LegRinging, lambda one: one.call == call).leg
    scene.ask(call, port.Unbridge(call))
    assert scene.done(token).app == "bridge"
    assert scene.hears(port.LegGone, lambda one: one.leg == leg).call == call
    assert scene.done(scene.play(call, "short")).response == "FILE PLAYED"


def test_a_caller_who_is_parked_and_is_taken_out_of_no_bridge_is_there(scene: Scene) -> None:
    call = scene.answered()
    scene.ask(call, port.Unbridge(call))
    scene.quiet(0.5)  # FreeSWITCH breaks off what is asked for in the same moment
    assert scene.done(scene.play(call, "short")).response == "FILE PLAYED"


def test_a_telephone_that_is_signed_out_is_registered_no_more(scene: Scene) -> None:
    extension = scene.telephone("1003")
    there: list[bool] = []

    def gone() -> bool:
        scene.switch.registered(extension, there.append)
        return there[-1:] == [False]

    assert scene.answer(lambda answer: scene.switch.registered(extension, answer)) is True
    scene.switch.sign_out(extension)
    assert scene.stage.wait(gone, 10)
