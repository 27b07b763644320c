"""A caller may hang up at any second of a call: it ends once, and nobody stays bound to it."""

import pytest

from .house import House, hang_up, press

pytestmark = pytest.mark.story


def test_gone_at_every_second_of_a_call(house: House) -> None:
    house.desk(1, ring_seconds=6, talk_seconds=15)
    house.desk(2, answer="ignore")
    calls = []
    for second in range(61):
        for number in (1, 2):  # whoever missed an offer sits down again
            house.ready_again(number)
        calls.append(house.rings("12368", press("0", "menu"), hang_up(second)))
        house.run(150)
        house.settled()
    outcomes = [house.row(call).outcome for call in calls]
    assert set(outcomes) == {"abandoned_menu", "abandoned_ringing", "talked"}
    assert outcomes == sorted(outcomes, key=["abandoned_menu", "abandoned_ringing", "talked"].index)


def test_gone_at_every_second_of_waiting_and_of_the_message(house: House) -> None:
    house.desk(6, talk_seconds=10_000)
    busy = house.rings("12345")
    house.run(10)
    calls = []
    for second in range(0, 88, 3):
        calls.append(house.rings("12345", hang_up(second), number="13800005678"))
        house.run(120)
        assert house.said(calls[-1])[0] == "ended"
    assert {house.row(call).outcome for call in calls} == {"abandoned_queue", "no_agent", "message_left"}
    house.switch.phones.hang_up("1006")
    house.run(60)
    assert house.said(busy) == ("ended", "talked", "agent")
    house.settled()


def test_gone_in_the_same_moment_as_the_agent_answers(house: House) -> None:
    house.desk(5, ring_seconds=3, talk_seconds=5)
    for wait in (2.9, 3.0, 3.02, 3.1):
        call = house.rings("12345", hang_up(wait))
        house.run(60)
        assert house.said(call)[0] == "ended"
        house.settled()
