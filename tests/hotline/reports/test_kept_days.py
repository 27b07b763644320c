"""Sums of days that are kept say what the rows say, whatever happens to these; and they are used."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hotline import rows
from hotline.clock import CHINA
from hotline.people.reads.scope import Scope
from hotline.reports.jobs import keeping_days
from hotline.reports.reads import balance, day_sums, figures, kept_days, row_sets
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rules.balance import CHECKS
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.figures import RowSet
from hotline.reports.rules.periods import Period
from hotline.store.changes import is_postgresql
from hotline.store.conditions import fetched
from hotline.store.database import database
from hotline.words import (
    CallBackState,
    Channel,
    Dimension,
    DisputeLevel,
    DisputeState,
    Fact,
    OfferResult,
    Outcome,
    Presence,
    Role,
    TicketEvent,
    TicketKind,
    TicketState,
    Whom,
)
from tests.builders import new_call, new_line, new_person, new_site, new_ticket, new_units
from tests.effort import often
from tests.hotline.reports.test_figures_random import FIRST, World

PERIOD = Period(dt.date(2026, 12, 28), dt.date(2027, 1, 8))
NOW = dt.datetime(2027, 1, 9, 12, tzinfo=CHINA)
SETS = kept_days.KEPT
EVERY = [figure for figure in FIGURES.values() if figure.rows in SETS]
BYS = (None, *Dimension)


def kept(now: dt.datetime = NOW) -> None:
    """Two rounds: days are taken up, and then computed."""
    keeping_days.keep(now)
    while keeping_days.keep(now):
        pass


def told(scope: Scope) -> tuple[list[Any], list[float]]:
    """What the figures of the kept sets say in every division, how many rows break a check: what is counted and what
    is measured (a sum of days differs from a sum of rows in its last bits)."""
    asked, counted, measured = FigureScope(PERIOD, scope, NOW), list[Any](), list[float]()
    for by in BYS:
        for line in figures.read([one for one in EVERY if figures.knows(one, by, {})], asked, by=by):
            for name, value in line.values.items():
                counted.append((line.key, name, value.tally.counted, value.tally.among, value.left_out))
                measured += [value.value or -1.0, value.tally.total, value.tally.whole]
    two = figures.parts([FIGURES["entered"]], asked, bys=(Dimension.HOUR, Dimension.WEEKDAY), where={}, totals=True)
    counted += sorted((key, one["entered"].tally.counted) for key, one in two.items())
    checks = [check for check in CHECKS if check.rows in SETS]
    counted += [day_sums.open_at(moment, asked) for moment in (asked.begin, asked.end)]
    return [*counted, *(figures.counts(check.rows, [check.breaks], asked) for check in checks)], measured


def same(one: tuple[list[Any], list[float]], other: tuple[list[Any], list[float]]) -> None:
    assert one[0] == other[0]
    assert one[1] == pytest.approx(other[1], abs=1e-5)


def from_rows(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> tuple[list[Any], list[float]]:
    with monkeypatch.context() as without:
        without.setattr(kept_days, "KEPT", ())
        return told(scope)


@settings(max_examples=often(3, 200))
@given(seed=some.integers(0, 2**32))
def test_kept_days_say_what_the_rows_say_through_every_change(db: Any, seed: int) -> None:
    with database.obj.atomic() as whole, pytest.MonkeyPatch.context() as patch:
        world = World(seed)
        for _ in range(10):
            _step(world)
        scopes = [Scope(), Scope(site=world.sites[1].id), Scope(person=world.people[0].id)]
        kept()
        for _ in range(3):
            for _ in range(world.by.randrange(1, 5)):
                world.by.choice(CHANGES)(world)
            for scope in scopes:  # marked days are not believed
                same(told(scope), from_rows(scope, patch))
            kept()
            for scope in scopes:
                same(told(scope), from_rows(scope, patch))
        whole.rollback()


def _call(world: World) -> Any:
    found = list(rows.Call.select().order_by(rows.Call.id))
    return world.by.choice(found) if found else None


def _late_call(world: World) -> None:
    world.call(0)


def _late_fact(world: World) -> None:
    if (call := _call(world)) is not None:
        seq = rows.CallEvent.select().where(rows.CallEvent.call == call.id).count() + 10
        kind = world.by.choice((Fact.HELD, Fact.RESUMED, Fact.ENDED)).value
        rows.CallEvent.create(call=call.id, seq=seq, at=world.moment(), kind=kind, data={})


def _wrap_up(world: World) -> None:
    call = _call(world)
    if call is None:
        return
    person, at = world.by.choice(world.people), world.moment()
    for n, new in enumerate((Presence.WRAP_UP, Presence.READY)):
        rows.PresenceChange.create(
            uid=f"w{world.by.getrandbits(60)}", person=person, at=at + dt.timedelta(seconds=n * 40), old="off",
            new=new.value, reason="by_hand", by="x", call=call.id if n == 0 else None,
        )  # fmt: skip


def _correction(world: World) -> None:
    if (call := _call(world)) is not None:
        call.outcome = world.by.choice(list(Outcome)).value
        call.line = world.maybe(world.by.choice(world.lines).code)
        call.arrived_at = world.moment()
        call.satisfaction = world.maybe(world.by.randrange(1, 6))
        call.save()


def _gone(world: World) -> None:
    if (call := _call(world)) is not None:
        rows.CallEvent.delete().where(rows.CallEvent.call == call.id).execute()
        rows.Offer.delete().where(rows.Offer.call == call.id).execute()
        back = rows.CallBackCall.select().where(rows.CallBackCall.call == call.id)
        if not back.exists():
            rows.Call.delete().where(rows.Call.id == call.id).execute()


def _called_back(world: World) -> None:
    rows.CallBack.update(state=world.by.choice((CallBackState.REACHED, CallBackState.OPEN)).value).execute()


def _offered(world: World) -> None:
    offers = list(rows.Offer.select())
    if offers:
        offer = world.by.choice(offers)
        offer.result = world.maybe(world.by.choice(list(OfferResult)).value)
        offer.offered_at, offer.step = world.moment(), world.by.choice(list(Whom)).value
        offer.save()


def _person_moves(world: World) -> None:
    who = world.by.choice(world.people)
    rows.Person.update(site=world.by.choice(world.sites)).where(rows.Person.id == who.id).execute()


def _line_moves(world: World) -> None:
    line = world.by.choice(world.lines)
    rows.Line.update(site=world.by.choice(world.sites)).where(rows.Line.id == line.id).execute()


def _ticket(world: World) -> Any:
    found = list(rows.Ticket.select().order_by(rows.Ticket.id))
    return world.by.choice(found) if found else None


def _late_ticket(world: World) -> None:
    world.ticket(0)


def _step(world: World, event: TicketEvent | None = None, new: TicketState | None = None) -> None:
    """A ticket goes to another state: its step says from which, mostly truly; now and then it comes late."""
    ticket = _ticket(world)
    if ticket is None:
        return
    last = rows.TicketStep.select().where(rows.TicketStep.ticket == ticket.id).order_by(rows.TicketStep.number.desc())
    before, states = last.first(), list(TicketState)
    old = before.new if before is not None else ""
    at = max(world.moment(), before.at) if before is not None else world.moment()
    to = new or world.by.choice(states)
    rows.TicketStep.create(
        ticket=ticket, number=before.number + 1 if before is not None else 1, at=at, old=old, new=to.value, by="x",
        event=(event or world.by.choice((TicketEvent.TAKE, TicketEvent.FOLLOW_UP_REFUSE))).value,
        unit=world.maybe(world.by.choice(world.units)), person=world.maybe(world.by.choice(world.people)),
    )  # fmt: skip
    ticket.state, ticket.closed_at = to, world.maybe(at)
    ticket.save()


def _reopened(world: World) -> None:
    _step(world, TicketEvent.FOLLOW_UP_REFUSE, TicketState.HANDLING)
    rows.Ticket.update(round=rows.Ticket.round + 1).where(rows.Ticket.state == TicketState.HANDLING.value).execute()


def _merged(world: World) -> None:
    _step(world, new=TicketState.MERGED)


def _dissolved(world: World) -> None:
    """All tickets and limits of a unit go to another."""
    gone, follower = world.by.choice(world.units).id, world.by.choice(world.units).id
    rows.Ticket.update(unit=follower).where(rows.Ticket.unit == gone).execute()
    rows.TicketClock.update(unit=follower).where(rows.TicketClock.unit == gone).execute()


def _sealed(world: World) -> None:
    if (ticket := _ticket(world)) is not None:
        ticket.confidential = not ticket.confidential
        ticket.save()


def _corrected(world: World) -> None:
    if (ticket := _ticket(world)) is not None:
        ticket.kind, ticket.channel = world.by.choice(list(TicketKind)), world.by.choice(list(Channel))
        ticket.opened_at, ticket.urgent, ticket.urges = world.moment(), not ticket.urgent, ticket.urges + 1
        ticket.save()


def _clock(world: World) -> None:
    found = list(rows.TicketClock.select().order_by(rows.TicketClock.id))
    if not found:
        return
    clock = world.by.choice(found)
    if world.by.random() < 0.2:
        clock.delete_instance()
        return
    clock.due_at, clock.stopped_at = world.maybe(world.moment()), world.maybe(world.moment())
    clock.save()


def _answered(world: World) -> None:
    ticket = _ticket(world)
    if ticket is None:
        return
    row, _made = rows.FollowUp.get_or_create(
        ticket=ticket, round=0, defaults={"token": f"f{world.by.getrandbits(60)}", "state": "open",
                                          "planned_at": FIRST, "next_at": FIRST},
    )  # fmt: skip
    row.state, row.done_at = world.by.choice(("done", "given_up", "open")), world.maybe(world.moment())
    row.solved, row.handled = world.maybe(world.by.random() < 0.5), world.maybe(world.by.random() < 0.5)
    row.satisfied = world.maybe(world.by.randrange(1, 6))
    row.save()


def _dispute(world: World) -> None:
    ticket = _ticket(world)
    if ticket is None:
        return
    state, level = world.by.choice(list(DisputeState)).value, world.by.choice(list(DisputeLevel)).value
    if not rows.Dispute.update(state=state, level=level).where(rows.Dispute.ticket == ticket.id).execute():
        rows.Dispute.create(ticket=ticket, state=state, level=level, at=FIRST)


def _erased(world: World) -> None:
    if (ticket := _ticket(world)) is not None:
        ticket.delete_instance()


OF_CALLS = (
    _late_call, _late_fact, _wrap_up, _correction, _gone, _called_back, _offered, _person_moves, _line_moves,
)  # fmt: skip
OF_TICKETS = (
    _late_ticket, _step, _reopened, _merged, _dissolved, _sealed, _corrected, _clock, _answered, _dispute, _erased,
)  # fmt: skip
CHANGES = [*OF_CALLS, *OF_TICKETS]


def test_a_year_is_read_from_the_kept_days_and_only_marked_days_from_rows(
    head: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = [new_call(at=FIRST + dt.timedelta(days=n), outcome=Outcome.SILENT.value) for n in range(6)]
    kept()
    asked = FigureScope(PERIOD, Scope(), NOW)
    sums = kept_days.Sums()
    sums.place(FIGURES["silent"].counts)

    def gaps() -> list[tuple[int, int]]:
        found = kept_days.found(RowSet.CALLS, kept_days.WHOLE, sums, asked)
        assert found is not None
        return [(period.first.day, period.last.day) for period in found.gaps]

    # from the first call to the day before yesterday; the days before it and the last ones are read from the rows
    assert gaps() == [(28, 29), (8, 8)]
    rows.Call.update(outcome=Outcome.TALKED.value).where(rows.Call.id == calls[2].id).execute()
    assert gaps() == [(28, 29), (1, 1), (8, 8)]
    assert figures.one(FIGURES["silent"], asked).tally.counted == 5
    kept()
    assert (gaps(), figures.one(FIGURES["silent"], asked).tally.counted) == ([(28, 29), (8, 8)], 5)
    monkeypatch.setattr(kept_days, "look", lambda rows_: "another catalogue")
    assert kept_days.found(RowSet.CALLS, kept_days.WHOLE, sums, asked) is None


def test_a_change_while_a_day_is_computed_leaves_its_mark(head: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows are read, then a late call comes, then the sums are written: they are not believed."""
    new_call(at=FIRST, outcome=Outcome.SILENT.value)
    keeping_days.keep(NOW)
    late, read = [FIRST], day_sums.of_sites

    def slow(kind: RowSet, cut: str, asked: FigureScope) -> Any:
        found = read(kind, cut, asked)
        if late and kind is RowSet.CALLS:
            new_call(at=late.pop(), outcome=Outcome.SILENT.value)
        return found

    monkeypatch.setattr(day_sums, "of_sites", slow)
    keeping_days.keep(NOW)
    marked = "SELECT kind, day FROM figure_mark ORDER BY kind"
    assert fetched(marked) == [("calls", "2026-12-30")]  # that of the talks was in time: they were read later
    asked = FigureScope(PERIOD, Scope(), NOW)
    assert figures.one(FIGURES["silent"], asked).tally.counted == 2
    keeping_days.keep(NOW)
    assert (fetched(marked), figures.one(FIGURES["silent"], asked).tally.counted) == ([], 2)


def test_days_that_are_not_over_or_not_kept_are_never_marked(head: Any) -> None:
    new_call(at=NOW - dt.timedelta(days=1), outcome=Outcome.SILENT.value)
    kept()
    line, agent = new_line(), new_person(role=Role.AGENT)
    call = new_call(at=NOW, line=line.code, agent=agent)
    call.outcome = Outcome.TALKED.value
    call.save()
    assert (rows.FigureDay.select().count(), rows.FigureMark.select().count()) == (0, 0)


def test_a_mark_is_written_for_each_table_by_the_database_itself(db: Any) -> None:
    """A later migration that makes a table anew on SQLite would lose its triggers: they are counted here."""
    if is_postgresql():
        sql = "SELECT COUNT(DISTINCT trigger_name) FROM information_schema.triggers WHERE trigger_name LIKE ?"
        assert fetched(sql, ("%_marks",)) == [(13,)]
    else:
        sql = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE ?"
        assert fetched(sql, ("%_marks_%",)) == [(39,)]


def test_a_new_site_is_counted_from_rows_until_its_days_are_kept(head: Any) -> None:
    new_call(at=FIRST, outcome=Outcome.SILENT.value)
    kept()
    east = new_site(code="east", name="东区法院")
    line = new_line(code="east", site=east)
    new_call(at=FIRST, outcome=Outcome.SILENT.value, line=line.code)
    asked = FigureScope(PERIOD, Scope(site=east.id), NOW)
    assert figures.one(FIGURES["silent"], asked).tally.counted == 1
    kept()
    assert figures.one(FIGURES["silent"], asked).tally.counted == 1


def test_each_kind_of_row_marks_its_own_days_and_those_of_its_ticket(head: Any) -> None:
    """A ticket of the 30th, its limit of the 31st and its follow-up of the 1st: which days each change marks."""
    who = new_person(role=Role.HANDLER)
    ticket = new_ticket(opened_by=who, at=FIRST, state=TicketState.CLOSED)
    clock = rows.TicketClock.create(
        ticket=ticket, kind="finish", begun_at=FIRST, half_days=2, due_at=FIRST + dt.timedelta(days=1)
    )
    rows.FollowUp.create(ticket=ticket, round=0, token="t", state="done", planned_at=FIRST, next_at=FIRST,
                         done_at=FIRST + dt.timedelta(days=2))  # fmt: skip
    rows.TicketStep.create(ticket=ticket, number=1, at=FIRST, event="open", old="", new="closed", by="x")
    kept()
    day = {"tickets": "2026-12-30", "steps": "2026-12-30", "clocks": "2026-12-31", "follow_ups": "2027-01-01"}

    def marked() -> set[str]:
        found = set(fetched("SELECT kind, day FROM figure_mark"))
        rows.FigureMark.delete().execute()
        assert found <= set(day.items())
        return {kind for kind, _day in found}

    assert marked() == set()
    for values, kinds in (
        ({"unit": new_units(who.site)["civil"].id}, {"tickets", "steps", "clocks", "follow_ups"}),
        ({"state": TicketState.HANDLING.value}, {"tickets", "clocks"}),
        ({"urges": 3}, {"tickets"}),
        ({"reply": "已答复", "subject": "另一标题"}, set()),  # nothing that is counted
    ):
        rows.Ticket.update(**values).where(rows.Ticket.id == ticket.id).execute()
        assert (values, marked()) == (values, kinds)
    clock.stopped_at = FIRST
    clock.save()
    assert marked() == {"clocks"}
    rows.Dispute.create(ticket=ticket, state="open", at=FIRST)
    assert marked() == {"tickets"}
    rows.TicketStep.create(
        ticket=ticket, number=2, at=NOW, event="follow_up_refuse", old="closed", new="handling", by="x"
    )
    assert marked() == {"tickets"}  # its own day is not over
    rows.FollowUp.update(satisfied=1).execute()
    assert marked() == {"follow_ups"}
    ticket.delete_instance()
    assert marked() == {"tickets", "steps", "clocks", "follow_ups"}


def test_what_is_open_at_a_midnight_is_a_sum_of_days_and_the_histories_say_the_same(
    head: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = new_person(role=Role.HANDLER)
    for n in range(4):  # opened on the 30th, 31st, 1st and 2nd; the first two end two days later
        ticket, at = new_ticket(opened_by=who, at=FIRST), FIRST + dt.timedelta(days=n, hours=9)
        rows.TicketStep.create(ticket=ticket, number=1, at=at, event="open", old="", new="handling", by="x")
        if n < 2:
            over = at + dt.timedelta(days=2)
            rows.TicketStep.create(ticket=ticket, number=2, at=over, event="x", old="handling", new="closed", by="x")
    kept()
    asked = FigureScope(PERIOD, Scope(), NOW)
    midnights = [FIRST + dt.timedelta(days=n) for n in range(1, 6)]
    # after each of the days from the 30th to the 3rd: 1, 2, then 3 less one, 3 less one, 2
    expected = [1, 2, 2, 2, 2]
    with monkeypatch.context() as patch:
        patch.setattr(row_sets, "open_at", lambda *_: pytest.fail("the days are kept"))
        patch.setattr(kept_days, "LEAST_DAYS", 1)
        assert [day_sums.open_at(moment, asked) for moment in midnights] == expected
    assert [row_sets.open_at(moment, asked.scope) for moment in midnights] == expected
    assert next(one for one in balance.checked(asked) if one.id == "stock").good


def test_pieces_that_lie_near_each_other_are_read_as_one() -> None:
    day = dt.date(2026, 1, 1)
    gaps = [Period(day + dt.timedelta(days=n), day + dt.timedelta(days=n)) for n in (0, 2, 30, 33, 90)]
    joined = kept_days.joined_gaps(gaps, 3)
    assert [(one.first.toordinal() - day.toordinal(), one.length) for one in joined] == [(0, 3), (30, 4), (90, 1)]
    assert kept_days.joined_gaps(gaps, 5) == gaps
