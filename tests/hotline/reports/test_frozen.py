"""A report's figures open the rows that were frozen with it, whatever became of these since."""

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hotline import rows
from hotline.clock import CHINA
from hotline.people.reads.scope import Scope
from hotline.ports import Refused
from hotline.reports.jobs import making
from hotline.reports.reads import drill, frozen, reports
from hotline.reports.reads.reports import ReportView
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.figures import RowSet
from hotline.reports.verbs import reports as verbs
from hotline.store.database import database
from hotline.words import Dimension, Outcome, PeriodKind, Presence, Role, TicketState
from tests.builders import new_call, new_person, new_site, new_ticket
from tests.effort import often
from tests.hotline.reports.test_figures_random import World

NOV = dt.date(2026, 11, 20)
DEC = dt.datetime(2026, 12, 2, 9, tzinfo=CHINA)
LATER = DEC + dt.timedelta(days=3)
IN_NOV = dt.datetime(2026, 11, 10, 9, tzinfo=CHINA)
NEW_YEAR = dt.date(2026, 12, 31)  # its week ends on 3 January


@pytest.fixture
def leader(head: Any) -> Any:
    return new_person(login="leader", role=Role.LEADER, site=head)


def made(folder: Path, leader: Any, kind: PeriodKind = PeriodKind.MONTH, day: dt.date = NOV, site: Any = None,
         now: dt.datetime = DEC) -> ReportView:  # fmt: skip
    asked = verbs.ask(kind, day, site=site and site.id, person=leader.id, now=now, client_ip="")
    assert making.make_next(folder, now) is True
    view = reports.one(asked, None)
    assert view is not None
    return view


def opened(view: ReportView, figure: str, folder: Path, part: str = "counted", scope: Scope | None = None,
           **more: Any) -> frozen.FrozenPage:  # fmt: skip
    where = more.pop("where", {})
    return frozen.page(view, FIGURES[figure], part, where, folder=folder, scope=scope or Scope(),
                       now=view.made_at or LATER, **more)  # fmt: skip


def test_a_frozen_figure_opens_its_rows_after_everything_has_changed(leader: Any, tmp_path: Path) -> None:
    """Nine open tickets when the report was made. Then one is answered, one reopened, one merged, one sealed, one gone,
    one moved to a branch: the figure still says nine, and says of each row what became of it."""
    branch = new_site(code="east", name="东区法院")
    tickets = [new_ticket(opened_by=leader, at=IN_NOV, state=TicketState.HANDLING) for _ in range(9)]
    closed = new_ticket(opened_by=leader, at=IN_NOV, state=TicketState.CLOSED)
    view = made(tmp_path, leader)
    assert view.content["figures"]["still_open"][:2] == [9, 9]
    change = rows.Ticket.update
    change(state=TicketState.CLOSED, closed_at=DEC).where(rows.Ticket.id == tickets[0].id).execute()
    change(state=TicketState.HANDLING, round=1).where(rows.Ticket.id == closed.id).execute()
    change(state=TicketState.MERGED).where(rows.Ticket.id == tickets[1].id).execute()
    change(confidential=True).where(rows.Ticket.id == tickets[2].id).execute()
    rows.Ticket.delete().where(rows.Ticket.id == tickets[3].id).execute()
    change(site=branch, opened_at=DEC).where(rows.Ticket.id == tickets[4].id).execute()
    found = opened(view, "still_open", tmp_path)
    assert (found.count, found.hidden, found.gone) == (9, 0, 2)
    assert {row.id for row in found.rows} == {str(one.id) for one in tickets if one not in tickets[2:4]}
    states = {row.id: row.cells["state"] for row in found.rows}
    assert (states[str(tickets[0].id)], states[str(tickets[1].id)]) == ("closed", "merged")
    theirs = opened(view, "still_open", tmp_path, scope=Scope(site=branch.id))
    assert ([row.id for row in theirs.rows], theirs.hidden, theirs.gone) == ([str(tickets[4].id)], 6, 2)
    month = FigureScope(view.period, Scope(), LATER)
    assert drill.count(RowSet.TICKETS, FIGURES["still_open"].counts, month, where={}) == 5  # as it stands now


def test_pages_follow_each_other_newest_first(leader: Any, tmp_path: Path) -> None:
    calls = [new_call(at=IN_NOV + dt.timedelta(minutes=n), outcome=Outcome.SILENT.value) for n in range(5)]
    view = made(tmp_path, leader)
    rows.Call.delete().where(rows.Call.id == calls[3].id).execute()
    pages, after = [], ""
    while True:
        found = opened(view, "silent", tmp_path, after=after, size=2)
        pages.append([row.id for row in found.rows])
        assert (found.count, found.gone) == (5, 1)
        if not found.next:
            break
        after = found.next
    assert pages == [[calls[4].id], [calls[2].id, calls[1].id], [calls[0].id]]
    for typed in ("x", "-1", "99999999999999", "９"):
        assert [row.id for row in opened(view, "silent", tmp_path, after=typed, size=2).rows] == pages[0]


def test_of_very_many_rows_each_page_is_looked_at_alone(
    leader: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = [new_call(at=IN_NOV + dt.timedelta(minutes=n), outcome=Outcome.SILENT.value) for n in range(5)]
    view = made(tmp_path, leader)
    rows.Call.delete().where(rows.Call.id << [calls[0].id, calls[4].id]).execute()
    monkeypatch.setattr(frozen, "CHECKED_MOST", 4)
    found = opened(view, "silent", tmp_path, size=2)
    assert (found.count, found.checked, found.gone) == (5, 2, 1)


def test_a_span_is_known_by_its_piece_though_its_state_began_long_before(leader: Any, tmp_path: Path) -> None:
    """Away since October: the pieces of November were counted, and the newest are opened without those between."""
    agent = new_person(role=Role.AGENT)
    rows.PresenceChange.create(
        uid="u1", person=agent, at=IN_NOV - dt.timedelta(days=30), old="off", new=Presence.AWAY.value,
        reason="by_hand", by="x",
    )  # fmt: skip
    view = made(tmp_path, leader)
    found = opened(view, "time_signed_in", tmp_path, size=3)
    assert (found.count, found.gone, [row.at.astimezone(CHINA).day for row in found.rows]) == (30, 0, [30, 29, 28])


def test_a_file_that_is_missing_or_changed_is_not_read(leader: Any, tmp_path: Path) -> None:
    new_call(at=IN_NOV, outcome=Outcome.SILENT.value)
    view = made(tmp_path, leader)
    file = tmp_path / view.file
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    with pytest.raises(Refused, match="was changed after it was made"):
        opened(view, "silent", tmp_path)
    file.unlink()
    with pytest.raises(Refused, match="is missing"):
        opened(view, "silent", tmp_path)


@settings(max_examples=often(6, 60))
@given(seed=some.integers(0, 2**32))
def test_each_figure_of_a_report_opens_as_many_rows_as_it_says(db: Any, seed: int) -> None:
    """Whole, looked at, left out, and by each division. Then things change: what is shown and what is told add up."""
    with tempfile.TemporaryDirectory() as folder, database.obj.atomic() as whole:
        world, path = World(seed), Path(folder)
        leader = new_person(login="leader", role=Role.LEADER, site=world.sites[0])
        view = made(path, leader, PeriodKind.WEEK, NEW_YEAR, now=dt.datetime(2027, 1, 5, 9, tzinfo=CHINA))
        for name, told in view.content["figures"].items():
            _as_many(view, name, told, {}, path)
        for by, given_ in view.content["by"].items():
            for key, _zh, _en, values in given_["lines"]:
                for name, told in values.items():
                    _as_many(view, name, told, {Dimension(by): key}, path)
        _changed(world)
        for name, told in view.content["figures"].items():
            for scope in (Scope(), Scope(site=world.sites[1].id)):
                found = opened(view, name, path, scope=scope, size=10_000)
                assert (name, len(found.rows) + found.hidden + found.gone) == (name, told[1])
        whole.rollback()


def _as_many(view: ReportView, name: str, told: list[Any], where: dict[Dimension, str], folder: Path) -> None:
    _value, counted, among, left_out = told
    for part, count in {"counted": counted, "among": among, **left_out}.items():
        found = opened(view, name, folder, part, where=where, size=10_000)
        assert (name, part, where, found.count, len(found.rows)) == (name, part, where, count, count)


def _changed(world: World) -> None:
    for ticket in list(rows.Ticket.select()):
        if world.by.random() < 0.5:
            ticket.state = world.by.choice(list(TicketState))
            ticket.confidential = world.by.random() < 0.3
            ticket.site = world.by.choice(world.sites)
            ticket.opened_at = world.moment() + dt.timedelta(days=30)
            ticket.save()
    for call in list(rows.Call.select()):
        if world.by.random() < 0.3:
            rows.Offer.delete().where(rows.Offer.call == call.id).execute()
            rows.Call.update(direction="out").where(rows.Call.id == call.id).execute()
    for clock in list(rows.TicketClock.select()):
        clock.due_at = world.maybe(world.moment() + dt.timedelta(days=9))
        clock.save()
    if world.by.random() < 0.5:
        rows.Person.update(site=world.sites[1]).execute()
