"""Acknowledging an alarm: who has seen it says so, and what he does about it."""

import datetime as dt

from hotline.calls.reads.alarms import shown_at
from hotline.calls.rows import Alarm
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.values.privacy import whole
from hotline.words import AlarmKind, AuditAction

REMARK_MOST = 200


def acknowledge(alarm: int, remark: str, *, person: int, site: int | None, now: dt.datetime, client_ip: str) -> None:
    """Mark an open alarm as seen. It stays until its cause is over; a failed recording has no end of its own, so its
    alarm ends here. `site` None: alarms of all sites. Raises Refused."""
    remark = whole(remark, REMARK_MOST)
    with writing():
        who = Person.get_or_none(Person.id == person)
        if who is None or not who.active or not may(who.roles, Permission.SEE_SITE_CALLS):
            raise Refused("You may not acknowledge alarms")
        row = shown_at(site).where(Alarm.id == alarm).first()
        if row is None:
            raise Refused("This alarm is over already")
        if row.seen_at is not None:
            raise Refused("%(name)s has acknowledged this alarm already", name=row.seen_by.name)
        until = now if row.kind == AlarmKind.RECORDING.value else None
        mine = (Alarm.id == alarm) & Alarm.seen_at.is_null()
        if not Alarm.update(seen_at=now, seen_by=person, remark=remark, until=until).where(mine).execute():
            raise Refused("This alarm is over already")
        audit.note(
            AuditAction.ACKNOWLEDGE_ALARM, f"alarm:{alarm}", by=who.login, now=now, client_ip=client_ip, alarm=row.kind,
            remark=remark,
        )  # fmt: skip
        announce("alarms", "", at=now)
