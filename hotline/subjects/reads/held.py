"""What the house holds of one person, by kind. Confidential complaints are left out, with all that hangs on them."""

from dataclasses import dataclass, field
from typing import Any

from hotline.callers.rows import CallBack, Contact
from hotline.calls.rows import Call, CallLeg, Nuisance, Recording
from hotline.messages.rows import Notice
from hotline.people.rows import Draft
from hotline.subjects.rules.covering import Subject, covered_value
from hotline.tickets.rows import Appointment, Attachment, FollowUp, Paper, Ticket
from hotline.values.identity import identity_key
from hotline.values.telephone import canonical
from hotline.words import HeldKind

AT_ONCE = 500
K = HeldKind


@dataclass(frozen=True, slots=True)
class Held:
    """The person's rows by kind, and the names under which he stands in them."""

    rows: dict[HeldKind, list[Any]] = field(default_factory=dict)
    names: frozenset[str] = frozenset()

    @property
    def counts(self) -> dict[HeldKind, int]:
        return {kind: len(rows) for kind, rows in self.rows.items() if rows}

    @property
    def calls(self) -> set[str]:
        return {row.id for row in self.rows.get(K.CALLS, [])}


def held(who: Subject, secret: str) -> Held:
    """All his rows. `secret`: the key of identity numbers. With a name and a number, only if the name goes with it."""
    calls = _of_number(Call, Call.number, who)
    tickets = _tickets(who, secret)
    parties = [row for row in _with_parties(who) if row.id not in {one.id for one in tickets}]
    mine = {
        K.CALLS: calls,
        K.RECORDINGS: _in(Recording, Recording.call, [row.id for row in calls]),
        K.LEGS: [row for row in _of_text(CallLeg, CallLeg.dialled, who) if canonical(row.dialled) == who.number],
        K.TICKETS: tickets,
        K.PARTIES: parties,
        K.CONTACTS: _of_number(Contact, Contact.caller_number, who),
        K.CALL_BACKS: _of_number(CallBack, CallBack.number, who),
        K.MESSAGES: _of_number(Notice, Notice.number, who),
        K.NUISANCE: _of_number(Nuisance, Nuisance.number, who),
        K.FOLLOW_UPS: _in(FollowUp, FollowUp.ticket, [row.id for row in tickets]),
        K.APPOINTMENTS: _in(Appointment, Appointment.ticket, [row.id for row in tickets]),
        K.FILES: _in(Attachment, Attachment.ticket, [row.id for row in tickets]),
        K.PAPERS: _in(Paper, Paper.ticket, [row.id for row in (*tickets, *parties)]),
        K.DRAFTS: _drafts(who),
    }
    names = _names(mine, who)
    if who.name and who.number and not who.identity and who.name not in names:
        return Held()
    return Held(mine, names | ({who.name} if who.name else set()))


def _of_number(table: Any, column: Any, who: Subject) -> list[Any]:
    return list(table.select().where(column == who.number).order_by(table._meta.primary_key)) if who.number else []


def _of_text(table: Any, column: Any, who: Subject) -> list[Any]:
    """Rows whose text ends with the number's last digits; read once more by who asks."""
    return list(table.select().where(column.contains(who.number[-4:]))) if who.number else []


def _in(table: Any, column: Any, keys: list[Any]) -> list[Any]:
    found: list[Any] = []
    for begin in range(0, len(keys), AT_ONCE):
        found += list(table.select().where(column.in_(keys[begin : begin + AT_ONCE])).order_by(table.id))
    return found


def _tickets(who: Subject, secret: str) -> list[Any]:
    found = {row.id: row for row in _of_number(Ticket, Ticket.caller_number, who)}
    if who.identity:
        hashed = identity_key(secret, who.identity)
        found |= {row.id: row for row in list(Ticket.select().where(Ticket.identity_hash == hashed))}
    return [row for _key, row in sorted(found.items()) if not row.confidential]


def _with_parties(who: Subject) -> list[Any]:
    if not who.number:
        return []
    open_ones = Ticket.select().where(Ticket.confidential == False, Ticket.parties != "[]")  # noqa: E712
    return [row for row in open_ones.iterator() if _party(row, who)]


def _party(row: Any, who: Subject) -> list[str]:
    """The names under which the person is a party of a ticket."""
    return [
        str(one.get("name", ""))
        for one in row.parties
        if isinstance(one, dict) and canonical(str(one.get("number", ""))) == who.number
    ]


def _drafts(who: Subject) -> list[Any]:
    return [row for row in list(Draft.select()) if covered_value(row.fields, who, ()) != row.fields]


def _names(mine: dict[HeldKind, list[Any]], who: Subject) -> frozenset[str]:
    found = {row.name for row in mine[K.CALLS]} | {row.name for row in mine[K.CALL_BACKS]}
    found |= {row.caller_name for row in (*mine[K.TICKETS], *mine[K.CONTACTS])}
    for row in (*mine[K.PARTIES], *mine[K.TICKETS]) if who.number else ():
        found |= set(_party(row, who))
    return frozenset(name.strip() for name in found if name.strip())
