"""A call by hand for tables of decisions: a small flow, and a session that is told one thing after the other."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from controller.calls.asks import Arm, Close, Decision, Disarm, Note
from controller.calls.messages import CallMessage, NobodyLeft, Offered, TimeUp
from controller.calls.ring_time import TIMER
from controller.calls.session import decide
from controller.calls.turn import Session
from controller.ivr.flow import Flow, load
from controller.switch import port
from hotline.words import Fact, Whom

NOW = 1_795_395_600.0
C, L = "c-1", "l-1"
MENU = """
flow: court
title: 法院
start: main
nodes:
  main:
    {kind: menu, prompt: menu, keys: {"0": person, "1": info}, wrong: wrong, silent: silent, wait: 5, tries: 2,
    too_many: person}
  info: {kind: play, prompt: info, served: true, next: main}
  person: {kind: queue, line: filing, before: transfer, otherwise: message}
  message: {kind: message, prompt: leave, seconds: 60, next: bye}
  bye: {kind: hang_up, prompt: goodbye}
"""
DIRECT = """
flow: gov
title: 政务
start: person
nodes:
  person: {kind: queue, line: government, otherwise: message}
  message: {kind: message, prompt: leave, seconds: 60, next: bye}
  bye: {kind: hang_up, prompt: goodbye}
"""


def flow(text: str) -> Flow:
    loaded = load(text, "flow.yml")
    assert loaded.flow is not None, loaded.problems
    return loaded.flow


COURT, GOV = flow(MENU), flow(DIRECT)
ARRIVED = port.Arrived(C, NOW, "13800001234", "张三", "12368", "court_12368", answered=False)
OFFERED = Offered(1, 7, "1001", Whom.A, 15)
NUMBERED = port.Answer | port.Application


def done(
    token: int | str, response: str = "FILE PLAYED", *, app: str = "playback", cause: str = "", seconds: float = 0.0
) -> port.Done:
    return port.Done(C, NOW, str(token), app, response, cause, seconds)


def bridge_done(token: int | str, cause: str) -> port.Done:
    return done(token, "_none_", app="bridge", cause=cause)


def key(digit: str) -> port.Key:
    return port.Key(C, NOW, digit)


def ringing(leg: str = L) -> port.LegRinging:
    return port.LegRinging(C, leg, NOW)


def bridged(leg: str = L) -> port.Bridged:
    return port.Bridged(C, leg, NOW)


def leg_gone(cause: str = "NORMAL_CLEARING", *, theirs: bool = True, leg: str = L) -> port.LegGone:
    return port.LegGone(C, leg, NOW, cause, theirs)


def hung_up(*, theirs: bool = True, cause: str = "NORMAL_CLEARING") -> port.HungUp:
    return port.HungUp(C, NOW, cause, theirs)


def note(kind: Fact, /, **data: Any) -> Note:
    return Note(kind, data)


@dataclass(frozen=True)
class Decided:
    """What came of something heard. Equal is what has the same facts in their order, which is the call's story, the
    same asks of the switch and of the house, and leaves the same timers running; in `order` is asked for by itself."""

    facts: tuple[Note, ...]
    asks: Counter[object]
    house: Counter[object]
    timers: dict[str, float]
    order: tuple[Decision, ...] = field(default=(), compare=False, repr=False)

    def in_order(self, *names: type | Fact) -> bool:
        """Whether these are decided one after the other."""
        found = [one.kind if isinstance(one, Note) else type(one) for one in self.order]
        return [name for name in found if name in names] == list(names)


def promised(
    *,
    facts: Iterable[Note] = (),
    asks: Iterable[port.Ask] = (),
    house: Iterable[Decision] = (),
    timers: dict[str, float] | None = None,
) -> Decided:
    return Decided(tuple(facts), Counter(asks), Counter(house), timers or {})


def bare(ask: port.Ask) -> port.Ask:
    """An ask without the number that the session gave it."""
    if isinstance(ask, port.Record):
        return replace(ask, token="", path=re.sub(r"\.message\d+\.wav$", ".message.wav", ask.path))
    return replace(ask, token="") if isinstance(ask, NUMBERED) else ask


def _limits_ringing(one: Decision) -> bool:
    """The timers of what rings go with every offer and leg; `test_ring_time` asks for them."""
    return isinstance(one, Arm | Disarm) and one.name.startswith(TIMER)


class Call:
    """`after(…)` tells things and gives the decisions of the last one; `hears(…)` gives what they promise."""

    def __init__(self, flow: Flow | None = COURT, *, now: float = NOW) -> None:
        self.session, self.now = Session(C, flow), now
        self.log: list[Decision] = []
        self.timers: dict[str, float] = {}

    def after(self, *told: CallMessage) -> list[Decision]:
        decided: tuple[Decision, ...] = ()
        for one in told:
            if isinstance(one, TimeUp):
                self.timers.pop(one.name, None)
            self.session, decided = decide(self.session, one, now=self.now)
            self.log.extend(decided)
            self._run_timers(decided)
        return [one for one in decided if not _limits_ringing(one)]

    def hears(self, *told: CallMessage) -> Decided:
        order = tuple(self.after(*told))
        numbers = [one.token for one in self.log if isinstance(one, NUMBERED)]
        assert len(numbers) == len(set(numbers)), "each has a number of its own, or an end is taken for another's"
        asks = [one for one in order if isinstance(one, port.Ask)]
        house = [one for one in order if not isinstance(one, port.Ask | Note | Arm | Disarm)]
        facts = tuple(one for one in order if isinstance(one, Note))
        timers = {name: seconds for name, seconds in self.timers.items() if not name.startswith(TIMER)}
        return Decided(facts, Counter(map(bare, asks)), Counter(house), timers, order)

    def over(self, response: str = "FILE PLAYED", *, app: str = "playback", seconds: float = 0.0) -> port.Done:
        """What was run last on the caller's channel is over."""
        ran = [one.token for one in self.log if isinstance(one, NUMBERED) and not isinstance(one, port.Answer)]
        return done(ran[-1], response, app=app, seconds=seconds)

    def _run_timers(self, decided: tuple[Decision, ...]) -> None:
        """As the lane does it."""
        for one in decided:
            match one:
                case Arm(name, seconds):
                    self.timers[name] = seconds
                case Disarm(name):
                    self.timers.pop(name, None)
                case Close():
                    self.timers.clear()

    def later(self, seconds: float) -> "Call":
        self.now += seconds
        return self

    def but(self, **changes: Any) -> "Call":
        self.session = replace(self.session, **changes)
        return self


# ---- calls in the middle of something

TOLD = {"profile": "court_12368", "dialled": "12368", "number": "13800001234", "name": "张三"}
DISARMED = (Disarm("key"), Disarm("slot"), Disarm("gone"))
NOTHING = promised()


def in_menu() -> Call:
    """The menu is playing: answer was token 2, the menu token 3."""
    call = Call(COURT)
    call.after(ARRIVED)
    return call


def queued() -> Call:
    """Waits without a sound, not answered (the flow has no word before its queue)."""
    call = Call(GOV)
    call.after(ARRIVED)
    return call


def offering() -> Call:
    call = queued()
    call.after(OFFERED)  # the bridge is token 2
    return call


def talking() -> Call:
    call = offering()
    call.after(ringing(), bridged())
    return call


def message() -> Call:
    """The caller speaks: answer 2, prompt 3, record 4."""
    call = queued()
    call.after(NobodyLeft("nobody"), done(3))
    return call
