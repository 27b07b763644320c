"""Texts in which a person's name stands without a number of his: whether it is he, a person says."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from hotline.people.rows import Draft, Person
from hotline.subjects.reads.held import Held, is_his
from hotline.subjects.reads.places import (
    OF_A_CALL,
    is_sealed,
    may_hold,
    name_patterns,
    place,
    tables,
    text_columns,
    ticket_of,
)
from hotline.subjects.rules.covering import Subject, is_name
from hotline.subjects.rules.naming import passages
from hotline.tickets.rows import Ticket
from hotline.words import HeldKind

MOST = 200  # rows that are listed at once; the others come when these are erased
PASSAGES_MOST = 3  # of a row
K = HeldKind
_KINDS = {
    "draft": K.DRAFTS, "ticket": K.TICKETS, "ticket_step": K.TICKETS, "notice": K.MESSAGES, "contact": K.CONTACTS,
    "call_back": K.CALL_BACKS, "nuisance": K.NUISANCE, "follow_up": K.FOLLOW_UPS, "appointment": K.APPOINTMENTS,
    "attachment": K.FILES, "call": K.CALLS,
}  # fmt: skip
_TIMES = ("saved_at", "opened_at", "at", "created_at", "asked_at", "since", "begun_at")


@dataclass(frozen=True, slots=True)
class NameAlone:
    """`place`: the row (`draft:12`); `whose`: the login of who typed a draft; `ticket`: the number of the ticket that
    it hangs on; `passages`: what stands around the name, with numbers masked."""

    place: str
    kind: HeldKind
    whose: str
    ticket: str
    at: dt.datetime | None
    passages: tuple[str, ...]


def named(who: Subject, mine: Held) -> list[NameAlone]:
    """The rows that hold his name (any of his names if none was asked for) and are not his by a number: drafts first,
    then by table and id. One more than `MOST` if there are more."""
    names = mine.looked_for(who)
    wanted = name_patterns(names)
    found: list[NameAlone] = []
    if not wanted:
        return found
    own = {(row._meta.table_name, row.get_id()) for rows in mine.rows.values() for row in rows}
    for table in sorted(tables(), key=lambda one: (one is not Draft, str(one._meta.table_name))):
        columns = text_columns(table)
        if table._meta.table_name in OF_A_CALL or not columns:
            continue
        for row in table.select().where(may_hold(columns, wanted)).order_by(table._meta.primary_key).iterator():
            if not is_his(row, own, mine) and (one := _one(row, columns, names)) is not None:
                found.append(one)
            if len(found) > MOST:
                return found
    return found


def _one(row: Any, columns: list[Any], names: frozenset[str]) -> NameAlone | None:
    said = [passage for one in columns for passage in passages(_free(getattr(row, one.name), names), names)]
    ticket = ticket_of(row)
    if not said or (ticket is not None and is_sealed(ticket)):
        return None
    whose = Person.get_by_id(row.__data__["person"]).login if isinstance(row, Draft) else ""
    number = "" if ticket is None else str(getattr(Ticket.get_or_none(Ticket.id == ticket), "number", ""))
    at = next((row.__data__[name] for name in _TIMES if row.__data__.get(name) is not None), None)
    kind = _KINDS.get(row._meta.table_name, K.OTHERS)
    return NameAlone(place(row), kind, whose, number, at, tuple(said[:PASSAGES_MOST]))


def _free(value: Any, names: frozenset[str]) -> Any:
    """What may hold more than a name. A column that is somebody's name is he who has another number: not looked at."""
    return "" if isinstance(value, str) and is_name(value, names) else value
