"""Take the list of calls along as a file."""

import datetime as dt

from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.words import AuditAction

SEES = (Permission.SEE_OWN_CALLS, Permission.SEE_SITE_CALLS)


def note_export(
    person: int, *, rows: int, by_what: list[str], numbers: bool, now: dt.datetime, client_ip: str
) -> None:  # fmt: skip
    """Note that a person takes so many calls with him, by these filters; `numbers`: with whole telephone numbers.
    Raises Refused for who may not export or see no calls."""
    with writing():
        who = Person.get_or_none(Person.id == person)
        if who is None or not who.active or not may(who.roles, Permission.EXPORT):
            raise Refused("You may not export calls")
        if not any(may(who.roles, act) for act in SEES):
            raise Refused("You may not export calls")
        audit.note(
            AuditAction.EXPORT_CALLS, "calls", by=who.login, now=now, client_ip=client_ip, rows=rows, by_what=by_what,
            whole=numbers,
        )  # fmt: skip
