"""Takes on and changes the people of a sheet, all good rows at once. It stands here because a row names a unit."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hotline.people.rows import Person, Site
from hotline.people.rules.permissions import Permission, may
from hotline.people.verbs import audit
from hotline.people.verbs.people import create_person, edit_person
from hotline.ports import Refused
from hotline.store.changes import is_postgresql
from hotline.store.database import writing
from hotline.tickets.reads import people_sheet
from hotline.tickets.rules.people_sheet import PersonRow, PlannedRow, digest
from hotline.words import AuditAction, RowFate

from .units import put_member


@dataclass(frozen=True, slots=True)
class TakenOn:
    """What was written. `passwords`: login, name and first password of each new person, kept nowhere else."""

    planned: tuple[PlannedRow, ...]
    passwords: tuple[tuple[str, str, str], ...]


def take_on(rows: Sequence[PersonRow], *, seen: str, person: int, now: dt.datetime, client_ip: str) -> TakenOn:
    """Write the rows that are not refused, in one transaction; `seen` is the digest of what the person was shown.
    Nothing is written if anything would be other than shown. Raises Refused."""
    with writing():
        _one_at_a_time()
        who = Person.get_or_none(Person.id == person)
        if who is None or not who.active or not may(who.roles, Permission.MANAGE_PEOPLE):
            raise Refused("Only an administrator imports people")
        planned = people_sheet.planned(rows, who.login)
        if digest(planned) != seen:
            raise Refused("Something has changed since the report was made: look at it again, and confirm it anew")
        written = [row for row in planned if row.writes]
        if not written:
            raise Refused("No row would change anything: there is nothing to import")
        passwords = [_written(row, by=who.login, now=now, client_ip=client_ip) for row in written]
        made = sum(row.fate is RowFate.NEW for row in written)
        audit.note(
            AuditAction.IMPORT_PEOPLE, "people", by=who.login, now=now, client_ip=client_ip, rows=len(written), new=made
        )
    return TakenOn(planned, tuple(one for one in passwords if one is not None))


def _one_at_a_time() -> None:
    """Two clicks on one report wait for each other: the second one then sees what the first has written. On SQLite a
    transaction that writes is alone anyway."""
    if is_postgresql():
        sites = Site.select().order_by(Site.id)
        list(sites.for_update("FOR NO KEY UPDATE"))  # type: ignore[arg-type]  # the stubs know FOR UPDATE alone


def _written(row: PlannedRow, *, by: str, now: dt.datetime, client_ip: str) -> tuple[str, str, str] | None:
    """Write a row; the login, name and first password of a new person."""
    assert row.details is not None  # of a row that is refused alone
    person, told = row.person, None
    if person is None:
        person, password = create_person(row.login, row.details, by=by, now=now, client_ip=client_ip)
        told = (row.login, row.name, password) if password else None
    elif any(hasattr(row.details, column) for column in row.changed):
        edit_person(person, row.details, by=by, now=now, client_ip=client_ip)
    if row.post is not None:
        put_member(row.post[0], person, row.post[1], by=by, now=now, client_ip=client_ip)
    return told
