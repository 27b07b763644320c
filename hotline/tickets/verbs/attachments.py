"""Files of a ticket (K1): added to its form (under the form's token) or to the ticket itself; never changed."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from hotline.people.reads.parameters import parameter
from hotline.people.rows import Audit, Person
from hotline.people.rules.audit_things import SEALED
from hotline.people.rules.permissions import Permission, may
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import announce, is_postgresql
from hotline.store.database import writing
from hotline.tickets.reads import sight
from hotline.tickets.rows import Attachment, Ticket
from hotline.tickets.rules import attachments as rules
from hotline.words import AuditAction

SHOWS = (Permission.HANDLE, Permission.REVIEW_UNIT, Permission.REVIEW)
FORM_DAYS = 30  # so long may a form that was not sent be resumed from its draft
FRESH_HOURS = 24  # younger files without a row stay: their row may still be written


class KeptFile(Protocol):
    """A file that a store has written; see `hotline.outside.file_store.Kept`."""

    @property
    def path(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def sha256(self) -> str: ...
    @property
    def head(self) -> bytes: ...
    @property
    def members(self) -> tuple[str, ...]: ...
    @property
    def wrong(self) -> str: ...
    @property
    def key_id(self) -> str: ...


class Store(Protocol):
    """The place where files are kept."""

    def put(self, stream: BinaryIO, *, most: int, check: Callable[[Any], None]) -> KeptFile: ...
    def remove(self, path: str) -> None: ...
    def sweep(self, known: Callable[[Collection[str]], Collection[str]], before: dt.datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Coming:
    """A file being uploaded: its name as given, its bytes, and its owner: a ticket's number or a form's token."""

    name: str
    stream: BinaryIO
    number: str = ""
    token: str = ""


def add(coming: Coming, store: Store, *, person: int, now: dt.datetime, client_ip: str) -> int:
    """Keep the file and return its row's id. On Refused nothing is kept.

    The file is written first and the row after it, so that no row ever names a missing file."""
    most = parameter("file.most_mb")
    kept = store.put(
        coming.stream, most=most * rules.MEGABYTE, check=lambda file: _look(coming.name, file, most)
    )  # fmt: skip
    try:
        with writing():
            return _write(coming, kept, person, now, client_ip)
    except BaseException:
        store.remove(kept.path)
        raise


def drop(file: int, token: str, store: Store, *, person: int) -> None:
    """Delete a file of a form that was not sent yet. Raises Refused."""
    with writing():
        row = Attachment.get_or_none(
            Attachment.id == file, Attachment.token == token, Attachment.person == person, Attachment.ticket.is_null()
        )
        if row is None or not token:
            raise Refused("This file cannot be taken back any more")
        row.delete_instance()
    store.remove(row.path)


def read(file: int, *, person: int, now: dt.datetime, client_ip: str, small: bool = False) -> None:
    """Record in the audit that somebody reads a file; a confidential complaint is not named (K8). `small`: a page
    shows it among others, which is one reading in an hour."""
    with writing():
        row: Any = Attachment.get_by_id(file)
        ticket, by = row.ticket, Person.get_by_id(person).login
        if small and _just_read(file, by, now):
            return
        if ticket is not None and ticket.confidential:
            audit.note(AuditAction.READ_FILE, SEALED, by=by, now=now, client_ip=client_ip)
        else:
            thing = f"ticket:{ticket.number}" if ticket is not None else f"file:{file}"
            audit.note(AuditAction.READ_FILE, thing, by=by, now=now, client_ip=client_ip, file=file)


def _just_read(file: int, by: str, now: dt.datetime) -> bool:
    """Whether this person's reading of the file was written down within the hour."""
    rows = Audit.select().where(
        Audit.act == AuditAction.READ_FILE.value, Audit.who == by, Audit.at > now - dt.timedelta(hours=1)
    )
    return any(row.data.get("file") == file for row in list(rows))


def show(file: int, shown: bool, *, person: int, now: dt.datetime, client_ip: str) -> None:
    """Show a file of those who answer to the citizen, or no longer. Raises Refused."""
    with writing():
        who: Any = Person.get_or_none(Person.id == person)
        if who is None or not who.active or not any(may(who.roles, act) for act in SHOWS):
            raise Refused("Only those who answer or review decide what the citizen sees")
        row: Any = Attachment.get_or_none(Attachment.id == file)
        if row is None or row.ticket is None:
            raise Refused("There is no such file")
        sight.ticket(row.ticket.number, person)
        if row.ticket.confidential:
            raise Refused("A confidential complaint is not on the public page")
        if row.token:
            raise Refused("This file came with the matter: the citizen sees files that were added to the answer")
        Attachment.update(for_citizen=shown).where(Attachment.id == file).execute()
        thing = f"ticket:{row.ticket.number}"
        audit.note(AuditAction.SHOW_FILE, thing, by=who.login, now=now, client_ip=client_ip, file=file, shown=shown)
        announce("tickets", row.ticket.number, at=now)


def sweep(store: Store, now: dt.datetime) -> int:
    """Delete files whose form was never sent and files on the disk that have no row; return how many were deleted."""
    with writing():
        _adopt()
        left: list[Any] = list(
            Attachment.select().where(
                Attachment.ticket.is_null(), Attachment.at < now - dt.timedelta(days=FORM_DAYS)
            )
        )  # fmt: skip
        Attachment.delete().where(Attachment.id.in_([row.id for row in left])).execute()
    for row in left:
        store.remove(row.path)
    return len(left) + store.sweep(_known, now - dt.timedelta(hours=FRESH_HOURS))


def _adopt() -> None:
    """Attach a file that was written at the moment its form was sent to the ticket which that form became."""
    for row in list(Attachment.select().where(Attachment.ticket.is_null(), Attachment.token != "")):
        ticket: Any = Ticket.get_or_none(Ticket.token == row.token, Ticket.opened_by == row.person)
        if ticket is not None:
            Attachment.update(ticket=ticket.id).where(Attachment.id == row.id).execute()


def _known(paths: Collection[str]) -> Collection[str]:
    return {row.path for row in list(Attachment.select(Attachment.path).where(Attachment.path.in_(list(paths))))}


def _look(name: str, file: KeptFile, most: int) -> None:
    wrong = (
        rules.refusal(name, file.size, file.head, most=most) or rules.inside_refusal(name, file.wrong)
        or rules.packed_refusal(name, file.members)
    )  # fmt: skip
    if wrong is not None:
        raise wrong


def _write(coming: Coming, kept: KeptFile, person: int, now: dt.datetime, client_ip: str) -> int:
    """Write the row. The person's row is locked, so that of two uploads at once the second one counts the first."""
    people = Person.select().where(Person.id == person)
    who: Any = (people.for_update() if is_postgresql() else people).get()
    ticket = _ticket(coming, who)
    there = Attachment.ticket == ticket.id if ticket is not None else Attachment.token == coming.token
    sizes = [row.size for row in list(Attachment.select(Attachment.size).where(there))]
    full = rules.room_refusal(sizes, kept.size, most=parameter("file.ticket_mb"))
    if full is not None:
        raise full
    kind = rules.kind_of(coming.name)
    assert kind is not None  # `_look` checked it before the file was kept
    row: Any = Attachment.create(
        ticket=ticket.id if ticket is not None else None, token=coming.token, name=rules.shown(coming.name),
        type=kind.type, size=kept.size, sha256=kept.sha256, path=kept.path, person=person, at=now,
        key_id=kept.key_id,
    )  # fmt: skip
    secret = ticket is not None and ticket.confidential
    thing = SEALED if secret else (f"ticket:{ticket.number}" if ticket is not None else f"file:{row.id}")
    audit.note(AuditAction.ATTACH, thing, by=who.login, now=now, client_ip=client_ip, size=kept.size)
    return int(row.id)


def _ticket(coming: Coming, who: Any) -> Any:
    """The ticket; if the form was sent during the upload, the ticket that the form became; else None."""
    if not coming.number:
        if not coming.token or len(coming.token) > 64:
            raise Refused("This form is broken: load the page again")
        query = Ticket.select().where(Ticket.token == coming.token, Ticket.opened_by == who.id)
    else:
        sight.ticket(coming.number, who.id)
        query = Ticket.select().where(Ticket.number == coming.number)
    row = (query.for_update() if is_postgresql() else query).first()
    if row is None and coming.number:
        raise Refused("There is no such ticket")
    return row
