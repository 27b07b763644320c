"""Random days of tickets: whatever anybody tries, in any order, nothing is left in the middle of something."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.desk import units as unit_verbs
from hotline.desk import visits
from hotline.desk.tickets import Matter, act, actor, open_ticket
from hotline.jobs import urging
from hotline.jobs import visits as visit_jobs
from hotline.ports import Refused
from hotline.records import rows
from hotline.records.database import database
from hotline.records.queries import unit_figures
from hotline.rules import ticket_life
from hotline.rules.call_backs import Quiet
from hotline.rules.permissions import may
from hotline.rules.ticket_guards import Wish
from hotline.rules.visits import Said
from hotline.words import Post, Profile, Role, TicketEvent, TicketState, VisitWay, Way
from tests.builders import NOW, new_member, new_person, new_units

pytestmark = pytest.mark.unit
E, S = TicketEvent, TicketState
QUIET = Quiet(dt.time(20), dt.time(8))
KINDS = ("consult", "complaint", "report", "help")
TABLES = (
    rows.Ticket, rows.TicketStep, rows.TicketClock, rows.TicketPause, rows.TicketShare, rows.TicketRequest, rows.Visit,
    rows.VisitTry, rows.Supervision, rows.Urge, rows.UnitPoint, rows.Notice, rows.Unit, rows.Change,
)  # fmt: skip
MOSTLY = ("fits",) * 12  # most of what people do makes sense
DEEDS = (*MOSTLY, "wild", "wild", "wild", "open", "said", "said", "missed", "time", "time", "night", "dissolve")


@dataclass(frozen=True, slots=True)
class Try:
    """One thing that somebody tries; what it means hangs on what there is then."""

    deed: str
    a: int
    b: int
    c: int
    d: int


TRIES = st.builds(
    Try, st.sampled_from(DEEDS), st.integers(0, 11), st.integers(0, 59), st.integers(0, 11), st.integers(0, 29)
)
ENDS = {E.WITHDRAW, E.REFUSE, E.ANSWER, E.REOPEN, E.MERGE, E.UNMERGE, E.ASK_RETURN, E.CLOSE_CHILD}
_WAYS = (None, Way.TRANSFER, Way.OWN, Way.JOINT, Way.ASSIGN)


class Day:
    """A court with people of every role, some tickets, and a clock that goes on."""

    def __init__(self) -> None:
        self.now = NOW
        self.units = {name: unit.id for name, unit in new_units().items()}
        self.people = {role.value: new_person(login=role.value, role=role) for role in Role}
        for code in ("civil", "enforcement", "housing", "court", "hotline"):
            unit = rows.Unit.get_by_id(self.units[code])
            self.people[f"{code}-handler"] = new_member(unit, login=f"{code}-handler")
            self.people[f"{code}-head"] = new_member(
                unit, login=f"{code}-head", role=Role.UNIT_REVIEWER, post=Post.HEAD
            )
        self.count = 0
        for confidential in (False, False, True):
            self.open(confidential=confidential)

    def open(self, kind: str = "complaint", *, confidential: bool = False, at_once: bool = False) -> None:
        self.count += 1
        number = ("13800001234", "", "057212345")[self.count % 3]
        matter = Matter(
            "consult" if at_once else kind, "电梯停运", "三天没有维修。", close_at_once=at_once, caller_number=number,
            confidential=confidential and not at_once,
            profile=(Profile.COURT_12368, Profile.GOV_12345)[self.count % 2],
        )  # fmt: skip
        clerk = self.people["dispatcher"].id
        open_ticket(matter, person=clerk, token=f"t{self.count}", draft=None, now=self.now, address="")

    def carry_out(self, one: Try) -> None:
        getattr(self, f"_{one.deed}")(one)

    def _fits(self, one: Try) -> None:
        """An event that fits the state, by one whose role may do it, with arguments that make sense."""
        ticket = self._ticket(one)
        state = TicketState(ticket.state)
        fitting = [event for event in ticket_life.events(state) if event not in (E.NOTE, E.RECOMPUTE, E.REMOVE_UNIT)]
        moving = [event for event in fitting if ticket_life.after(state, event) is not state]
        onward = [event for event in moving if event not in ENDS]
        choice = (onward if one.d % 5 else moving if one.d % 3 else fitting) or fitting or [E.NOTE]
        event = choice[one.b % len(choice)]
        move = ticket_life.move(state, event)
        able = [who for who in self.people.values() if move is not None and may(who.roles, move.act)]
        near = self._near(ticket, event)
        who = next((one for one in able if one.login in near), able[one.c % len(able)]) if one.d % 4 else able[
            one.c % len(able)
        ]  # fmt: skip
        act(ticket.number, self._wish(ticket, event, one), who=actor(who.id), now=self.now, seen=ticket.steps)

    def _near(self, ticket: Any, event: TicketEvent) -> set[str]:
        """The people of the unit that has the word, by whom it is likely to be done."""
        units = {ticket.unit_id, ticket.holder_id}
        if event in (E.TAKE_SHARE, E.REPLY_SHARE):
            units = {share.unit_id for share in rows.TicketShare.select().where(rows.TicketShare.ticket == ticket.id)}
        codes = {unit.code for unit in rows.Unit.select().where(rows.Unit.id.in_([u for u in units if u]))}
        last = "head" if event in (E.UNIT_APPROVE, E.UPHOLD, E.OVERTURN, E.UNIT_SEND_BACK) else "handler"
        return {f"{code}-{last}" for code in codes}

    def _wish(self, ticket: Any, event: TicketEvent, one: Try) -> Wish:
        way = (None, Way.TRANSFER, Way.OWN, Way.JOINT)[one.d % 4]
        working = ["civil", "enforcement", "housing", "court"]
        unit = self.units["hotline"] if way is Way.OWN else self.units[working[one.c % 4]]
        others = (self.units[working[(one.c + 1) % 4]],) if way is Way.JOINT else ()
        parents = rows.Ticket.select().where(
            rows.Ticket.id != ticket.id, rows.Ticket.parent.is_null(), rows.Ticket.confidential == False,  # noqa: E712
        )  # fmt: skip
        parent = [row.number for row in parents.order_by(rows.Ticket.id)] or [""]
        shares = rows.TicketShare.select().where(
            rows.TicketShare.ticket == ticket.id, rows.TicketShare.state.in_(["open", "taken"])
        )
        share = shares.first()
        return Wish(
            event, text="按规定办理。", unit=unit, others=others, way=way, half_days=1 + one.c,
            parent=parent[one.c % len(parent)], ref=share.id if share and "share" in event else None,
            rating=1 + one.c % 5, ground="01", person=rows.Member.get().person_id, said=(True, one.c % 2 == 0, 3),
            fields={"subject": "更正"},
        )  # fmt: skip

    def _wild(self, one: Try) -> None:
        """Anything, by anybody, with anything."""
        number = self._ticket(one).number if one.d != 1 else "none"
        people = list(self.people.values())
        event = list(TicketEvent)[(one.b * 7 + one.d) % len(TicketEvent)]
        wish = Wish(
            event, text=("", " ", "写", "长" * 501, "长" * 20_001)[one.c % 5], unit=(None, 0, one.c, 999)[one.d % 4],
            others=((), (one.c,), (1, 1), (999,))[one.c % 4], way=_WAYS[one.d % 5],
            half_days=(-1, 0, 3, 10**6)[one.c % 4],
            person=one.c, parent=("", "none", number)[one.d % 3], ref=(None, 0, one.c, 10**6)[one.c % 4],
            rating=(None, 0, 3, 6)[one.d % 4], ground=("", "01", "99")[one.d % 3], said=(None, None, 9),
        )  # fmt: skip
        if event is E.OPEN or event in (E.CORRECT,):
            raise Refused("There is nothing to correct")
        act(number, wish, who=actor(people[one.b % len(people)].id), now=self.now)

    def _open(self, one: Try) -> None:
        self.open(KINDS[one.c % 4], confidential=one.d % 3 == 0, at_once=one.d % 4 == 1)

    def _said(self, one: Try) -> None:
        visit = self._visit(one)
        said = Said(*((None, True, False)[n % 3] for n in (one.b, one.c)), satisfied=(None, 1, 5, 6)[one.d % 4])
        more = one.d % 2 == 0
        if one.c % 2:
            visits.by_word(visit.word, said, "没有解决" if one.b % 2 else "", way=VisitWay.WEB, now=self.now,
                           wants_more=more, address="")  # fmt: skip
        else:
            clerk = actor(self.people["visit_clerk"].id)
            visits.answered(visit.id, said, "没有解决", who=clerk, way=VisitWay.CALL, now=self.now, wants_more=more)

    def _missed(self, one: Try) -> None:
        visit, clerk = self._visit(one), self.people["visit_clerk"]
        if one.c % 2:
            visits.give_up(visit.id, who=actor(clerk.id), now=self.now)
        else:
            visits.not_reached(visit.id, "busy", person=clerk.id, now=self.now)

    def _time(self, one: Try) -> None:
        self.now += dt.timedelta(hours=1 + one.b)

    def _night(self, one: Try) -> None:
        """Some days go by; what time does is done in the morning."""
        day = (self.now + dt.timedelta(days=1 + one.c)).date()
        self.now = dt.datetime.combine(day, dt.time(1, 30), dt.UTC)
        visit_jobs.ask(self.now)
        visit_jobs.settle(self.now)
        urging.urge(self.now, QUIET)
        if one.d % 3 == 0:
            typhoon = day + dt.timedelta(days=1 + one.b)
            rows.SpecialDay.create(day=typhoon.isoformat(), name="台风", spans=[])
        urging.reckon_again(self.now)
        visit_jobs.give_up(self.now)

    def _dissolve(self, one: Try) -> None:
        codes = ["civil", "enforcement", "housing", "court"]
        unit, follower = self.units[codes[one.c % 4]], self.units[codes[one.b % 4]] if one.d % 3 else None
        unit_verbs.dissolve_unit(unit, follower, by="administrator", now=self.now, address="")

    def _ticket(self, one: Try) -> Any:
        known = list(rows.Ticket.select().order_by(rows.Ticket.id))
        return known[one.a % len(known)]

    def _visit(self, one: Try) -> Any:
        known = list(rows.Visit.select().order_by(rows.Visit.id))
        if not known:
            raise Refused("There is no such visit")
        return known[-1 - one.a % len(known)]


def written() -> dict[str, list[tuple[Any, ...]]]:
    """Everything that stands in the tables of tickets."""
    found = {table.__name__: list(table.select().tuples()) for table in TABLES}
    return {name: sorted(several, key=repr) for name, several in found.items()}


def wrong() -> list[str]:
    """What does not hold; the queries' own checks first."""
    working = {unit.id for unit in rows.Unit.select().where(rows.Unit.active == True)}  # noqa: E712
    found = list(unit_figures.problems())
    for ticket in list(rows.Ticket.select()):
        for name, check in CHECKS.items():
            if not check(ticket, working):
                found.append(f"{ticket.number} ({ticket.state}): {name}")
    return found


def _running(ticket: Any) -> list[Any]:
    clock = rows.TicketClock
    return list(clock.select().where(clock.ticket == ticket.id, clock.stopped_at.is_null()))


def _burns(ticket: Any, working: set[int]) -> bool:
    wanted = ticket_life.RUNS.get(TicketState(ticket.state), ())
    moments = [clock.due_at for clock in _running(ticket) if clock.kind in wanted and clock.due_at is not None]
    return bool(ticket.burns_at == (min(moments) if moments else None))


def _owned(ticket: Any, working: set[int]) -> bool:
    if TicketState(ticket.state) not in ticket_life.OPEN_STATES:
        return not _running(ticket) and (ticket.holder_id is None or ticket.state == S.MERGED)
    return ticket.holder_id in working


def _one_clock_of_a_kind(ticket: Any, working: set[int]) -> bool:
    kinds = [(clock.kind, clock.ref) for clock in _running(ticket)]
    return len(kinds) == len(set(kinds)) and all(
        clock.unit_id is None or clock.unit_id in working for clock in _running(ticket)
    )


def _in_a_unit(ticket: Any, working: set[int]) -> bool:
    if TicketState(ticket.state) not in {*ticket_life.IN_UNIT, S.RETURN_ASKED}:
        return True
    return ticket.unit_id in working and (ticket.state == S.RETURN_ASKED or ticket.holder_id == ticket.unit_id)


def _visited(ticket: Any, working: set[int]) -> bool:
    visit = rows.Visit
    still = list(visit.select().where(visit.ticket == ticket.id, visit.state == "open"))
    samples = [one for one in still if one.sample]
    return len(still) <= 1 and (not samples or ticket.state == S.CLOSED_AT_ONCE)


def _merged(ticket: Any, working: set[int]) -> bool:
    if ticket.state != S.MERGED:
        return ticket.parent is None or TicketState(ticket.state) not in ticket_life.OPEN_STATES
    parent = rows.Ticket.get_or_none(rows.Ticket.id == ticket.parent)
    return parent is not None and TicketState(parent.state) in ticket_life.OPEN_STATES


def _asked(ticket: Any, working: set[int]) -> bool:
    asked = rows.TicketRequest
    kinds = [one.kind for one in asked.select().where(asked.ticket == ticket.id, asked.granted.is_null())]
    if ticket.state == S.RETURN_ASKED:
        return kinds == ["return"]
    return not kinds or (kinds == ["extension"] and ticket.state in (S.HANDLING, S.REPLIED))


def _shared(ticket: Any, working: set[int]) -> bool:
    share = rows.TicketShare
    still = list(share.select().where(share.ticket == ticket.id, share.state.in_(["open", "taken"])))
    clocks = {clock.ref for clock in _running(ticket) if clock.kind == "share"}
    units = [one.unit_id for one in still]
    fits = not still or ticket.state in (S.DISPATCHED, S.HANDLING, S.RETURN_ASKED)
    once = len(units) == len(set(units)) and ticket.unit_id not in units
    return fits and once and set(units) <= working and {one.id for one in still} == clocks


def _stands(ticket: Any, working: set[int]) -> bool:
    pause = rows.TicketPause
    still = pause.select().where(pause.ticket == ticket.id, pause.until.is_null()).count()
    return bool(still == (0 if ticket.paused_at is None else 1))


def _sealed(ticket: Any, working: set[int]) -> bool:
    if not ticket.confidential:
        return True
    step, person = rows.TicketStep, rows.Person
    moved = list(step.select().where(step.ticket == ticket.id, step.number > 1))
    inspectors = {one.id for one in person.select().where(person.role == Role.INSPECTOR.value)}
    holder = rows.Unit.get_or_none(rows.Unit.id == ticket.holder_id)
    return (
        ticket.unit_id is None
        and (holder is None or holder.kind == "discipline")
        and all(one.unit_id is None for one in moved)
        and all(one.person_id in inspectors or one.event == E.RECOMPUTE for one in moved)
    )


CHECKS: dict[str, Callable[[Any, set[int]], bool]] = {
    "what burns is the earliest clock of its state": _burns,
    "an open one has an owner that works, an ended one has neither owner nor clock": _owned,
    "one clock of a kind, of a unit that works": _one_clock_of_a_kind,
    "who is charged with it works and holds it": _in_a_unit,
    "one open visit": _visited,
    "children follow": _merged,
    "what is asked for can still be decided": _asked,
    "co-handlers have their clocks": _shared,
    "the clock stands as its pauses say": _stands,
    "a confidential one stays with the inspectors": _sealed,
}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(TRIES, min_size=10, max_size=30))
def test_whatever_is_tried_nothing_is_left_in_the_middle(head: Any, tries: list[Try]) -> None:
    with database.atomic() as example:
        day, done = Day(), []
        rows.Parameter.create(name="visit.sample_percent", value=100, by="x", at=NOW)
        for one in tries:
            before = written()
            try:
                day.carry_out(one)
                done.append((one, "done"))
            except Refused as error:
                done.append((one, error.sentence()))
                assert written() == before, done[-1]
            assert (wrong(), done[-1]) == ([], done[-1])
        example.rollback()
