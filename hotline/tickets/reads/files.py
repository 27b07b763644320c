"""Files of tickets and forms, for lists on pages."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from hotline.calls.reads.encryption import EncryptionCounts, counted
from hotline.people.rows import Person
from hotline.tickets.rows import Attachment, Member, Ticket, Unit
from hotline.tickets.rules import attachments as rules
from hotline.words import UnitKind

READY = Attachment.size >= 0  # each is complete when its row is written


def encryption(newest: str) -> EncryptionCounts:
    """How the attachments lie on the disk. `newest`: the id of the key that encrypts."""
    return counted(Attachment, READY, newest)


@dataclass(frozen=True, slots=True)
class FileView:
    """`ticket`: its number, "" before it is opened; `site` and `confidential` are the ticket's."""

    id: int
    name: str
    type: str
    size: int
    sha256: str
    path: str
    person: int | None
    who: str
    at: dt.datetime
    with_form: bool
    ticket: str = ""
    site: int | None = None
    confidential: bool = False
    hides_name: bool = False
    for_citizen: bool = False
    earlier: bool = False  # it was added before the present round began: the citizen is shown the newer answer's files
    of_unit: bool = False  # somebody of a handling unit added it

    @property
    def picture(self) -> bool:
        return self.inline and self.type.startswith("image/")

    @property
    def inline(self) -> bool:
        """Whether a browser may show it in its window."""
        kind = rules.kind_of(self.name)
        return kind is not None and kind.inline and kind.type == self.type


@dataclass(frozen=True, slots=True)
class Files:
    """`held_back`: how many files a unit does not get, because they may name the citizen."""

    rows: tuple[FileView, ...]
    held_back: int = 0


def of_ticket(ticket: int, *, hides_name: bool, for_unit: bool) -> Files:
    found = [_view(row) for row in list(_all().where(Attachment.ticket == ticket))]
    theirs = _of_units({row.person for row in found if row.person is not None and not row.with_form})
    rows = [replace(row, of_unit=not row.with_form and row.person in theirs) for row in found]
    open_ = tuple(
        row for row in rows
        if not rules.held_back(hides_name=hides_name, for_unit=for_unit, with_form=row.with_form)
    )  # fmt: skip
    return Files(open_, len(rows) - len(open_))


def _of_units(people: set[int]) -> set[int]:
    """Those of these people who belong to a handling unit."""
    if not people:
        return set()
    rows = (
        Member.select(Member.person)
        .join(Unit)
        .where(Member.person.in_(sorted(people)), Unit.kind != UnitKind.HOTLINE.value)
    )
    return {row.person_id for row in list(rows)}


def of_form(token: str, person: int) -> tuple[FileView, ...]:
    """The files that a person has added to a form that was not sent yet."""
    if not token:
        return ()
    query = _all().where(Attachment.token == token, Attachment.person == person, Attachment.ticket.is_null())
    return tuple(_view(row) for row in list(query))


def one(file: int) -> FileView | None:
    row = _all().where(Attachment.id == file).first()
    return None if row is None else _view(row)


def _all() -> Any:
    query = Attachment.select(Attachment, Person, Ticket).left_outer_join(Person).switch(Attachment)
    return query.left_outer_join(Ticket).order_by(Attachment.id)


def _view(row: Any) -> FileView:
    ticket = row.ticket
    return FileView(
        id=row.id, name=row.name, type=row.type, size=row.size, sha256=row.sha256, path=row.path,
        person=row.person_id, who=row.person.name if row.person is not None else "", at=row.at,
        with_form=bool(row.token), for_citizen=row.for_citizen,
        earlier=ticket is not None and ticket.again_at is not None and row.at < ticket.again_at,
        ticket=ticket.number if ticket is not None else "",
        site=ticket.site_id if ticket is not None else None,
        confidential=ticket is not None and ticket.confidential,
        hides_name=ticket is not None and ticket.hides_name,
    )  # fmt: skip
