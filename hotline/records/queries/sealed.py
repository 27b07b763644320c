"""Confidential complaints (K8): read by the discipline inspection alone, and every look is written down."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from hotline.records.rows import Person, Ticket, TicketLook
from hotline.rules.permissions import Act, may
from hotline.words import Role, TicketKind, TicketState

from .page import SIZE, Page, cut, mark, unmark_id


@dataclass(frozen=True, slots=True)
class SealedLine:
    number: str
    kind: TicketKind
    state: TicketState
    subject: str
    opened_at: dt.datetime
    burns_at: dt.datetime | None
    yellow_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Look:
    at: dt.datetime
    who: str
    what: str
    address: str


def allowed(roles: Collection[Role]) -> bool:
    return may(roles, Act.READ_CONFIDENTIAL)


def page(roles: Collection[Role], site: int | None, *, after: str = "", size: int = SIZE) -> Page[SealedLine]:
    """The newest of a site (None: of all); nothing for anybody else."""
    if not allowed(roles):
        return Page(())
    query = Ticket.select().where(Ticket.confidential == True)  # noqa: E712
    if site is not None:
        query = query.where(Ticket.site == site)
    begin = unmark_id(after)
    if begin is not None:
        at, key = begin
        query = query.where((Ticket.opened_at < at) | ((Ticket.opened_at == at) & (Ticket.id < key)))
    rows = list(query.order_by(Ticket.opened_at.desc(), Ticket.id.desc()).limit(size + 1))
    lines = [
        SealedLine(
            row.number, TicketKind(row.kind), TicketState(row.state), row.subject, row.opened_at, row.burns_at,
            row.yellow_at,
        )
        for row in rows
    ]  # fmt: skip
    return cut(lines, lambda n: mark(rows[n].opened_at, rows[n].id), size)


def is_sealed(number: str) -> bool:
    """Whether this number is of a confidential complaint. For deciding which door leads there; shown to nobody."""
    return bool(Ticket.select().where(Ticket.number == number, Ticket.confidential == True).exists())  # noqa: E712


def brought(call: str) -> bool:
    """Whether a confidential complaint came in by this call. For closing its recordings; shown to nobody."""
    return bool(Ticket.select().where(Ticket.call == call, Ticket.confidential == True).exists())  # noqa: E712


def looks(number: str) -> list[Look]:
    """Who has looked at it, the last first."""
    query = (
        TicketLook.select(TicketLook, Person)
        .join(Person, on=(TicketLook.person == Person.id))
        .switch(TicketLook)
        .join(Ticket)
        .where(Ticket.number == number)
        .order_by(TicketLook.id.desc())
        .limit(200)
    )
    return [Look(row.at, row.person.name, row.what, row.address) for row in list(query)]
