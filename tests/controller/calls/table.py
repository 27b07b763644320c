"""A call by hand for tables of decisions: a small flow, and a session that is told one thing after the other."""

from dataclasses import replace
from typing import Any

from controller.calls.asks import Decision, Disarm, Note
from controller.calls.session import decide
from controller.calls.told import NobodyLeft, Offered, Told
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
    made, _, problems = load(text, "flow.yml")
    assert made is not None, problems
    return made


COURT, GOV = flow(MENU), flow(DIRECT)
ARRIVED = port.Arrived(C, NOW, "13800001234", "张三", "12368", "court_12368", answered=False)
OFFERED = Offered(1, 7, "1001", Whom.A, 15)


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


class Call:
    """`after(…)` tells things and gives the decisions of the last one."""

    def __init__(self, flow: Flow | None = COURT, *, now: float = NOW) -> None:
        self.session, self.now = Session(C, flow), now
        self.log: list[Decision] = []

    def after(self, *told: Told) -> list[Decision]:
        decided: tuple[Decision, ...] = ()
        for one in told:
            self.session, decided = decide(self.session, one, now=self.now)
            self.log.extend(decided)
        return list(decided)

    def later(self, seconds: float) -> "Call":
        self.now += seconds
        return self

    def but(self, **changes: Any) -> "Call":
        self.session = replace(self.session, **changes)
        return self


# ---- calls in the middle of something

TOLD = {"profile": "court_12368", "dialled": "12368", "number": "13800001234", "name": "张三"}
DISARMED = (Disarm("key"), Disarm("slot"), Disarm("gone"))


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
