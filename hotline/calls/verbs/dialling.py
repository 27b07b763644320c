"""Asks the dialling policy before an order is placed, and writes down what was ordered: both in one transaction."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from hotline.calls.reads import dialling
from hotline.calls.rows import Dialled
from hotline.calls.rules.dialling import Asked, Made, WayOut
from hotline.clock import CHINA
from hotline.people.rows import Person
from hotline.ports import Refused
from hotline.store.changes import is_postgresql
from hotline.store.database import database
from hotline.values.quiet_hours import Quiet
from hotline.values.telephone import canonical

_LOCK = 8_112_368  # PostgreSQL's lock by which those who count and then write wait for each other
KEPT = dt.timedelta(days=2)


def allow(
    number: str, way: WayOut, who: Person, now: dt.datetime, *, quiet: Quiet | None = None, at_night: bool = False
) -> None:
    """Raises Refused unless `who` may call the number by this way now. Within the transaction that places the order.
    `quiet`: the quiet hours, if not those of the parameters; `at_night`: he has asked to be called in these."""
    if is_postgresql():
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
    asked = Asked(number, way, who.roles, now.astimezone(CHINA), at_night)
    policy = dialling.policy()
    policy = policy if quiet is None else replace(policy, quiet=quiet)
    wrong = policy.complaint(asked, dialling.made(who.id, canonical(number), now))
    if wrong is not None:
        raise Refused(wrong[0], **wrong[1])


def allow_kept(number: str, now: dt.datetime) -> None:
    """Raises Refused for a number that is to be kept and could never be called. An empty one is none."""
    asked = Asked(number, WayOut.DIRECTORY, (), now.astimezone(CHINA))
    wrong = dialling.policy().complaint(asked, Made()) if canonical(number) else None
    if wrong is not None:
        raise Refused(wrong[0], **wrong[1])


def note(numbers: Iterable[str], order: int, person: int, now: dt.datetime) -> None:
    """Write down the numbers outside that an order asks for."""
    rows = [{"order": order, "person": person, "number": number, "at": now} for number in numbers]
    if rows:
        Dialled.insert_many(rows).execute()


def forget(now: dt.datetime) -> int:
    """Delete what no limit counts any more; returns how many."""
    return int(Dialled.delete().where(Dialled.at < now - KEPT).execute())
