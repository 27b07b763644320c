"""The audit log as a list."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from peewee import chunked, fn

from hotline.people.rows import Audit, Person
from hotline.people.rules.audit_things import SEALED
from hotline.store import paging
from hotline.store.paging import SIZE, Page, cut, mark, unmark_id
from hotline.words import AuditAction

COUNTED_MOST = 10_000  # a list says how many entries it has up to this
AT_ONCE = 500
TELL_A_CALL = (
    AuditAction.OPEN_TICKET.value,
    AuditAction.ATTACH.value,
)  # with it they would tell which call brought one
QUIET = (AuditAction.SET_LANGUAGE.value,)  # listed only when asked for


@dataclass(frozen=True, slots=True)
class Noted:
    """`archived`: from a file of old entries; `doubted`: the chain does not vouch for it."""

    id: int
    at: dt.datetime
    who: str
    act: str
    object: str
    client_ip: str
    data: dict[str, Any] = field(hash=False)
    archived: bool = False
    doubted: bool = False


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """`who`: a login, or part of a name; [`since`, `until`) are moments; `about`: part of an object as stored;
    `objects`: whole ones whose names fit it; `site`: what its people have done, None for all."""

    who: str = ""
    act: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    about: str = ""
    objects: tuple[str, ...] = ()
    site: int | None = None


def page(wanted: AuditFilter, *, after: str = "", size: int = SIZE) -> Page[Noted]:
    """The newest entries that fit."""
    query = _fitting(wanted)
    begin = unmark_id(after)
    if begin is not None:
        at, key = begin
        query = query.where((Audit.at < at) | ((Audit.at == at) & (Audit.id < int(key))))
    rows = _with_outcomes(query.order_by(Audit.at.desc(), Audit.id.desc()).limit(size + 1))
    return cut(rows, lambda n: mark(rows[n].at, rows[n].id), size)


def total(wanted: AuditFilter, *, most: int) -> int:
    """How many entries fit, counted up to `most` + 1: an audit of years is not counted through for each page."""
    return paging.total(_fitting(wanted), most)


def every(wanted: AuditFilter, *, most: int) -> Iterator[Noted]:
    """All that fit, newest first, at most so many."""
    query = _fitting(wanted).order_by(Audit.at.desc(), Audit.id.desc()).limit(most)
    for some in chunked(query.iterator(), AT_ONCE):
        yield from _with_outcomes(some)


def of_object(thing: str, *, act: str = "", most: int = 20) -> list[Noted]:
    """The last entries about a thing (`recording:7`)."""
    query = Audit.select().where(Audit.object == thing, Audit.about.is_null())
    if act:
        query = query.where(Audit.act == act)
    return _with_outcomes(query.order_by(Audit.at.desc(), Audit.id.desc()).limit(most))


def _fitting(wanted: AuditFilter) -> Any:
    told = (Audit.object != SEALED) | Audit.act.not_in(TELL_A_CALL)
    query = Audit.select().where(Audit.about.is_null(), told)
    if wanted.site is not None:
        query = query.where(Audit.site == wanted.site)
    if wanted.who:
        named = Person.select(Person.login).where(Person.name.contains(wanted.who))
        query = query.where((fn.LOWER(Audit.who) == wanted.who.lower()) | Audit.who.in_(named))
    query = query.where(Audit.act == wanted.act) if wanted.act else query.where(Audit.act.not_in(QUIET))
    if wanted.since is not None:
        query = query.where(Audit.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(Audit.at < wanted.until)
    if wanted.about:
        query = query.where(Audit.object.contains(wanted.about) | Audit.object.in_(list(wanted.objects)))
    return query


def _with_outcomes(rows: Iterable[Audit]) -> list[Noted]:
    """Each entry with what became of it."""
    rows = list(rows)
    told = {
        row.about: row.data for row in list(Audit.select().where(Audit.about.in_([row.id for row in rows])))
    }  # fmt: skip
    return [_noted(row, row.data | told.get(row.id, {})) for row in rows]


def _noted(row: Audit, data: dict[str, Any]) -> Noted:
    return Noted(row.id, row.at, row.who, row.act, row.object, row.client_ip, data)
