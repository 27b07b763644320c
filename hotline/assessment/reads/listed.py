"""Rows of points and requests for exclusions, as lists and sheets show them."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from hotline.assessment.rows import AssessmentExclusion, AssessmentPeriod, AssessmentPoint
from hotline.assessment.rules.points import PointRow
from hotline.people.reads.scope import Scope
from hotline.people.rows import Person
from hotline.store.paging import SIZE, Page, cut, mark, unmark_id
from hotline.tickets.reads import scope as scopes
from hotline.tickets.rows import Attachment, Ticket, Unit
from hotline.words import ExclusionState, PointEvent, PointKind

from .counted import ground, point_of


@dataclass(frozen=True, slots=True)
class PointView:
    """A row with the ticket's number ("" for a row without one), who added it, and how far a request for its exclusion
    is."""

    id: int
    row: PointRow
    unit_name: str
    number: str
    by: str
    asked: ExclusionState | None = None


@dataclass(frozen=True, slots=True)
class ExclusionView:
    """A request with its row. `late`: not decided by its day."""

    id: int
    period: int
    site: int
    unit: int
    unit_name: str
    event: PointEvent
    points: int
    number: str
    ground: dict[str, str]
    text: str
    file: int | None
    file_name: str
    asked_by: str
    asked_at: dt.datetime
    due_at: dt.datetime | None
    late: bool
    state: ExclusionState
    decided_by: str
    decided_at: dt.datetime | None
    answer: str
    overturned_by: str
    overturned_at: dt.datetime | None
    overturned_why: str


def points(
    period: int, unit: int | None = None, event: PointEvent | None = None, *, units: Collection[int] | None = None,
    after: str = "", size: int | None = SIZE,
) -> Page[PointView]:  # fmt: skip
    """The rows of a period, of one unit or kind of event if they are named, the newest first; of these units alone
    (None: of all). A ticket that is confidential by now is not named. `size` None: all of them."""
    query = (
        AssessmentPoint.select(AssessmentPoint, Ticket, Unit, Person)
        .join(Ticket, JOIN.LEFT_OUTER)
        .switch(AssessmentPoint)
        .join(Unit)
        .switch(AssessmentPoint)
        .join(Person, JOIN.LEFT_OUTER, on=(AssessmentPoint.person == Person.id))
        .where(AssessmentPoint.period == period)
    )
    if unit is not None:
        query = query.where(AssessmentPoint.unit == unit)
    if units is not None:
        query = query.where(AssessmentPoint.unit.in_(list(units)))
    if event is not None:
        query = query.where(AssessmentPoint.event == event.value)
    past = unmark_id(after)
    if past is not None:
        at, last = AssessmentPoint.at, AssessmentPoint.id
        query = query.where((at < past[0]) | ((at == past[0]) & (last < past[1])))
    query = query.order_by(AssessmentPoint.at.desc(), AssessmentPoint.id.desc())
    rows = list(query if size is None else query.limit(size + 1))
    states = {
        row.key: ExclusionState(row.state)
        for row in list(AssessmentExclusion.select().where(AssessmentExclusion.period == period))
    }
    found = [_point(row, states.get(row.key)) for row in rows]
    return cut(found, lambda n: mark(found[n].row.at, found[n].id), len(found) if size is None else size)


def opened_by(found: Collection[PointView | ExclusionView], scope: Scope) -> frozenset[str]:
    """The numbers of the tickets among them that a reader with this scope opens."""
    numbers = sorted({one.number for one in found if one.number})
    named = scopes.NAMED_T
    query = scopes.narrowed(named.select(named.number).where(named.number.in_(numbers)), scope)
    return frozenset(row.number for row in list(query)) if numbers else frozenset()


def one_point(point: int) -> PointView | None:
    row = AssessmentPoint.get_or_none(AssessmentPoint.id == point)
    return None if row is None else _point(row, None)


def exclusions(
    now: dt.datetime, *, sites: Collection[int] | None = None, units: Collection[int] | None = None,
    state: ExclusionState | None = None, after: str = "", size: int = SIZE,
) -> Page[ExclusionView]:  # fmt: skip
    """The requests of these sites or units (None: of all), the newest first."""
    query = AssessmentExclusion.select().join(AssessmentPeriod)
    if sites is not None:
        query = query.where(AssessmentPeriod.site.in_(list(sites)))
    if units is not None:
        query = query.where(AssessmentExclusion.unit.in_(list(units)))
    if state is not None:
        query = query.where(AssessmentExclusion.state == state.value)
    if after.isascii() and after.isdigit() and len(after) < 18:
        query = query.where(AssessmentExclusion.id < int(after))
    rows = list(query.order_by(AssessmentExclusion.id.desc()).limit(size + 1))
    return Page(tuple(_exclusion(row, now) for row in rows[:size]), str(rows[size - 1].id) if len(rows) > size else "")


def exclusion(exclusion_id: int, now: dt.datetime) -> ExclusionView | None:
    row = AssessmentExclusion.get_or_none(AssessmentExclusion.id == exclusion_id)
    return None if row is None else _exclusion(row, now)


def waiting(sites: Collection[int] | None, now: dt.datetime) -> tuple[int, int]:
    """How many requests wait for a decision, and how many of these are late."""
    query = AssessmentExclusion.select(AssessmentExclusion.due_at).where(
        AssessmentExclusion.state == ExclusionState.ASKED.value
    )
    if sites is not None:
        query = query.join(AssessmentPeriod).where(AssessmentPeriod.site.in_(list(sites)))
    due = [row.due_at for row in list(query)]
    return len(due), sum(one is not None and one < now for one in due)


def _point(row: Any, asked: ExclusionState | None) -> PointView:
    ticket = row.ticket
    shown = ticket is not None and not ticket.confidential
    by = row.person.name if row.person is not None else ""
    if row.kind == PointKind.EXCLUDED.value:
        by = by or str(row.facts.get("by", ""))
    return PointView(row.id, point_of(row), row.unit.name, ticket.number if shown else "", by, asked)


def _exclusion(row: Any, now: dt.datetime) -> ExclusionView:
    state = ExclusionState(row.state)
    file = Attachment.get_or_none(Attachment.id == row.file_id) if row.file_id else None
    return ExclusionView(
        id=row.id, period=row.period_id, site=row.period.site_id, unit=row.unit_id, unit_name=row.unit.name,
        event=PointEvent(row.key.partition(":")[0]), points=row.points,
        number="" if row.ticket.confidential else row.ticket.number, ground=ground(row.ground), text=row.text,
        file=row.file_id, file_name=file.name if file is not None else "", asked_by=row.asked_by.name,
        asked_at=row.asked_at, due_at=row.due_at,
        late=state is ExclusionState.ASKED and row.due_at is not None and row.due_at < now, state=state,
        decided_by=_name(row.decided_by), decided_at=row.decided_at, answer=row.answer,
        overturned_by=_name(row.overturned_by), overturned_at=row.overturned_at, overturned_why=row.overturned_why,
    )  # fmt: skip


def _name(person: Person | None) -> str:
    return "" if person is None else str(person.name)
