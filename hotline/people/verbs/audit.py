"""Audit log: one line for every verb, in the verb's own transaction."""

import datetime as dt

from hotline.people.rows import Audit, Person
from hotline.people.rules.permissions import Permission, may
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.words import AuditAction, AuditOutcome


def note(act: AuditAction, thing: str, *, by: str, now: dt.datetime, client_ip: str = "", **data: object) -> int:
    """`by` did `act` to `thing` (`kind:id`); `data` says what changed. Never a password, never a whole number. Gives
    the entry's id."""
    site = Person.select(Person.site).where(Person.login == by)
    return int(
        Audit.insert(at=now, who=by, act=act, object=thing, data=data, client_ip=client_ip[:64], site=site).execute()
    )


def asked(
    act: AuditAction, thing: str, order: int, *, by: str, now: dt.datetime, client_ip: str = "", **data: object
) -> None:
    """The same for what is asked of the telephone side as an order: what became of it is told when it is answered."""
    note(
        act, thing, by=by, now=now, client_ip=client_ip, **data, order=order, outcome=AuditOutcome.ASKED.value
    )  # fmt: skip


def count(act: AuditAction, *, by: str, since: dt.datetime) -> int:
    """How often somebody has done something since a given time."""
    return int(
        Audit.select().where(Audit.act == act, Audit.who == by, Audit.at >= since, Audit.about.is_null()).count()
    )


def note_export(person: int, *, rows: int, by_what: list[str], now: dt.datetime, client_ip: str) -> None:
    """Note that somebody takes the audit with him as a file: so many rows, by these filters. Raises Refused."""
    with writing():
        who = Person.get_or_none(Person.id == person)
        if who is None or not who.active or not may(who.roles, Permission.SEE_AUDIT):
            raise Refused("You may not read the audit")
        note(
            AuditAction.EXPORT_AUDIT, "audit", by=who.login, now=now, client_ip=client_ip, rows=rows, by_what=by_what
        )  # fmt: skip


def note_check(*, checked: int, faults: int, by: str, now: dt.datetime) -> None:
    """Note that the chain of the audit was walked, and the result."""
    with writing():
        note(AuditAction.CHECK_AUDIT, "audit", by=by, now=now, checked=checked, faults=faults)
