"""Putting right what was found, with calls that come and go in the middle of the look."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from controller.calls.lanes import Lanes
from controller.calls.turn import ActiveOffer
from controller.overseer import Overseer
from controller.queueing.dispatch import Dispatch
from controller.queueing.presence import Agent
from controller.switch import port
from controller.timers import VirtualTimers
from hotline.calls.rules.call_record import CallFact
from hotline.calls.rules.roster import OpenCall
from hotline.words import CallState, Fact, Presence, Reason
from tests.controller.calls.table import ARRIVED, COURT, NOW

pytestmark = pytest.mark.unit

CHANNEL = port.Channel("c-1", True, "ACTIVE", "park", "138", "张三", "12368", "", True, NOW - 60)
OURS = {"ts_dialled": "12368", "ts_profile": "court_12368", "ts_fallback": ""}


class Switch:
    """Has `there`, with `values` for variables; asks are kept."""

    def __init__(self) -> None:
        self.there: list[port.Channel] | None = []
        self.values: dict[str, str] = OURS
        self.asked: list[port.Ask] = []

    def do(self, call: str, asks: tuple[port.Ask, ...], answered: Callable[[str], Any] | None = None) -> None:
        self.asked.extend(asks)

    def channels(self, answer: Callable[[list[port.Channel] | None], None]) -> None:
        answer(self.there)

    def registered(self, extension: str, answer: Callable[[bool], None]) -> None:
        answer(True)

    def sign_out(self, extension: str) -> None:
        raise NotImplementedError

    def reload(self) -> None:
        raise NotImplementedError

    def variables(self, call: str, names: tuple[str, ...], answer: Callable[[dict[str, str]], None]) -> None:
        answer({name: self.values.get(name, "") for name in names})


class House:
    def __init__(self) -> None:
        self.timers, self.switch = VirtualTimers(NOW), Switch()
        self.facts: list[CallFact] = []
        self.lanes = Lanes(self.switch, self.timers, self.facts.append, lambda arrived: COURT)
        self.dispatch = Dispatch(self.timers, self.lanes.post, lambda change: None)
        self.lanes.queue = self.dispatch
        self.rows: Callable[[], list[OpenCall] | None] = list
        self.overseer = Overseer(
            self.switch, self.lanes, self.dispatch, lambda: self.rows(), lambda dialled: COURT, self.hurry
        )
        self.soon = 0

    def hurry(self) -> None:
        self.soon += 1

    def kinds(self) -> list[Fact]:
        return [fact.kind for fact in self.facts]


def row(**more: Any) -> OpenCall:
    return OpenCall("c-1", 9, 0, None, None, "138", "court_12368", "12368", CallState.IN_FLOW, **more)


def test_a_call_that_comes_while_the_records_are_read_is_not_lost() -> None:
    house = House()

    def read() -> list[OpenCall]:
        house.lanes.hear(ARRIVED)
        return [row()]

    house.rows = read
    house.overseer.look()
    assert list(house.lanes.lanes) == ["c-1"]
    assert Fact.ENDED not in house.kinds()


def test_a_call_in_hand_is_closed_when_it_was_missed_twice() -> None:
    house = House()
    house.lanes.hear(ARRIVED)
    house.overseer.look()
    assert list(house.lanes.lanes) == ["c-1"]
    house.switch.there = [CHANNEL]
    house.overseer.look()
    house.switch.there = []
    house.overseer.look()
    assert list(house.lanes.lanes) == ["c-1"]
    house.overseer.look()
    assert (dict(house.lanes.lanes), house.kinds()[-2:]) == ({}, [Fact.TROUBLE, Fact.ENDED])


def test_a_call_of_the_records_that_is_no_more_is_ended_at_once() -> None:
    house = House()
    house.rows = lambda: [row()]
    house.overseer.look()
    assert [(f.seq, f.kind) for f in house.facts] == [(10, Fact.TROUBLE), (11, Fact.ENDED)]
    assert house.facts[-1].data == {"outcome": "abandoned_menu", "by": "system", "cause": "LOST"}


def test_a_call_nobody_knows_is_taken_over_once() -> None:
    house = House()
    house.switch.there = [CHANNEL]
    house.overseer.look()
    house.overseer.look()
    assert house.kinds()[:2] == [Fact.ARRIVED, Fact.ADOPTED]
    assert house.kinds().count(Fact.ADOPTED) == 1


@pytest.mark.parametrize("values", [{}, {"ts_profile": ""}, OURS | {"ts_fallback": "true"}])
def test_channels_that_are_not_ours_are_left_alone(values: dict[str, str]) -> None:
    house = House()
    house.switch.there, house.switch.values = [CHANNEL], values
    house.overseer.look()
    assert (house.facts, house.switch.asked) == ([], [])


def test_records_that_cannot_be_read_take_nobody_over() -> None:
    """Its facts would begin at 1 again, beside those that are there."""
    house = House()
    house.switch.there = [CHANNEL]
    house.rows = lambda: None
    house.overseer.look()
    assert house.facts == []
    house.rows = lambda: [row()]
    house.overseer.look()
    assert next(f.seq for f in house.facts) == 10


def test_a_switch_that_does_not_answer_changes_nothing() -> None:
    house = House()
    house.lanes.hear(ARRIVED)
    house.switch.there = None
    house.overseer.look()
    house.overseer.look()
    assert list(house.lanes.lanes) == ["c-1"]


def test_calls_in_hand_are_told_only_after_a_loss() -> None:
    house = House()
    house.lanes.hear(ARRIVED)
    house.switch.there = [CHANNEL]
    told = len(house.facts)
    house.overseer.look()
    assert len(house.facts) == told
    house.overseer.missed()
    house.overseer.look()
    house.overseer.look()
    assert house.kinds()[told:] == [Fact.NODE]


def offering(house: House) -> None:
    house.lanes.hear(replace(ARRIVED, dialled="12345"))
    house.lanes.lanes["c-1"].session = replace(
        house.lanes.lanes["c-1"].session, state=CallState.OFFERING, held=ActiveOffer(1, 7, "l-1", token="3", seconds=15)
    )


def test_a_leg_that_is_missing_twice_is_put_right_and_asks_for_another_look_at_once() -> None:
    house = House()
    offering(house)
    house.switch.there = [CHANNEL]
    house.overseer.look()
    assert (house.soon, Fact.TROUBLE in house.kinds()) == (1, False)
    house.overseer.look()
    assert house.soon == 1
    assert house.kinds()[-2:] == [Fact.TROUBLE, Fact.OFFER_ENDED]


def test_a_leg_that_is_missing_once_may_only_be_new() -> None:
    house = House()
    offering(house)
    leg = port.Channel("l-1", False, "RINGING", "", "138", "", "1001", "c-1", False, NOW)
    for there in ([CHANNEL], [CHANNEL, leg], [CHANNEL]):
        house.switch.there = there
        house.overseer.look()
    assert Fact.TROUBLE not in house.kinds()


def test_a_leg_that_no_call_has_is_hung_up_when_it_was_seen_twice() -> None:
    house = House()
    house.switch.there = [port.Channel("c-9-t1", False, "ACTIVE", "conference", "138", "", "1001", "", True, NOW)]
    house.overseer.look()
    assert house.switch.asked == []
    house.overseer.look()
    assert house.switch.asked == [port.HangUp("c-9-t1")]


def test_an_agent_of_a_call_that_nobody_takes_over_is_freed_in_the_second_look() -> None:
    house = House()
    house.dispatch.set_floor([Agent(7, "head", "1001", Presence.OFFERED, call="c-1")], [])
    house.switch.there, house.switch.values = [CHANNEL], {}
    house.overseer.look()
    assert house.dispatch.agents[7].state is Presence.OFFERED
    house.overseer.look()
    assert (house.dispatch.agents[7].state, house.dispatch.agents[7].reason) == (Presence.AWAY, Reason.RECONCILED)


def test_an_agent_whom_his_call_does_not_have_is_freed_at_once_and_the_call_says_so() -> None:
    house = House()
    house.lanes.hear(ARRIVED)
    house.dispatch.set_floor([Agent(7, "head", "1001", Presence.OFFERED, call="c-1")], [])
    house.switch.there = [CHANNEL]
    house.overseer.look()
    assert house.dispatch.agents[7].state is Presence.AWAY
    assert house.facts[-1].data == {"what": "reconciled", "detail": "agent 7"}
