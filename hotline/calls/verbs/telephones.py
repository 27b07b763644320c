"""Passwords of telephones: each is derived from a count of its extension, so raising the count ends the old one."""

import datetime as dt

from hotline.calls.rows import TelephoneTurn
from hotline.people.reads import remit
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.words import AuditAction

TOPIC = "telephone_password"  # the controller then signs the telephone out, so that it has to know the new one


def new_password(of: int, *, person: int, by: str, now: dt.datetime, client_ip: str) -> str:
    """Give somebody's telephone a new password; the old one ends within seconds. Returns the extension. Raises
    Refused."""
    with writing():
        who = Person.get_or_none(Person.id == person)
        if who is None or not who.active or not may(who.roles, Permission.MANAGE_PEOPLE):
            raise Refused("You may not change telephones")
        row = remit.over_person(who.login, Person.get_or_none(Person.id == of), Permission.MANAGE_PEOPLE)
        if not row.active or not row.extension:
            raise Refused("This person has no telephone")
        turn(row.extension, row.id, by=by, now=now)
        audit.note(AuditAction.NEW_TELEPHONE, f"person:{of}", by=by, now=now, client_ip=client_ip)
    return str(row.extension)


def turn(extension: str, holder: int, *, by: str, now: dt.datetime) -> None:
    """Raise the count of an extension. In the caller's transaction."""
    changed = {"turn": TelephoneTurn.turn + 1, "person": holder, "at": now, "by": by}
    if not TelephoneTurn.update(**changed).where(TelephoneTurn.extension == extension).execute():
        TelephoneTurn.create(extension=extension, turn=1, person=holder, at=now, by=by)
    announce(TOPIC, extension, at=now)
