"""Record each look at a confidential complaint (K8) as a row, and in the audit without naming the complaint."""

import datetime as dt

from hotline.calls.reads import calls
from hotline.calls.rows import Call, Recording
from hotline.people.reads import remit
from hotline.people.reads.scope import Scope
from hotline.people.rows import Person
from hotline.people.rules.audit_things import SEALED
from hotline.people.rules.permissions import Permission, may
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.tickets.reads.sealed import brought
from hotline.tickets.rows import Ticket, TicketLook
from hotline.words import AuditAction


def looked(number: str, person: int, what: str, *, now: dt.datetime, client_ip: str) -> None:
    """Record that somebody looks at one. Raises Refused if the person may not."""
    with writing():
        who = _allowed(person)
        row = Ticket.get_or_none(Ticket.number == number, Ticket.confidential == True)  # noqa: E712
        if row is None:
            raise Refused("There is no such ticket")
        TicketLook.create(ticket=row.id, person=person, at=now, client_ip=client_ip, what=what)
        audit.note(AuditAction.LOOK_SEALED, SEALED, by=who.login, now=now, client_ip=client_ip, what=what)


def looked_at_list(person: int, *, now: dt.datetime, client_ip: str) -> None:
    with writing():
        who = _allowed(person)
        audit.note(AuditAction.LOOK_SEALED, SEALED, by=who.login, now=now, client_ip=client_ip, what="list")


def release(call: str, person: int, *, now: dt.datetime, client_ip: str) -> None:
    """Let pages play the recordings of a call that the lot has held back. Raises Refused, also for a call that brought
    a confidential complaint: its recordings stay with the inspection."""
    with writing():
        who = _allowed(person)
        row = Call.get_or_none(Call.id == call.strip()[:64])
        site = remit.of_person(person).site
        if (
            row is None
            or calls.one(row.id, Scope(site=site)) is None
            or not Recording.select().where(Recording.call == row.id).exists()
        ):
            raise Refused("There is no recorded call of this number: copy it from the foot of the call's page")
        if brought(row.id):
            raise Refused("This call brought a confidential complaint: its recording stays with the inspection")
        held = list(Recording.select().where(Recording.call == row.id, Recording.held_back == True))  # noqa: E712
        for one in held:
            Recording.update(held_back=False).where(Recording.id == one.id).execute()
            thing = f"recording:{one.id}"
            audit.note(AuditAction.RELEASE_RECORDING, thing, by=who.login, now=now, client_ip=client_ip)
        announce("calls", row.id, at=now)


def _allowed(person: int) -> Person:
    who = Person.get_or_none(Person.id == person)
    if who is None or not who.active or not may(who.roles, Permission.READ_CONFIDENTIAL):
        raise Refused("You may not do this with this ticket")
    found: Person = who
    return found
