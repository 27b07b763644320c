"""Rules of signing in: how many failures lock for how long, and the rules for passwords."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

PASSWORD_LEAST = 10
ADDRESS_SHARE = 10  # factor: an office behind one IP may fail this much more often than one person
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")


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


def locked(tries: Tries, *, now: dt.datetime) -> bool:
    return tries.locked_until is not None and tries.locked_until > now


def one_more(tries: Tries, limits: Limits, *, now: dt.datetime) -> Tries:
    """The count after one more try. Tries are counted before the check, so parallel guesses gain nothing."""
    if tries.last_at is not None and now - tries.last_at > limits.lock:
        tries = Tries()
    count = tries.tries + 1
    return replace(tries, tries=count, last_at=now, locked_until=now + limits.lock if count >= limits.tries else None)


def is_login(login: str) -> bool:
    """Small letters, digits, dot, hyphen and underscore; two to 64."""
    return _LOGIN.fullmatch(login) is not None


def complaint(password: str, *, login: str) -> str | None:
    """What is wrong with a new password as a message id, or None."""
    if len(password) < PASSWORD_LEAST:
        return "A password has at least 10 characters"
    if len(password) > 200:
        return "A password has at most 200 characters"
    if login in password.lower():
        return "A password must not contain the login"
    if len(set(password)) < 4:
        return "A password has at least four different characters"
    return None
