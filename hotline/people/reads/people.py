"""People: the current user, and the list of all."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from hotline.people.rows import Person, Site
from hotline.words import Role


@dataclass(frozen=True, slots=True)
class Someone:
    """A person, for pages. `extension` is "" for none."""

    id: int
    login: str
    name: str
    role: Role
    site: int
    site_code: str
    site_name: str
    extension: str
    sees_numbers: bool
    language: str
    active: bool
    must_change: bool
    created_at: dt.datetime
    duties: tuple[Role, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset({self.role, *self.duties})


@dataclass(frozen=True, slots=True)
class Place:
    id: int
    code: str
    name: str


def someone(person: int) -> Someone | None:
    row = Person.select(Person, Site).join(Site).where(Person.id == person).first()
    return None if row is None else _someone(row)


def everybody() -> list[Someone]:
    """Active people first, by login."""
    rows = Person.select(Person, Site).join(Site).order_by(Person.active.desc(), Person.login)
    return [_someone(row) for row in rows]


def holders(roles: Iterable[Role]) -> dict[Role, list[str]]:
    """The names of the active people who have each role, as the first or a further one."""
    active = [one for one in everybody() if one.active]
    return {role: [one.name for one in active if role in one.roles] for role in roles}


def telephones(site: int | None = None) -> list[Someone]:
    """Active people with a telephone, by name."""
    return [p for p in everybody() if p.active and p.extension and site in (None, p.site)]


def sites(only: int | None = None) -> list[Place]:
    """All sites, or `only` one."""
    return [Place(row.id, row.code, row.name) for row in Site.select().order_by(Site.id) if only in (None, row.id)]


def _someone(row: Person) -> Someone:
    return Someone(
        id=row.id,
        login=row.login,
        name=row.name,
        role=Role(row.role),
        duties=tuple(Role(role) for role in row.duties),
        site=row.site_id,
        site_code=row.site.code,
        site_name=row.site.name,
        extension=row.extension or "",
        sees_numbers=row.sees_numbers,
        language=row.language,
        active=row.active,
        must_change=row.must_change,
        created_at=row.created_at,
    )
