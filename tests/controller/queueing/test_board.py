"""The board under every order of events: nobody lost, nobody doubled, nobody waiting beside a free agent."""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from controller.queueing.line import Board, Decision, Give, GiveUp, Line, Rung, Wait
from hotline.words import Presence, Whom

pytestmark = pytest.mark.unit

A, B, POOL = Whom.A, Whom.B, Whom.POOL
SITES = {1: "east", 2: "east", 3: "east", 4: "west", 5: "west", 6: "west"}
LINES = (
    Line("filing", "east", (1,), (2,), (Rung(A, 15), Rung(B, 15), Rung(POOL, 20)), 12, 30),
    Line("short", "east", (), (), (Rung(POOL, 5),), 15, 0),
    Line("judge", "west", (4, 5), (1,), (Rung(A, 10), Rung(POOL, 8), Rung(B, 10), Rung(POOL, 30)), 15, 30),
    Line("none", "west", (6,), (), (Rung(A, 15),), 15, 30),
)
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
TestQueueing.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)


# ---- single rules, by hand


def board(**states: Presence) -> Board:
    made = Board()
    for number, state in states.items():
        made.agent(int(number[1:]), SITES[int(number[1:])], state, 900.0)
    return made


def test_a_then_b_then_the_pool_then_nobody() -> None:
    made = board(p1=Presence.READY, p2=Presence.READY, p3=Presence.READY)
    assert made.join("c", LINES[0], priority=0, since=0.0, now=0.0) == [Give("c", 1, A, 12)]
    made.agent(1, "east", Presence.AWAY, 12.0)
    assert made.missed("c", 12.0) == [Give("c", 2, B, 12)]
    made.agent(2, "east", Presence.AWAY, 24.0)
    assert made.missed("c", 24.0) == [Give("c", 3, POOL, 12)]
    assert made.agent(3, "east", Presence.AWAY, 36.0) == []
    assert made.missed("c", 36.0) == [GiveUp("c", "nobody")]


def test_the_pool_time_goes_on_while_it_rings() -> None:
    """20 s of pool are 20 s, however many telephones rang meanwhile; a ringing one is left to ring."""
    made = board(p2=Presence.TALKING, p3=Presence.READY)
    assert made.join("c", LINES[0], priority=0, since=0.0, now=0.0) == [Give("c", 3, POOL, 12)]
    made.agent(3, "east", Presence.AWAY, 12.0)
    assert made.missed("c", 12.0) == [Wait("c", 20.0)]
    assert made.look("c", 19.0) == []
    assert made.agent(3, "east", Presence.READY, 19.5) == [Give("c", 3, POOL, 12)]
    assert made.look("c", 20.0) == []
    made.agent(3, "east", Presence.AWAY, 31.5)
    assert made.missed("c", 31.5) == [GiveUp("c", "too_long")]


def test_the_longest_idle_agent_is_asked_first() -> None:
    made = Board()
    for person, since in ((2, 30.0), (3, 10.0), (1, 20.0)):
        made.agent(person, "east", Presence.READY, since)
    given = []
    for n in range(3):
        decided = made.join(f"c{n}", LINES[1], priority=0, since=40.0, now=40.0)
        assert isinstance(decided[0], Give)
        given.append(decided[0].agent)
        made.agent(decided[0].agent, "east", Presence.OFFERED, 40.0)
    assert given == [3, 1, 2]


def test_priority_goes_before_waiting_and_waiting_before_coming_late() -> None:
    made = board(p1=Presence.TALKING, p3=Presence.TALKING)
    for name, priority, since in (("late", 0, 30.0), ("early", 0, 10.0), ("urgent", 50, 40.0)):
        assert made.join(name, LINES[1], priority=priority, since=since, now=40.0) == [Wait(name, 45.0)]
    order = []
    for at in range(3):
        decided = made.agent(3, "east", Presence.READY, 41.0 + at)
        order.append(decided[0].call)
        made.leave(decided[0].call)
    assert order == ["urgent", "early", "late"]


def test_the_last_one_to_leave_leads_the_waiting_on() -> None:
    made = board(p3=Presence.TALKING)
    assert made.join("c", LINES[1], priority=0, since=0.0, now=0.0) == [Wait("c", 5.0)]
    assert made.agent(3, "east", Presence.WRAP_UP, 1.0) == []
    assert made.agent(3, "east", Presence.AWAY, 2.0) == [GiveUp("c", "nobody")]


def test_a_line_without_a_ladder_gives_up_at_once() -> None:
    made = board(p3=Presence.READY)
    assert made.join("c", Line("x", "east", (), (), (), 15, 0), priority=0, since=0.0, now=0.0) == [
        GiveUp("c", "too_long")
    ]


def test_an_agent_who_changes_his_site_is_of_the_new_one() -> None:
    made = board(p1=Presence.READY)
    assert made.agent(1, "west", Presence.READY, 950.0) == []
    assert made.join("east", LINES[1], priority=0, since=0.0, now=0.0) == [GiveUp("east", "nobody")]
    line = Line("w", "west", (), (), (Rung(POOL, 5),), 15, 0)
    assert made.join("west", line, priority=0, since=0.0, now=0.0) == [Give("west", 1, POOL, 5)]


def test_the_last_one_who_changes_his_site_leads_the_waiting_on() -> None:
    made = board(p3=Presence.TALKING)
    assert made.join("c", LINES[1], priority=0, since=0.0, now=0.0) == [Wait("c", 5.0)]
    assert made.agent(3, "west", Presence.TALKING, 1.0) == [GiveUp("c", "nobody")]
