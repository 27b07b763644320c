"""One ticket with everything that belongs to it: history, clocks, shares, requests, follow-ups, parent and children."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hotline.people.reads.scope import Scope
from hotline.store.conditions import among, equal, fetched, flag
from hotline.store.shaped import Shown
from hotline.tickets.rows import (
    Entry,
    FollowUp,
    FollowUpTry,
    Supervision,
    Ticket,
    TicketClock,
    TicketPause,
    TicketRequest,
    TicketShare,
    TicketStep,
)
from hotline.words import ClockKind, TicketEvent, TicketState
from hotline.workdays.reads.calendars import calendar_of

from . import scope as scopes
from .listed import NAMED, NAMES

_UNIT, _UNITS = {"unit_name": "u.name"}, "LEFT JOIN unit u ON u.id = t.unit_id"
_TICKET = Shown(
    Ticket, beside=NAMES | {"holder_name": "o.name", "opener": "p.name", "site_name": "s.name"},
    join=f"JOIN site s ON s.id = t.site_id JOIN person p ON p.id = t.opened_by_id {NAMED} "
    "LEFT JOIN unit o ON o.id = t.holder_id",
)  # fmt: skip
_STEPS = Shown(TicketStep, beside=_UNIT | {"who": "p.name"}, join=f"{_UNITS} LEFT JOIN person p ON p.id = t.person_id")
_CLOCKS = Shown(TicketClock, beside=_UNIT, join=_UNITS)
_PARTS = [Shown(kind) for kind in (TicketShare, TicketRequest, Supervision, FollowUp)]
_CHILDREN = Shown(
    Ticket,
    [Ticket.id, Ticket.number, Ticket.subject, Ticket.text, Ticket.opened_at, Ticket.opened_by, Ticket.hides_name,
     Ticket.caller_number, Ticket.caller_name, Ticket.former_names],
)  # fmt: skip
CHILDREN_MOST = 200
_TRIES, _ENTRIES = Shown(FollowUpTry), Shown(Entry)


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
    """`in_time`: None while the clock runs or has no due moment."""

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
    """A ticket's row, the names for its foreign keys, and the rows that belong to it. `row` has the columns of
    `Ticket`; shares, requests and so on have the columns of their tables."""

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
    follow_ups: tuple[Any, ...]
    tries: tuple[Any, ...]
    parent: str
    children: tuple["ChildView", ...]


@dataclass(frozen=True, slots=True)
class ChildView:
    """A ticket merged into this one: the citizen's words are read here. Who brought it is known so that his name and
    number can be covered in them."""

    id: int
    number: str
    subject: str
    text: str
    opened_at: dt.datetime
    opened_by_id: int
    hides_name: bool
    caller_number: str
    caller_name: str
    former_names: str


def code_of_ticket(number: str) -> str:
    """The citizen's query code, for the person who has just registered the ticket; "" for a confidential one, and where
    neither number nor name nor identity is known, beside which it could be given."""
    found = fetched(
        "SELECT code FROM ticket WHERE number = ? AND NOT confidential "
        "AND (caller_number <> '' OR caller_name <> '' OR identity_tail <> '')",
        (number,),
    )
    return str(found[0][0] or "") if found else ""


def parent_of(number: str) -> str:
    """The number of the ticket into which this one is merged; "" if it is not."""
    found = fetched(
        "SELECT p.number FROM ticket t JOIN ticket p ON p.id = t.parent WHERE t.number = ? AND t.state = 'merged' "
        "AND NOT t.confidential AND NOT p.confidential",
        (number,),
    )
    return str(found[0][0]) if found else ""


def whole(number: str, scope: Scope | None, *, language: str = "zh") -> Whole | None:
    """The whole ticket, if `scope` may read it. Scope None is the discipline inspection: only confidential ones."""
    found = row(number, scope)
    return _whole(found, language) if found is not None else None


def row(number: str, scope: Scope | None) -> Any | None:
    """The ticket's row alone, for the same readers."""
    seen = [flag("t.confidential", True)] if scope is None else scopes.seen(scope)
    return next(iter(_TICKET.rows([*seen, equal("t.number", number)])), None)


def of_clock(clock: int, number: str) -> tuple[Any, Any, list[Any]] | None:
    """A clock of a ticket, its site's calendar and its pauses: the data that explain its due moment."""
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
    own = equal("t.ticket_id", row.id)
    shares, requests, supervised, follow_ups = (tuple(part.rows([own])) for part in _PARTS)
    tries = _TRIES.rows([among("t.follow_up_id", [one.id for one in follow_ups])]) if follow_ups else []
    entries = _entries([one for one in (row.topic_id, row.place_id) if one is not None], language)
    parent = fetched("SELECT number FROM ticket WHERE id = ?", (row.parent,)) if row.parent is not None else []
    children = _CHILDREN.rows([equal("t.parent", row.id), flag("t.confidential", False)], most=CHILDREN_MOST)
    return Whole(
        row=row, opened_by=row.opener, site=row.site_name, unit=row.unit_name or "", holder=row.holder_name or "",
        handler=row.handler_name or "", topic=entries.get(row.topic_id, ""), place=entries.get(row.place_id, ""),
        steps=tuple(_step(step) for step in _STEPS.rows([own], "t.number")),
        clocks=tuple(_clock(clock) for clock in _CLOCKS.rows([own])), shares=shares, requests=requests,
        supervisions=supervised, follow_ups=follow_ups, tries=tuple(tries), parent=parent[0][0] if parent else "",
        children=tuple(
            ChildView(
                one.id, one.number, one.subject, one.text, one.opened_at, one.opened_by_id, one.hides_name,
                one.caller_number, one.caller_name, one.former_names,
            )
            for one in children
        ),
    )  # fmt: skip


def _step(row: Any) -> StepView:
    return StepView(
        number=row.number, at=row.at, event=TicketEvent(row.event), old=TicketState(row.old) if row.old else None,
        new=TicketState(row.new), who=row.who or row.by, unit=row.unit_name or "", text=row.text, data=row.data,
    )  # fmt: skip


def _clock(row: Any) -> ClockView:
    return ClockView(
        row.id, ClockKind(row.kind), row.unit_name or "", row.begun_at, row.half_days, row.extended, row.due_at,
        row.provisional, row.stopped_at,
    )  # fmt: skip


def _entries(wanted: list[int], language: str) -> dict[int, str]:
    found = _ENTRIES.rows([among("t.id", wanted)]) if wanted else []
    return {row.id: row.zh if language.startswith("zh") else row.en or row.zh for row in found}
