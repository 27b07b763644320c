"""Calls that we make: the agent's telephone first, then the citizen's; one record with every leg."""

import pytest

from hotline import clock, rows
from hotline.calls.rules.order_kinds import CallOut, Consult, HangUp, SetPresence
from hotline.people.verbs.parameters import set_parameters
from hotline.words import Presence, Reason
from tests.there import there

from .house import House
from .test_third_party import LONG, legs, target

pytestmark = pytest.mark.story
CITIZEN = "13800138000"


def newest(house: House) -> rows.Call:
    house.recorder.flush(house.now)
    return rows.Call.select().order_by(rows.Call.arrived_at.desc()).get()


def calls_out(house: House, *, talk: float = 20, **how: object) -> rows.Call:
    house.desk(5, talk_seconds=LONG)
    house.telephone(CITIZEN, talk_seconds=talk, **how)
    assert house.order("agent5", CallOut(CITIZEN, "张三", "government", "12345", "gov_12345", call_back=3)) is None
    house.run(2)
    return newest(house)


def test_the_citizen_is_reached(house: House) -> None:
    call = calls_out(house)
    assert (call.direction, call.state, call.number, call.call_back) == ("out", "dialling", CITIZEN, 3)
    assert house.standing(5)[0] == "offered"
    house.run(10)
    call = newest(house)
    assert (call.state, there(call.agent).login, house.standing(5)[0]) == ("talking", "agent5", "talking")
    house.run(60)
    call = newest(house)
    assert (call.outcome, call.ended_by) == ("reached", "caller")
    assert legs(house, call.id) == [("agent", "1005", "answered"), ("citizen", CITIZEN, "answered")]
    assert rows.Recording.get(rows.Recording.call == call.id).state == "kept"
    house.settled()


@pytest.mark.parametrize(("answer", "result"), [("ignore", "no_answer"), ("busy", "busy"), ("reject", "rejected")])
def test_the_citizen_is_not_reached(house: House, answer: str, result: str) -> None:
    calls_out(house, answer=answer)
    house.run(120)
    call = newest(house)
    assert (call.state, call.outcome, call.ended_by) == ("ended", "not_reached", "system")
    assert legs(house, call.id) == [("agent", "1005", "answered"), ("citizen", CITIZEN, result)]
    house.settled()


def test_the_agent_does_not_pick_up(house: House) -> None:
    house.desk(5, answer="ignore")
    house.telephone(CITIZEN)
    house.order("agent5", CallOut(CITIZEN, line="government"))
    house.run(60)
    call = newest(house)
    assert (call.outcome, house.standing(5)) == ("no_pick_up", ("away", "no_answer"))
    house.settled()


@pytest.mark.parametrize("after", [1.0, 4.0])
def test_the_agent_gives_up(house: House, after: float) -> None:
    calls_out(house, ring_seconds=30)
    house.run(after)
    assert house.order("agent5", HangUp()) is None
    house.run(60)
    call = newest(house)
    assert (call.state, call.ended_by) == ("ended", "agent")
    house.settled()


def test_who_was_away_is_away_again_after_it(house: House) -> None:
    house.desk(5, talk_seconds=LONG)
    house.order("agent5", SetPresence(Presence.AWAY, Reason.PAPERWORK))
    house.telephone(CITIZEN, talk_seconds=5)
    assert house.order("agent5", CallOut(CITIZEN, line="government")) is None
    house.run(120)
    assert house.standing(5) == ("away", "paperwork")
    house.settled()


def test_in_a_call_nobody_calls_out(house: House) -> None:
    calls_out(house, talk=LONG)
    house.run(10)
    assert house.order("agent5", CallOut("13900000000")) == "You are in a call yourself"
    house.order("agent5", HangUp())
    house.run(60)
    house.settled()


def test_a_colleague_can_be_consulted(house: House) -> None:
    house.desk(1, talk_seconds=LONG)
    call = calls_out(house, talk=LONG)
    house.run(10)
    assert house.order("agent5", Consult((target(house, 1),))) is None
    house.run(10)
    assert house.standing(1)[0] == "talking"
    house.order("agent5", HangUp())
    house.run(5)
    assert house.row(call.id).agent.login == "agent1"
    house.switch.phones.hang_up(CITIZEN)
    house.run(60)
    assert house.row(call.id).outcome == "reached"
    house.settled()


@pytest.mark.parametrize("agent", [0.0, 0.05, 1.0])
@pytest.mark.parametrize("citizen", [0.0, 0.02, 0.05, 0.07, 0.1, 0.2])
def test_a_citizen_who_picks_up_at_once_is_joined(house: House, agent: float, citizen: float) -> None:
    house.desk(5, ring_seconds=agent, talk_seconds=LONG)
    house.telephone(CITIZEN, ring_seconds=citizen, talk_seconds=20)
    assert house.order("agent5", CallOut(CITIZEN, line="government")) is None
    house.run(5)
    call = newest(house)
    assert (call.state, len(house.switch.board.rooms[call.id])) == ("talking", 2)
    house.run(60)
    assert (newest(house).outcome, newest(house).ended_by) == ("reached", "caller")
    house.settled()


def test_a_row_that_no_verb_has_written_dials_nothing_and_who_placed_it_reads_why(house: House) -> None:
    """Whatever an order's row says, the door asks the house's plan; an administrator's change counts at once."""
    house.desk(5, talk_seconds=LONG)
    for number in ("0088213000000", "+85221234567", "16899999999", "110", "179510085221234567"):
        assert house.order("agent5", CallOut(number))
        house.run(3)
    assert rows.Call.select().count() == 0
    assert house.standing(5)[0] == "ready"
    why = house.order("agent5", CallOut("95588"))
    assert why == "This short number is not on the list of those that are called: ask an administrator to list it"
    set_parameters({"dialling.listed": "95588"}, by="admin", now=clock.utc(house.now), client_ip="")
    house.controller.learn_numbers()
    house.telephone("95588", talk_seconds=5)
    assert house.order("agent5", CallOut("95588")) is None
    house.run(40)
    assert newest(house).outcome == "reached"
    house.settled()
