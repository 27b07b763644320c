"""The rules of the queue one by one, by hand; `test_board` has them all under every order of events."""

import pytest

from controller.queueing.line import Give, GiveUp, LineRouting, Rung, Wait
from controller.queueing.router import Router
from hotline.words import Presence

from .places import LINES, POOL, A, B, board

pytestmark = pytest.mark.unit


def test_a_then_b_then_the_pool_then_nobody() -> None:
    made = board(p1=Presence.READY, p2=Presence.READY, p3=Presence.READY)
    assert made.join("c", LINES[0], priority=0, since=0.0, now=0.0) == [Give("c", 1, A, 12)]
    made.agent(1, "east", Presence.AWAY, 12.0)
    assert made.missed("c", 12.0) == [Give("c", 2, B, 12)]
    made.agent(2, "east", Presence.AWAY, 24.0)
    assert made.missed("c", 24.0) == [Give("c", 3, POOL, 12)]
    assert made.agent(3, "east", Presence.AWAY, 36.0) == []
    assert made.missed("c", 36.0) == [GiveUp("c", "nobody")]


def test_the_pool_time_goes_on_while_it_rings() -> None:
    """20 s of pool are 20 s, however many telephones rang meanwhile; a ringing one is left to ring."""
    made = board(p2=Presence.TALKING, p3=Presence.READY)
    assert made.join("c", LINES[0], priority=0, since=0.0, now=0.0) == [Give("c", 3, POOL, 12)]
    made.agent(3, "east", Presence.AWAY, 12.0)
    assert made.missed("c", 12.0) == [Wait("c", 20.0)]
    assert made.look("c", 19.0) == []
    assert made.agent(3, "east", Presence.READY, 19.5) == [Give("c", 3, POOL, 12)]
    assert made.look("c", 20.0) == []
    made.agent(3, "east", Presence.AWAY, 31.5)
    assert made.missed("c", 31.5) == [GiveUp("c", "too_long")]


def test_the_longest_idle_agent_is_asked_first() -> None:
    made = Router()
    for person, since in ((2, 30.0), (3, 10.0), (1, 20.0)):
        made.agent(person, "east", Presence.READY, since)
    given = []
    for n in range(3):
        decided = made.join(f"c{n}", LINES[1], priority=0, since=40.0, now=40.0)
        assert isinstance(decided[0], Give)
        given.append(decided[0].agent)
        made.agent(decided[0].agent, "east", Presence.OFFERED, 40.0)
    assert given == [3, 1, 2]


def test_priority_goes_before_waiting_and_waiting_before_coming_late() -> None:
    made = board(p1=Presence.TALKING, p3=Presence.TALKING)
    for name, priority, since in (("late", 0, 30.0), ("early", 0, 10.0), ("urgent", 50, 40.0)):
        assert made.join(name, LINES[1], priority=priority, since=since, now=40.0) == [Wait(name, 45.0)]
    order = []
    for at in range(3):
        decided = made.agent(3, "east", Presence.READY, 41.0 + at)
        order.append(decided[0].call)
        made.leave(decided[0].call)
    assert order == ["urgent", "early", "late"]


def test_the_last_one_to_leave_leads_the_waiting_on() -> None:
    made = board(p3=Presence.TALKING)
    assert made.join("c", LINES[1], priority=0, since=0.0, now=0.0) == [Wait("c", 5.0)]
    assert made.agent(3, "east", Presence.WRAP_UP, 1.0) == []
    assert made.agent(3, "east", Presence.AWAY, 2.0) == [GiveUp("c", "nobody")]


def test_one_agent_is_given_one_call_when_two_are_led_on_together() -> None:
    made = board(p1=Presence.READY, p6=Presence.TALKING)
    for name, since in (("first", 0.0), ("second", 1.0)):
        assert made.join(name, LINES[2], priority=0, since=since, now=1.0) == [Wait(name, 9.0)]
    assert made.agent(6, "west", Presence.AWAY, 2.0) == [Give("first", 1, B, 10, "east"), GiveUp("second", "nobody")]


def test_a_call_that_rings_elsewhere_is_not_given_by_its_old_place_in_the_pool() -> None:
    made = board(p1=Presence.READY, p6=Presence.TALKING)
    assert made.join("c", LINES[2], priority=0, since=0.0, now=0.0) == [Wait("c", 8.0)]
    assert made.look("c", 8.0) == [Give("c", 1, B, 10, "east")]
    assert made.agent(6, "west", Presence.READY, 9.0) == []


def test_a_call_that_comes_back_stands_where_it_stands_now() -> None:
    made = board(p3=Presence.TALKING)
    line = LineRouting("x", "east", (), (), (Rung(POOL, 50),), 15, 0)
    made.join("back", line, priority=50, since=0.0, now=0.0)
    made.leave("back")
    made.join("urgent", line, priority=20, since=9.0, now=9.0)
    made.join("back", line, priority=0, since=0.0, now=10.0)
    assert made.agent(3, "east", Presence.READY, 11.0) == [Give("urgent", 3, POOL, 15)]


def test_a_call_that_asks_again_stands_once_and_by_what_it_asks_now() -> None:
    made = board(p3=Presence.TALKING, p6=Presence.TALKING)
    made.join("c", LINES[1], priority=50, since=0.0, now=0.0)
    assert made.join("c", LINES[2], priority=0, since=1.0, now=1.0) == [Wait("c", 9.0)]
    assert (made.waiting("short"), made.waiting("judge")) == (0, 1)
    assert made.agent(3, "east", Presence.READY, 2.0) == []


def test_a_line_that_was_changed_counts_for_calls_that_come_and_not_for_those_that_wait() -> None:
    made = board(p3=Presence.TALKING)
    for name, seconds in (("old", 5), ("new", 50), ("again", 50)):
        line = LineRouting("x", "east", (), (), (Rung(POOL, seconds),), 15, 0)
        assert made.join(name, line, priority=0, since=0.0, now=0.0) == [Wait(name, float(seconds))]
    assert made.waiting("x") == 3
    assert made.look("old", 5.0) == [GiveUp("old", "too_long")]
    assert made.agent(3, "east", Presence.READY, 6.0) == [Give("new", 3, POOL, 15)]


@pytest.mark.parametrize("told", ["join", "missed", "look", "agent"])
def test_who_is_led_on_begins_his_step_at_the_latest_moment_that_was_told(told: str) -> None:
    """An agent's state may be older than what has happened since (people read again)."""
    line = LineRouting("x", "west", (), (1,), (Rung(POOL, 50), Rung(B, 20, skip_if_none=False)), 15, 0)
    made = board(p3=Presence.READY, p6=Presence.TALKING)
    made.join("rings", LINES[1], priority=0, since=0.0, now=0.0)
    made.join("c", line, priority=0, since=0.0, now=0.0)
    made.join("other", line, priority=0, since=0.0, now=-20.0)
    if told == "join":
        made.join("new", LINES[1], priority=0, since=30.0, now=30.0)
    elif told == "missed":
        made.missed("rings", 30.0)
    elif told == "look":
        made.look("other", 30.0)
    else:
        made.agent(3, "east", Presence.TALKING, 30.0)
    assert Wait("c", 50.0) in made.agent(6, "west", Presence.OFF, 10.0)


def test_a_line_without_a_ladder_gives_up_at_once() -> None:
    made = board(p3=Presence.READY)
    assert made.join("c", LineRouting("x", "east", (), (), (), 15, 0), priority=0, since=0.0, now=0.0) == [
        GiveUp("c", "too_long")
    ]


def test_an_agent_who_changes_his_site_is_of_the_new_one() -> None:
    made = board(p1=Presence.READY)
    assert made.agent(1, "west", Presence.READY, 950.0) == []
    assert made.join("east", LINES[1], priority=0, since=0.0, now=0.0) == [GiveUp("east", "nobody")]
    line = LineRouting("w", "west", (), (), (Rung(POOL, 5),), 15, 0)
    assert made.join("west", line, priority=0, since=0.0, now=0.0) == [Give("west", 1, POOL, 5)]


def test_the_last_one_who_changes_his_site_leads_the_waiting_on() -> None:
    made = board(p3=Presence.TALKING)
    assert made.join("c", LINES[1], priority=0, since=0.0, now=0.0) == [Wait("c", 5.0)]
    assert made.agent(3, "west", Presence.TALKING, 1.0) == [GiveUp("c", "nobody")]
