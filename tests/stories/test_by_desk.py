"""Telephones that a person picks up and puts down on his desk: his own call, a colleague's question, a transfer."""

import pytest

from hotline.calls.rules.order_kinds import (
    Answer,
    CallOut,
    Consult,
    HandOver,
    HangUp,
    MaskRecording,
    Mute,
    Target,
    Transfer,
)
from hotline.rows import Change

from .house import House
from .test_outgoing import CITIZEN, newest
from .test_third_party import LONG, legs, since_talking, talk, target

pytestmark = pytest.mark.story
__all__ = ["talk"]


def by_hand(house: House, number: int) -> None:
    house.switch.phones[f"100{number}"].kind = "human"


def test_one_who_calls_out_picks_up_on_the_desk(house: House) -> None:
    house.desk(5, kind="human")
    house.telephone(CITIZEN, talk_seconds=20)
    assert house.order("agent5", CallOut(CITIZEN)) is None
    house.run(2)
    assert house.order("agent5", Answer()) is None
    assert house.order("agent5", Answer()) == "No call is ringing at your telephone"
    house.run(60)
    assert newest(house).outcome == "reached"
    house.settled()


def test_one_who_calls_out_thinks_better_of_it(house: House) -> None:
    house.desk(5, kind="human")
    house.order("agent5", CallOut(CITIZEN))
    house.run(2)
    assert house.order("agent5", HangUp()) is None
    house.run(30)
    assert newest(house).outcome == "no_pick_up"
    house.settled()


def test_a_consulted_colleague_answers_and_puts_down_on_his_desk(house: House, talk: str) -> None:
    by_hand(house, 1)
    house.order("agent5", Consult((target(house, 1),)))
    house.run(3)
    assert house.order("agent1", Answer()) is None
    house.run(5)
    assert house.standing(1) == ("talking", "call_answered")
    assert house.order("agent1", HangUp()) is None
    house.run(5)
    assert (house.standing(1)[0], house.standing(5)[0]) == ("wrap_up", "talking")
    assert since_talking(house, talk) == ["consulting", "leg", "leg_answered", "leg_ended", "returned"]
    house.order("agent5", HangUp())
    house.run(60)
    house.settled()


def test_a_colleague_refuses_to_be_asked(house: House, talk: str) -> None:
    by_hand(house, 1)
    house.order("agent5", Consult((target(house, 1),)))
    house.run(3)
    assert house.order("agent1", HangUp()) is None
    house.run(5)
    assert house.standing(1) == ("away", "rejected")
    assert legs(house, talk) == [("colleague", "1001", "rejected")]
    house.order("agent5", HangUp())
    house.run(60)
    house.settled()


def test_a_transferred_caller_is_taken_on_the_desk(house: House, talk: str) -> None:
    by_hand(house, 1)
    house.order("agent5", Transfer((target(house, 1),)))
    house.run(3)
    assert house.order("agent1", Answer()) is None
    house.run(5)
    assert house.row(talk).agent.login == "agent1"
    house.order("agent1", HangUp())
    house.run(60)
    house.settled()


def test_what_one_agent_muted_the_next_may_mute_again(house: House, talk: str) -> None:
    house.order("agent5", Mute())
    house.order("agent5", Consult((target(house, 1),)))
    house.run(10)
    house.order("agent5", HandOver())
    house.run(5)
    house.order("agent1", Mute())
    assert since_talking(house, talk)[-1] == "muted"
    house.order("agent1", HangUp())
    house.run(60)
    house.settled()


def test_a_caller_who_goes_on_to_a_line_is_recorded_again(house: House, talk: str) -> None:
    house.order("agent5", MaskRecording())
    house.order("agent5", Transfer((Target(line="filing"),)))
    house.run(10)
    kinds = since_talking(house, talk)
    assert kinds.index("masked") < kinds.index("unmasked") < kinds.index("talking")
    house.order("agent1", HangUp())
    house.run(60)
    house.settled()


def test_the_agent_hears_of_every_change_of_his_call(house: House, talk: str) -> None:
    house.telephone("6001", talk_seconds=LONG)
    house.order("agent5", Consult((Target("6001"),)))
    house.recorder.flush(house.now)
    Change.delete().execute()
    house.run(10)
    house.recorder.flush(house.now)
    assert (f"agent:{house.person(5)}", talk) in {(c.topic, c.ref) for c in Change.select()}
    house.order("agent5", HangUp())
    house.run(60)
    house.switch.phones.hang_up("6001")
    house.run(60)
    house.settled()
