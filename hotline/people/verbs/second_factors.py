"""Setting up, using and taking away a second factor: an app that shows codes, and ten recovery codes on paper."""

import datetime as dt
import secrets

from hotline.people.reads import remit
from hotline.people.reads.second_factors import has_one, is_demanded
from hotline.people.rows import Person, RecoveryCode, SecondFactor, SignIn
from hotline.people.rules.login import Limits
from hotline.people.rules.permissions import Permission
from hotline.people.rules.second_factor import (
    RECOVERY_CODES,
    SIGNS,
    is_app_code,
    recovery_hash,
    secret_of,
    step_of,
    tidied,
)
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.words import AuditAction, InspectorChange, Role, SignInEnd

from . import audit, inspectors, sign_ins, tries
from .tries import Count


def begin(person: int, *, now: dt.datetime) -> None:
    """Make a new secret to be read by an app; it is worth nothing until a code of it is typed. Raises Refused."""
    if has_one(person):
        raise Refused("You have a second factor: end it before you set up another one")
    given = {"nonce": secrets.token_hex(16), "made_at": now, "confirmed_at": None, "last_step": 0}
    with writing():
        SecondFactor.insert(person=person, **given).on_conflict(
            conflict_target=[SecondFactor.person], update=given
        ).execute()


def confirm(person: int, code: str, *, key: str, by: str, now: dt.datetime, client_ip: str) -> list[str]:
    """The app works: from now on signing in asks for its code. Gives the recovery codes, which are shown this once. A
    wrong code is no try to guess: the person has just been shown the secret."""
    row = SecondFactor.get_or_none(SecondFactor.person == person)
    if row is None or row.confirmed_at is not None:
        raise Refused("Begin with the picture once more: there is no app to confirm")
    step = step_of(tidied(code), secret_of(key, person, row.nonce), after=0, now=now)
    if step is None:
        raise Refused("This code does not fit: type the six digits that the app shows now, and look at its clock")
    with writing():
        SecondFactor.update(confirmed_at=now, last_step=step).where(SecondFactor.person == person).execute()
        SignIn.update(must_set_up=False).where(SignIn.person == person).execute()
        audit.note(AuditAction.SET_UP_SECOND_FACTOR, f"person:{person}", by=by, now=now, client_ip=client_ip)
        return _recovery_codes(person, key)


def renew_codes(
    person: int, code: str, *, key: str, by: str, now: dt.datetime, client_ip: str, limits: Limits
) -> list[str]:  # fmt: skip
    """Ten new recovery codes; the old ones are void. Needs a code of the app."""
    check(person, by, code, key=key, now=now, limits=limits)
    with writing():
        audit.note(AuditAction.RENEW_RECOVERY_CODES, f"person:{person}", by=by, now=now, client_ip=client_ip)
        return _recovery_codes(person, key)


def end_own(
    person: int, code: str, *, key: str, by: str, now: dt.datetime, client_ip: str, limits: Limits
) -> None:  # fmt: skip
    """A person ends his own, for instance to set up another telephone. Who must have one sets it up anew at once."""
    check(person, by, code, key=key, now=now, limits=limits)
    with writing():
        _delete(person)
        SignIn.update(must_set_up=is_demanded(person)).where(SignIn.person == person).execute()
        audit.note(AuditAction.RESET_SECOND_FACTOR, f"person:{person}", by=by, now=now, client_ip=client_ip)


def reset(person: int, *, by: str, now: dt.datetime, client_ip: str, consented: bool = False) -> None:
    """An administrator takes away the factor of somebody who has lost it; his sign-ins end. Raises Refused."""
    with writing():
        found = Person.get_or_none(Person.id == person)
        row = remit.over_person(by, found, Permission.GIVE_RIGHTS, consented=consented)
        if not row.active:
            raise Refused("There is no such person")
        if row.login == by:
            raise Refused("Your own second factor is ended on your own page, with a code")
        if not has_one(person):
            raise Refused("This person has no second factor")
        if not consented:
            inspectors.must_not_wait(row, by)
        _delete(person)
        sign_ins.end_all(person, SignInEnd.BY_ADMINISTRATOR, now=now)
        audit.note(AuditAction.RESET_SECOND_FACTOR, f"person:{person}", by=by, now=now, client_ip=client_ip)
        if Role.INSPECTOR in row.roles:
            what = InspectorChange.SECOND_FACTOR
            inspectors.inspectors_changed(row, what, by=by, now=now, client_ip=client_ip)


def check(person: int, login: str, code: str, *, key: str, now: dt.datetime, limits: Limits) -> None:
    """Use up a code of the app or a recovery code. Wrong ones count like wrong passwords. Raises Refused."""
    counts = [of_person(login, limits)]
    tries.count(counts, now=now)
    with writing():
        if not _used_up(person, tidied(code), key, now):
            raise Refused("This code does not fit or was used before: wait for the next one, or type a recovery code")
        tries.forgive(counts)


def of_person(login: str, limits: Limits) -> Count:
    """The count of somebody who has shown his password already: strangers do not reach it."""
    return Count(f"own:{login}", limits)


def _used_up(person: int, code: str, key: str, now: dt.datetime) -> bool:
    """Whether the code fits; what fits is written as used by one statement, so that it fits once."""
    row = SecondFactor.get_or_none(SecondFactor.person == person)
    if row is None or row.confirmed_at is None:
        return False
    if is_app_code(code):
        step = step_of(code, secret_of(key, person, row.nonce), after=row.last_step, now=now)
        if step is None:
            return False
        newer = (SecondFactor.person == person) & (SecondFactor.last_step < step)
        return bool(SecondFactor.update(last_step=step).where(newer).execute())
    unused = (RecoveryCode.person == person) & RecoveryCode.used_at.is_null()
    same = RecoveryCode.code_hash == recovery_hash(key, person, code)
    return bool(RecoveryCode.update(used_at=now).where(unused, same).execute())


def _recovery_codes(person: int, key: str) -> list[str]:
    RecoveryCode.delete().where(RecoveryCode.person == person).execute()
    drawn = ["".join(secrets.choice(SIGNS) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    codes = [f"{one[:5]}-{one[5:]}" for one in drawn]
    for code in codes:
        RecoveryCode.create(person=person, code_hash=recovery_hash(key, person, code))
    return codes


def _delete(person: int) -> None:
    RecoveryCode.delete().where(RecoveryCode.person == person).execute()
    SecondFactor.delete().where(SecondFactor.person == person).execute()
