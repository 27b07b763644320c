"""Reads of the public page: only from the views that its restricted role may read (`citizens.views`)."""

import datetime as dt
from dataclasses import dataclass, replace

from hotline.citizens.rows import PublicAnswer
from hotline.citizens.rules.rating import OVER, THANKS_ON, RatingState, standing
from hotline.citizens.views import PublicFile, PublicFollowUp, PublicPerson, PublicReport, PublicTicket
from hotline.values.privacy import hide
from hotline.words import FollowUpState, TicketKind, TicketState

MOST = 20
QUARTERS = 8


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file of the answer; `size` in bytes, `path` below the folder of files."""

    id: int
    name: str
    type: str
    size: int
    path: str


@dataclass(frozen=True, slots=True)
class Progress:
    """A ticket for its citizen; of a merged one, state, unit, days and answer are the parent's. `subject` only where
    several tickets of a person are shown. `said_at`: when he rated this round's answer on the page."""

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
    merged: bool
    again_at: dt.datetime | None
    said_at: dt.datetime | None
    standing: RatingState
    key: str
    files: tuple[AnswerFile, ...] = ()
    subject: str = ""


@dataclass(frozen=True, slots=True)
class PublicQuarter:
    """A quarter's figures as they were published: each with `zh`, `en`, `value`, `formula_zh` and `formula_en`."""

    first: str
    last: str
    version: int
    published_at: dt.datetime | None
    figures: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class LinkedMatter:
    """The round that a message's link asks about. `said_at`: when it was answered, here or to a clerk. `later`: it has
    been handled again since; then `state` and `standing` tell what happened."""

    number: str
    kind: TicketKind
    unit: str
    opened_at: dt.datetime
    reply: str
    said_at: dt.datetime | None
    said: str
    later: bool
    state: TicketState
    again_at: dt.datetime | None
    standing: RatingState
    key: str
    files: tuple[AnswerFile, ...] = ()

    @property
    def open(self) -> bool:
        return self.standing.may_rate and not self.later


def secrets_of_code(code: str) -> tuple[str, ...]:
    """What opens a code: the last four signs of each of the reporter's numbers, or else the keyed hash of his name.
    Nothing more is read until one matches.

    Here and below all columns of a view are read: if only some are, SQLite asks its authorizer about the tables
    behind the view as if they were read directly."""
    row = PublicTicket.select().where(PublicTicket.code == code).first()
    return () if row is None else tuple(filter(None, (row.tail or row.name_key, *row.other_tails.split())))


def by_code(code: str) -> Progress | None:
    row = PublicTicket.select().where(PublicTicket.code == code).first()
    return None if row is None else _progress(row)


def by_number(number: str) -> Progress | None:
    row = PublicTicket.select().where(PublicTicket.number == number).first()
    return None if row is None else _progress(row)


def of_person(key: str) -> list[Progress]:
    """The newest tickets of an identity number with a name. Several show their subjects, without numbers in them."""
    subjects = {row.number: row.subject for row in list(PublicPerson.select().where(PublicPerson.key == key))}
    if not subjects:
        return []
    query = PublicTicket.select().where(PublicTicket.number.in_(list(subjects)))
    found = [_progress(row) for row in list(query.order_by(PublicTicket.opened_at.desc()).limit(MOST))]
    return found if len(found) == 1 else [replace(one, subject=hide(subjects[one.number])) for one in found]


def by_token(token: str) -> LinkedMatter | None:
    row = PublicFollowUp.select().where(PublicFollowUp.token == token).first()
    if row is None:
        return None
    key, state = f"ticket:{row.number}:{row.round}", TicketState(row.now_state)
    waits, later = _said(key), row.now_round != row.round
    said_at = waits or (row.done_at if row.state == FollowUpState.DONE else None)
    over = row.state != FollowUpState.OPEN and state is TicketState.FOLLOWING_UP
    rated = bool(row.rated) or (not later and (over or said_at is not None))
    stands = standing(state, rated=rated, waits=waits is not None and not later, again_event=row.again_event)
    reply = "" if later or not stands.may_rate else row.reply
    return LinkedMatter(
        row.number, TicketKind(row.kind), row.unit, row.opened_at, reply, said_at,
        OVER if said_at is None else THANKS_ON, later, state, row.again_at, stands, key,
        _files(row.number) if reply else (),
    )  # fmt: skip


def _progress(row: PublicTicket) -> Progress:
    key = f"ticket:{row.number}:{row.round}"
    if row.merged:
        key += f":{row.parent_round}"
    said_at, state = _said(key), TicketState(row.state)
    stands = standing(state, rated=bool(row.rated), waits=said_at is not None, again_event=row.again_event)
    return Progress(
        row.number, TicketKind(row.kind), state, row.name, row.unit, row.opened_at, row.accepted_at,
        row.dispatched_at, row.closed_at, row.due_at, bool(row.provisional), bool(row.paused), row.reply,
        bool(row.merged), row.again_at, said_at, stands, key, _files(row.number) if row.reply else (),
    )  # fmt: skip


def _files(number: str) -> tuple[AnswerFile, ...]:
    rows = list(PublicFile.select().where(PublicFile.number == number).order_by(PublicFile.id))
    return tuple(AnswerFile(row.id, row.name, row.type, row.size, row.path) for row in rows)


def _said(key: str) -> dt.datetime | None:
    found = PublicAnswer.select(PublicAnswer.at).where(PublicAnswer.key == key).first()
    return None if found is None else found.at


def quarters() -> tuple[PublicQuarter, ...]:
    """The figures of the last quarters, the newest first."""
    rows = PublicReport.select().order_by(PublicReport.first.desc()).limit(QUARTERS)
    return tuple(
        PublicQuarter(row.first, row.last, row.version, row.published_at, tuple(row.told)) for row in list(rows)
    )
