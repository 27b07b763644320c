"""Nuisance numbers: listed for a limited time, with a way to appeal; never for ever (T6).

The list is the whole house's: a branch marks numbers and answers appeals about its own marks; who refuses them for all
lines is the head site."""

import datetime as dt

from hotline.calls.rows import Nuisance
from hotline.clock import CHINA
from hotline.people.reads import remit
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.values.privacy import whole
from hotline.values.telephone import checked
from hotline.words import AuditAction, NumberKind

DAYS_MOST = 365
SHORTEST = 5  # digits of the numbers of public services: 110, 12345


def _to_list(number: str, *, refused: bool) -> str:
    """The number in its one form. Raises Refused for what cannot be listed."""
    read = checked(number)
    if not any(map(str.isalnum, number)):
        raise Refused("Write the number")
    if not read.identifies:
        raise Refused("A withheld number is nobody: it cannot be listed")
    if read.others:
        raise Refused("Write one number: each is listed by itself")
    if refused and read.kind is NumberKind.SHORT and read.canonical[0] == "1" and len(read.canonical) <= SHORTEST:
        raise Refused("This is the number of a public service: its calls cannot be refused")
    return read.canonical


def add(
    number: str, reason: str, days: int, *, refused: bool, person: int, by: str, now: dt.datetime, client_ip: str
) -> int:
    """List a number for some days, either marked or refused. Returns the entry's id."""
    listed, reason = _to_list(number, refused=refused), whole(reason, 200)
    if not reason:
        raise Refused("Say why")
    if not 1 <= days <= DAYS_MOST:
        raise Refused("A number is listed for 1 to %(most)s days", most=DAYS_MOST)
    with writing():
        mine = remit.of_login(by, Permission.LIST_NUISANCE)
        if refused:  # a number that is refused is so on the lines of all sites
            mine.whole_house()
        for entry in _in_force(listed, now):
            if entry.refused or not refused:
                raise Refused(
                    "This number is on the list already, until %(day)s", day=f"{entry.until.astimezone(CHINA):%Y-%m-%d}"
                )
        row = Nuisance.create(
            number=listed,
            refused=refused,
            reason=reason,
            by=person,
            at=now,
            until=now + dt.timedelta(days=days),
        )
        audit.note(
            AuditAction.ADD_NUISANCE,
            f"nuisance:{row.id}",
            by=by,
            now=now,
            client_ip=client_ip,
            refused=refused,
            days=days,
        )
        announce("nuisance", str(row.id), at=now)
    return int(row.id)


def appeal(entry: int, text: str, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """Record the caller's appeal; a person with the right to lift the listing answers it."""
    text = whole(text, 500)
    if not text:
        raise Refused("Write what the caller says")
    with writing():
        remit.of_login(by, Permission.LIST_NUISANCE)
        _listed(entry, now)
        Nuisance.update(appeal=text, appealed_at=now).where(Nuisance.id == entry).execute()
        audit.note(AuditAction.ADD_NUISANCE, f"nuisance:{entry}", by=by, now=now, client_ip=client_ip, appeal=True)
        announce("nuisance", str(entry), at=now)


def answer(entry: int, text: str, *, lift: bool, person: int, by: str, now: dt.datetime, client_ip: str) -> None:
    """Answer an appeal: lift the listing, or keep it and say why."""
    text = whole(text, 500)
    if not text:
        raise Refused("Say why")
    with writing():
        mine, row = remit.of_login(by, Permission.LIST_NUISANCE), _listed(entry, now)
        if row.refused or not mine.has(row.by.site_id):
            mine.whole_house()
        given = {"lifted_at": now, "lifted_by": person} if lift else {}
        same = [one.id for one in _in_force(row.number, now)] if lift else []  # a number that was listed twice
        Nuisance.update(answer=text, **given).where(Nuisance.id.in_([entry, *same])).execute()
        audit.note(
            AuditAction.LIFT_NUISANCE, f"nuisance:{entry}", by=by, now=now, client_ip=client_ip, lifted=lift, note=text
        )
        announce("nuisance", str(entry), at=now)


def _in_force(number: str, now: dt.datetime) -> list[Nuisance]:
    query = Nuisance.select().where(Nuisance.number == number, Nuisance.until > now, Nuisance.lifted_at.is_null())
    return list(query)


def _listed(entry: int, now: dt.datetime) -> Nuisance:
    row = Nuisance.get_or_none(Nuisance.id == entry)
    if row is None or row.lifted_at is not None or row.until <= now:
        raise Refused("This number is not listed any more")
    return row
