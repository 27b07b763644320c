"""One ticket with all that belongs to it: history, clocks, shares, requests, visits, relatives."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hotline.records.rows import (
    Entry,
    Person,
    Supervision,
    Ticket,
    TicketClock,
    TicketPause,
    TicketRequest,
    TicketShare,
    TicketStep,
    Unit,
    Visit,
    VisitTry,
)
from hotline.words import ClockKind, TicketEvent, TicketState

from . import scope as scopes
from .calendars import calendar_of
from .listed import names
from .scope import Scope


@dataclass(frozen=True, slots=True)
class StepView:
    number: int
    at: dt.datetime
    event: TicketEvent
    old: TicketState | None
    new: TicketState
    who: str
    unit: str
    text: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ClockView:
    """`in_time`: None while it runs and is not over."""

    id: int
    kind: ClockKind
    unit: str
    begun_at: dt.datetime
    half_days: int
    extended: int
    due_at: dt.datetime | None
    provisional: bool
    stopped_at: dt.datetime | None

    @property
    def in_time(self) -> bool | None:
        if self.stopped_at is None or self.due_at is None:
            return None
        return self.stopped_at <= self.due_at


@dataclass(frozen=True, slots=True)
class Whole:
    """A ticket's row, the names that stand beside it, and what belongs to it. `row` is a Ticket, only to be read."""

    row: Any
    opened_by: str
    site: str
    unit: str
    holder: str
    handler: str
    topic: str
    place: str
    steps: tuple[StepView, ...]
    clocks: tuple[ClockView, ...]
    shares: tuple[Any, ...]
    requests: tuple[Any, ...]
    supervisions: tuple[Any, ...]
    visits: tuple[Any, ...]
    tries: tuple[Any, ...]
    parent: str
    children: tuple[tuple[str, str], ...]


def whole(number: str, scope: Scope | None, *, language: str = "zh") -> Whole | None:
    """All of it for who may read it. Scope None: the discipline inspection's, for a confidential one alone."""
    query = Ticket.select().where(Ticket.number == number)
    query = query.where(Ticket.confidential == True) if scope is None else scopes.tickets(query, scope)  # noqa: E712
    row = query.first()
    return None if row is None else _whole(row, language)


def of_clock(clock: int, number: str) -> tuple[Any, Any, list[Any]] | None:
    """A clock of a ticket, its site's calendar and its pauses: what "why then" is explained from."""
    row = (
        TicketClock.select(TicketClock, Ticket)
        .join(Ticket)
        .where(TicketClock.id == clock, Ticket.number == number)
        .first()
    )
    if row is None:
        return None
    pauses = list(TicketPause.select().where(TicketPause.ticket == row.ticket_id).order_by(TicketPause.id))
    return row, calendar_of(row.ticket.site_id), pauses


def _whole(row: Any, language: str) -> Whole:
    steps = list(TicketStep.select().where(TicketStep.ticket == row.id).order_by(TicketStep.number))
    clocks = list(TicketClock.select().where(TicketClock.ticket == row.id).order_by(TicketClock.id))
    shares = list(TicketShare.select().where(TicketShare.ticket == row.id).order_by(TicketShare.id))
    requests = list(TicketRequest.select().where(TicketRequest.ticket == row.id).order_by(TicketRequest.id))
    supervised = list(Supervision.select().where(Supervision.ticket == row.id).order_by(Supervision.id))
    visits = list(Visit.select().where(Visit.ticket == row.id).order_by(Visit.id))
    tries = list(VisitTry.select().where(VisitTry.visit.in_([one.id for one in visits])).order_by(VisitTry.id))
    units = names(Unit, {row.unit_id, row.holder_id, *(one.unit_id for one in (*steps, *clocks, *shares, *requests))})
    people = names(Person, {row.handler_id, row.opened_by_id, *(step.person_id for step in steps)})
    parent = Ticket.get_or_none(Ticket.id == row.parent) if row.parent is not None else None
    children = Ticket.select(Ticket.number, Ticket.subject).where(
        Ticket.parent == row.id, Ticket.confidential == False  # noqa: E712
    )  # fmt: skip
    return Whole(
        row=row, opened_by=people.get(row.opened_by_id, ""), site=row.site.name, unit=units.get(row.unit_id, ""),
        holder=units.get(row.holder_id, ""), handler=people.get(row.handler_id, ""),
        topic=_entry(row.topic_id, language), place=_entry(row.place_id, language),
        steps=tuple(_step(step, units, people) for step in steps),
        clocks=tuple(_clock(clock, units) for clock in clocks),
        shares=tuple(shares), requests=tuple(requests), supervisions=tuple(supervised), visits=tuple(visits),
        tries=tuple(tries), parent=parent.number if parent is not None else "",
        children=tuple((child.number, child.subject) for child in list(children.order_by(Ticket.id).limit(200))),
    )  # fmt: skip


def _step(row: Any, units: Mapping[int, str], people: Mapping[int, str]) -> StepView:
    return StepView(
        number=row.number, at=row.at, event=TicketEvent(row.event), old=TicketState(row.old) if row.old else None,
        new=TicketState(row.new), who=people.get(row.person_id, row.by), unit=units.get(row.unit_id, ""),
        text=row.text, data=row.data,
    )  # fmt: skip


def _clock(row: Any, units: Mapping[int, str]) -> ClockView:
    return ClockView(
        row.id, ClockKind(row.kind), units.get(row.unit_id, ""), row.begun_at, row.half_days, row.extended, row.due_at,
        row.provisional, row.stopped_at,
    )  # fmt: skip


def _entry(entry: int | None, language: str) -> str:
    row = Entry.get_or_none(Entry.id == entry) if entry is not None else None
    if row is None:
        return ""
    return str(row.zh if language.startswith("zh") else row.en or row.zh)
