"""Units: their tree, their members, and their counts of open tickets."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from peewee import fn

from hotline.people.rows import Person, Site
from hotline.store.conditions import below_in, fetched, joined, known
from hotline.store.shaped import indexed
from hotline.tickets.rows import Member, Unit
from hotline.words import Post, UnitKind
from hotline.workdays.rules.deadlines import Closing

from .listed import OPEN, OPEN_INDEX
from .scope import PUBLIC


@dataclass(frozen=True, slots=True)
class UnitView:
    """`depth`: levels below the top; `path`: the names from the top down to the unit itself."""

    id: int
    code: str
    name: str
    kind: UnitKind
    site: int
    site_name: str
    parent: int | None
    telephone: str
    ends: str
    half: str
    active: bool
    depth: int
    path: tuple[str, ...]
    followed_by: int | None


@dataclass(frozen=True, slots=True)
class MemberView:
    person: int
    login: str
    name: str
    post: Post
    unit: int


def tree(site: int | None = None, *, all_of_them: bool = False) -> list[UnitView]:
    """The units as a tree, parents before their children; only active ones unless `all_of_them`."""
    rows = list(Unit.select(Unit, Site).join(Site, on=(Unit.site == Site.id)).order_by(Unit.place, Unit.id))
    children: dict[int | None, list[Unit]] = {}
    known = {row.id for row in rows}
    for row in rows:
        children.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    found: list[UnitView] = []

    def walk(parent: int | None, path: tuple[str, ...]) -> None:
        for row in children.get(parent, []):
            if (site is None or row.site_id == site) and (all_of_them or row.active):
                found.append(_view(row, (*path, row.name)))
            walk(row.id, (*path, row.name))

    walk(None, ())
    return found


def below(units: Iterable[int]) -> frozenset[int]:
    """The units and all units below them."""
    return below_in("unit", units)


def parents() -> dict[int, int | None]:
    """The unit directly above each unit."""
    return {row.id: row.parent_id for row in list(Unit.select(Unit.id, Unit.parent))}


def above(units: Iterable[int | None], parents: Mapping[int, int | None]) -> frozenset[int]:
    """The units and all units above them."""
    found: set[int] = set()
    for unit in units:
        while unit is not None and unit not in found:
            found.add(unit)
            unit = parents.get(unit)
    return frozenset(found)


def of_person(person: int) -> frozenset[int]:
    """The units of which a person is a member."""
    return frozenset(row.unit_id for row in list(Member.select().where(Member.person == person)))


def people_in(units: Iterable[int]) -> frozenset[int]:
    """The members of these units."""
    return frozenset(row.person_id for row in list(Member.select().where(Member.unit.in_(list(units)))))


def posts_of(person: int) -> list[tuple[int, str, Post]]:
    """The units of a person by name: id, name and his post there."""
    rows = Member.select(Member, Unit).join(Unit).where(Member.person == person).order_by(Unit.name, Member.post)
    return [(row.unit_id, row.unit.name, Post(row.post)) for row in list(rows)]


def members(unit: int) -> list[MemberView]:
    """Active people of a unit, heads first."""
    order = list(Post)
    rows = Member.select(Member, Person).join(Person).where(Member.unit == unit, Person.active == True)  # noqa: E712
    found = [MemberView(row.person_id, row.person.login, row.person.name, Post(row.post), unit) for row in list(rows)]
    return sorted(found, key=lambda one: (order.index(one.post), one.name, one.person))


def _view(row: Unit, path: tuple[str, ...]) -> UnitView:
    return UnitView(
        id=row.id, code=row.code, name=row.name, kind=UnitKind(row.kind), site=row.site_id, site_name=row.site.name,
        parent=row.parent_id, telephone=row.telephone, ends=row.ends, half=row.half, active=row.active,
        depth=len(path) - 1, path=path, followed_by=row.followed_by_id,
    )  # fmt: skip


def in_hand() -> dict[int, int]:
    """How many open tickets wait for each unit to act; confidential ones are not counted."""
    where, values = joined([OPEN, known("t.holder_id"), PUBLIC])
    open_ones = f"ticket t{indexed(OPEN_INDEX)} WHERE {where}"
    return dict(fetched(f"SELECT t.holder_id, count(*) FROM {open_ones} GROUP BY t.holder_id", values))  # noqa: S608


def staffed() -> dict[int, int]:
    """How many people of each unit can sign in and take a ticket; a unit that is not there has nobody."""
    active = Member.select(Member.unit, fn.COUNT(Member.person.distinct()).alias("n")).join(Person)
    rows = active.where(Person.active == True).group_by(Member.unit)  # noqa: E712
    return {row.unit_id: row.n for row in rows}


def closing_of(unit: Unit | None) -> Closing:
    """When the working day of a unit ends; without a unit, the usual time."""
    if unit is None:
        return Closing()
    return Closing(ends=dt.time.fromisoformat(unit.ends), half=frozenset(int(day) for day in unit.half))
