"""Counts of wrong passwords and codes: counted before the check, given back after a right one."""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

from hotline.clock import CHINA
from hotline.people.rows import SignInTry
from hotline.people.rules.login import Limits, Tries, lock_of, one_more, opens_again
from hotline.ports import Refused
from hotline.store.changes import is_postgresql
from hotline.store.database import writing

FORGET = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Count:
    """What is counted. `locks`: after `limits` it is locked, else the next try waits. `of_login`: a right password
    clears it; of an address it gives only its own try back."""

    key: str
    limits: Limits
    locks: bool = True
    of_login: bool = True


def count(counts: list[Count], *, now: dt.datetime) -> None:
    """Count a try, before the secret is checked, so that parallel guesses gain nothing. Refused while it is locked or
    has to wait; then it does not count."""
    with writing():
        known = _held([one.key for one in counts], now)
        if (lock := lock_of(known, now=now)) is not None:
            raise Refused(
                "Too many tries: signing in is locked until %(until)s", until=f"{lock.until.astimezone(CHINA):%H:%M:%S}"
            )
        if (until := _waits(counts, known, now)) is not None:
            seconds = math.ceil((until - now).total_seconds())
            raise Refused("Too many tries for this login: wait %(seconds)s s, then try again", seconds=seconds)
        for one in counts:
            _keep(one, one_more(known[one.key], one.limits, now=now))
        SignInTry.delete().where(SignInTry.last_at < now - FORGET).execute()


def forgive(counts: Iterable[Count]) -> None:
    """After a right secret, in the transaction of the verb."""
    for one in counts:
        if one.of_login:
            SignInTry.delete().where(SignInTry.key == one.key).execute()
        else:
            back = {"tries": SignInTry.tries - 1, "locked_until": None}
            SignInTry.update(back).where(SignInTry.key == one.key).execute()


def _held(keys: list[str], now: dt.datetime) -> dict[str, Tries]:
    """The counts, held in the order of their keys, so that two tries at the same time count as two."""
    for key in sorted(keys):
        SignInTry.insert(key=key, tries=0, last_at=now).on_conflict_ignore().execute()
    query = SignInTry.select().where(SignInTry.key.in_(keys)).order_by(SignInTry.key)
    rows = list(query.for_update() if is_postgresql() else query)
    return {row.key: Tries(row.tries, row.last_at, row.locked_until) for row in rows}


def _waits(counts: list[Count], known: dict[str, Tries], now: dt.datetime) -> dt.datetime | None:
    slow = [opens_again(known[one.key], one.limits, now=now) for one in counts if not one.locks]
    return max((until for until in slow if until is not None), default=None)


def _keep(one: Count, after: Tries) -> None:
    locked = after.locked_until if one.locks else None
    given = {"tries": after.tries, "last_at": after.last_at, "locked_until": locked}
    SignInTry.update(given).where(SignInTry.key == one.key).execute()
