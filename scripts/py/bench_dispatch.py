"""Decisions of the queue's board a second, with more and more agents and waiting calls.

Agents of six sites and four kinds of skills; each site has a line for everybody and one that needs a skill, with A and
B people, a pool and two branch sites. In each turn a call joins, an agent becomes ready and takes a call (one in ten
misses it), its place is asked for, and calls whose time on a step is over climb to the branches: each that waits does
so once. A decision is one `join`, `missed`, `look` or one agent who is ready; what else is told to the board (an agent
offered, talking or away, a call that leaves, a place) is in the time and not counted.
"""

import gc
import heapq
import math
import random
import sys
import time
from dataclasses import dataclass, field

from rich.progress import Progress

from controller.queueing.line import Decision, Give, LineRouting, Rung, Skills, Wait
from controller.queueing.router import Router
from hotline.words import Presence, Whom

AGENTS = (150, 1_500, 5_000)
WAITING = (0, 1_000, 10_000)
SITES = ("head", "east", "west", "north", "south", "port")
KINDS: tuple[Skills, ...] = ((), (("law", 1),), (("law", 2),), (("law", 2), ("sign", 1)))
SEED = 12368
RUNS = 3
POOL_SHARE = 0.5  # the part of its waiting that a call stands in the pool, before it climbs to the branches
BRANCH_SECONDS = 1e9  # nobody gives up: as many wait at the end as at the beginning


def lines(agents: int, pool_seconds: float) -> list[LineRouting]:
    """Two for each site; agent `n` is of site `n` modulo six."""
    made = []
    for place, site in enumerate(SITES):
        a = tuple(range(place, min(agents, 12), 6))
        b = ((place + 1) % 6, place + 12)
        branches = (SITES[(place + 2) % 6], SITES[(place + 3) % 6])
        ladder = (
            Rung(Whom.A, 15), Rung(Whom.B, 15), Rung(Whom.POOL, pool_seconds),
            Rung(Whom.BRANCH, BRANCH_SECONDS, sites=branches),
        )  # fmt: skip
        made.append(LineRouting(f"{site}-all", site, a, b, ladder, 15, 30))
        made.append(LineRouting(f"{site}-law", site, a, b, ladder, 15, 30, needs=(("law", 1),)))
    return made


@dataclass
class Floor:
    """A board under steady work, and its callers' timers; time goes on by one second a turn."""

    agents: int
    waiting: int
    board: Router = field(default_factory=Router)
    dice: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 - the same calls each time
    now: float = 0.0
    calls: int = 0
    decisions: int = 0
    busy: dict[int, list[int]] = field(default_factory=dict)  # by kind: site and skills, 24 of them
    timers: list[tuple[float, str]] = field(default_factory=list)
    taken: str = ""  # the line of the call that was taken last: where calls wait the next is of it, none runs dry
    given: int = 0  # the kind of the agent who was given last: where agents wait the next ready is of it, none runs out

    def __post_init__(self) -> None:
        """Where calls wait everybody talks, else every other agent is ready."""
        self.lines = {line.code: line for line in lines(self.agents, max(1.0, self.waiting * POOL_SHARE))}
        for person in range(self.agents):
            idle = not self.waiting and person // 24 % 2
            self.tell(person, Presence.READY if idle else Presence.TALKING)
            if not idle:
                self.busy.setdefault(person % 24, []).append(person)
        for _ in range(self.waiting):
            self.join()
            self.now += 1.0
            self.look()

    def tell(self, person: int, state: Presence) -> list[Decision]:
        return self.board.agent(person, SITES[person % 6], state, self.now, KINDS[person // 6 % len(KINDS)])

    def turn(self) -> None:
        self.now += 1.0
        self.look()
        self.join()
        self.ready()

    def join(self) -> None:
        line = self.lines[self.taken if self.taken and self.waiting else self.dice.choice(list(self.lines))]
        self.taken, self.calls = "", self.calls + 1
        call, priority = f"c{self.calls}", 50 if self.dice.random() < 0.02 else 0
        self.carry_out(self.board.join(call, line, priority=priority, since=self.now, now=self.now))
        self.board.place(call, self.now)

    def ready(self) -> None:
        """Somebody who talked is ready."""
        some = self.busy[self.dice.randrange(24) if self.waiting else self.given]
        place = self.dice.randrange(len(some))
        some[place], some[-1] = some[-1], some[place]
        self.carry_out(self.tell(some.pop(), Presence.READY))

    def look(self) -> None:
        while self.timers and self.timers[0][0] <= self.now:
            _, call = heapq.heappop(self.timers)
            if decided := self.board.look(call, self.now):
                self.carry_out(decided)

    def carry_out(self, decided: list[Decision]) -> None:
        """As the dispatcher would; one offer in ten is missed."""
        self.decisions += 1
        for decision in decided:
            if isinstance(decision, Wait) and decision.until < BRANCH_SECONDS:
                heapq.heappush(self.timers, (decision.until, decision.call))
            elif isinstance(decision, Give):
                self.offer(decision)

    def offer(self, give: Give) -> None:
        self.tell(give.agent, Presence.OFFERED)
        if self.dice.random() < 0.1:
            self.tell(give.agent, Presence.AWAY)
            self.carry_out(self.board.missed(give.call, self.now))
            self.carry_out(self.tell(give.agent, Presence.READY))
            return
        self.tell(give.agent, Presence.TALKING)
        self.given = give.agent % 24
        self.busy.setdefault(self.given, []).append(give.agent)
        self.taken = self.board.calls[give.call].line.code
        self.board.leave(give.call)


@dataclass(frozen=True)
class Measured:
    agents: int
    waiting: int
    decisions: int
    micros: float  # of CPU, for one decision

    @property
    def size(self) -> int:
        return self.agents + self.waiting


def measure(agents: int, waiting: int, turns: int) -> Measured:
    """Time the turns; as in `timeit` nothing is swept up meanwhile."""
    floor = Floor(agents, waiting)
    floor.decisions = 0
    gc.collect()
    gc.disable()
    try:
        begun = time.process_time()
        for _ in range(turns):
            floor.turn()
        spent = time.process_time() - begun
    finally:
        gc.enable()
    left = sum(floor.board.waiting(code) for code in floor.lines)
    assert abs(left - waiting) <= max(5, waiting // 20), (left, waiting)
    return Measured(agents, waiting, floor.decisions, spent / floor.decisions * 1e6)


def run(turns: int) -> int:
    cases = [(agents, waiting) for agents in AGENTS for waiting in WAITING]
    best: dict[tuple[int, int], Measured] = {}
    with Progress(transient=True, disable=not sys.stdout.isatty()) as progress:
        bar = progress.add_task("dispatch", total=len(cases) * RUNS)
        for case in cases * RUNS:  # in turn: a slow moment of the machine does not fall on one case
            found = measure(*case, turns)
            best[case] = min(best.get(case, found), found, key=lambda m: m.micros)
            progress.advance(bar)
    print(f"{turns} turns, seed {SEED}; CPU time; best of {RUNS} runs")
    print(
        f"{'agents':>8}{'waiting':>9}{'decisions':>11}{'decisions/s':>13}{'us each':>9}{'ratio':>7}{'log2 ratio':>12}"
    )
    first = best[cases[0]]
    for found in best.values():
        ratio, log = found.micros / first.micros, _log(found, first)
        print(
            f"{found.agents:>8,}{found.waiting:>9,}{found.decisions:>11,}{1e6 / found.micros:>13,.0f}"
            f"{found.micros:>9.1f}{ratio:>7.2f}{log:>12.2f}"
        )
    print("\n".join(verdicts(best)))
    return 0


def _log(found: Measured, first: Measured) -> float:
    return math.log2(found.size) / math.log2(first.size)


def verdicts(best: dict[tuple[int, int], Measured]) -> list[str]:
    """In words, for like work: with nobody waiting a call is given at once, else it stands in rows and climbs."""
    said = []
    for what, some in (("with nobody waiting", WAITING[:1]), ("with callers waiting", WAITING[1:])):
        found = [best[agents, waiting] for agents in AGENTS for waiting in some]
        first, last = found[0], found[-1]
        ratio, log = last.micros / first.micros, _log(last, first)
        grew = "slower than the logarithm" if ratio < log else "FASTER than the logarithm"
        said.append(
            f"{what}, from {first.size:,} to {last.size:,} agents and calls: a decision costs {ratio:.2f} times as "
            f"much, the logarithm is {log:.2f} times as large: the cost grew {grew}"
        )
    return said
