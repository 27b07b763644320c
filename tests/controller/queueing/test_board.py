"""The board under every order of events: nobody lost, nobody doubled, nobody waiting beside a free agent."""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from controller.queueing.line import Board, Decision, Give, GiveUp, Line, Wait
from hotline.words import Presence

from .places import LINES, POOL, SITES, A, B

pytestmark = pytest.mark.unit

AGENTS = st.sampled_from(sorted(SITES))
UNASKED = st.sampled_from([Presence.OFF, Presence.AWAY, Presence.WRAP_UP, Presence.READY])


class Queueing(RuleBasedStateMachine):
    """A model of what is promised beside the board that must keep it."""

    def __init__(self) -> None:
        super().__init__()
        self.board = Board()
        self.now = 1_000.0
        self.count = 0
        self.states = dict.fromkeys(SITES, Presence.OFF)
        self.open: dict[str, dict[str, Any]] = {}  # call -> line, priority, since, offered_to, until
        self.over: dict[str, str] = {}

    # ---- what the board says is carried out as the dispatcher would

    def act(self, decisions: list[Decision]) -> None:
        for decision in decisions:
            match decision:
                case Give():
                    self.give(decision)
                case Wait(call, until):
                    assert self.open[call]["offered_to"] is None
                    assert until >= self.now or self.open[call]["until"] == until
                    self.open[call]["until"] = until
                case GiveUp(call, why):
                    assert self.open.pop(call)["offered_to"] is None
                    assert why in ("nobody", "too_long")
                    self.over[call] = why

    def give(self, give: Give) -> None:
        call = self.open[give.call]
        assert call["offered_to"] is None, "offered twice at once"
        assert self.states[give.agent] is Presence.READY, "an agent who is not ready is offered a call"
        line = call["line"]
        assert 1 <= give.seconds <= line.ring_seconds
        assert give.agent in {A: line.a, B: line.b, POOL: [p for p, s in SITES.items() if s == line.site]}[give.whom]
        if give.whom is POOL:
            self.nobody_is_overtaken(call)
        call["offered_to"] = give.agent
        self.stand(give.agent, Presence.OFFERED)

    def nobody_is_overtaken(self, call: dict[str, Any]) -> None:
        """In a site's pool the higher priority comes first, then who asked first."""
        rank = (-call["priority"], call["since"])
        for other in self.waiting(call["line"].site):
            assert rank <= (-other["priority"], other["since"]), "overtaken in the pool"

    def waiting(self, site: str) -> list[dict[str, Any]]:
        calls = self.board.calls
        return [
            self.open[name]
            for name, call in calls.items()
            if call.offered_to is None and call.line.site == site and call.until is not None
        ]

    def stand(self, person: int, state: Presence) -> None:
        self.states[person] = state
        self.act(self.board.agent(person, SITES[person], state, self.now))

    def ringing(self) -> list[str]:
        return sorted(name for name, call in self.open.items() if call["offered_to"] is not None)

    # ---- what happens

    @rule(line=st.sampled_from(LINES), priority=st.sampled_from([0, 0, 0, 50]), ago=st.sampled_from([0.0, 0.0, 30.0]))
    def join(self, line: Line, priority: int, ago: float) -> None:
        self.count += 1
        name = f"c{self.count}"
        since = self.now - ago
        self.open[name] = {"line": line, "priority": priority, "since": since, "offered_to": None, "until": None}
        self.act(self.board.join(name, line, priority=priority, since=since, now=self.now))

    @precondition(lambda self: "talked" in self.over.values())
    @rule(data=st.data())
    def agent_lost(self, data: st.DataObject) -> None:
        """A call that talked comes back, before the others of its pool."""
        name = data.draw(st.sampled_from(sorted(n for n, how in self.over.items() if how == "talked")))
        del self.over[name]
        line = data.draw(st.sampled_from(LINES))
        self.open[name] = {"line": line, "priority": 50, "since": 900.0, "offered_to": None, "until": None}
        self.act(self.board.join(name, line, priority=50, since=900.0, now=self.now))

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def caller_gone(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.open)))
        agent = self.open.pop(name)["offered_to"]
        self.over[name] = "left"
        self.board.leave(name)
        if agent is not None:
            self.stand(agent, Presence.READY)

    @precondition(lambda self: self.ringing())
    @rule(data=st.data(), answers=st.booleans())
    def offer_ends(self, data: st.DataObject, answers: bool) -> None:
        name = data.draw(st.sampled_from(self.ringing()))
        agent = self.open[name]["offered_to"]
        if answers:
            self.open.pop(name)
            self.over[name] = "talked"
            self.stand(agent, Presence.TALKING)
            self.board.leave(name)
            return
        self.open[name]["offered_to"] = None
        self.stand(agent, Presence.AWAY)
        self.act(self.board.missed(name, self.now))

    @rule(person=AGENTS, state=UNASKED)
    def agent_moves(self, person: int, state: Presence) -> None:
        if self.states[person] is not Presence.OFFERED:
            self.stand(person, state)

    @rule(seconds=st.sampled_from([0.5, 3.0, 9.0, 40.0]))
    def time_passes(self, seconds: float) -> None:
        """Timers go off in their order, as they were asked for."""
        end = self.now + seconds
        while due := sorted((c["until"], name) for name, c in self.open.items() if c["until"] and c["until"] <= end):
            self.now, name = max(self.now, due[0][0]), due[0][1]
            self.open[name]["until"] = None
            self.act(self.board.look(name, self.now))
        self.now = end

    @rule()
    def late_and_twice(self) -> None:
        for name in [*self.over, "never"]:
            assert self.board.missed(name, self.now) == []
            assert self.board.look(name, self.now) == []
            self.board.leave(name)

    # ---- what must be true after each of these

    @invariant()
    def nobody_is_lost(self) -> None:
        assert set(self.board.calls) == set(self.open)
        for name, call in self.board.calls.items():
            assert call.offered_to == self.open[name]["offered_to"]
            assert call.offered_to is not None or call.until is not None, "waits without an end"

    @invariant()
    def no_agent_is_offered_two_calls(self) -> None:
        offered = [call["offered_to"] for call in self.open.values() if call["offered_to"] is not None]
        assert len(offered) == len(set(offered))

    @invariant()
    def nobody_waits_beside_a_ready_agent(self) -> None:
        for site in ("east", "west"):
            ready = [p for p, s in SITES.items() if s == site and self.states[p] is Presence.READY]
            assert not (ready and self.waiting(site)), "a call waits while somebody of its site is ready"

    def teardown(self) -> None:
        """With time enough and everybody gone, every call comes to an end."""
        for name in self.ringing():
            agent = self.open[name]["offered_to"]
            self.open[name]["offered_to"] = None
            self.stand(agent, Presence.OFF)
            self.act(self.board.missed(name, self.now))
        for person in SITES:
            if self.states[person] is not Presence.OFFERED:
                self.stand(person, Presence.OFF)
        self.time_passes(1_000.0)
        assert [name for name in self.open if self.open[name]["offered_to"] is None] == []


TestQueueing = Queueing.TestCase
TestQueueing.settings = settings(max_examples=150, stateful_step_count=50, deadline=None)
