"""Take the rows of a figure along as a sheet."""

import datetime as dt

from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.words import AuditAction


def note_sheet(person: int, *, figure: str, part: str, rows: int, now: dt.datetime, client_ip: str) -> None:
    """Note that a person takes so many rows of a figure with him. Raises Refused for who may not."""
    with writing():
        who = Person.get_or_none(Person.id == person)
        if who is None or not who.active or not may(who.roles, Permission.SEE_FIGURES):
            raise Refused("You may not take figures along")
        audit.note(
            AuditAction.EXPORT_FIGURE, f"figure:{figure}", by=who.login, now=now, client_ip=client_ip, part=part,
            rows=rows,
        )  # fmt: skip
