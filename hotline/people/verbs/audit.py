"""Audit log: one line for every verb, in the verb's own transaction."""

import datetime as dt

from hotline.people.rows import Audit
from hotline.words import AuditAction


def note(act: AuditAction, thing: str, *, by: str, now: dt.datetime, client_ip: str = "", **data: object) -> None:
    """`by` did `act` to `thing` (`kind:id`); `data` says what changed. Never a password, never a whole number."""
    Audit.insert(at=now, who=by, act=act, object=thing, data=data, client_ip=client_ip[:64]).execute()


def count(act: AuditAction, *, by: str, since: dt.datetime) -> int:
    """How often somebody has done something since a given time."""
    return int(Audit.select().where(Audit.act == act, Audit.who == by, Audit.at >= since).count())
