"""Supervisors: listening in, whispering, barging in, taking over."""

import pytest

from hotline.calls.rules.order_kinds import HangUp, TakeOver, Target, Transfer, Watch, WatchAs
from hotline.words import WatchMode

from .house import House
from .test_third_party import LONG, legs, members, since_talking, talk

pytestmark = pytest.mark.story
__all__ = ["talk"]


def test_a_supervisor_listens_whispers_barges_in_and_leaves(house: House, talk: str) -> None:
    assert house.order("agent1", Watch(house.person(5))) is None
    house.run(10)
    assert house.standing(1)[0] == "talking"
    for mode in (WatchMode.WHISPER, WatchMode.BARGE, WatchMode.LISTEN):
        assert house.order("agent1", WatchAs(house.person(5), mode)) is None
    assert house.order("agent1", Watch(house.person(5))) == "You hear this call already"
    assert house.order("agent1", HangUp()) is None
    house.run(5)
    assert (house.standing(1)[0], house.standing(5)[0]) == ("wrap_up", "talking")
    assert since_talking(house, talk) == ["leg", "leg_answered", "watched", "watched", "watched", "leg_ended"]
    assert legs(house, talk) == [("supervisor", "1001", "answered")]
    house.order("agent5", HangUp())
    house.run(60)
    house.settled()


def test_listening_ends_with_the_call(house: House, talk: str) -> None:
    house.order("agent1", Watch(house.person(5)))
    house.run(10)
    house.order("agent5", HangUp())
    house.run(60)
    assert house.said(talk) == ("ended", "talked", "agent")
    house.settled()


@pytest.mark.parametrize("listens_first", [True, False])
def test_a_supervisor_takes_the_caller_over(house: House, talk: str, listens_first: bool) -> None:
    if listens_first:
        house.order("agent1", Watch(house.person(5)))
        house.run(10)
    assert house.order("agent1", TakeOver(house.person(5))) is None
    house.run(10)
    assert (house.row(talk).agent.login, house.row(talk).state) == ("agent1", "talking")
    assert (house.standing(1)[0], house.standing(5)[0]) == ("talking", "wrap_up")
    assert len(members(house, talk)) == 2
    house.order("agent1", HangUp())
    house.run(60)
    assert house.said(talk) == ("ended", "talked", "agent")
    house.settled()


def test_a_telephone_that_does_not_answer_hears_nothing(house: House, talk: str) -> None:
    house.switch.phones["1001"].answer = "ignore"
    house.order("agent1", Watch(house.person(5)))
    house.run(40)
    assert house.standing(1) == ("away", "no_answer")
    assert legs(house, talk) == [("supervisor", "1001", "no_answer")]
    house.order("agent5", HangUp())
    house.run(60)
    house.settled()


def test_who_does_not_talk_cannot_be_heard(house: House) -> None:
    house.desk(1, talk_seconds=LONG)
    house.desk(5, talk_seconds=LONG)
    assert house.order("agent1", Watch(house.person(5))) == "This agent has no call"
    assert house.order("agent1", TakeOver(house.person(5))) == "This agent has no call"
    assert house.order("agent1", WatchAs(house.person(5), "whisper")) == "You do not hear this call"
    house.settled()


@pytest.mark.parametrize("answers", ["answer", "ignore"])
@pytest.mark.parametrize("after", [0.5, 10])
def test_whoever_listens_is_free_when_the_talk_is_over_and_the_caller_waits_again(
    house: House, talk: str, answers: str, after: float
) -> None:
    """The caller goes to the queue and is offered to another; the supervisor's ringing does not take him out of it."""
    house.desk(2, answer=answers)
    house.desk(6, ring_seconds=8, talk_seconds=LONG)
    house.order("agent2", Watch(house.person(5)))
    house.run(after)
    house.order("agent5", Transfer((Target(line="government"),)))
    house.run(40)
    assert house.standing(2)[0] in ("ready", "wrap_up", "away")
    assert house.row(talk).state == "talking"
    agent = house.row(talk).agent.login
    house.order(agent, HangUp())
    house.run(60)
    assert house.said(talk)[0] == "ended"
    house.settled()
