"""Signing in and changing one's own password; tries are counted per login and address, per address, per browser."""

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass

from hotline.people.reads.second_factors import has_one
from hotline.people.rows import Person, SignIn
from hotline.people.rules.login import ADDRESS_SHARE, KnownBrowser, Limits, PasswordOf, complaint, is_login
from hotline.ports import Refused
from hotline.settings.addresses import counted
from hotline.store.database import writing
from hotline.values.plain import plain
from hotline.words import AuditAction, SignInEnd

from . import audit, passwords, second_factors, sign_ins, tries
from .tries import Count


@dataclass(frozen=True, slots=True)
class HalfSignedIn:
    """Whose password was right and who still owes a code. `mark` fits until the password changes."""

    person: int
    mark: str
    by_provider: bool = False


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who has signed in. `key`: the id of the sign-in, for the cookie alone. `must_set_up`: a second factor."""

    person: int
    key: str
    must_change: bool
    language: str
    must_set_up: bool = False


def sign_in(
    login: str, password: str, *, now: dt.datetime, client_ip: str, limits: Limits, browser: str = "",
    known: KnownBrowser | None = None,
) -> SignedIn | HalfSignedIn:  # fmt: skip
    """The person who signs in; with a second factor only by half, until `sign_in_by_code`. An unknown
    login and a wrong password give the same refusal and count alike.

    `known`: the browser, if it is one on which people have signed in: for them the strangers' tries do not count."""
    login = plain(login).strip().lower()[:64]
    person = Person.get_or_none(Person.login == login, Person.active == True)  # noqa: E712 - peewee builds SQL of it
    at_home = known is not None and person is not None and person.id in known.people
    counts = _of_browser(login, known, limits) if known and at_home else _of_stranger(login, client_ip, limits)
    tries.count(counts, now=now)
    if not passwords.fits(password, person.password_hash if person else None) or person is None:
        with writing():
            audit.note(AuditAction.SIGN_IN_FAILED, "person", by=login if person else "?", now=now, client_ip=client_ip)
        raise Refused("This login and this password do not fit")
    with writing():
        tries.forgive(counts)
        if has_one(person.id):
            return HalfSignedIn(person.id, _mark(person))
        return _begun(person, now=now, client_ip=client_ip, browser=browser)


def sign_in_by_code(
    half: HalfSignedIn, code: str, *, key: str, now: dt.datetime, client_ip: str, limits: Limits, browser: str = ""
) -> SignedIn:
    """The second half: a code of the person's app, or a recovery code. `key`: the house's key for second factors."""
    person = Person.get_or_none(Person.id == half.person, Person.active == True)  # noqa: E712 - peewee builds SQL of it
    if person is None or not hmac.compare_digest(_mark(person), half.mark):
        raise Refused("Begin once more with your login and your password")
    try:
        second_factors.check(person.id, person.login, code, key=key, now=now, limits=limits)
    except Refused:
        with writing():
            audit.note(AuditAction.SIGN_IN_FAILED, "person", by=person.login, now=now, client_ip=client_ip)
        raise
    with writing():
        return _begun(person, now=now, client_ip=client_ip, browser=browser, by_provider=half.by_provider)


def sign_in_by_provider(
    login: str, *, strong: bool, now: dt.datetime, client_ip: str, browser: str = ""
) -> SignedIn | HalfSignedIn:  # fmt: skip
    """Who has shown the organisation's provider who he is. `login`: as the provider names it; it makes nobody: who has
    no active login here is refused. `strong`: the provider has asked for a second factor; else ours is asked."""
    login = login.strip().lower()  # not made plain: who writes his name in full width there is somebody else
    person = Person.get_or_none(Person.login == login, Person.active == True)  # noqa: E712 - peewee builds SQL of it
    if not is_login(login) or person is None:
        with writing():
            audit.note(AuditAction.SIGN_IN_FAILED, "person", by="?", now=now, client_ip=client_ip)
        raise Refused("Your organisation knows you, but you have no login here: ask an administrator")
    if has_one(person.id) and not strong:
        return HalfSignedIn(person.id, _mark(person), by_provider=True)
    with writing():
        return _begun(person, now=now, client_ip=client_ip, browser=browser, by_provider=True, strong=strong)


def prove_by_provider(sign_in_id: int, person: int, login: str, *, now: dt.datetime) -> None:
    """The provider has asked the person of a sign-in once more who he is. Raises Refused for somebody else."""
    if login.strip().lower() != Person.get_by_id(person).login:
        raise Refused("Somebody else has signed in there: sign in as yourself")
    with writing():
        SignIn.update(proved_at=now).where(SignIn.id == sign_in_id, SignIn.person == person).execute()


def change_password(
    person: int, old: str, new: str, *, now: dt.datetime, client_ip: str, limits: Limits, browser: str = ""
) -> SignedIn:
    """A person changes his own password: all his sign-ins end, and he gets a new one for this browser."""
    row = Person.get_by_id(person)
    counts = [second_factors.of_person(row.login, limits)]
    tries.count(counts, now=now)
    if not passwords.fits(old, row.password_hash):
        raise Refused("The present password does not fit")
    with writing():
        tries.forgive(counts)  # what is wrong with the new one is no try to guess
    about = PasswordOf(row.login, row.name, row.site.name)
    if (wrong := complaint(new, about=about, common=passwords.common())) is not None:
        raise Refused(wrong)
    if old == new:
        raise Refused("The new password must differ from the present one")
    kept = passwords.hashed(new)
    with writing():
        Person.update(password_hash=kept, must_change=False).where(Person.id == person).execute()
        sign_ins.end_all(person, SignInEnd.PASSWORD, now=now)
        made = sign_ins.made(person, now=now, client_ip=client_ip, browser=browser)
        audit.note(AuditAction.CHANGE_PASSWORD, f"person:{person}", by=row.login, now=now, client_ip=client_ip)
    return SignedIn(person, made.key, must_change=False, language=row.language, must_set_up=made.must_set_up)


def prove(
    sign_in_id: int, person: int, password: str, *, now: dt.datetime, client_ip: str, limits: Limits
) -> None:  # fmt: skip
    """The person of a sign-in types his password again, before he does what needs it. Raises Refused."""
    row = Person.get_by_id(person)
    counts = [second_factors.of_person(row.login, limits)]
    tries.count(counts, now=now)
    if not passwords.fits(password, row.password_hash):
        with writing():
            audit.note(AuditAction.SIGN_IN_FAILED, "person", by=row.login, now=now, client_ip=client_ip)
        raise Refused("The password does not fit")
    with writing():
        tries.forgive(counts)
        SignIn.update(proved_at=now).where(SignIn.id == sign_in_id, SignIn.person == person).execute()


def _begun(
    person: Person, *, now: dt.datetime, client_ip: str, browser: str, by_provider: bool = False, strong: bool = False
) -> SignedIn:  # fmt: skip
    made = sign_ins.made(
        person.id, now=now, client_ip=client_ip, browser=browser, by_provider=by_provider, strong=strong
    )  # fmt: skip
    audit.note(AuditAction.SIGN_IN, f"person:{person.id}", by=person.login, now=now, client_ip=client_ip)
    must_change = person.must_change and not by_provider
    return SignedIn(person.id, made.key, must_change, person.language, made.must_set_up)


def _mark(person: Person) -> str:
    return hashlib.sha256(f"half:{person.id}:{person.password_hash}".encode()).hexdigest()[:32]


def _of_stranger(login: str, client_ip: str, limits: Limits) -> list[Count]:
    """The login from this address and the address lock; the login alone is slowed, or strangers could lock it."""
    at, office = counted(client_ip), Limits(limits.tries * ADDRESS_SHARE, limits.lock)
    return [
        Count(f"at:{at}|{login}", limits), Count(f"client_ip:{at}", office, of_login=False),
        Count(f"login:{login}", limits, locks=False),
    ]  # fmt: skip


def _of_browser(login: str, known: KnownBrowser, limits: Limits) -> list[Count]:
    return [Count(f"browser:{known.id[:32]}|{login}"[:100], limits)]
