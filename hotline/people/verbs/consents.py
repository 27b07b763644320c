"""A second person consents before an administrator gets at an inspector's account, or makes one (K8)."""

import datetime as dt
from dataclasses import asdict

from hotline.people.reads import remit
from hotline.people.rows import Audit, Consent, Person
from hotline.people.rules.consents import APART, consents, state_of
from hotline.people.rules.details import Details
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.words import AuditAction, ConsentKind, ConsentState, Role

from . import audit, people, second_factors
from .inspectors import SEALED_TOPIC, waits_for_consent

TOUCHED = (
    AuditAction.CREATE_PERSON, AuditAction.EDIT_PERSON, AuditAction.ACTIVATE_PERSON, AuditAction.RESET_PASSWORD,
    AuditAction.RESET_SECOND_FACTOR,
)  # fmt: skip


def must_ask(person: int, by: str, details: Details | None = None) -> bool:
    """Whether this act on the person waits for a consent. `details`: a change of him, else a reset."""
    row = Person.get_or_none(Person.id == person)
    if row is None:
        return False
    wanted = None if details is None else {role for role in Role if role in (details.role, *details.duties)}
    return waits_for_consent(row, by, wanted)


def ask(
    kind: ConsentKind, person: int, *, by: str, now: dt.datetime, client_ip: str, details: Details | None = None
) -> None:  # fmt: skip
    """An administrator asks; nothing else happens until somebody else answers. Raises Refused."""
    with writing():
        row = remit.over_person(by, Person.get_or_none(Person.id == person), Permission.GIVE_RIGHTS)
        if not row.active:
            raise Refused("There is no such person")
        if row.login == by:
            raise Refused("Nobody changes his own roles: ask another administrator")
        if details is not None:
            people.check(row, details, by=by)
        same = (Consent.person == person) & (Consent.kind == kind) & (Consent.state == ConsentState.OPEN)
        Consent.update(state=ConsentState.VOID).where(same).execute()
        Consent.create(
            kind=kind, person=person, details=None if details is None else asdict(details), asked_by=by, asked_at=now,
            state=ConsentState.OPEN,
        )  # fmt: skip
        audit.note(
            AuditAction.ASK_CONSENT, f"person:{person}", by=by, now=now, client_ip=client_ip, what=kind.value
        )  # fmt: skip
        announce(SEALED_TOPIC, at=now)


def refuse(consent: int, person: int, *, now: dt.datetime, client_ip: str) -> None:
    """Somebody who may consent does not. Raises Refused."""
    with writing():
        row, who = _open(consent, person, now)
        _decide(row, who, ConsentState.REFUSED, now=now, client_ip=client_ip)


def grant(consent: int, person: int, *, now: dt.datetime, client_ip: str) -> str:
    """Consent, and carry out what was asked. Gives a new password, which is shown to the consenting person alone; ""
    where there is none. Raises Refused."""
    with writing():
        row, who = _open(consent, person, now)
        _decide(row, who, ConsentState.GRANTED, now=now, client_ip=client_ip)
        about: int = row.person_id
        if row.kind == ConsentKind.PASSWORD:
            return people.reset_password(about, by=who.login, now=now, client_ip=client_ip, consented=True)
        if row.kind == ConsentKind.SECOND_FACTOR:
            second_factors.reset(about, by=who.login, now=now, client_ip=client_ip, consented=True)
        else:
            given = {**row.details, "duties": tuple(row.details["duties"])}
            people.edit_person(
                about, Details(**given), by=who.login, now=now, client_ip=client_ip, consented=True
            )  # fmt: skip
    return ""


def _open(consent: int, person: int, now: dt.datetime) -> tuple[Consent, Person]:
    """The request and who answers it."""
    row, who = Consent.get_or_none(Consent.id == consent), Person.get_or_none(Person.id == person)
    if row is None or who is None or not who.active or not consents(who.roles):
        raise Refused("There is no such request")
    if not remit.of_person(person).has(row.person.site_id):
        raise Refused("There is no such request")
    if row.person_id == person or row.asked_by == who.login:
        raise Refused("Somebody else answers this: it concerns you, or you have asked it")
    if state_of(row.state, row.asked_at, now=now) is not ConsentState.OPEN:
        raise Refused("This request is answered or too old: it would have to be asked again")
    must_be_apart(row.asked_by, person, now=now)
    return row, who


def must_be_apart(asked_by: str, person: int, *, now: dt.datetime) -> None:
    """Whoever has just been given his account or his password by who asks is no second person. Raises Refused."""
    touched = Audit.select().where(
        Audit.who == asked_by, Audit.object == f"person:{person}", Audit.act.in_(TOUCHED), Audit.at > now - APART
    )
    if touched.exists():
        raise Refused("Who asks has changed your own account within seven days: somebody else must answer this")


def _decide(row: Consent, who: Person, state: ConsentState, *, now: dt.datetime, client_ip: str) -> None:
    still = (Consent.id == row.id) & (Consent.state == ConsentState.OPEN)
    if not Consent.update(state=state, decided_by=who.login, decided_at=now).where(still).execute():
        raise Refused("This request is answered or too old: it would have to be asked again")
    audit.note(
        AuditAction.GIVE_CONSENT if state is ConsentState.GRANTED else AuditAction.REFUSE_CONSENT,
        f"person:{row.person_id}", by=who.login, now=now, client_ip=client_ip, what=row.kind,
    )  # fmt: skip
    announce(SEALED_TOPIC, at=now)
