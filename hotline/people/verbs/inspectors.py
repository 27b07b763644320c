"""Who is given or loses the right to look at confidential complaints (K8): the inspectors read it on their page."""

import datetime as dt

from hotline.people.rows import Person
from hotline.store.changes import announce
from hotline.words import AuditAction, InspectorChange

from . import audit

SEALED_TOPIC = "sealed"  # what wakes the inspectors' pages


def inspectors_changed(person: Person, what: InspectorChange, *, by: str, now: dt.datetime, address: str) -> None:
    """Kept for good, and told to the inspectors that there are."""
    audit.note(AuditAction.EDIT_INSPECTORS, f"person:{person.id}", by=by, now=now, address=address, what=what.value)
    announce(SEALED_TOPIC, at=now)
