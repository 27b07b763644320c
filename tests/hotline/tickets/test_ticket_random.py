"""Random days of tickets: whatever anybody tries, in any order, nothing is left in the middle of something."""

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline import rows
from hotline.ports import Refused
from hotline.reports.reads import unit_figures
from hotline.store.database import database
from hotline.tickets.rules import life as ticket_life
from hotline.tickets.rules.guards import CLOCK
from hotline.tickets.verbs.life import clocks
from hotline.tickets.verbs.life.context import TicketContext
from hotline.tickets.verbs.life.dissolving import following
from hotline.words import Role, TicketEvent, TicketState
from tests.builders import NOW
from tests.effort import often
from tests.hotline.tickets.random_day import LEADS, TRIES, Day, Try, of_seed

pytestmark = pytest.mark.unit
E, S = TicketEvent, TicketState
DAYS, LONG, SEED = 24, 30, 12345
TABLES = (
    rows.Ticket, rows.TicketStep, rows.TicketClock, rows.TicketPause, rows.TicketShare, rows.TicketRequest,
    rows.FollowUp, rows.FollowUpTry, rows.Supervision, rows.Urge, rows.Notice, rows.Unit, rows.Change,
)  # fmt: skip


Written = dict[str, frozenset[tuple[Any, ...]]]  # the rows of each table, as the database gives them


def written() -> Written:
    """Everything that stands in the tables of tickets; read without the row classes, which cost ten times as much."""
    names = [table._meta.table_name for table in TABLES]
    return {name: frozenset(database.execute_sql(f'SELECT * FROM "{name}"').fetchall()) for name in names}


def touched(before: Written, after: Written) -> set[int] | None:
    """The tickets of which a row has changed; None: units have changed too, and any ticket may be concerned."""
    if before["unit"] != after["unit"]:
        return None
    found = set[int]()
    for table in TABLES:
        columns = [field.column_name for field in table._meta.sorted_fields]
        column = "id" if table is rows.Ticket else "ticket_id"
        if column in columns:
            place, name = columns.index(column), table._meta.table_name
            found |= {row[place] for row in before[name] ^ after[name]}
    return found


def wrong(only: set[int] | None = None) -> list[str]:
    """What does not hold, of all tickets or some of them; the queries' own checks first."""
    working = {unit.id for unit in rows.Unit.select().where(rows.Unit.active == True)}  # noqa: E712
    found = list(unit_figures.problems())
    tickets = rows.Ticket.select() if only is None else rows.Ticket.select().where(rows.Ticket.id.in_(sorted(only)))
    for ticket in list(tickets):
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
    """Who is charged works, or nobody follows him and his answer was passed; who judges it is another."""
    unit: Any
    state, unit = TicketState(ticket.state), rows.Unit.get_or_none(rows.Unit.id == ticket.unit_id)
    if state in ticket_life.IN_UNIT:
        return ticket.unit_id in working and ticket.holder_id == ticket.unit_id
    if state in ticket_life.JUDGED and ticket.holder_id == ticket.unit_id:
        return bool(unit.kind == "hotline")
    if state in ticket_life.ANSWERED:
        return ticket.unit_id in working or following(unit) is None
    return state not in (S.RETURN_ASKED, S.REVIEWING) or ticket.unit_id in working


def _supervised(ticket: Any, working: set[int]) -> bool:
    """Of an open ticket: by the unit that answers for it, until when the clock says. An ended one waits without."""
    one = rows.Supervision
    waiting = list(one.select().where(one.ticket == ticket.id, one.answered_at.is_null()).order_by(one.id))
    clocks = [clock for clock in _running(ticket) if clock.kind == "supervision"]
    if TicketState(ticket.state) not in ticket_life.OPEN_STATES:
        return not clocks
    bound = ticket.unit_id if ticket.unit_id in working else ticket.holder_id
    return sorted((clock.ref, clock.unit_id, clock.due_at) for clock in clocks) == [
        (one.id, bound, one.due_at) for one in waiting
    ] and all(one.unit_id == bound for one in waiting)


def _visited(ticket: Any, working: set[int]) -> bool:
    follow_up = rows.FollowUp
    still = list(follow_up.select().where(follow_up.ticket == ticket.id, follow_up.state == "open"))
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


def _settled(ticket: Any, working: set[int]) -> bool:
    """Looked for again, the clock that burns is the one that was found; the row is not saved."""
    before = ticket.burns_at, ticket.yellow_at, ticket.due_at, ticket.provisional
    clocks.settle(TicketContext(ticket, CLOCK, NOW))
    return before == (ticket.burns_at, ticket.yellow_at, ticket.due_at, ticket.provisional)


CHECKS: dict[str, Callable[[Any, set[int]], bool]] = {
    "what burns is the earliest clock of its state": _burns,
    "an open one has an owner that works, an ended one has neither owner nor clock": _owned,
    "one clock of a kind, of a unit that works": _one_clock_of_a_kind,
    "who is charged with it works and holds it": _in_a_unit,
    "an unanswered supervision has a running clock": _supervised,
    "one open visit": _visited,
    "children follow": _merged,
    "what is asked for can still be decided": _asked,
    "co-handlers have their clocks": _shared,
    "the clock stands as its pauses say": _stands,
    "a confidential one stays with the inspectors": _sealed,
    "nothing is left to settle": _settled,
}


def lived(leads: Sequence[str], tries: Sequence[Try]) -> set[str]:
    """One day; the states to which what was tried has led, and out of which.

    After each try the tickets that it touched are looked at, after the last one all of them.
    """
    day, done = Day(), []
    rows.Parameter.create(name="follow_up.sample_percent", value=100, by="x", at=NOW)
    for line in leads:
        day.lead(line)
    assert wrong() == []
    begun = {step.id for step in rows.TicketStep.select(rows.TicketStep.id)}
    stands = written()
    for one in tries:
        try:
            day.carry_out(one)
            done.append((one, "done"))
        except Refused as error:
            done.append((one, error.sentence()))
            assert written() == stands, done[-1]
            continue
        before, stands = stands, written()
        assert (wrong(touched(before, stands)), done[-1]) == ([], done[-1])
    assert wrong() == []
    steps = [step for step in rows.TicketStep.select() if step.id not in begun]
    return {step.new for step in steps} | {step.old for step in steps if step.old}


@settings(max_examples=often(20, 60))
@given(st.lists(st.sampled_from(sorted(LEADS)), max_size=3), st.lists(TRIES, min_size=10, max_size=30))
def test_whatever_is_tried_nothing_is_left_in_the_middle(head: Any, leads: list[str], tries: list[Try]) -> None:
    with database.atomic() as example:
        lived(leads, tries)
        example.rollback()


def test_random_days_come_to_every_state(head: Any) -> None:
    """Else a day that finds nothing wrong would say little: with these dice all that can be reached is."""
    dice, met = random.Random(SEED), set[str]()
    for _ in range(DAYS):
        with database.atomic() as example:
            met |= lived(dice.sample(sorted(LEADS), 3), [of_seed(dice) for _ in range(LONG)])
            example.rollback()
    assert met == {state.value for state in TicketState}
