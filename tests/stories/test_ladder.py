"""A, then B, then the pool, then a message: the caller is led on until somebody or something takes him."""

import pytest

from freeswitch.simulator.callers import CallerAct

from .house import House, hang_up

pytestmark = pytest.mark.story


def test_the_a_position_is_asked_first(house: House) -> None:
    for number in (1, 5, 6):
        house.desk(number, talk_seconds=20)
    call = house.rings()
    house.run(60)
    assert house.offers(call) == [("A", "agent5", "answered")]
    assert house.said(call) == ("ended", "talked", "agent")
    house.settled()


def test_a_does_not_answer_b_rejects_and_the_pool_takes_it(house: House) -> None:
    house.desk(5, answer="ignore")
    house.desk(6, answer="reject")
    house.desk(1)
    call = house.rings()
    house.run(90)
    assert house.offers(call) == [
        ("A", "agent5", "no_answer"), ("B", "agent6", "rejected"), ("pool", "agent1", "answered"),
    ]  # fmt: skip
    assert house.standing(5) == ("away", "no_answer")
    assert house.standing(6) == ("away", "rejected")
    house.settled()


def test_nobody_there_leads_to_a_message_at_once(house: House) -> None:
    call = house.rings("12345", CallerAct("press", "during", 2, ".message", "#"))
    house.run(60)
    assert house.kinds(call)[:6] == ["arrived", "flow", "node", "queued", "queue_over", "node"]
    assert house.said(call) == ("ended", "message_left", "system")
    house.settled()


def test_the_message_is_offered_when_the_pool_was_waited_for(house: House) -> None:
    house.desk(1, talk_seconds=500)
    first, second = house.rings(), house.rings(number="13800009999")
    house.run(120)
    assert house.said(first)[0] == "talking"
    assert [data for kind, data in house.facts(second) if kind == "queue_over"] == [{"why": "too_long"}]
    house.run(600)
    house.settled()


def test_who_waits_longest_in_the_pool_comes_first(house: House) -> None:
    house.desk(1, talk_seconds=2)
    calls = []
    for n in range(3):
        house.run(1)
        calls.append(house.rings(number=f"1380000000{n}"))
    house.run(300)
    assert [house.said(call)[1] for call in calls] == ["talked", "talked", "message_left"]
    house.settled()


def test_a_caller_who_hangs_up_in_the_menu_gave_up_there(house: House) -> None:
    call = house.rings("12368", hang_up(3))
    house.run(10)
    assert house.said(call) == ("ended", "abandoned_menu", "caller")
    house.settled()
