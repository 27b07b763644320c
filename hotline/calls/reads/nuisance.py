"""Nuisance numbers: the list, and the warning at the desk for a ringing number."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import peewee

from hotline.calls.reads import calls
from hotline.calls.rows import Nuisance
from hotline.people.reads.scope import Scope
from hotline.people.rows import Person
from hotline.store.paging import SIZE, Page, cut, mark, total, unmark_id
from hotline.values.telephone import canonical


@dataclass(frozen=True, slots=True)
class Entry:
    """A listed number. `refused`: its callers hear so and are hung up; else they are only marked for agents."""

    id: int
    number: str
    refused: bool
    reason: str
    by: str
    at: dt.datetime
    until: dt.datetime
    appeal: str
    appealed_at: dt.datetime | None
    answer: str
    lifted_at: dt.datetime | None
    lifted_by: str

    def holds(self, now: dt.datetime) -> bool:
        return self.lifted_at is None and self.until > now


@dataclass(frozen=True, slots=True)
class NuisanceHit:
    """The warning beside a caller's number."""

    refused: bool
    reason: str
    until: dt.datetime


def marked(number: str, now: dt.datetime) -> NuisanceHit | None:
    row = holding(number, now)
    return None if row is None else NuisanceHit(row.refused, row.reason, row.until)


def in_force(now: dt.datetime, *, tail: str = "") -> tuple[Entry, ...]:
    """All entries in force: open appeals first, then the newest."""
    waits = peewee.Case(None, [((Nuisance.appeal != "") & (Nuisance.answer == ""), 0)], 1)
    query = _tail(_all().where(Nuisance.until > now, Nuisance.lifted_at.is_null()), tail)
    return tuple(_entry(row) for row in query.order_by(waits, Nuisance.at.desc(), Nuisance.id.desc()))


def over(now: dt.datetime, *, tail: str = "", after: str = "", size: int = SIZE) -> Page[Entry]:
    """Expired or lifted entries, newest first."""
    query = _tail(_all().where((Nuisance.until <= now) | Nuisance.lifted_at.is_null(False)), tail)
    counted, begin = total(query), unmark_id(after)
    if begin is not None:
        at, key = begin[0], int(begin[1])
        query = query.where((Nuisance.at < at) | ((Nuisance.at == at) & (Nuisance.id < key)))
    rows = [_entry(row) for row in query.order_by(Nuisance.at.desc(), Nuisance.id.desc()).limit(size + 1)]
    return cut(rows, lambda n: mark(rows[n].at, rows[n].id), size, total=counted)


def number_of(call: str, scope: Scope) -> str:
    """The number that a call came from, "" for none and for a call that the reader does not see."""
    row = calls.one(call, scope)
    return "" if row is None else row.number


def _tail(query: Any, tail: str) -> Any:
    return query.where(Nuisance.number.text().endswith(tail)) if tail else query


def _all() -> Any:
    lifter = Person.alias()
    return (
        Nuisance.select(Nuisance, Person.name.alias("by_name"), lifter.name.alias("lifter_name"))
        .join(Person, on=(Nuisance.by == Person.id))
        .switch(Nuisance)
        .join(lifter, peewee.JOIN.LEFT_OUTER, on=(Nuisance.lifted_by == lifter.id))
        .objects()
    )


def _entry(row: Any) -> Entry:
    return Entry(
        id=row.id,
        number=row.number,
        refused=bool(row.refused),
        reason=row.reason,
        by=row.by_name,
        at=row.at,
        until=row.until,
        appeal=row.appeal,
        appealed_at=row.appealed_at,
        answer=row.answer,
        lifted_at=row.lifted_at,
        lifted_by=row.lifter_name or "",
    )


def holding(number: str, now: dt.datetime) -> Nuisance | None:
    """The list's entry in force for a number; a refusing entry goes before a marking one."""
    if not canonical(number):
        return None
    query = Nuisance.select().where(Nuisance.number == number, Nuisance.until > now, Nuisance.lifted_at.is_null())
    entries = sorted(query, key=lambda row: (not row.refused, row.id))
    return entries[0] if entries else None
