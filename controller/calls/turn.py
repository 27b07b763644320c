"""A session's value, and one turn at it: the hand that collects decisions while a handler thinks. Pure."""

from dataclasses import dataclass, replace
from typing import Any

from controller.ivr.flow import Flow
from controller.ivr.steps import Position
from controller.switch import port
from hotline.words import CallState, Ender, Fact, Outcome

from .asks import Arm, Decision, Disarm, Note
from .state import Move, after

BEFORE = Position()
GONE_SECONDS = 10.0  # how long the switch may take to hang up before it is asked again
SLOT_SECONDS = 1.0  # how long a stopped application may take to say so before we go on without it


@dataclass(frozen=True, slots=True)
class Running:
    """What runs on the caller's channel: one application at a time."""

    token: str
    what: type[port.Ask]
    stopping: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """The offer in hand; `token` is its bridge's."""

    offer: int
    agent: int
    leg: str = ""
    token: str = ""
    ringing: bool = False
    on_hold: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """All that is known of one call. `queued_since` is its place in the queue, kept when an agent is lost."""

    call: str
    flow: Flow | None = None
    state: CallState = CallState.ARRIVED
    at: Position = BEFORE
    answered: bool = False
    running: Running | None = None
    waiting: port.Ask | None = None
    tokens: int = 0
    line: str = ""
    priority: int = 0
    queued_since: float | None = None
    held: Held | None = None
    talked: bool = False
    served: bool = False
    queue_over: bool = False
    message_seconds: float = 0.0
    outcome: Outcome | None = None
    leaving_by: Ender | None = None
    odd: int = 0


class Turn:
    """One turn: `s` changes by replacement, decisions pile up in `out`."""

    def __init__(self, session: Session, now: float) -> None:
        self.s = session
        self.now = now
        self.out: list[Decision] = []

    def set(self, **changes: Any) -> None:
        self.s = replace(self.s, **changes)

    def decide(self, *decisions: Decision) -> None:
        self.out.extend(decisions)

    def note(self, fact: Fact, /, **data: Any) -> None:
        self.out.append(Note(fact, data))

    def move(self, move: Move) -> bool:
        """Make a move of the table. One that does not fit is counted and changes nothing."""
        state = after(self.s.state, move)
        if state is None:
            self.set(odd=self.s.odd + 1)
            return False
        self.set(state=state)
        return True

    def token(self) -> str:
        self.set(tokens=self.s.tokens + 1)
        return str(self.s.tokens)

    def answer(self) -> None:
        """Answer the call once; what is played to an unanswered caller would be lost."""
        if not self.s.answered:
            self.set(answered=True)
            self.decide(port.Answer(self.s.call, self.token()))

    def run(self, ask: port.Play | port.Music | port.Record | port.Bridge) -> None:
        """Run an application on the caller's channel, after the one that runs there has ended."""
        if self.s.running is None:
            self.set(running=Running(ask.token, type(ask)), waiting=None)
            self.decide(ask)
            return
        self.set(waiting=ask)
        self.hush()
        self.decide(Arm("slot", SLOT_SECONDS))

    def hush(self) -> None:
        """Stop what plays. A bridge ends by its legs: a break would hit what comes after it."""
        running = self.s.running
        if running is not None and not running.stopping and running.what is not port.Bridge:
            self.set(running=replace(running, stopping=True))
            self.decide(port.Stop(self.s.call))

    def free(self) -> Running | None:
        """The running application has ended: start the waiting one; gives what has ended."""
        ended, waiting = self.s.running, self.s.waiting
        self.set(running=None, waiting=None)
        if isinstance(waiting, port.Play | port.Music | port.Record | port.Bridge):
            self.decide(Disarm("slot"))
            self.run(waiting)
        return ended

    def leave(self, by: Ender, outcome: Outcome | None = None) -> None:
        """Hang the caller up; the outcome is settled when the switch says that the channel is gone."""
        if self.s.state in (CallState.LEAVING, CallState.ENDED):
            return
        self.set(outcome=self.s.outcome or outcome or settle(self.s), leaving_by=by)
        self.move(Move.LEAVE)
        self.decide(port.HangUp(self.s.call), Arm("gone", GONE_SECONDS))


def settle(s: Session) -> Outcome:
    """What became of a call that ends in this state. Having talked goes before everything."""
    if s.talked:
        return Outcome.TALKED
    if s.message_seconds >= 1:
        return Outcome.MESSAGE_LEFT
    if s.state is CallState.OFFERING:
        return Outcome.ABANDONED_RINGING
    if s.state is CallState.QUEUED:
        return Outcome.ABANDONED_QUEUE
    if s.served:
        return Outcome.SELF_SERVED
    if s.queue_over:
        return Outcome.NO_AGENT
    return Outcome.ABANDONED_MENU
