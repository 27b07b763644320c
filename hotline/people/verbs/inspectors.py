"""Records who gets or loses the right to read confidential complaints (K8); inspectors see it on their page."""

import datetime as dt

from hotline.people.rows import Person
from hotline.people.rules.consents import consents
from hotline.store.changes import announce
from hotline.words import AuditAction, InspectorChange, Role

from . import audit

SEALED_TOPIC = "sealed"  # the topic that wakes the inspectors' pages


def consent_needed(person: int, by: str) -> bool:
    """Whether a second person has to consent: the house has an inspector, and somebody else who consents. Where there
    is nobody else, the act is only told, or a small house could never have an inspector."""
    people = list(Person.select().where(Person.active))
    has_inspector = any(Role.INSPECTOR in row.roles for row in people)
    return has_inspector and any(consents(row.roles) for row in people if row.id != person and row.login != by)


def inspectors_changed(person: Person, what: InspectorChange, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """Record the change for good, and notify the current inspectors."""
    audit.note(AuditAction.EDIT_INSPECTORS, f"person:{person.id}", by=by, now=now, client_ip=client_ip, what=what.value)
    announce(SEALED_TOPIC, at=now)
