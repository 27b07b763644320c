"""One lane per call: events go in, the session decides, the lane carries it out. Only the lane changes the session.

Nothing here blocks: commands to the switch are sent, and events answer them. So a lane needs no greenlet of its own;
one pump handles the messages of all calls in order. A turn that raises ends its own call and no other.
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
from .messages import CallMessage, EnquiryAnswered, Lost, TimeUp, Uttered
from .session import decide
from .turn import Session

log = structlog.get_logger()
Answered = Callable[[str], Any]
NO_CALL = "no call"


class Queue(Protocol):
    """What a lane needs from the dispatcher."""

    def join(self, call: str, order: Join) -> None: ...
    def leave(self, call: str, *, keep: bool = False) -> None: ...
    def engage(self, call: str, person: int) -> None: ...
    def forget(self, call: str) -> None: ...
    def offer_over(self, call: str, person: int, result: OfferResult) -> None: ...
    def talk_over(self, call: str, person: int, code: str) -> None: ...


class Enquiries(Protocol):
    """Answers the calls' questions to our records and to other systems. It calls `answer`, now or later."""

    def inquire(self, call: Session, ask: Inquire, answer: Callable[[EnquiryAnswered], Any]) -> None: ...
    def utter(self, ask: Utter, answer: Callable[[Uttered], Any]) -> None: ...


class Nobody:
    """Enquiries without a source: every answer is "unavailable"."""

    def inquire(self, call: Session, ask: Inquire, answer: Callable[[EnquiryAnswered], Any]) -> None:
        answer(EnquiryAnswered(ask.token, None, "unavailable"))

    def utter(self, ask: Utter, answer: Callable[[Uttered], Any]) -> None:
        answer(Uttered(ask.token, (None,) * len(ask.texts)))


@dataclass(slots=True)
class Lane:
    session: Session
    seq: int = 0
    armed: set[str] = field(default_factory=set)


class Lanes:
    """All current calls. `flow_for(arrived)` gives the flow of a new call; `tell` records a fact."""

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
        self.deaf = False  # the connection to the switch is lost
        self._inbox: deque[tuple[str, CallMessage, Answered | None]] = deque()
        self._pumping = False

    # ---- in

    def hear(self, heard: port.CallHeard) -> None:
        """Take an event of the switch about a call."""
        if isinstance(heard, port.Arrived) and heard.call not in self.lanes:
            self.lanes[heard.call] = Lane(Session(heard.call, self._flow_for(heard)))
            log.info("call_arrived", call=heard.call, number=mask(heard.number), dialled=heard.dialled)
        self.post(heard.call, heard)

    def open(self, session: Session, seq: int) -> None:
        """Open a lane for a call that is taken over; its facts are numbered on from `seq`."""
        self.lanes[session.call] = Lane(session, seq)

    def post(self, call: str, message: CallMessage, answered: Answered | None = None) -> None:
        """Queue a message for a call; it is handled after the current turn. `answered` hears once how it ended: the
        switch's words for what it refused, NO_CALL, or ""."""
        self._inbox.append((call, message, answered))
        if not self._pumping:
            self._pump()

    def sessions(self) -> list[Session]:
        return [lane.session for lane in self.lanes.values()]

    # ---- turns

    def _pump(self) -> None:
        self._pumping = True
        try:
            while self._inbox:
                call, message, answered = self._inbox.popleft()
                lane = self.lanes.get(call)
                if lane is not None:
                    self._turn(call, lane, message, answered)
                    continue
                self.ignored[type(message).__name__] += 1
                if answered is not None:
                    answered(NO_CALL)
        finally:
            self._pumping = False

    def _turn(self, call: str, lane: Lane, message: CallMessage, answered: Answered | None) -> None:
        try:
            lane.session, decisions = decide(lane.session, message, now=self._timers.now())
            self._do(call, lane, decisions, answered)
        except Exception as error:
            log.exception("lane_failed", call=call, message=type(message).__name__)
            self._give_up(call, lane, error)

    def _give_up(self, call: str, lane: Lane, error: Exception) -> None:
        """A bug in one call: record it, hang up, and free the call's agent and its place in the queue.

        None of our code raises RuntimeError; Python does (RecursionError, a collection changed while it is iterated).
        The queue may then be inconsistent, and deciding again here, outside the `try`, could stop the pump for all
        calls. So the call is only hung up, and the switch's HungUp settles it in a turn of its own.
        """
        self._note(call, lane, Note(Fact.TROUBLE, {"what": "bug", "detail": type(error).__name__}))
        self._switch.do(call, (port.HangUp(call, "NORMAL_TEMPORARY_FAILURE"),))
        if not isinstance(error, RuntimeError) and lane.session.state is not CallState.ENDED:
            lane.session, decisions = decide(lane.session, Lost(), now=self._timers.now())
            self._do(call, lane, decisions)

    # ---- out

    def _do(self, call: str, lane: Lane, decisions: tuple[Decision, ...], answered: Answered | None = None) -> None:
        asks: list[port.Ask] = []
        for decision in decisions:
            if isinstance(decision, port.Ask):
                asks.append(decision)
            else:
                self._inside(call, lane, decision)
        if asks and answered is not None:
            self._switch.do(call, tuple(asks), answered)
        elif asks:
            self._switch.do(call, tuple(asks))
        elif answered is not None:
            answered("")

    def _inside(self, call: str, lane: Lane, decision: Decision) -> None:
        match decision:
            case Note():
                self._note(call, lane, decision)
            case Arm(name, seconds):
                lane.armed.add(name)
                self._timers.arm((call, name), seconds, lambda: self.post(call, TimeUp(name, self.deaf)))
            case Disarm(name):
                if name in lane.armed:
                    lane.armed.discard(name)
                    self._timers.disarm((call, name))
            case Inquire():
                self.enquiries.inquire(lane.session, decision, lambda message: self.post(call, message))
            case Utter():
                self.enquiries.utter(decision, lambda message: self.post(call, message))
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
