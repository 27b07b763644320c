"""Who is next: the pure heart of the queue. Calls and agents in, decisions out; no clock, no switch, no row.

A call climbs the ladder of its line. The steps A and B offer at once or are passed over; the step `pool` waits its
seconds, longest waiting call first (a higher priority before), longest idle agent first. Nobody of a site is ready
while a call waits in that site's pool: whoever becomes ready is offered to the first call there. Each decision costs
the logarithm of the waiting calls or of the ready agents.
"""

import heapq
import itertools
from dataclasses import dataclass

from hotline.words import Presence, Whom

PRESENT = frozenset({Presence.READY, Presence.OFFERED, Presence.TALKING, Presence.WRAP_UP})


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder; `seconds` is how long the pool is waited for, or the most an A or B telephone rings."""

    whom: Whom
    seconds: float


@dataclass(frozen=True, slots=True)
class Line:
    code: str
    site: str
    a: tuple[int, ...]
    b: tuple[int, ...]
    ladder: tuple[Rung, ...]
    ring_seconds: int
    wrap_up_seconds: int


@dataclass(slots=True)
class Waiting:
    call: str
    line: Line
    priority: int
    since: float
    rung: int = 0
    until: float | None = None
    offered_to: int | None = None

    @property
    def rank(self) -> tuple[int, float]:
        return (-self.priority, self.since)


# ---- decided


@dataclass(frozen=True, slots=True)
class Give:
    """Offer this call to this agent."""

    call: str
    agent: int
    whom: Whom
    seconds: int


@dataclass(frozen=True, slots=True)
class Wait:
    """The call waits; look at it again at `until`."""

    call: str
    until: float


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The ladder is at its end."""

    call: str
    why: str


Decision = Give | Wait | GiveUp


class Board:
    """The waiting calls and the agents of all sites. Every method answers with decisions; nothing happens by itself."""

    def __init__(self) -> None:
        self.calls: dict[str, Waiting] = {}
        self.states: dict[int, Presence] = {}
        self._site: dict[int, str] = {}
        self._present: dict[str, int] = {}  # agents of a site who are there, ready or not
        self._idle: dict[str, list[tuple[float, int, int]]] = {}  # site -> heap of (ready since, tie, agent)
        self._pool: dict[str, list[tuple[tuple[int, float], int, str]]] = {}  # site -> heap of (rank, tie, call)
        self._ready: dict[int, tuple[float, int]] = {}
        self._ties = itertools.count()

    # ---- agents

    def agent(self, person: int, site: str, state: Presence, since: float) -> list[Decision]:
        """An agent is now in `state`. One who becomes ready is offered to the first call of the pool."""
        left = self._site.get(person, site)
        self._count(person, site, state)
        self._ready.pop(person, None)
        moved = self._nobody_there(left) if left != site else []
        if state is not Presence.READY:
            return [*moved, *self._nobody_there(site)]
        mark = (since, next(self._ties))
        self._ready[person] = mark
        heapq.heappush(self._idle.setdefault(site, []), (*mark, person))
        call = self._first_in_pool(site)
        return [*moved, self._give(call, person, Whom.POOL)] if call else moved

    def _count(self, person: int, site: str, state: Presence) -> None:
        if self.states.get(person) in PRESENT:
            self._present[self._site[person]] -= 1
        self.states[person], self._site[person] = state, site
        if state in PRESENT:
            self._present[site] = self._present.get(site, 0) + 1

    def _nobody_there(self, site: str) -> list[Decision]:
        """When the last agent of a site leaves, its waiting calls are led on at once."""
        if self._present.get(site):
            return []
        waiting = [c for c in self.calls.values() if c.line.site == site and c.offered_to is None]
        return [d for c in sorted(waiting, key=lambda c: c.rank) for d in self._climb(c, c.rung + 1, self._last(c))]

    @staticmethod
    def _last(call: Waiting) -> float:
        return call.until if call.until is not None else call.since

    # ---- calls

    def join(self, call: str, line: Line, *, priority: int, since: float, now: float) -> list[Decision]:
        """A call begins to wait at the foot of its line's ladder."""
        waiting = Waiting(call, line, priority, since)
        self.calls[call] = waiting
        return self._climb(waiting, 0, now)

    def leave(self, call: str) -> None:
        """The call waits no more (talks, was led on, or is gone)."""
        self.calls.pop(call, None)

    def missed(self, call: str, now: float) -> list[Decision]:
        """The agent who was offered did not take it; the call goes on up the ladder, or waits on in the pool."""
        waiting = self.calls.get(call)
        if waiting is None or waiting.offered_to is None:
            return []
        waiting.offered_to = None
        whom = waiting.line.ladder[waiting.rung].whom
        if whom is Whom.POOL and waiting.until is not None and now < waiting.until:
            return self._climb(waiting, waiting.rung, now)
        return self._climb(waiting, waiting.rung + 1, now)

    def look(self, call: str, now: float) -> list[Decision]:
        """The time of `Wait` has come. A call that rings at an agent just then is left to ring."""
        waiting = self.calls.get(call)
        if waiting is None or waiting.offered_to is not None or waiting.until is None or now < waiting.until:
            return []
        return self._climb(waiting, waiting.rung + 1, now)

    # ---- inside

    def _climb(self, call: Waiting, rung: int, now: float) -> list[Decision]:
        """Take the first rung from `rung` on that offers or waits."""
        for place in range(rung, len(call.line.ladder)):
            step = call.line.ladder[place]
            if place != call.rung:
                call.until = None
            call.rung = place
            if (agent := self._free_for(call, step.whom)) is not None:
                if step.whom is Whom.POOL and call.until is None:
                    call.until = now + step.seconds
                return [self._give(call, agent, step.whom)]
            if step.whom is Whom.POOL and self._present.get(call.line.site):
                if call.until is None:
                    call.until = now + step.seconds
                heapq.heappush(self._pool.setdefault(call.line.site, []), (call.rank, next(self._ties), call.call))
                return [Wait(call.call, call.until)]
        self.calls.pop(call.call, None)
        return [GiveUp(call.call, "nobody" if not self._present.get(call.line.site) else "too_long")]

    def _free_for(self, call: Waiting, whom: Whom) -> int | None:
        if whom is Whom.POOL:
            return self._longest_idle(call.line.site)
        people = call.line.a if whom is Whom.A else call.line.b
        return next((person for person in people if person in self._ready), None)

    def _longest_idle(self, site: str) -> int | None:
        """Take the heap's first entry that still holds; entries of an earlier readiness are dropped."""
        heap = self._idle.get(site, [])
        while heap:
            since, tie, person = heapq.heappop(heap)
            if self._ready.get(person) == (since, tie) and self._site[person] == site:
                return person
        return None

    def _first_in_pool(self, site: str) -> Waiting | None:
        heap = self._pool.get(site, [])
        while heap:
            rank, _, name = heapq.heappop(heap)
            call = self.calls.get(name)
            if call is not None and call.offered_to is None and call.rank == rank:
                return call
        return None

    def _give(self, call: Waiting, agent: int, whom: Whom) -> Give:
        call.offered_to = agent
        self._ready.pop(agent, None)
        return Give(call.call, agent, whom, self._seconds(call))

    @staticmethod
    def _seconds(call: Waiting) -> int:
        step = call.line.ladder[call.rung]
        return max(1, int(min(call.line.ring_seconds, step.seconds)))
