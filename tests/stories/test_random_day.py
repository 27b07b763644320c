"""Three hundred calls of a random day, with every kind of mishap; at its end the records say what must be true."""

import itertools
import random

import pytest

from freeswitch.simulator.callers import Act
from hotline.orders.kinds import SetPresence
from hotline.records import rows
from hotline.words import Presence, Reason

from .house import House, hang_up

pytestmark = pytest.mark.story

CALLS = 300
TEMPERS = ("answer", "answer", "answer", "answer", "busy", "reject", "ignore")
AWAY = (Reason.REST, Reason.MEAL, Reason.PAPERWORK)


class Day:
    """What happens between two calls, by dice."""

    def __init__(self, house: House, seed: int) -> None:
        self.house, self.dice = house, random.Random(seed)

    def run(self) -> None:
        for number in range(1, 7):
            self.house.desk(number, ring_seconds=self.dice.uniform(1, 9), talk_seconds=self.dice.uniform(5, 90))
        for n in range(CALLS):
            self.call(n)
            self.mishap()
            self.house.run(self.dice.expovariate(1 / 12))
        self.house.run(1_500)

    def call(self, n: int) -> None:
        did = self.dice.choice(("12368", "12368", "12345", "12345", "99999"))
        keys = self.dice.choice(("0", "0", "10", "990", "5", "###", ""))
        does = [Act("press", "during", self.dice.uniform(0.1, 9), "court", keys)] if keys else []
        if self.dice.random() < 0.3:
            does.append(Act("press", "during", self.dice.uniform(1, 20), ".message", "#"))
        does.append(hang_up(self.dice.choice((self.dice.uniform(0, 30), self.dice.uniform(20, 400), 500))))
        self.house.rings(did, *does, number=f"138{n:08d}", name=self.dice.choice(("张三", "", "x%0AUnique-ID: evil")))

    def mishap(self) -> None:
        happens = self.dice.random()
        if happens < 0.3:
            self.people()
        elif happens < 0.36:
            self.house.kill_controller()
            self.house.start_controller()
        elif happens < 0.42:
            self.house.lose_switch()
            self.house.run(self.dice.uniform(0.1, 12))
            self.house.find_switch()
        elif happens < 0.52:
            phone = self.house.switch.board.phones[f"100{self.dice.randint(1, 6)}"]
            phone.answer = self.dice.choice(TEMPERS)
        elif happens < 0.58:
            self.house.switch.phones.unregister(f"100{self.dice.randint(1, 6)}")

    def people(self) -> None:
        number = self.dice.randint(1, 6)
        if self.dice.random() < 0.2:
            self.house.order(f"agent{number}", SetPresence(Presence.AWAY, self.dice.choice(AWAY)))
        else:
            self.house.switch.phones.register(f"100{number}")
            self.house.order(f"agent{number}", SetPresence(Presence.READY, Reason.BY_HAND))


@pytest.mark.parametrize("seed", range(2))
def test_a_random_day(house: House, seed: int) -> None:
    begun = house.now
    Day(house, seed).run()
    assert rows.Call.select().count() == CALLS
    house.settled()
    assert {row.outcome for row in rows.Call.select()} >= {"talked", "abandoned_menu", "unknown_number"}
    for number in range(1, 7):
        assert seconds_of(house, number, begun) == pytest.approx(house.now - begun, abs=0.01)


def seconds_of(house: House, number: int, begun: float) -> float:
    """The sum of an agent's intervals: from the first moment of the day to its last, without a hole or an overlap."""
    query = rows.PresenceChange.select().where(rows.PresenceChange.person == house.person(number))
    moments = [begun, *(change.at.timestamp() for change in query.order_by(rows.PresenceChange.id)), house.now]
    assert moments == sorted(moments)
    return sum(later - earlier for earlier, later in itertools.pairwise(moments))
