"""A third one in the call: consulted, three-way, handed over, transferred, judges in turn; nobody is left alone."""

import pytest

from hotline import rows
from hotline.calls.rules.order_kinds import (
    Command,
    Consult,
    HandOver,
    HangUp,
    Hold,
    MaskRecording,
    Mute,
    Resume,
    Return,
    Target,
    ThreeWay,
    Transfer,
    Unmute,
)
from hotline.words import Party
from tests.there import there

from .house import House, hang_up

pytestmark = pytest.mark.story
LONG = 5000


@pytest.fixture
def talk(house: House) -> str:
    """agent5 talks with a caller; agent1 is free."""
    house.desk(5, talk_seconds=LONG)
    house.desk(1, talk_seconds=LONG)
    call = house.rings()
    house.run(10)
    assert house.said(call)[0] == "talking"
    return call


def target(house: House, number: int) -> Target:
    return Target(agent=house.person(number), name=f"agent{number}")


def legs(house: House, call: str) -> list[tuple[str, str, str | None]]:
    house.recorder.flush(house.now)
    query = rows.CallLeg.select().where(rows.CallLeg.call == call).order_by(rows.CallLeg.id)
    return [(leg.kind, leg.dialled, leg.result) for leg in query]


def since_talking(house: House, call: str) -> list[str]:
    kinds = house.kinds(call)
    return kinds[kinds.index("talking") + 1 :]


def members(house: House, call: str) -> list[str]:
    return sorted(member.channel.cid_number or member.channel.uuid for member in house.switch.board.rooms.get(call, []))


def test_consult_return_and_talk_on(house: House, talk: str) -> None:
    assert house.order("agent5", Consult((target(house, 1),))) is None
    house.run(10)
    assert house.standing(1) == ("talking", "call_answered")
    assert house.order("agent5", Return()) is None
    house.run(5)
    assert house.standing(1)[0] == "wrap_up"
    assert house.order("agent5", HangUp()) is None
    house.run(60)
    assert house.said(talk) == ("ended", "talked", "agent")
    assert since_talking(house, talk)[:5] == ["consulting", "leg", "leg_answered", "leg_ended", "returned"]
    assert legs(house, talk) == [("colleague", "1001", "answered")]
    house.settled()


def test_three_way_and_then_each_way_of_leaving(house: House, talk: str) -> None:
    house.order("agent5", Consult((target(house, 1),)))
    house.run(10)
    assert house.order("agent5", ThreeWay()) is None
    house.run(5)
    assert len(members(house, talk)) == 3
    assert house.order("agent5", HangUp()) is None
    house.run(5)
    assert (house.said(talk)[0], house.row(talk).agent.login) == ("talking", "agent1")
    assert house.standing(5)[0] == "wrap_up"
    assert house.order("agent1", HangUp()) is None
    house.run(60)
    assert house.said(talk) == ("ended", "talked", "agent")
    house.settled()


def test_handed_over_the_call_has_another_agent(house: House, talk: str) -> None:
    house.order("agent5", Consult((target(house, 1),)))
    house.run(10)
    assert house.order("agent5", HandOver()) is None
    house.run(10)
    assert house.standing(5)[0] == "wrap_up"
    assert (house.row(talk).agent.login, house.row(talk).state) == ("agent1", "talking")
    house.switch.phones.hang_up("1001")
    house.run(60)
    assert house.said(talk) == ("ended", "talked", "agent")
    house.settled()


def test_a_colleague_who_does_not_answer_brings_the_agent_back(house: House, talk: str) -> None:
    house.switch.phones["1001"].answer = "ignore"
    house.order("agent5", Consult((target(house, 1),)))
    house.run(40)
    assert house.standing(1) == ("away", "no_answer")
    assert legs(house, talk) == [("colleague", "1001", "no_answer")]
    assert since_talking(house, talk) == ["consulting", "leg", "leg_ended", "returned"]
    assert len(members(house, talk)) == 2
    house.order("agent5", HangUp())
    house.run(60)
    house.settled()


def test_judges_are_rung_in_turn_until_one_answers(house: House, talk: str) -> None:
    house.telephone("6001", answer="ignore")
    house.telephone("6002", answer="busy")
    house.telephone("6003", talk_seconds=LONG)
    judges = tuple(Target(f"600{n}", party=Party.JUDGE, name=f"法官{n}", contact=7, seconds=20) for n in (1, 2, 3))
    assert house.order("agent5", Consult(judges)) is None
    house.run(40)
    assert legs(house, talk) == [
        ("judge", "6001", "no_answer"), ("judge", "6002", "busy"), ("judge", "6003", None),
    ]  # fmt: skip
    house.order("agent5", HandOver())
    house.run(10)
    assert house.standing(5)[0] == "wrap_up"
    assert len(members(house, talk)) == 2
    house.switch.phones.hang_up("6003")
    house.run(30)
    assert house.said(talk) == ("ended", "talked", "agent")
    house.settled()


def test_no_judge_can_be_had(house: House, talk: str) -> None:
    house.order("agent5", Consult((Target("6001", party=Party.JUDGE), Target("6002", party=Party.JUDGE))))
    house.run(30)
    assert legs(house, talk) == [("judge", "6001", "unreachable"), ("judge", "6002", "unreachable")]
    assert since_talking(house, talk)[-1] == "returned"
    house.order("agent5", HangUp())
    house.run(60)
    house.settled()


def test_transferred_to_a_colleague(house: House, talk: str) -> None:
    assert house.order("agent5", Transfer((target(house, 1),))) is None
    house.run(10)
    assert house.standing(5)[0] == "wrap_up"
    assert (house.row(talk).agent.login, house.row(talk).state) == ("agent1", "talking")
    house.order("agent1", HangUp())
    house.run(60)
    assert house.said(talk) == ("ended", "talked", "agent")
    house.settled()


def test_a_transfer_that_fails_brings_the_caller_back_to_the_queue(house: House, talk: str) -> None:
    house.switch.phones["1001"].answer = "reject"
    house.order("agent5", Transfer((target(house, 1),)))
    house.run(60)
    assert house.standing(1) == ("away", "rejected")
    assert house.offers(talk)[-1] == ("pool", "agent5", "answered")
    house.order("agent5", HangUp())
    house.run(60)
    assert house.said(talk) == ("ended", "talked", "agent")
    house.settled()


def test_transferred_to_a_line_the_caller_waits_before_others(house: House, talk: str) -> None:
    assert house.order("agent5", Transfer((Target(line="filing"),))) is None
    house.run(10)
    assert house.offers(talk) == [("A", "agent5", "answered"), ("A", "agent1", "answered")]
    house.order("agent1", HangUp())
    house.run(60)
    house.settled()


def test_transferred_to_a_number_outside(house: House, talk: str) -> None:
    house.telephone("12348", talk_seconds=20)
    assert house.order("agent5", Transfer((Target("12348", outside=True, party=Party.OUTSIDE),))) is None
    house.run(15)
    assert len(members(house, talk)) == 2
    house.run(60)
    assert house.said(talk) == ("ended", "talked", "agent")
    assert legs(house, talk) == [("outside", "12348", "answered")]
    house.settled()


@pytest.mark.parametrize(
    "command", [Consult((Target(line="x", dialled="1002"),)), ThreeWay(), Return(), HandOver(), Mute()]
)
def test_without_a_call_there_is_nothing_to_do(house: House, command: Command) -> None:
    house.desk(5)
    assert there(house.order("agent5", command)) in ("You have no call", "There is nobody else in this call")
    house.settled()


def test_a_colleague_who_is_not_free_is_not_rung(house: House, talk: str) -> None:
    assert house.order("agent5", Consult((target(house, 2),))) == "This colleague is not free"
    assert house.order("agent5", Transfer((Target(line="nowhere"),))) == "There is no such line"
    assert house.order("agent5", Transfer((Target(flow="nowhere"),))) == "There is no such flow"
    house.order("agent5", HangUp())
    house.run(60)
    house.settled()


@pytest.mark.parametrize("after", [1.0, 3.5, 6.0])
def test_the_caller_hangs_up_in_the_middle_of_a_consultation(house: House, after: float) -> None:
    house.desk(5, talk_seconds=LONG)
    house.desk(1, talk_seconds=LONG)
    call = house.rings("12345", hang_up(10 + after))
    house.run(10)
    house.order("agent5", Consult((target(house, 1),)))
    house.run(120)
    assert house.said(call) == ("ended", "talked", "caller")
    house.settled()


def test_the_agent_hangs_up_while_the_colleague_rings(house: House, talk: str) -> None:
    house.order("agent5", Consult((target(house, 1),)))
    house.run(1)
    house.switch.phones.hang_up("1005")
    house.run(10)
    assert (house.row(talk).agent.login, house.row(talk).state) == ("agent1", "talking")
    house.order("agent1", HangUp())
    house.run(60)
    house.settled()


def test_muted_and_masked(house: House, talk: str) -> None:
    assert house.order("agent5", Mute()) is None
    assert house.order("agent5", Unmute()) is None
    assert house.order("agent5", MaskRecording()) is None
    house.order("agent5", HangUp())
    house.run(60)
    assert since_talking(house, talk)[:3] == ["muted", "unmuted", "masked"]
    house.settled()


@pytest.mark.parametrize("second", [0.5, 2.5, 4.0, 8.0, 12.0])
def test_a_controller_killed_in_a_consultation_leaves_nobody_alone(house: House, talk: str, second: float) -> None:
    house.order("agent5", Consult((target(house, 1),)))
    house.run(6)
    house.order("agent5", ThreeWay() if second > 5 else Return())
    house.run(second)
    house.kill_controller()
    house.start_controller()
    house.run(20)
    assert house.said(talk)[0] == "talking"
    assert {"1005"} <= {m.channel.destination for m in house.switch.board.rooms[talk]} | {"1005"}
    house.order("agent5", HangUp())
    house.order("agent1", HangUp())
    house.run(100)
    assert house.said(talk)[1] == "talked"
    house.settled()


@pytest.mark.parametrize("second", [0.5, 2.5, 4.0])
def test_a_controller_killed_while_the_colleague_rings(house: House, talk: str, second: float) -> None:
    house.order("agent5", Consult((target(house, 1),)))
    house.run(second)
    house.kill_controller()
    house.start_controller()
    house.run(20)
    assert house.said(talk)[0] == "talking"
    house.switch.phones.hang_up("1001")
    house.order("agent5", HangUp())
    house.run(100)
    assert house.said(talk)[1] == "talked"
    house.settled()


def test_in_the_room_the_caller_is_held_with_music_and_comes_back(house: House, talk: str) -> None:
    house.order("agent5", Consult((target(house, 1),)))
    house.run(10)
    house.order("agent5", Return())
    house.run(5)
    assert len(members(house, talk)) == 2
    assert house.order("agent5", Hold()) is None
    house.run(40)
    assert len(members(house, talk)) == 1
    assert house.order("agent5", Resume()) is None
    house.run(5)
    assert len(members(house, talk)) == 2
    house.order("agent5", HangUp())
    house.run(60)
    assert house.said(talk) == ("ended", "talked", "agent")
    house.settled()
