"""Lanes carry decisions out; a bug in one call ends that call and no other."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from controller.calls.asks import Join
from controller.calls.lanes import NO_CALL, Lanes
from controller.calls.messages import AgentRequest, NobodyLeft, TimeUp
from controller.calls.turn import Session
from controller.ivr.flow import Flow
from controller.ivr.nodes.shape import Shape
from controller.ivr.steps import Enqueue, Heard, Position, Step
from controller.switch import port
from controller.timers import VirtualTimers
from hotline.calls.rules.call_record import CallFact
from hotline.calls.rules.order_kinds import Answer
from hotline.words import CallState, Fact, OfferResult

from .table import ARRIVED, COURT, GOV, NOW, OFFERED

pytestmark = pytest.mark.unit


class Switch:
    """Keeps what it is asked for, and refuses with `words` if it is given any."""

    def __init__(self) -> None:
        self.asked: list[port.Ask] = []
        self.words = ""

    def do(self, call: str, asks: tuple[port.Ask, ...], answered: Callable[[str], Any] | None = None) -> None:
        self.asked.extend(asks)
        if answered is not None:
            answered(self.words)

    def channels(self, answer: Callable[[list[port.Channel] | None], None]) -> None:
        raise NotImplementedError

    def registered(self, extension: str, answer: Callable[[bool], None]) -> None:
        raise NotImplementedError

    def sign_out(self, extension: str) -> None:
        raise NotImplementedError

    def reload(self) -> None:
        raise NotImplementedError

    def variables(self, call: str, names: tuple[str, ...], answer: Callable[[dict[str, str]], None]) -> None:
        raise NotImplementedError


class Queue:
    """Keeps what it is told; `joined` may be given something to say at once."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []
        self.joined: Callable[[str], None] = lambda call: None

    def join(self, call: str, order: Join) -> None:
        self.told.append(("join", call, order.line, order.priority, order.since))
        self.joined(call)

    def leave(self, call: str, *, keep: bool = False) -> None:
        self.told.append(("leave", call))

    def engage(self, call: str, person: int) -> None:
        self.told.append(("engage", call, person))

    def forget(self, call: str) -> None:
        self.told.append(("forget", call))

    def offer_over(self, call: str, person: int, result: OfferResult) -> None:
        self.told.append(("offer_over", call, person, result))

    def talk_over(self, call: str, person: int, code: str) -> None:
        self.told.append(("talk_over", call, person, code))


class Hall:
    def __init__(self, flow: Flow | None = COURT) -> None:
        self.timers, self.switch, self.queue = VirtualTimers(NOW), Switch(), Queue()
        self.facts: list[CallFact] = []
        self.lanes = Lanes(self.switch, self.timers, self.facts.append, lambda arrived: flow)
        self.lanes.queue = self.queue

    def arrive(self, call: str = "c-1") -> None:
        self.lanes.hear(replace(ARRIVED, call=call))

    def kinds(self, call: str) -> list[Fact]:
        return [fact.kind for fact in self.facts if fact.call == call]

    def hang_up(self, call: str) -> None:
        self.lanes.hear(port.HungUp(call, NOW, "NORMAL_CLEARING", theirs=True))


class Broken(Shape):
    """A node with a bug."""

    error: str

    def enter(self, at: Position) -> Step:
        raise {"lookup": LookupError, "runtime": RuntimeError}[self.error]("a bug of a node")

    def heard(self, at: Position, what: Heard) -> Step:
        return at, ()


def test_facts_count_and_carry_the_moment() -> None:
    hall = Hall()
    hall.arrive()
    assert [(f.call, f.seq, f.at, f.kind) for f in hall.facts] == [
        ("c-1", 1, NOW, Fact.ARRIVED), ("c-1", 2, NOW, Fact.FLOW), ("c-1", 3, NOW, Fact.NODE),
    ]  # fmt: skip
    assert [type(ask) for ask in hall.switch.asked] == [port.Answer, port.Play, port.KeepParked]


def test_timers_speak_to_their_own_call_and_end_with_it() -> None:
    hall = Hall()
    for call in ("c-1", "c-2"):
        hall.arrive(call)
        hall.lanes.hear(port.Done(call, NOW, "3", "playback", "FILE PLAYED", "", 0.0))
    hall.hang_up("c-1")
    asked = len(hall.switch.asked)
    hall.timers.advance(NOW + 5)
    assert hall.switch.asked[asked:] == [port.Play("c-2", "4", ("silent", "menu"))]
    assert hall.timers.next_due() is None


def test_a_call_that_ended_is_forgotten_and_what_comes_late_is_counted() -> None:
    hall = Hall(GOV)
    hall.arrive()
    hall.hang_up("c-1")
    hall.hang_up("c-1")
    hall.lanes.post("c-1", TimeUp("key"))
    assert hall.queue.told == [("join", "c-1", "government", 0, NOW), ("leave", "c-1"), ("forget", "c-1")]
    assert (dict(hall.lanes.lanes), dict(hall.lanes.ignored)) == ({}, {"HungUp": 1, "TimeUp": 1})


def test_what_the_queue_says_at_once_is_heard_after_the_turn() -> None:
    hall = Hall(GOV)
    hall.queue.joined = lambda call: hall.lanes.post(call, OFFERED)
    hall.arrive()
    assert hall.kinds("c-1") == [Fact.ARRIVED, Fact.FLOW, Fact.NODE, Fact.QUEUED, Fact.OFFERED]
    assert [type(ask) for ask in hall.switch.asked] == [port.KeepParked, port.Bridge]


@pytest.mark.parametrize("error", ["lookup", "runtime"])
def test_a_bug_in_one_call_ends_that_call_and_no_other(error: str) -> None:
    broken = Flow("broken", "", "bug", {"bug": Broken(error=error)}, "v")
    flows = {"c-1": COURT, "c-2": broken, "c-3": COURT}
    hall = Hall()
    hall.lanes = Lanes(hall.switch, hall.timers, hall.facts.append, lambda arrived: flows[arrived.call])
    hall.lanes.queue = hall.queue
    for call in flows:
        hall.arrive(call)
    assert port.HangUp("c-2", "NORMAL_TEMPORARY_FAILURE") in hall.switch.asked
    hall.hang_up("c-2")
    assert next(f.data["what"] for f in hall.facts if f.kind is Fact.TROUBLE and f.call == "c-2") == "bug"
    assert hall.kinds("c-2").count(Fact.ENDED) == 1
    assert [f.seq for f in hall.facts if f.call == "c-2"] == list(range(1, len(hall.kinds("c-2")) + 1))
    assert sorted(hall.lanes.lanes) == ["c-1", "c-3"]
    hall.lanes.hear(port.Key("c-3", NOW, "0"))
    assert hall.kinds("c-3")[-1] is Fact.NODE


class BrokenLater(Shape):
    """A node that waits for a person and has a bug in what comes after."""

    def enter(self, at: Position) -> Step:
        return at, (Enqueue("government", 0),)

    def heard(self, at: Position, what: Heard) -> Step:
        raise LookupError("a bug of a node")


def test_a_bug_gives_the_place_in_the_queue_back() -> None:
    hall = Hall(Flow("broken", "", "bug", {"bug": BrokenLater()}, "v"))
    hall.arrive()
    hall.lanes.post("c-1", NobodyLeft("nobody"))
    assert hall.queue.told[-1] == ("forget", "c-1")
    assert hall.facts[-1].data == {"outcome": "abandoned_queue", "by": "system", "cause": "LOST"}
    assert dict(hall.lanes.lanes) == {}


def test_a_lane_for_a_call_taken_over_counts_on() -> None:
    hall = Hall()
    hall.lanes.open(Session("c-1", state=CallState.TALKING, talked=True), 12)
    hall.hang_up("c-1")
    assert [(f.seq, f.kind) for f in hall.facts] == [(13, Fact.ENDED)]
    assert hall.facts[0].data["outcome"] == "talked"


def offered(hall: Hall) -> None:
    hall.arrive()
    hall.lanes.post("c-1", OFFERED)
    hall.lanes.hear(port.LegRinging("c-1", "l-1", NOW))


def test_who_asked_hears_once_how_it_ended() -> None:
    """The switch's words, or that nothing had to be asked of it, or that there is no such call."""
    hall, heard = Hall(GOV), list[str]()
    offered(hall)
    hall.switch.words = "-ERR Operation failed"
    hall.lanes.post("c-1", AgentRequest(7, Answer()), heard.append)
    hall.switch.words = ""
    hall.lanes.post("c-1", AgentRequest(7, Answer()), heard.append)
    hall.lanes.post("c-1", AgentRequest(8, Answer()), heard.append)
    hall.lanes.post("c-2", AgentRequest(7, Answer()), heard.append)
    assert heard == ["-ERR Operation failed", "", "", NO_CALL]


def test_ringing_is_ended_by_the_clock_unless_the_switch_cannot_be_heard() -> None:
    hall = Hall(GOV)
    offered(hall)
    hall.lanes.deaf = True
    hall.timers.advance(NOW + 60)
    assert hall.lanes.sessions()[0].state is CallState.OFFERING
    hall.lanes.deaf = False
    hall.timers.advance(NOW + 66)
    assert hall.lanes.sessions()[0].state is CallState.QUEUED
    assert hall.queue.told[-1] == ("offer_over", "c-1", 7, OfferResult.NO_ANSWER)
