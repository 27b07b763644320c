"""The controller is killed in the middle of a call, and another begins: the call ends properly, nobody is stuck."""

import pytest

from freeswitch.simulator.callers import CallerAct
from hotline import rows

from .house import House, hang_up, press

pytestmark = pytest.mark.story


def test_killed_at_every_second_and_started_again_at_once(house: House) -> None:
    house.desk(1, ring_seconds=5, talk_seconds=20)
    for second in range(50):
        house.ready_again(1)
        call = house.rings("12368", press("0", "menu"), hang_up(100))
        house.run(second + 0.5)
        house.kill_controller()
        house.start_controller()
        house.run(150)
        assert house.said(call)[0] == "ended"
        assert house.row(call).outcome in ("talked", "message_left", "abandoned_menu", "no_agent"), second
        house.settled()


@pytest.mark.parametrize("second", [4, 7, 9, 15])
def test_who_is_in_the_fallback_when_a_controller_begins_is_left_to_it_until_they_talk(
    house: House, second: float
) -> None:
    person = house.desk(1, ring_seconds=5, talk_seconds=90)
    house.kill_controller()
    call = house.rings("12368", hang_up(200))
    house.switch.advance(house.now + second)
    house.timers.advance(house.now + second)
    house.start_controller()
    house.run(150)
    row = house.row(call)
    assert (row.dialled, row.outcome, row.agent_id) == ("12368", "talked", person)
    house.settled()


@pytest.mark.parametrize("second", [2, 8, 11, 13, 17, 20])
def test_the_caller_hangs_up_while_there_is_no_controller(house: House, second: int) -> None:
    person = house.desk(1, ring_seconds=5, talk_seconds=200)
    call = house.rings("12368", press("0", "menu"), hang_up(second + 1))
    house.run(second)
    before = house.row(call).state
    house.kill_controller()
    house.switch.advance(house.now + 2)
    house.timers.advance(house.now + 2)
    house.start_controller()
    house.run(100)
    outcomes = {"in_flow": "abandoned_menu", "queued": "abandoned_queue", "offering": "abandoned_ringing"}
    assert house.row(call).outcome == (outcomes | {"talking": "talked"})[before]
    assert house.controller.dispatch.agents[person].call is None
    house.settled()


def test_what_was_waited_for_is_not_waited_for_again(house: House) -> None:
    """Who waits keeps the place in the queue that he had."""
    house.desk(1, talk_seconds=12)
    talks = house.rings(number="13800000001")
    first = house.rings(number="13800000002")
    house.run(5)
    second = house.rings(number="13800000003")
    house.run(1)
    house.kill_controller()
    house.start_controller()
    house.run(6)
    assert house.said(talks)[:2] == ("talking", None)
    queue = house.controller.dispatch.board.calls
    assert sorted(queue, key=lambda c: queue[c].since) == [first, second]
    house.run(300)
    house.settled()


def test_what_the_former_controller_played_does_not_go_on_below(house: House) -> None:
    call = house.rings("12368", hang_up(90))
    house.run(4)
    house.kill_controller()
    house.start_controller()
    house.run(1)
    playing = [frame.arg for frame in house.switch.board.channels[call].stack if frame.app == "playback"]
    assert playing == ["court.welcome.wav"]
    house.run(100)
    house.settled()


def test_answered_while_there_was_no_controller(house: House) -> None:
    house.desk(5, ring_seconds=5, talk_seconds=30)
    call = house.rings()
    house.run(2)
    house.kill_controller()
    house.switch.advance(house.now + 5)
    house.timers.advance(house.now + 5)
    house.start_controller()
    house.run(5)
    assert house.said(call)[0] == "talking"
    assert house.standing(5) == ("talking", "reconciled")
    house.run(60)
    assert house.offers(call) == [("A", "agent5", "answered")]
    assert house.said(call) == ("ended", "talked", "agent")
    house.settled()


def test_the_agent_hung_up_while_there_was_no_controller(house: House) -> None:
    house.desk(5, ring_seconds=1, talk_seconds=10)
    call = house.rings()
    house.run(5)
    house.kill_controller()
    house.switch.advance(house.now + 10)
    house.timers.advance(house.now + 10)
    house.start_controller()
    house.run(60)
    assert house.said(call) == ("ended", "talked", "agent")
    assert house.standing(5) == ("ready", "wrap_up_over")
    house.settled()


def test_calls_between_colleagues_are_left_alone(house: House) -> None:
    """A channel that did not come through our numbers has no profile: it is none of ours."""
    house.kill_controller()
    call = house.rings()
    del house.switch.board.channels[call].variables["ts_profile"]
    house.switch.command(f"api sched_del {call}", house.now)
    house.start_controller()
    house.run(65)
    assert dict(house.controller.lanes.lanes) == {}
    assert rows.Call.select().count() == 0


def test_a_killed_message_is_led_on(house: House) -> None:
    call = house.rings("12345", CallerAct("press", "during", 30, ".message", "#"), hang_up(200))
    house.run(16)
    house.kill_controller()
    house.start_controller()
    house.run(250)
    assert house.said(call)[0] == "ended"
    paths = [r.path for r in rows.Recording.select().where(rows.Recording.kind == "message")]
    assert len(paths) == len(set(paths)) >= 1
    house.settled()
