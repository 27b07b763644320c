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
from hotline.reports.reads import figures, kept_days
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rules.balance import CHECKS
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.figures import RowSet
from hotline.reports.rules.periods import Period
from hotline.store.changes import is_postgresql
from hotline.store.conditions import fetched
from hotline.store.database import database
from hotline.words import CallBackState, Dimension, Fact, OfferResult, Outcome, Presence, Role, Whom
from tests.builders import new_call, new_line, new_person, new_site
from tests.effort import often
from tests.hotline.reports.test_figures_random import FIRST, World

PERIOD = Period(dt.date(2026, 12, 28), dt.date(2027, 1, 8))
NOW = dt.datetime(2027, 1, 9, 12, tzinfo=CHINA)
SETS = kept_days.KEPT
EVERY = [figure for figure in FIGURES.values() if figure.rows in SETS]
BYS = (None, Dimension.SITE, Dimension.LINE, Dimension.AGENT, Dimension.PROFILE, Dimension.DAY, Dimension.WEEK,
       Dimension.HOUR, Dimension.WEEKDAY)  # fmt: skip


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


CHANGES = [_late_call, _late_fact, _wrap_up, _correction, _gone, _called_back, _offered, _person_moves, _line_moves]


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
    late, read = [FIRST], figures.day_sums

    def slow(kind: RowSet, cut: str, asked: FigureScope) -> Any:
        found = read(kind, cut, asked)
        if late and kind is RowSet.CALLS:
            new_call(at=late.pop(), outcome=Outcome.SILENT.value)
        return found

    monkeypatch.setattr(figures, "day_sums", slow)
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
        assert fetched(sql, ("%_marks",)) == [(8,)]
    else:
        sql = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE ?"
        assert fetched(sql, ("%_marks_%",)) == [(24,)]


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
