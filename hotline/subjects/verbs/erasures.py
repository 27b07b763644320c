"""Look one citizen up, have his data exported or erased; a second person consents to an erasure."""

import datetime as dt
import re
from collections.abc import Collection
from typing import Any

from hotline.clock import CHINA
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.people.verbs import audit
from hotline.people.verbs.consents import must_be_apart
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.store.rows import Counter
from hotline.subjects.reads.held import Held, held
from hotline.subjects.reads.named import MOST, NameAlone, named
from hotline.subjects.rows import Erasure
from hotline.subjects.rules.covering import Subject
from hotline.subjects.rules.erasing import CONSENT_LASTS, REASON_MOST
from hotline.tickets.rows import Export
from hotline.values.identity import identity_number
from hotline.values.privacy import clean, whole
from hotline.values.telephone import checked
from hotline.words import AuditAction, ErasureState, ExportState

ONE_EXPORT = 3  # that one person may have waiting
S = ErasureState
_PLACE = re.compile("[a-z_]{1,40}:[0-9A-Za-z-]{1,64}")


def subject(number: str, identity: str, name: str) -> Subject:
    """Who is meant, from what was typed. Raises Refused."""
    told = checked(number) if number.strip() else None
    if told is not None and told.others:
        raise Refused("Several numbers: look each of them up by itself, and ask for each")
    read = told.canonical if told is not None else ""
    known = identity_number(identity) if identity.strip() else ""
    if not read and not known:
        raise Refused("Write a telephone number or an identity number: a name alone is many people's")
    return Subject(read, known, clean(name, 100))


def look_up(
    who: Subject, secret: str, person: int, *, now: dt.datetime, client_ip: str
) -> tuple[Held, list[NameAlone]]:  # fmt: skip
    """What the house holds of him, and the texts in which only his name stands; noted before anything is shown. Raises
    Refused."""
    with writing():
        by = _protects(person)
        found = held(who, secret)
        texts = named(who, found)
        rows = sum(found.counts.values()) + len(texts)
        audit.note(
            AuditAction.FIND_PERSON, f"number:{_last(who)}", by=by.login, now=now, client_ip=client_ip, rows=rows
        )
    return found, texts


def ask_export(
    who: Subject, person: int, *, sounds: bool, now: dt.datetime, client_ip: str, also: Collection[str] = ()
) -> int:  # fmt: skip
    """Have all of it written into a ZIP by the exports' job; `also`: as for `ask`. Raises Refused."""
    places = _places(also)
    with writing():
        by = _protects(person)
        waits = [ExportState.WAITING.value, ExportState.RUNNING.value]
        if Export.select().where(Export.person == person, Export.state.in_(waits)).count() >= ONE_EXPORT:
            raise Refused("%(most)s lists are being written for you: wait for one to be ready", most=ONE_EXPORT)
        row = Export.create(
            person=person, query={"subject": _said(who), "sounds": sounds, "also": places}, numbers=True,
            state=ExportState.WAITING.value, asked_at=now,
        )  # fmt: skip
        audit.note(AuditAction.EXPORT_PERSON, f"export:{row.id}", by=by.login, now=now, client_ip=client_ip, whole=True)
        announce("exports", str(row.id), at=now)
        return int(row.id)


def ask(
    who: Subject, reason: str, person: int, *, secret: str, now: dt.datetime, client_ip: str, also: Collection[str] = ()
) -> str:  # fmt: skip
    """Ask for the erasure; gives the request's number. Nothing happens until a second person consents. `also`: rows in
    which only his name stands and which are about him (`NameAlone.place`). Raises Refused."""
    why, places = whole(reason, REASON_MOST), _places(also)
    if not why:
        raise Refused("Say why: who asked for it, when, and how you know that it is he")
    with writing():
        by = _protects(person)
        if held(who, secret).strange:
            raise Refused("The name does not go with the number: look the person up again")
        year = now.astimezone(CHINA).year
        Counter.insert(name=f"erasure:{year}", value=0).on_conflict_ignore().execute()
        Counter.update(value=Counter.value + 1).where(Counter.name == f"erasure:{year}").execute()
        number = f"{year}-{Counter.get_by_id(f'erasure:{year}').value:04d}"
        row = Erasure.create(
            number=number,
            subject=_said(who) | {"also": places},
            reason=why,
            state=S.OPEN.value,
            asked_by=by.login,
            asked_at=now,
        )
        audit.note(AuditAction.ASK_ERASURE, f"erasure:{row.id}", by=by.login, now=now, client_ip=client_ip)
    return number


def grant(erasure: int, person: int, *, now: dt.datetime, client_ip: str) -> None:
    """A second person consents; the jobs carry it out. Raises Refused."""
    _decide(erasure, person, S.GRANTED, AuditAction.GIVE_CONSENT, now, client_ip)


def refuse(erasure: int, person: int, *, now: dt.datetime, client_ip: str) -> None:
    """A second person does not consent; whose data it was is forgotten. Raises Refused."""
    _decide(erasure, person, S.REFUSED, AuditAction.REFUSE_CONSENT, now, client_ip)


def void_old(now: dt.datetime) -> int:
    """Requests that nobody answered; whose data it was is forgotten."""
    old = (Erasure.state == S.OPEN.value) & (Erasure.asked_at < now - CONSENT_LASTS)
    with writing():
        return int(Erasure.update(state=S.VOID.value, subject={}).where(old).execute())


def _decide(
    erasure: int, person: int, state: ErasureState, act: AuditAction, now: dt.datetime, client_ip: str
) -> None:  # fmt: skip
    with writing():
        who = Person.get_or_none(Person.id == person)
        row = Erasure.get_or_none(Erasure.id == erasure)
        if who is None or not who.active or not may(who.roles, Permission.CONSENT) or row is None:
            raise Refused("There is no such request")
        if row.asked_by == who.login:
            raise Refused("Somebody else answers this: it concerns you, or you have asked it")
        must_be_apart(row.asked_by, person, now=now)
        given: dict[str, Any] = {"state": state.value, "decided_by": who.login, "decided_at": now}
        if state is S.REFUSED:
            given["subject"] = {}
        still = (Erasure.id == erasure) & (Erasure.state == S.OPEN.value) & (Erasure.asked_at >= now - CONSENT_LASTS)
        if not Erasure.update(given).where(still).execute():
            raise Refused("This request is answered or too old: it would have to be asked again")
        audit.note(act, f"erasure:{erasure}", by=who.login, now=now, client_ip=client_ip)


def _protects(person: int) -> Person:
    who = Person.get_or_none(Person.id == person)
    if who is None or not who.active or not may(who.roles, Permission.PROTECT_DATA):
        raise Refused("Only the administrator of the head site looks up one person's data")
    found: Person = who
    return found


def _last(who: Subject) -> str:
    """As the audit names a citizen: the last signs of his number."""
    return (who.number or who.identity)[-4:]


def _places(also: Collection[str]) -> list[str]:
    """Rows as the page names them, each once. What is none of those with the name is passed over when it is done."""
    places = sorted(set(also))
    if len(places) > MOST or any(not _PLACE.fullmatch(one) for one in places):
        raise Refused("The list of texts has changed: look the person up again")
    return places


def _said(who: Subject) -> dict[str, Any]:
    return {"number": who.number, "identity": who.identity, "name": who.name}
