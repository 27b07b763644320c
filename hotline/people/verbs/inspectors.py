"""Records who gets or loses the right to read confidential complaints (K8); inspectors see it on their page."""

import datetime as dt
from collections.abc import Collection

from hotline.people.rows import Person
from hotline.people.rules.consents import concerns_inspection, needed
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.words import AuditAction, InspectorChange, Role

from . import audit

SEALED_TOPIC = "sealed"  # the topic that wakes the inspectors' pages


def consent_needed(person: int, by: str) -> bool:
    """Whether a second person has to consent to what `by` does to a person (0: a new one)."""
    people = list(Person.select().where(Person.active))
    about = next((row.login for row in people if row.id == person), "")
    return needed({row.login: row.roles for row in people}, about, by)


def waits_for_consent(row: Person, by: str, wanted: Collection[Role] | None = None) -> bool:
    """The same for a change of his roles to `wanted`, or for what gets at his account as it is."""
    concerned = Role.INSPECTOR in row.roles if wanted is None else concerns_inspection(row.roles, wanted)
    return concerned and consent_needed(row.id, by)


def must_not_wait(row: Person, by: str, wanted: Collection[Role] | None = None) -> None:
    """Raises Refused for what waits for a consent."""
    if waits_for_consent(row, by, wanted):
        raise Refused("A second person consents to this, since it concerns an inspector: ask on the person's page")


def inspectors_changed(person: Person, what: InspectorChange, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """Record the change for good, and notify the current inspectors."""
    audit.note(AuditAction.EDIT_INSPECTORS, f"person:{person.id}", by=by, now=now, client_ip=client_ip, what=what.value)
    announce(SEALED_TOPIC, at=now)
