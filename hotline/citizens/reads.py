"""Reads of the public page: only from the views that its restricted role may read (`citizens.views`)."""

import datetime as dt
from dataclasses import dataclass

from hotline.citizens.rows import PublicAnswer
from hotline.citizens.views import PublicFollowUp, PublicPerson, PublicTicket
from hotline.words import FollowUpState, TicketKind, TicketState

MOST = 20


@dataclass(frozen=True, slots=True)
class Progress:
    """A ticket for its citizen. `said_at`: when he rated this round's answer on the page."""

    number: str
    kind: TicketKind
    state: TicketState
    name: str
    unit: str
    opened_at: dt.datetime
    accepted_at: dt.datetime | None
    dispatched_at: dt.datetime | None
    closed_at: dt.datetime | None
    due_at: dt.datetime | None
    provisional: bool
    paused: bool
    reply: str
    merged_into: str
    rated: bool
    said_at: dt.datetime | None
    key: str


@dataclass(frozen=True, slots=True)
class LinkedMatter:
    """The follow-up of a message's link. `said_at`: when it was answered, here or to a clerk."""

    number: str
    kind: TicketKind
    unit: str
    opened_at: dt.datetime
    reply: str
    open: bool
    said_at: dt.datetime | None
    key: str


def tail_of_code(code: str) -> str | None:
    """The last digits of the reporter's number for this code; nothing more is read until they match.

    Here and below all columns of a view are read: if only some are, SQLite asks its authorizer about the tables
    behind the view as if they were read directly."""
    row = PublicTicket.select().where(PublicTicket.code == code).first()
    return None if row is None else row.tail


def by_code(code: str) -> Progress | None:
    row = PublicTicket.select().where(PublicTicket.code == code).first()
    return None if row is None else _progress(row)


def by_number(number: str) -> Progress | None:
    row = PublicTicket.select().where(PublicTicket.number == number).first()
    return None if row is None else _progress(row)


def of_person(key: str) -> list[Progress]:
    """The newest tickets of an identity number with a name."""
    numbers = [row.number for row in list(PublicPerson.select().where(PublicPerson.key == key))]
    if not numbers:
        return []
    rows = PublicTicket.select().where(PublicTicket.number.in_(numbers)).order_by(PublicTicket.opened_at.desc())
    return [_progress(row) for row in list(rows.limit(MOST))]


def by_token(token: str) -> LinkedMatter | None:
    row = PublicFollowUp.select().where(PublicFollowUp.token == token).first()
    if row is None:
        return None
    key = f"visit:{token}"
    said_at = _said(key) or (row.done_at if row.state == FollowUpState.DONE else None)
    is_open = row.state == FollowUpState.OPEN and said_at is None
    return LinkedMatter(row.number, TicketKind(row.kind), row.unit, row.opened_at, row.reply, is_open, said_at, key)


def _progress(row: PublicTicket) -> Progress:
    key = f"ticket:{row.number}:{row.round}"
    return Progress(
        row.number, TicketKind(row.kind), TicketState(row.state), row.name, row.unit, row.opened_at, row.accepted_at,
        row.dispatched_at, row.closed_at, row.due_at, bool(row.provisional), bool(row.paused), row.reply,
        row.merged_into, bool(row.rated), _said(key), key,
    )  # fmt: skip


def _said(key: str) -> dt.datetime | None:
    found = PublicAnswer.select(PublicAnswer.at).where(PublicAnswer.key == key).first()
    return None if found is None else found.at
