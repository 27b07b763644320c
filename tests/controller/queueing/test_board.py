"""The board under every order of events: nobody lost, nobody doubled, nobody overtaken, nobody beside a free agent.

Beside the board stand the same rules done the slow way (`naive`); each answer of the one must be the other's. What is
promised is checked on its own as well, with nothing but who is where.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from controller.queueing.line import Decision, Give, GiveUp, LineRouting, Skills, Wait
from controller.queueing.router import Router
from hotline.words import Presence
from tests.effort import often

from .naive import HERE, Naive
from .places import ALL, BRANCH, LAW, PERSON, POOL, SIGN, SITES, SKILLS, A, B

pytestmark = pytest.mark.unit

AGENTS = st.sampled_from(sorted(SITES))
UNASKED = st.sampled_from([Presence.OFF, Presence.AWAY, Presence.WRAP_UP, Presence.READY, Presence.READY])
MORNING = st.sampled_from([Presence.TALKING, Presence.TALKING, Presence.READY, Presence.OFF])
NEEDS = st.sampled_from([(), (), (), ((LAW, 1),), ((SIGN, 1), (LAW, 2))])
ENDS = ("nobody", "too_long", "full", "callback")


@dataclass
class Open:
    """A call as those see it who are told of the board's decisions."""

    line: LineRouting
    needs: Skills
    priority: int
    since: float
    offered_to: int | None = None
    until: float | None = None

    @property
    def rank(self) -> tuple[int, float]:
        return (-self.priority, self.since)


class Queueing(RuleBasedStateMachine):
    """What is told to the board, and what is promised of its answers."""

    def __init__(self) -> None:
        super().__init__()
        self.board, self.naive = Router(), Naive()
        self.now, self.count = 1_000.0, 0
        self.states = dict.fromkeys(SITES, Presence.OFF)
        self.sites, self.skills = dict(SITES), {person: SKILLS.get(person, ()) for person in SITES}
        self.ready: dict[int, float] = {}  # since when who is ready and was given nothing
        self.open: dict[str, Open] = {}
        self.over: dict[str, str] = {}
        self.before: dict[str, set[int]] = {}  # waiting call -> who could take it before what is told now
        self.arriving: int | None = None

    # ---- who may take a call, by nothing but the ladder, sites and skills

    def able(self, person: int, call: Open) -> bool:
        has = dict(self.skills[person])
        return all(has.get(code, 0) >= level for code, level in (*call.line.needs, *call.needs))

    def takers(self, name: str) -> set[int]:
        call = self.open[name]
        may: set[int] = set()
        for step in call.line.ladder[: self.board.calls[name].rung + 1]:
            own = {A: call.line.a, B: call.line.b}.get(step.whom, ())
            sites = {POOL: (call.line.site,), BRANCH: (call.line.site, *step.sites)}.get(step.whom, ())
            may |= {*own} | {person for person, site in self.sites.items() if site in sites}
        return {person for person in may if self.able(person, call)}

    def waiting(self) -> list[str]:
        return [name for name, call in self.open.items() if call.offered_to is None and call.until is not None]

    def here(self) -> set[int]:
        return {person for person, state in self.states.items() if state in HERE}

    # ---- what the board says is carried out as the dispatcher would

    def tell(self, what: str, *given: Any, **more: Any) -> None:
        """The same is told to the board and to its slow twin; then the decisions are carried out."""
        self.before = {name: self.takers(name) for name in self.waiting()}
        decided, twin = (getattr(one, what)(*given, **more) for one in (self.board, self.naive))
        assert {d.call: d for d in decided or []} == {d.call: d for d in twin or []}
        assert len({d.call for d in decided or []}) == len(decided or []), "two decisions on one call"
        self.act(decided or [])

    def act(self, decisions: list[Decision]) -> None:
        given = [decision for decision in decisions if isinstance(decision, Give)]
        for decision in decisions:
            match decision:
                case Give():
                    self.give(decision)
                case Wait(call, until):
                    assert self.open[call].offered_to is None
                    assert until >= self.now or self.open[call].until == until
                    self.open[call].until = until
                case GiveUp(call, why):
                    assert self.open.pop(call).offered_to is None
                    assert why in ENDS
                    self.over[call] = why
        for give in given:
            if self.states[give.agent] is Presence.READY:
                self.stand(give.agent, Presence.OFFERED)

    def give(self, give: Give) -> None:
        call, line = self.open[give.call], self.open[give.call].line
        assert call.offered_to is None, "offered twice at once"
        assert give.agent in self.ready, "an agent who is not ready, or was given another call, is offered one"
        assert self.able(give.agent, call), "somebody without the skills is asked"
        assert 1 <= give.seconds <= line.ring_seconds
        assert give.lent == (self.sites[give.agent] if self.sites[give.agent] != line.site else "")
        if give.whom is not PERSON:
            assert give.agent in self.takers(give.call), "somebody is asked who is not of the ladder"
            self.nobody_is_overtaken(give)
        if give.whom in (POOL, BRANCH):
            self.longest_idle(give, borrowed=give.whom is BRANCH)
        del self.ready[give.agent]
        call.offered_to = give.agent

    def nobody_is_overtaken(self, give: Give) -> None:
        """Nobody of a better rank goes on waiting who could have had this agent.

        Who is led on to new people in this same moment, after an agent was given who has just become ready, could not.
        """
        for name in self.waiting():
            asked = self.board.calls.get(name)
            if asked is None or asked.stand is None or self.open[name].rank >= self.open[give.call].rank:
                continue
            could = self.before.get(name, set()) if give.agent == self.arriving else self.takers(name)
            assert give.agent not in could, "overtaken"

    def longest_idle(self, give: Give, *, borrowed: bool) -> None:
        """Only for a call that finds several free: whoever becomes ready takes what waits."""
        line, since = self.open[give.call].line, self.ready[give.agent]
        for other in self.takers(give.call) & set(self.ready) - {give.agent, self.arriving}:
            if self.sites[other] == line.site:
                assert not borrowed, "borrowed beside a free agent of the own site"
                assert since <= self.ready[other], "somebody was idle longer"
            elif borrowed:
                assert since <= self.ready[other], "somebody was idle longer"

    def stand(self, person: int, state: Presence) -> None:
        self.states[person] = state
        self.ready.pop(person, None)
        self.arriving = person if state is Presence.READY else None
        if self.arriving:
            self.ready[person] = self.now
        self.tell("agent", person, self.sites[person], state, self.now, self.skills[person])
        self.arriving = None

    def ringing(self) -> list[str]:
        return sorted(name for name, call in self.open.items() if call.offered_to is not None)

    def rings(self, name: str) -> bool:
        """The telephone rings for this very call; the agent has not been made ready meanwhile."""
        agent = self.open[name].offered_to
        later = [n for n in self.ringing() if self.open[n].offered_to == agent]
        return agent is not None and self.states[agent] is Presence.OFFERED and later == [name]

    # ---- what happens

    @initialize(states=st.tuples(*(MORNING for _ in SITES)))
    def morning(self, states: tuple[Presence, ...]) -> None:
        for person, state in zip(SITES, states, strict=True):
            self.stand(person, state)

    @rule(
        line=st.sampled_from(ALL), priority=st.sampled_from([0, 0, 0, 50]), ago=st.sampled_from([0.0, 0.0, 30.0]),
        needs=NEEDS, agent=st.one_of(st.none(), st.none(), AGENTS),
    )  # fmt: skip
    def join(self, line: LineRouting, priority: int, ago: float, needs: Skills, agent: int | None) -> None:
        self.count += 1
        name, since = f"c{self.count}", self.now - ago
        self.open[name] = Open(line, needs, priority, since)
        self.tell("join", name, line, priority=priority, since=since, now=self.now, needs=needs, agent=agent)
        if self.over.get(name) == "full":
            assert 0 < line.most_waiting <= self.board.waiting(line.code)

    @precondition(lambda self: "talked" in self.over.values())
    @rule(data=st.data())
    def agent_lost(self, data: st.DataObject) -> None:
        """A call that talked comes back, before the others."""
        name = data.draw(st.sampled_from(sorted(n for n, how in self.over.items() if how == "talked")))
        del self.over[name]
        self.open[name] = Open(data.draw(st.sampled_from(ALL)), (), 50, 900.0)
        self.tell("join", name, self.open[name].line, priority=50, since=900.0, now=self.now)

    @precondition(lambda self: self.open)
    @rule(data=st.data(), late=st.booleans())
    def caller_gone(self, data: st.DataObject, late: bool) -> None:
        """The agent may be ready before or after the queue has heard that his caller is gone."""
        name = data.draw(st.sampled_from(sorted(self.open)))
        agent = self.open[name].offered_to if self.rings(name) else None
        if late and agent is not None:
            self.stand(agent, Presence.READY)
        del self.open[name]
        self.over[name] = "left"
        self.tell("leave", name)
        if not late and agent is not None:
            self.stand(agent, Presence.READY)

    @precondition(lambda self: self.ringing())
    @rule(data=st.data(), answers=st.booleans())
    def offer_ends(self, data: st.DataObject, answers: bool) -> None:
        name = data.draw(st.sampled_from(self.ringing()))
        agent = self.open[name].offered_to if self.rings(name) else None
        if agent is not None:
            self.stand(agent, Presence.TALKING if answers else Presence.AWAY)
        if answers:
            del self.open[name]
            self.over[name] = "talked"
            self.tell("leave", name)
        else:
            self.open[name].offered_to = None
            self.tell("missed", name, self.now)

    @precondition(lambda self: self.ringing())
    @rule(data=st.data())
    def ready_though_it_rings(self, data: st.DataObject) -> None:
        """An agent is ready again before his offer is told to be over."""
        agent = self.open[data.draw(st.sampled_from(self.ringing()))].offered_to
        assert agent is not None
        if self.states[agent] is Presence.OFFERED:
            self.stand(agent, Presence.READY)

    @rule(person=AGENTS, state=UNASKED)
    def agent_moves(self, person: int, state: Presence) -> None:
        if self.states[person] is not Presence.OFFERED:
            self.stand(person, state)

    @rule(person=AGENTS, state=UNASKED, site=st.sampled_from(["east", "west", "north"]), more=NEEDS)
    def agent_is_another(self, person: int, state: Presence, site: str, more: Skills) -> None:
        """An administrator gives an agent another site or other skills; one who is asked or talks keeps his state."""
        busy = self.states[person] in (Presence.OFFERED, Presence.TALKING)
        self.sites[person], self.skills[person] = site, more
        self.stand(person, self.states[person] if busy else state)

    @precondition(lambda self: self.open)
    @rule(data=st.data(), person=AGENTS)
    def by_hand(self, data: st.DataObject, person: int) -> None:
        name = data.draw(st.sampled_from(sorted(self.open)))
        possible = name in self.waiting() and person in self.ready and self.able(person, self.open[name])
        self.tell("take", name, person)
        assert not possible or self.open[name].offered_to == person

    @rule(seconds=st.sampled_from([0.5, 3.0, 9.0, 40.0]), late=st.sampled_from([0.0, 0.0, 5.0]))
    def time_passes(self, seconds: float, late: float) -> None:
        """Timers go off in their order, as they were asked for, sometimes late."""
        end = self.now + seconds
        while due := sorted((self.open[n].until or 0.0, n) for n in self.waiting() if self.open[n].until + late <= end):  # type: ignore[operator]
            self.now, name = max(self.now, due[0][0] + late), due[0][1]
            self.open[name].until = None
            self.tell("look", name, self.now)
        self.now = end

    @rule(line=st.sampled_from(ALL), seconds=st.sampled_from([10.0, 100.0]))
    def handled(self, line: LineRouting, seconds: float) -> None:
        self.tell("handled", line.code, seconds)

    @rule()
    def late_and_twice(self) -> None:
        """What comes too late, too early or twice changes nothing."""
        for name in [*self.over, "never"]:
            assert self.board.missed(name, self.now) == self.board.look(name, self.now) == []
            assert self.board.take(name, 1) == []
            self.board.leave(name)
        for name in self.waiting():
            assert self.board.missed(name, self.now) == []
            assert self.open[name].until <= self.now or self.board.look(name, self.now) == []  # type: ignore[operator]
        for name in self.ringing():
            assert self.board.look(name, self.now + 1_000.0) == self.board.take(name, 1) == []

    # ---- what must be true after each of these

    @invariant()
    def nobody_is_lost(self) -> None:
        assert set(self.board.calls) == set(self.open)
        for name, call in self.board.calls.items():
            assert call.offered_to == self.open[name].offered_to
            assert (call.offered_to is None) == (call.stand is not None) == (name in self.waiting())
            assert call.offered_to is not None or call.until == self.open[name].until is not None

    @invariant()
    def nobody_waits_beside_a_ready_agent(self) -> None:
        for name in self.waiting():
            assert not self.takers(name) & set(self.ready), "a call waits while somebody is ready who could take it"

    @invariant()
    def nobody_waits_for_nobody(self) -> None:
        for name in self.waiting():
            step = self.open[name].line.ladder[self.board.calls[name].rung]
            assert not step.skip_if_none or self.takers(name) & self.here(), "waits though nobody is there"

    @invariant()
    def places_and_figures_are_true(self) -> None:
        for name in self.open:
            assert self.board.place(name, self.now) == self.naive.place(name)
        for line in ALL:
            queue = [name for name in self.waiting() if self.open[name].line == line]
            assert self.board.waiting(line.code) == len(queue)
            places = sorted(self.board.place(name, self.now).position for name in queue)
            assert places == list(range(1, len(queue) + 1))
            able = sum(self.able(p, Open(line, (), 0, 0.0)) for p in self.here() if self.sites[p] == line.site)
            assert self.board.load(line.code) == len(queue) / max(1, able) or not queue
        for site in ("east", "west", "north"):
            assert self.board.present(site) == sum(self.sites[p] == site for p in self.here())
        bare = [line.code for line in ALL if not self.here() & {*line.a, *line.b}]
        assert self.board.uncovered(ALL) == bare

    def teardown(self) -> None:
        """With time enough and everybody gone, every call comes to an end."""
        for name in self.ringing():
            self.open[name].offered_to = None
            self.tell("missed", name, self.now)
        for _ in range(3):
            for person in SITES:
                self.stand(person, Presence.OFF)
            for name in self.ringing():
                self.open[name].offered_to = None
                self.tell("missed", name, self.now)
        self.time_passes(1_000.0, 0.0)
        assert self.open == {}


TestQueueing = Queueing.TestCase
TestQueueing.settings = settings(max_examples=often(40, 200), stateful_step_count=50)
