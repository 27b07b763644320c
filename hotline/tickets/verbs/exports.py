"""Ask for a list as a file (K11): a background job writes the tickets that the person may see."""

import datetime as dt

from hotline.people.reads.scope import Scope
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.tickets.rows import Export
from hotline.tickets.rules.query import Sort, TicketQuery, written
from hotline.words import AuditAction, ExportState

AT_ONCE = 3  # exports that one person may have waiting or running


def ask_export(
    query: TicketQuery, scope: Scope, *, sort: Sort = Sort.NEWEST, person: int, numbers: bool, now: dt.datetime,
    client_ip: str,
) -> int:  # fmt: skip
    """Return the export's id. `numbers`: whether the person may see whole telephone numbers. Raises Refused."""
    with writing():
        who = Person.get_or_none(Person.id == person)
        if who is None or not who.active or not may(who.roles, Permission.EXPORT):
            raise Refused("You may not export tickets")
        waits = [ExportState.WAITING.value, ExportState.RUNNING.value]
        if Export.select().where(Export.person == person, Export.state.in_(waits)).count() >= AT_ONCE:
            raise Refused("%(most)s lists are being written for you: wait for one to be ready", most=AT_ONCE)
        asked = written(query)
        row = Export.create(
            person=person, query={"query": asked, "sort": sort.value, "scope": scope_written(scope)}, numbers=numbers,
            state=ExportState.WAITING.value, asked_at=now,
        )  # fmt: skip
        seen = sorted(set(asked) - {"words", "number", "parent"})  # names of filters; never a name or number
        audit.note(
            AuditAction.EXPORT,
            f"export:{row.id}",
            by=who.login,
            now=now,
            client_ip=client_ip,
            by_what=seen,
            whole=numbers,
        )
        announce("exports", str(row.id), at=now)
        return int(row.id)


def scope_written(scope: Scope) -> dict[str, object]:
    units = None if scope.units is None else sorted(scope.units)
    return {"person": scope.person, "site": scope.site, "units": units}
