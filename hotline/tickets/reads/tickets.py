"""Find tickets by number, by call or by caller."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hotline.people.reads.scope import Scope
from hotline.people.rows import Person, Site
from hotline.tickets.rows import Ticket
from hotline.words import TicketKind, TicketState

from . import scope as scopes
from .scope import NAMED_T as T


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
    code: str


def one(number: str, scope: Scope) -> TicketView | None:
    row = scopes.narrowed(_all().where(T.number == number), scope).first()
    return None if row is None else _view(row)


def is_open(token: str) -> bool:
    """Whether the form with this token was sent, so that its ticket exists."""
    return Ticket.select(Ticket.id).where(Ticket.token == token).exists()


def of_call(call: str) -> list[TicketView]:
    return [_view(row) for row in scopes.narrowed(_all().where(T.call == call), Scope()).order_by(T.id)]


def of_calls(calls: Iterable[str], scope: Scope) -> dict[str, tuple[str, ...]]:
    """The numbers of the tickets that the reader may see, by the call that brought them."""
    query = scopes.narrowed(T.select(T.number, T.call).where(T.call.in_(list(calls))), scope)
    found: dict[str, tuple[str, ...]] = {}
    for row in query.order_by(T.id):
        found[row.call] = (*found.get(row.call, ()), row.number)
    return found


def _all() -> Any:
    query = T.select(T, Person, Site).join(Person, on=(T.opened_by == Person.id))
    return query.switch(T).join(Site, on=(T.site == Site.id))


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
        code=row.code or "",
    )
