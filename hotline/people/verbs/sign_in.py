"""Signing in and changing one's own password; tries are counted per login and per client IP."""

import datetime as dt
from dataclasses import dataclass

from hotline.clock import CHINA
from hotline.people.rows import Person, SignInTry
from hotline.people.rules.login import ADDRESS_SHARE, Limits, PasswordOf, Tries, complaint, locked, one_more
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.words import AuditAction, SignInEnd

from . import audit, passwords, sign_ins

FORGET = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who has signed in. `key`: the id of the sign-in, for the cookie alone."""

    person: int
    key: str
    must_change: bool
    language: str


def sign_in(
    login: str, password: str, *, now: dt.datetime, client_ip: str, limits: Limits, browser: str = ""
) -> SignedIn:
    """The person who signs in. An unknown login and a wrong password give the same refusal and count alike."""
    login = login.strip().lower()[:64]
    _count(login, client_ip, limits, now=now)
    person = Person.get_or_none(Person.login == login, Person.active == True)  # noqa: E712 - peewee builds SQL of it
    if not passwords.fits(password, person.password_hash if person else None) or person is None:
        with writing():
            audit.note(AuditAction.SIGN_IN_FAILED, "person", by=login if person else "?", now=now, client_ip=client_ip)
        raise Refused("This login and this password do not fit")
    with writing():
        _forgive(login, client_ip)
        key = sign_ins.made(person.id, now=now, client_ip=client_ip, browser=browser)
        audit.note(AuditAction.SIGN_IN, f"person:{person.id}", by=login, now=now, client_ip=client_ip)
    return SignedIn(person.id, key, person.must_change, person.language)


def change_password(
    person: int, old: str, new: str, *, now: dt.datetime, client_ip: str, limits: Limits, browser: str = ""
) -> SignedIn:
    """A person changes his own password: all his sign-ins end, and he gets a new one for this browser."""
    row = Person.get_by_id(person)
    _count(row.login, client_ip, limits, now=now)
    if not passwords.fits(old, row.password_hash):
        raise Refused("The present password does not fit")
    about = PasswordOf(row.login, row.name, row.site.name)
    if (wrong := complaint(new, about=about, common=passwords.common())) is not None:
        raise Refused(wrong)
    if old == new:
        raise Refused("The new password must differ from the present one")
    kept = passwords.hashed(new)
    with writing():
        _forgive(row.login, client_ip)
        Person.update(password_hash=kept, must_change=False).where(Person.id == person).execute()
        sign_ins.end_all(person, SignInEnd.PASSWORD, now=now)
        key = sign_ins.made(person, now=now, client_ip=client_ip, browser=browser)
        audit.note(AuditAction.CHANGE_PASSWORD, f"person:{person}", by=row.login, now=now, client_ip=client_ip)
    return SignedIn(person, key, must_change=False, language=row.language)


def _keys(login: str, client_ip: str, limits: Limits) -> list[tuple[str, Limits]]:
    office = Limits(limits.tries * ADDRESS_SHARE, limits.lock)
    return [(f"login:{login}", limits), (f"client_ip:{client_ip[:64]}", office)]


def _count(login: str, client_ip: str, limits: Limits, *, now: dt.datetime) -> None:
    """Count the try before the password is checked; refused while locked."""
    with writing():
        for key, most in _keys(login, client_ip, limits):
            row = SignInTry.get_or_none(SignInTry.key == key)
            tries = Tries(row.tries, row.last_at, row.locked_until) if row else Tries()
            if locked(tries, now=now):
                assert tries.locked_until is not None
                until = tries.locked_until.astimezone(CHINA)
                raise Refused("Too many tries: signing in is locked until %(until)s", until=f"{until:%H:%M:%S}")
            after = one_more(tries, most, now=now)
            given = {"tries": after.tries, "last_at": after.last_at, "locked_until": after.locked_until}
            SignInTry.insert(key=key, **given).on_conflict(conflict_target=[SignInTry.key], update=given).execute()
        SignInTry.delete().where(SignInTry.last_at < now - FORGET).execute()


def _forgive(login: str, client_ip: str) -> None:
    """A right password clears the person's count and gives this try back to the client IP."""
    SignInTry.delete().where(SignInTry.key == f"login:{login}").execute()
    SignInTry.update(tries=SignInTry.tries - 1, locked_until=None).where(
        SignInTry.key == f"client_ip:{client_ip[:64]}"
    ).execute()
