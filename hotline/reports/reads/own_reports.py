"""Own reports that a person sees: his, and those that are shared with a role of his at his site; and his overview."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from peewee import fn

from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.reports.rows import OwnPin, OwnReport, OwnReportRole
from hotline.reports.rules.own_reports import OwnTyped, of_kept
from hotline.store.paging import SIZE, Page, cut, mark, unmark_id
from hotline.words import Role

TEXT_MOST = 100


@dataclass(frozen=True, slots=True)
class OwnReportView:
    """`mine`: the reader may change it. `roles`: with whom it is shared; empty for nobody."""

    id: int
    name: str
    about: str
    typed: OwnTyped
    owner: str
    mine: bool
    roles: tuple[Role, ...]
    version: int
    changed_at: dt.datetime


@dataclass(frozen=True, slots=True)
class PinView:
    """A place on the overview. `report`: None if it was deleted or is not shared with the reader any more."""

    id: int
    name: str
    report: OwnReportView | None


def readers() -> tuple[Role, ...]:
    """The roles with which a report can be shared: those that see figures at all."""
    return tuple(role for role in Role if may(role, Permission.SEE_FIGURES))


def listed(person: int, *, text: str = "", whose: str = "", after: str = "") -> Page[OwnReportView]:
    """What was changed last comes first. `text`: a part of the name, the description or the owner's name; `whose`:
    "mine" or "shared" for one of them, "" for both."""
    query = seen(person)
    if whose in ("mine", "shared"):
        query = query.where(OwnReport.person == person if whose == "mine" else OwnReport.person != person)
    for word in text[:TEXT_MOST].split():
        query = query.where(
            OwnReport.name.contains(word) | OwnReport.about.contains(word) | Person.name.contains(word)
        )  # fmt: skip
    past = unmark_id(after)
    if past is not None:
        at, key = past
        query = query.where((OwnReport.changed_at < at) | ((OwnReport.changed_at == at) & (OwnReport.id < key)))
    rows = list(query.order_by(OwnReport.changed_at.desc(), OwnReport.id.desc()).limit(SIZE + 1))
    views = _views(rows[: SIZE + 1], person)
    return cut(views, lambda n: mark(views[n].changed_at, views[n].id), SIZE)


def one(report: int, person: int) -> OwnReportView | None:
    """None for what is not there and for what he does not see, alike."""
    row = seen(person).where(OwnReport.id == report).first()
    return None if row is None else _views([row], person)[0]


def pins(person: int) -> list[PinView]:
    """The overview in its order."""
    rows = list(OwnPin.select().where(OwnPin.person == person).order_by(OwnPin.place, OwnPin.id))
    ids = [row.report_id for row in rows if row.report_id is not None]
    found = {view.id: view for view in _views(list(seen(person).where(OwnReport.id.in_(ids))), person)}
    return [PinView(row.id, row.name, found.get(row.report_id)) for row in rows]


def is_pinned(report: int, person: int) -> bool:
    return bool(OwnPin.select().where(OwnPin.person == person, OwnPin.report == report).exists())


def seen(person: int) -> Any:
    """The reports that a person sees, as a query with their owners; of who may see no figures, none."""
    who: Any = Person.get_or_none(Person.id == person)
    query = OwnReport.select(OwnReport, Person).join(Person, on=(OwnReport.person == Person.id))
    if who is None or not who.active or not may(who.roles, Permission.SEE_FIGURES):
        return query.where(fn.LENGTH(OwnReport.name) < 0)
    shared = OwnReportRole.select(OwnReportRole.report).where(OwnReportRole.role.in_([one.value for one in who.roles]))
    at_site = (Person.site == who.site_id) & OwnReport.id.in_(shared)
    return query.where((OwnReport.person == person) | at_site)


def _views(rows: list[Any], person: int) -> list[OwnReportView]:
    roles: dict[int, list[Role]] = {}
    for row in list(OwnReportRole.select().where(OwnReportRole.report.in_([row.id for row in rows]))):
        if row.role in set(Role):
            roles.setdefault(row.report_id, []).append(Role(row.role))
    return [
        OwnReportView(
            id=row.id, name=row.name, about=row.about, typed=of_kept(row.chosen), owner=row.person.name,
            mine=row.person_id == person, roles=tuple(role for role in Role if role in roles.get(row.id, ())),
            version=row.version, changed_at=row.changed_at,
        )
        for row in rows
    ]  # fmt: skip
