"""One lane a call: what is heard goes in, the session decides, the lane does. Only the lane touches the session.

Nothing here waits: asks of the switch are sent and answered by events. So a lane needs no greenlet of its own; one
pump empties all inboxes, one turn after the other, and a turn that fails ends its own call and no other.
"""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog

from controller.ivr.flow import Flow
from controller.switch import port
from controller.timers import Timers
from hotline.calls.rules import call_record
from hotline.values.privacy import mask
from hotline.words import CallState, Fact, OfferResult

from .asks import Arm, Close, Decision, Disarm, Engage, Inquire, Join, LeaveQueue, Note, OfferOver, TalkOver, Utter
from .messages import Answered, CallMessage, Lost, TimeUp, Uttered
from .session import decide
from .turn import Session

log = structlog.get_logger()


class Queue(Protocol):
    """What a lane needs of the dispatcher."""

    def join(self, call: str, wish: Join) -> None: ...
    def leave(self, call: str, *, keep: bool = False) -> None: ...
    def engage(self, call: str, person: int) -> None: ...
    def forget(self, call: str) -> None: ...
    def offer_over(self, call: str, person: int, result: OfferResult) -> None: ...
    def talk_over(self, call: str, person: int, code: str) -> None: ...


class Enquiries(Protocol):
    """Whoever answers what calls ask of the house and of other systems. Answers come through `answer`, now or later."""

    def inquire(self, call: Session, ask: Inquire, answer: Callable[[Answered], Any]) -> None: ...
    def utter(self, ask: Utter, answer: Callable[[Uttered], Any]) -> None: ...


class Nobody:
    """Enquiries where nobody answers."""

    def inquire(self, call: Session, ask: Inquire, answer: Callable[[Answered], Any]) -> None:
        answer(Answered(ask.token, None, "unavailable"))

    def utter(self, ask: Utter, answer: Callable[[Uttered], Any]) -> None:
        answer(Uttered(ask.token, (None,) * len(ask.texts)))


@dataclass(slots=True)
class Lane:
    session: Session
    seq: int = 0
    armed: set[str] = field(default_factory=set)


class Lanes:
    """All calls in hand. `flow_for(arrived)` names the flow of a new call; `tell` writes a fact down."""

    def __init__(
        self,
        switch: port.Switch,
        timers: Timers,
        tell: Callable[[call_record.CallFact], Any],
        flow_for: Callable[[port.Arrived], Flow | None],
    ) -> None:
        self._switch, self._timers, self._tell, self._flow_for = switch, timers, tell, flow_for
        self.queue: Queue | None = None
        self.enquiries: Enquiries = Nobody()
        self.lanes: dict[str, Lane] = {}
        self.ignored: Counter[str] = Counter()
        self._inbox: deque[tuple[str, CallMessage]] = deque()
        self._pumping = False

    # ---- in

    def hear(self, heard: port.CallHeard) -> None:
        """Something from the switch about a call."""
        if isinstance(heard, port.Arrived) and heard.call not in self.lanes:
            self.lanes[heard.call] = Lane(Session(heard.call, self._flow_for(heard)))
            log.info("call_arrived", call=heard.call, number=mask(heard.number), dialled=heard.dialled)
        self.post(heard.call, heard)

    def open(self, session: Session, seq: int) -> None:
        """A lane for a call that is taken over; its facts go on after `seq`."""
        self.lanes[session.call] = Lane(session, seq)

    def post(self, call: str, told: CallMessage) -> None:
        """Put something into a call's inbox; it is heard when the turn in hand is done."""
        self._inbox.append((call, told))
        if not self._pumping:
            self._pump()

    def sessions(self) -> list[Session]:
        return [lane.session for lane in self.lanes.values()]

    # ---- turns

    def _pump(self) -> None:
        self._pumping = True
        try:
            while self._inbox:
                call, told = self._inbox.popleft()
                lane = self.lanes.get(call)
                if lane is None:
                    self.ignored[type(told).__name__] += 1
                    continue
                self._turn(call, lane, told)
        finally:
            self._pumping = False

    def _turn(self, call: str, lane: Lane, told: CallMessage) -> None:
        try:
            lane.session, decisions = decide(lane.session, told, now=self._timers.now())
            self._do(call, lane, decisions)
        except Exception as error:
            log.exception("lane_failed", call=call, told=type(told).__name__)
            self._give_up(call, lane, error)

    def _give_up(self, call: str, lane: Lane, error: Exception) -> None:
        """A bug in one call: say so, hang it up, and give its agent and place back."""
        self._note(call, lane, Note(Fact.TROUBLE, {"what": "bug", "detail": type(error).__name__}))
        self._switch.do(call, (port.HangUp(call, "NORMAL_TEMPORARY_FAILURE"),))
        if not isinstance(error, RuntimeError) and lane.session.state is not CallState.ENDED:
            lane.session, decisions = decide(lane.session, Lost(), now=self._timers.now())
            self._do(call, lane, decisions)

    # ---- out

    def _do(self, call: str, lane: Lane, decisions: tuple[Decision, ...]) -> None:
        asks: list[port.Ask] = []
        for decision in decisions:
            if isinstance(decision, port.Ask):
                asks.append(decision)
            else:
                self._inside(call, lane, decision)
        if asks:
            self._switch.do(call, tuple(asks))

    def _inside(self, call: str, lane: Lane, decision: Decision) -> None:
        match decision:
            case Note():
                self._note(call, lane, decision)
            case Arm(name, seconds):
                lane.armed.add(name)
                self._timers.arm((call, name), seconds, lambda: self.post(call, TimeUp(name)))
            case Disarm(name):
                if name in lane.armed:
                    lane.armed.discard(name)
                    self._timers.disarm((call, name))
            case Inquire():
                self.enquiries.inquire(lane.session, decision, lambda told: self.post(call, told))
            case Utter():
                self.enquiries.utter(decision, lambda told: self.post(call, told))
            case Close():
                self._close(call, lane)
            case _:
                self._to_queue(call, lane, decision)

    def _to_queue(self, call: str, lane: Lane, decision: Decision) -> None:
        assert self.queue is not None
        match decision:
            case Join():
                self.queue.join(call, decision)
            case LeaveQueue(keep):
                self.queue.leave(call, keep=keep)
            case Engage(agent):
                self.queue.engage(call, agent)
            case OfferOver(_, agent, result):
                self.queue.offer_over(call, agent, result)
            case TalkOver(agent):
                self.queue.talk_over(call, agent, lane.session.line)

    def _note(self, call: str, lane: Lane, note: Note) -> None:
        lane.seq += 1
        self._tell(call_record.CallFact(call, lane.seq, self._timers.now(), note.kind, note.data))

    def _close(self, call: str, lane: Lane) -> None:
        assert self.queue is not None
        for name in lane.armed:
            self._timers.disarm((call, name))
        self.queue.forget(call)
        self.lanes.pop(call, None)
