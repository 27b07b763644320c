"""Confidential complaints (K8): only the discipline inspection reads them, and every look is recorded."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from hotline.people.rows import Audit, Person
from hotline.people.rules.permissions import Permission, may
from hotline.store.conditions import equal, flag, past
from hotline.store.paging import SIZE, Page, cut, mark, unmark_id
from hotline.store.shaped import Shown
from hotline.tickets.rows import Ticket, TicketLook
from hotline.words import AuditAction, InspectorChange, Role, TicketKind, TicketState

_LISTED = Shown(
    Ticket,
    [Ticket.id, Ticket.number, Ticket.kind, Ticket.state, Ticket.subject, Ticket.opened_at, Ticket.burns_at,
     Ticket.yellow_at],
)  # fmt: skip


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
class AccessEntry:
    at: dt.datetime
    who: str
    what: str
    client_ip: str


@dataclass(frozen=True, slots=True)
class InspectorChanged:
    """A change of somebody's right to read confidential complaints, and who made it."""

    at: dt.datetime
    name: str
    what: InspectorChange
    by: str


def allowed(roles: Collection[Role]) -> bool:
    return may(roles, Permission.READ_CONFIDENTIAL)


def page(roles: Collection[Role], site: int | None, *, after: str = "", size: int = SIZE) -> Page[SealedLine]:
    """A page of a site's complaints (None: of all sites), newest first; empty for anybody without the permission."""
    if not allowed(roles):
        return Page(())
    wanted = [flag("t.confidential", True)]
    if site is not None:
        wanted.append(equal("+t.site_id", site))  # `+`: do not use the site's index; confidential tickets are few
    begin = unmark_id(after)
    if begin is not None:
        wanted += past("t.opened_at", "t.id", "<", *begin)
    rows = _LISTED.rows(wanted, "t.opened_at DESC, t.id DESC", size + 1)
    lines = [
        SealedLine(
            row.number, TicketKind(row.kind), TicketState(row.state), row.subject, row.opened_at, row.burns_at,
            row.yellow_at,
        )
        for row in rows
    ]  # fmt: skip
    return cut(lines, lambda n: mark(rows[n].opened_at, rows[n].id), size)


def is_sealed(number: str) -> bool:
    """Whether this number belongs to a confidential complaint. Used to choose the right page; never shown."""
    return bool(Ticket.select().where(Ticket.number == number, Ticket.confidential == True).exists())  # noqa: E712


def brought(call: str) -> bool:
    """Whether a confidential complaint came in by this call. Used to withhold its recordings; never shown."""
    return bool(Ticket.select().where(Ticket.call == call, Ticket.confidential == True).exists())  # noqa: E712


def looks(number: str) -> list[AccessEntry]:
    """Who has looked at it, newest first."""
    query = (
        TicketLook.select(TicketLook, Person)
        .join(Person, on=(TicketLook.person == Person.id))
        .switch(TicketLook)
        .join(Ticket)
        .where(Ticket.number == number)
        .order_by(TicketLook.id.desc())
        .limit(200)
    )
    return [AccessEntry(row.at, row.person.name, row.what, row.client_ip) for row in list(query)]


def changes(roles: Collection[Role], *, most: int = 20) -> list[InspectorChanged]:
    """Who got or lost the right to read these, newest first; empty for anybody without the permission."""
    if not allowed(roles):
        return []
    noted = Audit.select().where(Audit.act == AuditAction.EDIT_INSPECTORS.value).order_by(Audit.id.desc()).limit(most)
    rows = [(row, int(row.object.removeprefix("person:"))) for row in list(noted)]
    known = Person.id.in_([person for _, person in rows]) | Person.login.in_([row.who for row, _ in rows])
    people = list(Person.select().where(known))
    names, logins = {one.id: one.name for one in people}, {one.login: one.name for one in people}
    return [
        InspectorChanged(row.at, names[person], InspectorChange(row.data["what"]), logins.get(row.who, row.who))
        for row, person in rows
    ]
