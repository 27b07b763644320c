"""Rules of signing in: how many failures lock for how long, and the rules for passwords."""

import datetime as dt
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from hotline.values.initials import places, spellings
from hotline.values.plain import plain

from . import weak_passwords

PASSWORD_LEAST = 10
ADDRESS_SHARE = 10  # factor: an office behind one IP may fail this much more often than one person
HOUSE = frozenset({"tingsu", "听诉", "12368", "12345"})
SLOWEST = dt.timedelta(minutes=1)
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")


@dataclass(frozen=True, slots=True)
class PasswordOf:
    """Whose password it is: what somebody who knows him tries first. `name` and `site` as they are written."""

    login: str
    name: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """`tries` failures in a row lock for `lock`; failures older than `lock` are forgotten."""

    tries: int
    lock: dt.timedelta


@dataclass(frozen=True, slots=True)
class Tries:
    tries: int = 0
    last_at: dt.datetime | None = None
    locked_until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownBrowser:
    """A browser that shows, by our own signature, who has signed in on it before (ids of people)."""

    id: str
    people: frozenset[int]


@dataclass(frozen=True, slots=True)
class Lock:
    """What is locked (the key of its count), and until when."""

    key: str
    until: dt.datetime


def lock_of(known: Mapping[str, Tries], *, now: dt.datetime) -> Lock | None:
    """Of these counts the lock that ends last; None if none is locked."""
    locks = [
        Lock(key, tries.locked_until)
        for key, tries in known.items()
        if tries.locked_until is not None and tries.locked_until > now
    ]
    return max(locks, key=lambda lock: lock.until, default=None)


def one_more(tries: Tries, limits: Limits, *, now: dt.datetime) -> Tries:
    """The count after one more try. Tries are counted before the check, so parallel guesses gain nothing."""
    if tries.last_at is not None and now - tries.last_at > limits.lock:
        tries = Tries()
    count = tries.tries + 1
    return replace(tries, tries=count, last_at=now, locked_until=now + limits.lock if count >= limits.tries else None)


def opens_again(tries: Tries, limits: Limits, *, now: dt.datetime) -> dt.datetime | None:
    """Until when the next try of a login waits, wherever it comes from; None if it need not.

    A stranger could set a lock of a login, so there is none: after as many failures as lock one address, each further
    one makes the next wait for 1, 2, 4 … 60 s. What comes meanwhile is refused and does not count."""
    over = tries.tries - limits.tries
    if over <= 0 or tries.last_at is None:
        return None
    until = tries.last_at + min(dt.timedelta(seconds=2 ** min(over - 1, 10)), SLOWEST)
    return until if until > now else None


def is_login(login: str) -> bool:
    """Small letters, digits, dot, hyphen and underscore; two to 64."""
    return _LOGIN.fullmatch(login) is not None


def complaint(password: str, *, about: PasswordOf, common: Set[str]) -> str | None:
    """What is wrong with a new password as a message id, or None. `common`: the commonest passwords and words."""
    if len(password) < PASSWORD_LEAST:
        return "A password has at least 10 characters"
    if len(password) > 200:
        return "A password has at most 200 characters"
    password = plain(password)  # full width is as common as half width
    if about.login in password.lower():
        return "A password must not contain the login"
    if _holds(password, spellings(about.name)):
        return "A password must not contain your name, also not in pinyin: choose something that nobody knows of you"
    if (wrong := weak_passwords.complaint(password, common)) is not None:
        return wrong
    if _holds(password, HOUSE | places(about.site)):
        return "A password must not contain the name or number of the hotline or of your court: choose something else"
    return None


def _holds(password: str, parts: Set[str]) -> bool:
    """Whether one of the parts stands in the password, also with other signs between its letters."""
    low = password.lower()
    letters = "".join(sign for sign in low if sign.isalpha())
    return any(part in low or (part.isalpha() and part in letters) for part in parts)
