"""Records who gets or loses the right to read confidential complaints (K8); inspectors see it on their page."""

import datetime as dt

from hotline.people.rows import Person
from hotline.store.changes import announce
from hotline.words import AuditAction, InspectorChange

from . import audit

SEALED_TOPIC = "sealed"  # the topic that wakes the inspectors' pages


def inspectors_changed(person: Person, what: InspectorChange, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """Record the change for good, and notify the current inspectors."""
    audit.note(AuditAction.EDIT_INSPECTORS, f"person:{person.id}", by=by, now=now, client_ip=client_ip, what=what.value)
    announce(SEALED_TOPIC, at=now)
