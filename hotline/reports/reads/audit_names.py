"""The names of what audit entries are about. Of a confidential complaint nothing is named: its entries name none."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hotline.callers.rows import Chamber, Contact, Judge
from hotline.calls.rows import FlowVersion, Line, Recording
from hotline.people.rows import Person, Site
from hotline.tickets.rows import Ticket, Unit

NAMED_MOST = 200  # objects that one typed name may mean
_PART = 500  # values of one query


@dataclass(frozen=True, slots=True)
class Named:
    """A thing's name, and what its page is asked by: `ref`; `site` and `opened_by` of a ticket decide who opens it."""

    name: str
    ref: str
    at: dt.datetime | None = None
    site: int = 0
    opened_by: int = 0


def names_of(things: Iterable[str]) -> dict[str, Named]:
    """The names of things (`person:7`); one that is not there, or of another kind, is left out."""
    wanted: dict[str, set[str]] = {}
    for thing in things:
        kind, _colon, ref = thing.partition(":")
        wanted.setdefault(kind, set()).add(ref)
    found: dict[str, Named] = {}
    for kind, refs in wanted.items():
        for part in _parts(sorted(refs)):
            found |= {f"{kind}:{key}": named for key, named in _READS.get(kind, _none)(part).items()}
    return found


def people_of(logins: Iterable[str]) -> dict[str, str]:
    """Names by login."""
    return {
        row.login: row.name
        for part in _parts(sorted(set(logins)))
        for row in list(Person.select(Person.login, Person.name).where(Person.login.in_(part)))
    }


def site_names() -> dict[int, str]:
    return {row.id: row.name for row in list(Site.select())}


def objects_named(text: str) -> tuple[str, ...]:
    """The things in whose name a text stands: people, lines, units, judges, chambers."""
    if not text:
        return ()
    found: list[str] = []
    for kind, table, column in (
        ("person", Person, "id"), ("line", Line, "id"), ("unit", Unit, "code"), ("judge", Judge, "id"),
        ("chamber", Chamber, "id"),
    ):  # fmt: skip
        query = table.select().where(table.name.contains(text)).limit(NAMED_MOST)
        found += [f"{kind}:{getattr(row, column)}" for row in list(query)]
    return tuple(found)


def _parts(values: list[str]) -> Iterable[list[str]]:
    return (values[n : n + _PART] for n in range(0, len(values), _PART))


def _ids(refs: list[str]) -> list[int]:
    return [int(ref) for ref in refs if ref.isascii() and ref.isdigit() and len(ref) < 18]


def _none(_refs: list[str]) -> dict[str, Named]:
    return {}


def _plain(table: Any, refs: list[str]) -> dict[str, Named]:
    return {str(r.id): Named(r.name, str(r.id)) for r in list(table.select().where(table.id.in_(_ids(refs))))}


def _people(refs: list[str]) -> dict[str, Named]:
    rows = list(Person.select().where(Person.id.in_(_ids(refs))))
    return {str(row.id): Named(f"{row.name} ({row.login})", str(row.id)) for row in rows}


def _recordings(refs: list[str]) -> dict[str, Named]:
    rows = list(Recording.select().where(Recording.id.in_(_ids(refs))))
    return {str(row.id): Named("", row.call, row.begun_at) for row in rows}


def _contacts(refs: list[str]) -> dict[str, Named]:
    rows = list(Contact.select(Contact, Judge).join(Judge).where(Contact.id.in_(_ids(refs))))
    return {str(row.id): Named(row.judge.name, str(row.id)) for row in rows}


def _units(refs: list[str]) -> dict[str, Named]:
    return {r.code: Named(r.name, str(r.id)) for r in list(Unit.select().where(Unit.code.in_(refs)))}


def _flows(refs: list[str]) -> dict[str, Named]:
    rows = list(FlowVersion.select().where(FlowVersion.name.in_(refs)).order_by(FlowVersion.id))
    return {row.name: Named(row.title, row.name) for row in rows}  # the newest title stays


def _tickets(refs: list[str]) -> dict[str, Named]:
    open_ones = Ticket.select(Ticket.number, Ticket.site, Ticket.opened_by).where(
        Ticket.number.in_(refs), Ticket.confidential == False  # noqa: E712
    )  # fmt: skip
    return {row.number: Named(row.number, row.number, None, row.site_id, row.opened_by_id) for row in list(open_ones)}


_READS: dict[str, Any] = {
    "person": _people,
    "line": lambda refs: _plain(Line, refs),
    "judge": lambda refs: _plain(Judge, refs),
    "chamber": lambda refs: _plain(Chamber, refs),
    "recording": _recordings,
    "contact": _contacts,
    "unit": _units,
    "flow": _flows,
    "ticket": _tickets,
}
