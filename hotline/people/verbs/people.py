"""Managing people: create, edit, reset, deactivate. Signing in itself is `sign_in`."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from peewee import fn

from hotline.people.reads import remit
from hotline.people.reads.parameters import parameter
from hotline.people.rows import Person, Site
from hotline.people.rules.consents import consented_to
from hotline.people.rules.details import LANGUAGES, Details, checked, not_his, of_new
from hotline.people.rules.login import is_login
from hotline.people.rules.permissions import MUST_STAY, Permission, may, roles_refused
from hotline.ports import Refused
from hotline.store.changes import announce, is_postgresql
from hotline.store.database import writing
from hotline.words import AuditAction, InspectorChange, Role, SignInEnd

from . import audit, inspectors, passwords, sign_ins

__all__ = ["LANGUAGES", "Details"]


def create_person(login: str, details: Details, *, by: str, now: dt.datetime, client_ip: str) -> tuple[int, str]:
    """Create a person; returns the id and the first password, which is shown once and must be changed. It is "" if who
    creates him gives no rights: who gives them sets it, or he could sign in with what is given later."""
    login = login.strip().lower()
    if not is_login(login):
        raise Refused("A login has 2 to 64 small letters, digits, dots or hyphens")
    password = passwords.random_password()
    kept = passwords.hashed_first(password)
    with writing():
        if Person.get_or_none(Person.login == login) is not None:
            raise Refused("The login %(login)s is taken", login=login)
        given = _checked(details, person=None)
        _must_be_his(of_new(details), by)
        wanted = _may_have(frozenset(), given, own=False, head=_new(by, given["site"]))
        if Role.INSPECTOR in wanted and inspectors.consent_needed(0, by):
            raise consented_to()
        row = Person.create(login=login, password_hash=kept, created_at=now, **given)
        audit.note(AuditAction.CREATE_PERSON, f"person:{row.id}", by=by, now=now, client_ip=client_ip, **given)
        _tell_inspectors(row, False, by=by, now=now, client_ip=client_ip)
        announce("roster", str(row.id), at=now)
        return int(row.id), password if remit.may_do(by, Permission.GIVE_RIGHTS) else ""


def edit_person(
    person: int, details: Details, *, by: str, now: dt.datetime, client_ip: str, consented: bool = False
) -> None:  # fmt: skip
    """Change a person: his account, or what he may do, or both, as who changes him may. Nobody changes his own roles;
    one administrator stays, or nobody could manage people."""
    with writing():
        others = _done_by_others(person)
        row = _active(person)
        remit.over_person(by, row, *MUST_STAY, consented=consented)
        given = _checked(details, person=person)
        wanted = _may_have(row.roles, given, own=row.login == by, head=_at(by, given["site"]))
        inspected = Role.INSPECTOR in row.roles
        changed = {key: value for key, value in given.items() if _now(row, key) != value}
        _stays(row.roles, wanted, others)
        if not consented:
            _must_be_his(changed, by)
            inspectors.must_not_wait(row, by, wanted)
        Person.update(**given).where(Person.id == person).execute()
        audit.note(AuditAction.EDIT_PERSON, f"person:{person}", by=by, now=now, client_ip=client_ip, **changed)
        _tell_inspectors(_active(person), inspected, by=by, now=now, client_ip=client_ip)
        announce("roster", str(person), at=now)


def check(row: Person, details: Details, *, by: str) -> None:
    """Whether this could be done to the person, before somebody is asked for his consent to it. Raises Refused."""
    given = _checked(details, person=row.id)
    _may_have(row.roles, given, own=False, head=_at(by, given["site"]))


def let_go(person: int, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """Deactivate a person: sign-ins end, the telephone becomes free, the records stay. Call it through `leaving`."""
    with writing():
        others = _done_by_others(person)
        row = _active(person)
        remit.over_person(by, row, *MUST_STAY)
        by_somebody = Person.select().where(Person.login == by).exists()  # else a command closes the demo's accounts
        if by_somebody and inspectors.waits_for_consent(row, by):
            raise Refused("Take the role away first: a second person consents to that")
        if row.login == by:
            raise Refused("You cannot deactivate yourself")
        _stays(row.roles, frozenset(), others)
        Person.update(active=False, extension=None).where(Person.id == person).execute()
        sign_ins.end_all(person, SignInEnd.DEACTIVATED, now=now)
        audit.note(
            AuditAction.DEACTIVATE_PERSON,
            f"person:{person}",
            by=by,
            now=now,
            client_ip=client_ip,
            extension=row.extension,
        )
        _of_an_inspector(row, InspectorChange.LET_GO, by=by, now=now, client_ip=client_ip)
        announce("roster", str(person), at=now)


def activate_person(person: int, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """Reactivate a person; telephone and positions must be assigned anew."""
    with writing():
        remit.over_person(by, Person.get_or_none(Person.id == person), Permission.GIVE_RIGHTS)
        Person.update(active=True).where(Person.id == person).execute()
        audit.note(AuditAction.ACTIVATE_PERSON, f"person:{person}", by=by, now=now, client_ip=client_ip)
        _of_an_inspector(_active(person), InspectorChange.BACK, by=by, now=now, client_ip=client_ip)
        announce("roster", str(person), at=now)


def reset_password(person: int, *, by: str, now: dt.datetime, client_ip: str, consented: bool = False) -> str:
    """A new random password, shown once; the person's sign-ins end and the password must be changed."""
    password = passwords.random_password()
    kept = passwords.hashed_first(password)
    with writing():
        row = _active(person)
        remit.over_person(by, row, Permission.GIVE_RIGHTS, consented=consented)
        if not consented:
            inspectors.must_not_wait(row, by)
        Person.update(password_hash=kept, must_change=True).where(Person.id == person).execute()
        sign_ins.end_all(person, SignInEnd.RESET, now=now)
        audit.note(AuditAction.RESET_PASSWORD, f"person:{person}", by=by, now=now, client_ip=client_ip)
        _of_an_inspector(row, InspectorChange.PASSWORD, by=by, now=now, client_ip=client_ip)
        announce("roster", str(person), at=now)
    return password


def set_language(person: int, language: str, *, by: str, now: dt.datetime) -> None:
    """Set the language of the pages for a person."""
    if language not in LANGUAGES:
        raise Refused("There is no such language")
    with writing():
        Person.update(language=language).where(Person.id == person).execute()
        audit.note(AuditAction.SET_LANGUAGE, f"person:{person}", by=by, now=now, language=language)


def _new(by: str, site: int) -> bool:
    """Whether who makes somebody at this site belongs to the head site. Raises Refused."""
    remit.of_login(by, Permission.MANAGE_PEOPLE)
    return _at(by, site)


def _at(by: str, site: int) -> bool:
    """Whether who acts belongs to the head site, if he may have people at this site. Raises Refused."""
    mine = remit.of_login(by)
    if not mine.has(site):
        raise Refused("Choose a site")
    return mine.site is None


def _may_have(roles: frozenset[Role], given: dict[str, Any], *, own: bool, head: bool) -> frozenset[Role]:
    """The roles that a person is to have. Raises Refused."""
    wanted = frozenset(Role(role) for role in (given["role"], *given["duties"]))
    separate = bool(parameter("people.separate_administrators"))
    wrong = roles_refused(roles, wanted, own=own, head=head, separate=separate)
    if wrong is not None:
        raise wrong
    return wanted


def _must_be_his(changed: Collection[str], by: str) -> None:
    """Raises Refused for columns that somebody else changes."""
    account, rights = (remit.may_do(by, act) for act in MUST_STAY)
    if (wrong := not_his(changed, account=account, rights=rights)) is not None:
        raise wrong


def _done_by_others(person: int) -> set[Permission]:
    """What must stay that others may do; locks all their rows, so two cannot remove each other at the same time."""
    has_duties = fn.LENGTH(Person.duties) > len("[]")
    holders = [role.value for role in Role if any(may(role, act) for act in MUST_STAY)]
    query = Person.select().where(Person.active == True, Person.role.in_(holders) | has_duties)  # noqa: E712
    query = query.order_by(Person.id)
    if is_postgresql():
        query = query.for_update("FOR NO KEY UPDATE")  # type: ignore[arg-type]  # the stubs know FOR UPDATE alone
    found = list(query)
    return {act for act in MUST_STAY if any(row.id != person and may(row.roles, act) for row in found)}


def _stays(before: frozenset[Role], after: frozenset[Role], others: set[Permission]) -> None:
    """Raises Refused if nobody could manage people, or give rights, afterwards."""
    if any(may(before, act) and not may(after, act) and act not in others for act in MUST_STAY):
        raise Refused("There must be an administrator: give somebody else the role first")


def _tell_inspectors(row: Person, before: bool, *, by: str, now: dt.datetime, client_ip: str) -> None:
    after = Role.INSPECTOR in row.roles
    if after != before:
        what = InspectorChange.GIVEN if after else InspectorChange.TAKEN
        inspectors.inspectors_changed(row, what, by=by, now=now, client_ip=client_ip)


def _of_an_inspector(row: Person, what: InspectorChange, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """A person who may sign in as an inspector can read what he reads, so inspectors are notified of that too."""
    if Role.INSPECTOR in row.roles:
        inspectors.inspectors_changed(row, what, by=by, now=now, client_ip=client_ip)


def _active(person: int) -> Person:
    row = Person.get_or_none(Person.id == person)
    if row is None or not row.active:
        raise Refused("There is no such person")
    return row


def _now(row: Person, key: str) -> object:
    return row.site_id if key == "site" else getattr(row, key)


def _checked(details: Details, *, person: int | None) -> dict[str, Any]:
    def holder(extension: str) -> str:
        other = Person.get_or_none(Person.extension == extension)
        return "" if other is None or other.id == person else str(other.name)

    return checked(details, is_site=lambda site: Site.select().where(Site.id == site).exists(), holder=holder)
