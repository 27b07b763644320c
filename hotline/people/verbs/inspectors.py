"""Records who gets or loses the right to read confidential complaints (K8); inspectors see it on their page."""

import datetime as dt
from collections.abc import Collection

from hotline.people.rows import Person
from hotline.people.rules.consents import concerns_inspection, concerns_the_three, for_the_three, needed
from hotline.store.changes import announce
from hotline.words import AuditAction, InspectorChange, Role

from . import audit

SEALED_TOPIC = "sealed"  # the topic that wakes the inspectors' pages


def consent_needed(person: int, by: str, *, inspection: bool = True) -> bool:
    """Whether a second person has to consent to what `by` does to a person (0: a new one)."""
    people = list(Person.select().where(Person.active))
    about = next((row.login for row in people if row.id == person), "")
    return needed({row.login: row.roles for row in people}, about, by, inspection=inspection)


def waits_for_consent(row: Person, by: str, wanted: Collection[Role] | None = None) -> bool:
    """The same for a change of his roles to `wanted`, or for what gets at his account as it is."""
    concerned = Role.INSPECTOR in row.roles if wanted is None else concerns_inspection(row.roles, wanted)
    if concerned and consent_needed(row.id, by):
        return True
    return concerns_the_three(row.roles, wanted) and consent_needed(row.id, by, inspection=False)


def must_not_wait(row: Person, by: str, wanted: Collection[Role] | None = None) -> None:
    """Raises Refused for what waits for a consent."""
    if waits_for_consent(row, by, wanted):
        raise for_the_three()


def inspectors_changed(person: Person, what: InspectorChange, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """Record the change for good, and notify the current inspectors."""
    audit.note(AuditAction.EDIT_INSPECTORS, f"person:{person.id}", by=by, now=now, client_ip=client_ip, what=what.value)
    announce(SEALED_TOPIC, at=now)
