"""The connection to the switch is lost and found again, at any moment: what was missed is made good."""

import pytest

from .house import House, hang_up, press

pytestmark = pytest.mark.story


@pytest.mark.parametrize("gap", [0.2, 7.0])
def test_lost_at_every_second_of_a_call(house: House, gap: float) -> None:
    house.desk(1, ring_seconds=5, talk_seconds=20)
    for second in range(45):
        house.ready_again(1)
        call = house.rings("12368", press("0", "menu"), hang_up(120))
        house.run(second)
        house.lose_switch()
        house.run(gap)
        house.find_switch()
        house.run(250)
        assert house.said(call)[0] == "ended", second
        house.settled()


def test_the_caller_hangs_up_meanwhile(house: House) -> None:
    house.desk(5, ring_seconds=2, talk_seconds=500)
    for second in (1, 5):
        call = house.rings("12345", hang_up(second + 2))
        house.run(second)
        house.lose_switch()
        house.run(5)
        house.find_switch()
        house.run(200)
        assert house.said(call)[0] == "ended"
        house.settled()


def test_the_agent_hangs_up_meanwhile(house: House) -> None:
    house.desk(5, ring_seconds=2, talk_seconds=10)
    call = house.rings()
    house.run(6)
    house.lose_switch()
    house.run(10)
    house.find_switch()
    house.run(60)
    assert house.said(call) == ("ended", "talked", "agent")
    house.settled()


def test_the_agent_answers_meanwhile(house: House) -> None:
    house.desk(5, ring_seconds=4, talk_seconds=60)
    call = house.rings()
    house.run(1)
    house.lose_switch()
    house.run(5)
    house.find_switch()
    house.run(5)
    assert house.said(call)[0] == "talking"
    house.run(120)
    assert house.offers(call) == [("A", "agent5", "answered")]
    assert house.said(call) == ("ended", "talked", "agent")
    house.settled()


def test_a_call_offered_while_the_switch_is_away_rings_somebody_later(house: House) -> None:
    house.telephone("1005", talk_seconds=10)
    house.desk(6, talk_seconds=5)
    busy, call = house.rings(), house.rings(number="13800005678")
    house.run(5)
    house.lose_switch()
    house.controller.dispatch.free(house.person(6))  # as the watchdog would
    house.run(3)
    house.find_switch()
    house.ready("agent5")
    house.run(200)
    assert house.said(busy)[0] == house.said(call)[0] == "ended"
    house.settled()


def test_a_call_that_came_meanwhile_is_found(house: House) -> None:
    house.desk(1, talk_seconds=10)
    house.lose_switch()
    call = house.rings("12368", press("0", "menu"), hang_up(90))
    house.find_switch()
    house.run(100)
    assert house.said(call)[0] == "ended"
    house.settled()


def test_nothing_is_sent_while_it_is_away(house: House) -> None:
    house.rings()
    house.run(2)
    house.lose_switch()
    sent = len(house.wire.sent)
    house.run(40)
    assert len(house.wire.sent) == sent
    house.find_switch()
    house.run(200)
    house.settled()
