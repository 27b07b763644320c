"""Telephones that go away, and agents who must always see why they are not asked any more."""

import pytest

from hotline import rows
from hotline.calls.rules.order_kinds import Answer, ForceState, HangUp, Hold, Resume, SetPresence
from hotline.words import Presence, Reason

from .house import House, hang_up

pytestmark = pytest.mark.story


def test_unregistered_while_ready(house: House) -> None:
    house.desk(5)
    house.switch.phones.unregister("1005")
    house.run(1)
    assert house.standing(5) == ("away", "telephone_gone")
    call = house.rings("12345", hang_up(5))
    house.run(20)
    assert house.offers(call) == []
    house.settled()


def test_unregistered_while_ringing(house: House) -> None:
    house.desk(5, ring_seconds=10, talk_seconds=20)
    call = house.rings()
    house.run(2)
    house.switch.phones.unregister("1005")
    house.run(100)
    assert house.said(call)[0] == "ended"
    house.settled()


def test_unregistered_in_the_wrap_up_is_found_out_by_the_next_call(house: House) -> None:
    house.desk(5, ring_seconds=1, talk_seconds=5)
    house.rings()
    house.run(10)
    assert house.standing(5) == ("wrap_up", "call_ended")
    house.switch.phones.unregister("1005")
    house.run(60)
    call = house.rings("12345", hang_up(30))
    house.run(40)
    assert house.offers(call) == [("A", "agent5", "unreachable")]
    assert house.standing(5) == ("away", "telephone_gone")
    house.settled()


def test_nobody_is_ready_without_a_telephone(house: House) -> None:
    refused = house.order("agent5", SetPresence(Presence.READY, Reason.BY_HAND))
    assert refused == "Your telephone is not registered"


@pytest.mark.parametrize(
    ("answers", "reason"),
    [("ignore", "no_answer"), ("busy", "telephone_busy"), ("reject", "rejected"), ("unregistered", "telephone_gone")],
)
def test_whoever_misses_a_call_is_away_and_sees_why(house: House, answers: str, reason: str) -> None:
    house.desk(5)
    house.switch.board.phones["1005"].answer = answers
    house.rings("12345", hang_up(40))
    house.run(60)
    assert house.standing(5) == ("away", reason)
    changes = rows.PresenceChange.select().where(rows.PresenceChange.new == "away").order_by(rows.PresenceChange.id)
    assert [(c.reason, c.by) for c in changes] == [(reason, "system")]
    house.settled()


def test_two_agents_with_one_telephone(house: House) -> None:
    """The records allow a telephone one person; a controller that meets two still ends both in a state they see."""
    with pytest.raises(Exception, match=r"(?i)unique"):
        rows.Person.update(extension="1005").where(rows.Person.login == "agent6").execute()
    house.desk(5, ring_seconds=1, talk_seconds=30)
    house.desk(6, ring_seconds=1, talk_seconds=30)
    agents = house.controller.dispatch.agents
    six = house.person(6)
    agents[six] = type(agents[six])(
        six, agents[six].site, "1005", agents[six].state, agents[six].reason, agents[six].since
    )
    first, second = house.rings(), house.rings(number="13800005678")
    house.run(10)
    assert house.offers(first) == [("A", "agent5", "answered")]
    assert house.offers(second) == [("B", "agent6", "busy")]
    assert house.standing(6) == ("away", "telephone_busy")
    house.run(300)
    house.settled()


def test_a_person_answers_holds_resumes_and_hangs_up(house: House) -> None:
    house.desk(5, kind="human")
    call = house.rings()
    house.run(2)
    assert [house.order("agent5", command()) for command in (Answer, Hold, Resume, HangUp)] == [None] * 4
    house.run(60)
    assert [k for k in house.kinds(call) if k in ("talking", "held", "resumed", "ended")] == [
        "talking", "held", "resumed", "ended",
    ]  # fmt: skip
    assert house.said(call) == ("ended", "talked", "agent")
    assert house.order("agent5", HangUp()) == "You have no call"
    assert house.order("agent5", Answer()) == "No call is ringing at your telephone"
    house.run(60)
    house.settled()


def test_a_wish_during_the_call_is_obeyed_after_it(house: House) -> None:
    house.desk(5, ring_seconds=1, talk_seconds=10)
    house.rings()
    house.run(5)
    assert house.order("agent5", SetPresence(Presence.AWAY, Reason.MEAL)) is None
    assert house.standing(5) == ("talking", "call_answered")
    house.run(60)
    assert house.standing(5) == ("away", "meal")
    house.settled()


def test_a_supervisor_signs_somebody_off(house: House) -> None:
    house.desk(5)
    assert house.order("agent5", ForceState(Presence.OFF, Reason.BY_HAND, "下班")) is None
    assert house.standing(5) == ("off", "by_hand")
    house.settled()


def test_the_agent_side_is_lost_and_somebody_else_goes_on(house: House) -> None:
    house.desk(5, ring_seconds=1, talk_seconds=100)
    house.desk(6, ring_seconds=1, talk_seconds=10)
    call = house.rings()
    house.run(6)
    leg = house.switch.board.phones["1005"].leg
    assert leg is not None
    house.switch.engine.hang_up(leg, "MEDIA_TIMEOUT")
    house.run(60)
    assert house.offers(call) == [("A", "agent5", "answered"), ("B", "agent6", "answered")]
    assert house.said(call) == ("ended", "talked", "agent")
    assert house.standing(6)[0] == "ready"
    house.settled()
