"""One ticket as others point to it: by its number, of a call, of a caller."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from hotline.records.rows import Person, Site, Ticket
from hotline.words import TicketKind, TicketState

from . import scope as scopes
from .scope import Scope


@dataclass(frozen=True, slots=True)
class TicketView:
    id: int
    number: str
    kind: TicketKind
    state: TicketState
    subject: str
    text: str
    caller_number: str
    caller_name: str
    call: str
    opened_by: str
    site: str
    opened_at: dt.datetime


def one(number: str, scope: Scope) -> TicketView | None:
    row = scopes.tickets(_all().where(Ticket.number == number), scope).first()
    return None if row is None else _view(row)


def of_call(call: str) -> list[TicketView]:
    return [_view(row) for row in scopes.tickets(_all().where(Ticket.call == call), Scope()).order_by(Ticket.id)]


def by_number(number: str, *, most: int = 10) -> list[TicketView]:
    """The last tickets of a caller's number."""
    query = scopes.tickets(_all().where(Ticket.caller_number == number), Scope())
    return [_view(row) for row in query.order_by(Ticket.opened_at.desc()).limit(most)]


def _all() -> Any:
    query = Ticket.select(Ticket, Person, Site).join(Person, on=(Ticket.opened_by == Person.id))
    return query.switch(Ticket).join(Site, on=(Ticket.site == Site.id))


def _view(row: Any) -> TicketView:
    return TicketView(
        id=row.id,
        number=row.number,
        kind=TicketKind(row.kind),
        state=TicketState(row.state),
        subject=row.subject,
        text=row.text,
        caller_number=row.caller_number,
        caller_name=row.caller_name,
        call=row.call or "",
        opened_by=row.opened_by.name,
        site=row.site.name,
        opened_at=row.opened_at,
    )
