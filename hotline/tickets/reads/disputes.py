"""Lists of disputes: suspected (to be confirmed), confirmed or dismissed, newest first; and the counts."""

import datetime as dt
from dataclasses import dataclass

from hotline.people.reads.scope import Scope
from hotline.people.rows import Person
from hotline.store.paging import SIZE, Page, cut, mark, total, unmark_id
from hotline.tickets.rows import Dispute
from hotline.tickets.rules.disputes import marked
from hotline.words import DisputeLevel, DisputeState

from . import scope as scopes
from .scope import NAMED_T as T


@dataclass(frozen=True, slots=True)
class DisputeView:
    """`pieces`: the text near the hits as (piece, is it a hit)."""

    id: int
    number: str
    subject: str
    state: DisputeState
    rule: str
    level: str
    people: int
    text: str
    at: dt.datetime
    who: str
    pieces: tuple[tuple[str, bool], ...]


def page(scope: Scope, state: DisputeState, *, level: str = "", after: str = "", size: int = SIZE) -> Page[DisputeView]:
    """A page of disputes in a state, newest first."""
    query = scopes.narrowed(Dispute.select(Dispute, T).join(T), scope).where(Dispute.state == state.value)
    if level:
        query = query.where(Dispute.level == level)
    counted, begin = total(query), unmark_id(after)
    if begin is not None:
        at, key = begin
        query = query.where((Dispute.at < at) | ((Dispute.at == at) & (Dispute.id < key)))
    rows = list(query.order_by(Dispute.at.desc(), Dispute.id.desc()).limit(size + 1))
    people = {row.id: row.name for row in list(Person.select().where(Person.id.in_([r.person_id for r in rows])))}
    return cut([_view(row, people) for row in rows], lambda n: mark(rows[n].at, rows[n].id), size, total=counted)


def waiting(scope: Scope) -> tuple[int, int]:
    """How many wait to be confirmed, and how many of those are grave."""
    query = scopes.narrowed(Dispute.select().join(T), scope).where(Dispute.state == DisputeState.FOUND.value)
    return query.count(), query.where(Dispute.level == DisputeLevel.HIGH.value).count()


def _view(row: Dispute, people: dict[int, str]) -> DisputeView:
    whole = f"{row.ticket.subject}\n{row.ticket.text}"
    words = [(str(word), int(at)) for word, at in row.hits]
    return DisputeView(
        row.id, row.ticket.number, row.ticket.subject, DisputeState(row.state), row.rule, row.level, row.people,
        row.text, row.at, people.get(row.person_id, ""), marked(whole, words) if words else (),
    )  # fmt: skip
