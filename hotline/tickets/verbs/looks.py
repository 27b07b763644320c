"""A look at a ticket that somebody else registered, for a caller who asks about it: each stands in the audit log."""

import datetime as dt
from collections.abc import Sequence

from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, looks_up, may
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.words import AuditAction


def looked_up(numbers: Sequence[str], person: int, *, now: dt.datetime, client_ip: str = "") -> None:
    """Write down which tickets an agent is shown for a caller, before he sees them. Raises Refused."""
    with writing():
        who = Person.get_or_none(Person.id == person)
        if who is None or not who.active or not (looks_up(who.roles) or may(who.roles, Permission.SEE_TICKETS)):
            raise Refused("You may not do this with this ticket")
        for number in numbers:
            audit.note(AuditAction.LOOK_UP_TICKET, f"ticket:{number}", by=who.login, now=now, client_ip=client_ip)
