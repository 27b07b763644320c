"""The demonstration's first minutes, as a visitor lives through them: a known caller who stays, and judges."""

from pathlib import Path

import pytest

from freeswitch.simulator.script import let_call, load, log_in
from hotline import rows, sample_tickets
from hotline.callers.reads.cases import of_number
from hotline.callers.verbs import contacts
from hotline.callers.verbs.contacts import Request
from hotline.calls.rules.order_kinds import Answer, HandOver
from hotline.clock import utc

from .house import House

pytestmark = pytest.mark.story
DAY = Path("freeswitch/simulator/demo_day.yml")


@pytest.fixture
def talk(house: House) -> str:
    """agent1 has answered the day's first caller."""
    day = load(DAY)
    sample_tickets.sow(utc(house.now))
    log_in(house.switch, day, house.now)
    house.ready("agent1")
    let_call(house.switch, day, house.now)
    for _second in range(60):
        house.run(1)
        if house.standing(1)[0] == "offered":
            break
    house.run(1)
    assert house.order("agent1", Answer()) is None
    house.run(2)
    return str(rows.Offer.get(rows.Offer.person == house.person(1)).call)


def ask(house: House, call: str, judge: str) -> None:
    """An urgent request for a judge, as the desk sends it."""
    row = rows.Judge.get(rows.Judge.name == judge)
    wanted = Request(row.id, "请尽快联系", urgent=True, call=call)
    contacts.open_contact(wanted, person=house.person(1), by="agent1", now=utc(house.now), client_ip="")
    house.controller.door.open()
    house.feed()


def legs(house: House, call: str) -> list[tuple[str, str | None]]:
    house.recorder.flush(house.now)
    query = rows.CallLeg.select().where(rows.CallLeg.call == call).order_by(rows.CallLeg.id)
    return [(leg.dialled, leg.result) for leg in query]


def test_the_first_caller_has_a_case_and_a_ticket_and_stays(house: House, talk: str) -> None:
    row = house.row(talk)
    assert (row.name, [case.judge for case in of_number(row.number)]) == ("张三", ["刘志明"])
    house.run(200)
    assert house.said(talk) == ("talking", None, None)
    house.run(120)
    assert house.said(talk) == ("ended", "talked", "caller")


def test_the_judge_of_the_first_caller_answers(house: House, talk: str) -> None:
    ask(house, talk, "刘志明")
    house.run(15)
    assert legs(house, talk) == [("6101", None)]
    assert house.order("agent1", HandOver()) is None
    house.run(5)
    assert house.row(talk).state == "talking"


def test_a_judge_who_is_out_is_reached_in_his_chamber(house: House, talk: str) -> None:
    ask(house, talk, "钱玉兰")
    house.run(70)
    assert legs(house, talk) == [("6401", "no_answer"), ("13900200401", "no_answer"), ("6400", None)]


def test_of_one_chamber_nobody_answers(house: House, talk: str) -> None:
    ask(house, talk, "郑安")
    house.run(90)
    assert legs(house, talk) == [
        ("6001", "rejected"), ("13900200001", "rejected"), ("6000", "no_answer"), ("6009", "no_answer"),
    ]  # fmt: skip
    assert house.row(talk).state == "talking"
