"""Connects the router to the rest: keeps agents' states, passes decisions to lanes, records every change."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from controller.calls.asks import Join
from controller.calls.messages import CallMessage, NobodyLeft, Offered, Placed, TestFirst, Waits
from controller.timers import Timers
from hotline.words import OfferResult, Presence, Reason

from . import presence
from .line import Decision, Give, GiveUp, LineRouting, Wait
from .presence import SYSTEM, Agent, Changed, Move
from .router import Router
from .silent_numbers import SilentNumbers

REDIAL_SECONDS = 60.0


class Dispatch:
    """`tell(call, told)` sends a message to a call's lane; `book(change)` records a change of presence."""

    def __init__(self, timers: Timers, tell: Callable[[str, CallMessage], Any], book: Callable[[Changed], Any]) -> None:
        self._timers, self._tell, self._book = timers, tell, book
        self.board, self.silent = Router(), SilentNumbers()
        self.agents: dict[int, Agent] = {}
        self.lines: dict[str, LineRouting] = {}
        self._offers: dict[str, int] = {}
        self._waiting: dict[str, Join] = {}
        self._places: dict[str, tuple[Join, float]] = {}  # by number: the queue entry of a caller who gave up, and when

    # ---- people and lines

    def set_floor(self, agents: list[Agent], lines: list[LineRouting]) -> None:
        """Set people and lines; an agent known already keeps his state, an agent no longer listed is signed out."""
        self.lines = {line.code: line for line in lines}
        for new in agents:
            known = self.agents.get(new.person)
            agent = new if known is None else _moved(known, new)
            self.agents[new.person] = agent
            if known is None or _moved(known, new) != known:
                self._tell_board(agent, agent.since)
            if not agent.takes_calls and agent.state is not Presence.OFF:
                self.request_move(agent.person, Move.WISH_OFF, reason=Reason.SIGNED_OUT, by=SYSTEM)
            if known is None and agent.state is Presence.WRAP_UP:
                self._arm_wrap_up(agent)
        for person in set(self.agents) - {agent.person for agent in agents}:
            self.request_move(person, Move.WISH_OFF, reason=Reason.SIGNED_OUT, by=SYSTEM)

    # ---- agents' states

    def request_move(self, person: int, what: Move, *, reason: Reason, by: str) -> bool:
        """Apply a person's request for a state. False if the table does not allow it."""
        moved = self._move(person, what, reason=reason, by=by)
        return moved or self.agents[person].kept == (presence.KEPT[what], reason)

    def more_time(self, person: int, seconds: float, *, by: str) -> bool:
        """Let the person's wrap-up end so much later. False if he is not in wrap-up."""
        until = (self.agents[person].until or self._timers.now()) + seconds
        return self._move(person, Move.MORE_TIME, reason=Reason.MORE_TIME, by=by, until=until)

    def telephone_gone(self, extension: str) -> None:
        for agent in list(self.agents.values()):
            if agent.extension == extension:
                self._move(agent.person, Move.TELEPHONE_GONE, reason=Reason.TELEPHONE_GONE)

    def free(self, person: int) -> None:
        """Free an agent whose call does not exist (found by the watchdog)."""
        self._move(person, Move.FREED, reason=Reason.RECONCILED)

    def released(self, person: int, call: str) -> None:
        """An earlier controller's offer is void: free the agent as if the caller had hung up; he missed nothing."""
        agent = self.agents.get(person)
        if agent is not None and agent.state is Presence.OFFERED and agent.call == call:
            self._move(person, Move.CALLER_GONE, reason=Reason.RECONCILED)

    def adopted(self, person: int, call: str) -> None:
        self._move(person, Move.ADOPTED, reason=Reason.RECONCILED, call=call)

    def _move(
        self, person: int, what: Move, *, reason: Reason, by: str = SYSTEM, call: str | None = None,
        until: float | None = None,
    ) -> bool:  # fmt: skip
        now = self._timers.now()
        agent, changed = presence.move(self.agents[person], what, reason=reason, at=now, by=by, call=call, until=until)
        self.agents[person] = agent
        if changed is None:
            return False
        self._timers.disarm(("wrap_up", person))
        if agent.state is Presence.WRAP_UP:
            self._arm_wrap_up(agent)
        self._book(changed)
        self._tell_board(agent, now)
        return True

    def _tell_board(self, agent: Agent, since: float) -> None:
        state = agent.state if agent.takes_calls else Presence.OFF
        self._act(self.board.agent(agent.person, agent.site, state, since, agent.skills))

    def _arm_wrap_up(self, agent: Agent) -> None:
        def over() -> None:
            self._move(agent.person, Move.WRAP_UP_OVER, reason=Reason.WRAP_UP_OVER)

        left = (agent.until or 0.0) - self._timers.now()
        self._timers.arm(("wrap_up", agent.person), left, over)

    # ---- calls

    def join(self, call: str, entry: Join) -> None:
        """A call queues for a line. A caller who redials within REDIAL_SECONDS gets his old place back."""
        line = self.lines.get(entry.line)
        if line is None:
            self._tell(call, NobodyLeft("no_line"))
            return
        now = self._timers.now()
        entry = self._redialled(entry, now)
        silence = self.silent.suspects(entry.number, now)
        if (line.tests_silence or silence is not None) and not entry.tested:
            self._tell(call, TestFirst() if silence is None else TestFirst(silence.calls, silence.alike))
            return
        self._waiting[call] = entry
        if line.announce_seconds:
            self._say_place(call, line)
        self._act(self.board.join(call, line, priority=entry.priority, since=entry.since, now=now, agent=entry.agent))

    def _redialled(self, entry: Join, now: float) -> Join:
        place = self._places.pop(entry.number, None)
        if place is None or place[0].line != entry.line or now > place[1] + REDIAL_SECONDS:
            return entry
        return replace(entry, since=min(entry.since, place[0].since), priority=max(entry.priority, place[0].priority))

    def _say_place(self, call: str, line: LineRouting) -> None:
        """Tell the caller his position every `announce_seconds`, as long as the call waits."""

        def say() -> None:
            if call in self._waiting:
                place = self.board.place(call, self._timers.now())
                self._timers.arm(("place", call), line.announce_seconds, say)
                self._tell(call, Placed(place.position, place.seconds))

        self._timers.arm(("place", call), line.announce_seconds, say)

    def leave(self, call: str, *, keep: bool = False) -> None:
        """The call leaves the queue. `keep`: the caller gave up, and his place is kept for REDIAL_SECONDS."""
        self._timers.disarm(("wait", call))
        self._timers.disarm(("place", call))
        entry = self._waiting.pop(call, None)
        if keep and entry is not None and entry.number:
            now = self._timers.now()
            self._places = {n: p for n, p in self._places.items() if now <= p[1] + REDIAL_SECONDS}
            self._places[entry.number] = (entry, now)
        self.board.leave(call)

    def engage(self, call: str, person: int) -> None:
        """Mark a person as busy with a call: a consulted colleague, a supervisor, an agent who calls out."""
        agent = self.agents.get(person)
        if agent is None:
            return
        away = (Presence.AWAY, agent.reason) if agent.state is Presence.AWAY else None
        moved = self._move(person, Move.CALL_OUT, reason=Reason.ENGAGED, call=call)
        if moved and away is not None:
            self.agents[person] = replace(self.agents[person], kept=away)

    def uncovered(self) -> list[str]:
        """Lines none of whose A and B people are present (Q1)."""
        return self.board.uncovered(self.lines.values())

    def forget(self, call: str) -> None:
        """The call is over."""
        self.leave(call)
        self._offers.pop(call, None)

    def offers_begun(self, call: str, offers: int) -> None:
        """Continue the offer numbers of a call that is taken over."""
        self._offers[call] = offers

    def offer_over(self, call: str, person: int, result: OfferResult) -> None:
        """What rang at a person has ended: change his state. A call of the queue that he did not answer goes on up the
        ladder."""
        of_the_queue = self.board.offered_to(call) == person
        agent = self.agents.get(person)
        if agent is not None and agent.state is Presence.OFFERED and agent.call == call:
            self._end_offer(person, call, result)
        if not of_the_queue:
            return
        if result in (OfferResult.ANSWERED, OfferResult.CALLER_GONE):
            self.leave(call)
        else:
            self._act(self.board.missed(call, self._timers.now()))

    def _end_offer(self, person: int, call: str, result: OfferResult) -> None:
        if result is OfferResult.ANSWERED:
            self._move(person, Move.ANSWERED, reason=Reason.CALL_ANSWERED, call=call)
        elif result is OfferResult.CALLER_GONE:
            self._move(person, Move.CALLER_GONE, reason=Reason.CALLER_GONE)
        else:
            self._move(person, Move.OFFER_MISSED, reason=presence.MISSED[result])

    def talk_over(self, call: str, person: int, code: str) -> None:
        """The agent's part in the call is over: wrap-up for the line's `wrap_up_seconds`."""
        agent = self.agents.get(person)
        if agent is None or agent.call != call:
            return
        line = self.lines.get(code)
        seconds = line.wrap_up_seconds if line else 0
        if line is not None and agent.state is Presence.TALKING:
            self.board.handled(code, self._timers.now() - agent.since)
        self._move(person, Move.CALL_OVER, reason=Reason.CALL_ENDED, until=self._timers.now() + seconds)

    # ---- decisions of the router

    def _act(self, decisions: list[Decision]) -> None:
        for decision in decisions:
            match decision:
                case Give():
                    self._give(decision)
                case Wait(call, until):
                    self._wait(call, until)
                    self._tell(call, Waits())
                case GiveUp(call, why):
                    self.leave(call)
                    self._tell(call, NobodyLeft(why))

    def _wait(self, call: str, until: float) -> None:
        def look() -> None:
            self._act(self.board.look(call, self._timers.now()))

        self._timers.arm(("wait", call), until - self._timers.now(), look)

    def _give(self, give: Give) -> None:
        number = self._offers[give.call] = self._offers.get(give.call, 0) + 1
        agent = self.agents[give.agent]
        self._move(give.agent, Move.OFFER, reason=Reason.CALL_OFFERED, call=give.call)
        self._tell(give.call, Offered(number, give.agent, agent.extension, give.whom, give.seconds, give.lent))


def _moved(known: Agent, new: Agent) -> Agent:
    """An agent with his current state and the newest data from the records."""
    return replace(
        known, site=new.site, extension=new.extension, skills=new.skills, takes_calls=new.takes_calls
    )  # fmt: skip
