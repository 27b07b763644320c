"""Visits: which ticket one belongs to, for who may see it; and what a citizen's link opens."""

from dataclasses import dataclass

from hotline.records.rows import Ticket, Unit, Visit

from . import scope as scopes
from .scope import Scope


@dataclass(frozen=True, slots=True)
class Asked:
    """A visit as the citizen's page asks it: nothing of who brought it."""

    number: str
    subject: str
    unit: str
    reply: str
    open: bool


def ticket_of(visit: int, scope: Scope) -> str | None:
    row = scopes.tickets(Visit.select(Visit, Ticket).join(Ticket).where(Visit.id == visit), scope).first()
    return None if row is None else str(row.ticket.number)


def by_word(word: str) -> Asked | None:
    """What the link of a message opens; None for no link of ours."""
    row = Visit.select(Visit, Ticket).join(Ticket).where(Visit.word == word, Ticket.confidential == False).first()  # noqa: E712
    if row is None:
        return None
    ticket = row.ticket
    unit = Unit.get_or_none(Unit.id == ticket.unit_id)
    return Asked(ticket.number, ticket.subject, unit.name if unit else "", ticket.reply, row.state == "open")
