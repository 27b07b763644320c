"""A look at a ticket that somebody else registered, for a caller who asks about it: each stands in the audit log."""

import datetime as dt
from collections.abc import Sequence

from hotline.people.rows import Audit, Person
from hotline.people.rules.permissions import Permission, looks_up, may
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.words import AuditAction

ONE_LOOK = dt.timedelta(minutes=15)


def looked_up(numbers: Sequence[str], person: int, *, now: dt.datetime, client_ip: str = "") -> None:
    """Write down which tickets an agent is shown for a caller, before he sees them. Raises Refused."""
    with writing():
        who = Person.get_or_none(Person.id == person)
        if who is None or not who.active or not (looks_up(who.roles) or may(who.roles, Permission.SEE_TICKETS)):
            raise Refused("You may not do this with this ticket")
        for number in numbers:
            thing = f"ticket:{number}"
            if not _just_noted(thing, who.login, now):  # his page is drawn anew whenever somebody acts
                audit.note(AuditAction.LOOK_UP_TICKET, thing, by=who.login, now=now, client_ip=client_ip)


def _just_noted(thing: str, by: str, now: dt.datetime) -> bool:
    act = AuditAction.LOOK_UP_TICKET.value
    return bool(
        Audit.select()
        .where(Audit.object == thing, Audit.act == act, Audit.who == by, Audit.at > now - ONE_LOOK)
        .exists()
    )
