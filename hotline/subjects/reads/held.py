"""What the house holds of one person, by kind. Confidential complaints are left out, with all that hangs on them."""

from dataclasses import dataclass, field, replace
from typing import Any

from hotline.callers.rows import CallBack, Contact
from hotline.calls.rows import Call, CallLeg, Nuisance, Recording
from hotline.messages.rows import Notice
from hotline.people.rows import Draft
from hotline.subjects.rules.covering import Subject, covered_value
from hotline.tickets.rows import Appointment, Attachment, FollowUp, Paper, Ticket
from hotline.values.identity import identity_key
from hotline.values.names import name_key
from hotline.values.telephone import canonical
from hotline.words import HeldKind

AT_ONCE = 500
K = HeldKind


@dataclass(frozen=True, slots=True)
class Held:
    """The person's rows by kind, and the names under which he stands in them. `strange`: the name that was asked for is
    not the number's, so nothing is told."""

    rows: dict[HeldKind, list[Any]] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    strange: bool = False

    def looked_for(self, who: Subject) -> frozenset[str]:
        """The names to look for where no number of his stands: the one that was asked for, or all that he has."""
        return frozenset({who.name}) if who.name and not self.strange else self.names

    @property
    def counts(self) -> dict[HeldKind, int]:
        return {kind: len(rows) for kind, rows in self.rows.items() if rows}

    @property
    def calls(self) -> set[str]:
        return {row.id for row in self.rows.get(K.CALLS, [])}


def held(who: Subject, secret: str) -> Held:
    """All his rows, for who looks. `secret`: the key of identity numbers. With a name and a number, only if the name
    goes with it."""
    found = held_by(replace(who, name=""), secret)
    known = {name_key(name) for name in found.names}
    if who.name and who.number and not who.identity and found.counts and name_key(who.name) not in known:
        return Held(strange=True)
    return Held(found.rows, found.names | _asked(who))


def held_by(who: Subject, secret: str) -> Held:
    """All his rows, whatever name was asked for."""
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
    return Held(mine, _names(mine, who) | _asked(who))


def is_his(row: Any, own: set[tuple[str, Any]], mine: Held) -> bool:
    """Whether a row is his own (`own`: by table and id) or hangs on one of his: there his names are covered in texts
    too."""
    said, name = row.__data__, row._meta.table_name
    if (name, row.get_id()) in own or said.get("call") in mine.calls:
        return True
    return any((of, said.get(of)) in own for of in ("ticket", "call_back", "follow_up") if said.get(of))


def _asked(who: Subject) -> set[str]:
    return {who.name} if who.name else set()


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
