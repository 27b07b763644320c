"""The sign-ins of people: made by signing in, ended by the person, by an administrator, or with the password."""

import datetime as dt
import logging
import secrets
from dataclasses import dataclass

from hotline.people.reads import remit
from hotline.people.reads.second_factors import has_one, is_demanded
from hotline.people.rows import Person, SignIn
from hotline.people.rules.permissions import Permission
from hotline.people.rules.sign_ins import browser_of, hash_of
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import AWAY, writing
from hotline.words import AuditAction, SignInEnd

from . import audit

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NewSignIn:
    """`key`: the id for the cookie, which is kept nowhere; `must_set_up`: a second factor, before anything else."""

    key: str
    must_set_up: bool


def made(
    person: int, *, now: dt.datetime, client_ip: str, browser: str, by_provider: bool = False, strong: bool = False
) -> NewSignIn:  # fmt: skip
    """A new sign-in, in the transaction of the verb. `strong`: the provider has asked for a second factor already."""
    key, must_set_up = secrets.token_urlsafe(24), not strong and is_demanded(person) and not has_one(person)
    SignIn.create(
        key_hash=hash_of(key), person=person, made_at=now, seen_at=now, proved_at=now, client_ip=client_ip[:64],
        browser=browser_of(browser), must_set_up=must_set_up, by_provider=by_provider,
    )  # fmt: skip
    return NewSignIn(key, must_set_up)


def end_all(person: int, why: SignInEnd, *, now: dt.datetime, spared: int | None = None) -> int:
    """End the sign-ins of a person, but for one; in the transaction of the verb. Gives how many were ended."""
    of_him = (SignIn.person == person) & SignIn.ended_at.is_null()
    if spared is not None:
        of_him &= SignIn.id != spared
    ended = SignIn.update(ended_at=now, ended_why=why).where(of_him).execute()
    announce("sign_in", str(person), at=now)  # his streams end, and each browser is asked anew
    return int(ended)


def seen(sign_in: int, *, now: dt.datetime) -> None:
    """Note that its person was active. Where that cannot be written, pages are still read."""
    try:
        with writing():
            SignIn.update(seen_at=now).where(SignIn.id == sign_in, SignIn.ended_at.is_null()).execute()
    except AWAY as error:
        log.warning("last_seen_not_written: %s", type(error).__name__)


def sign_out(sign_in: int, person: int, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """End the present sign-in: its cookie is worth nothing any more."""
    with writing():
        _end(sign_in, person, SignInEnd.SIGNED_OUT, now=now)
        audit.note(AuditAction.SIGN_OUT, f"person:{person}", by=by, now=now, client_ip=client_ip)


def end_one(sign_in: int, person: int, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """A person ends a sign-in of his own, such as one on a computer that he has left. Raises Refused."""
    with writing():
        if not _end(sign_in, person, SignInEnd.BY_PERSON, now=now):
            raise Refused("This sign-in has ended already")
        audit.note(AuditAction.END_SIGN_INS, f"person:{person}", by=by, now=now, client_ip=client_ip, count=1)


def end_others(sign_in: int, person: int, *, by: str, now: dt.datetime, client_ip: str) -> int:
    """A person ends all his sign-ins but the present one; gives how many."""
    with writing():
        count = end_all(person, SignInEnd.BY_PERSON, now=now, spared=sign_in)
        audit.note(AuditAction.END_SIGN_INS, f"person:{person}", by=by, now=now, client_ip=client_ip, count=count)
    return count


def end_of_person(person: int, *, by: str, now: dt.datetime, client_ip: str) -> int:
    """An administrator ends all sign-ins of a person; gives how many. Raises Refused."""
    with writing():
        remit.over_person(by, Person.get_or_none(Person.id == person), Permission.GIVE_RIGHTS)
        count = end_all(person, SignInEnd.BY_ADMINISTRATOR, now=now)
        audit.note(AuditAction.END_SIGN_INS, f"person:{person}", by=by, now=now, client_ip=client_ip, count=count)
    return count


def _end(sign_in: int, person: int, why: SignInEnd, *, now: dt.datetime) -> bool:
    of_him = (SignIn.id == sign_in) & (SignIn.person == person) & SignIn.ended_at.is_null()
    ended = SignIn.update(ended_at=now, ended_why=why).where(of_him).execute()
    announce("sign_in", str(person), at=now)
    return bool(ended)
