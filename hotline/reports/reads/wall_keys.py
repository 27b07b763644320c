"""The addresses of the wallboard: a list for who keeps them, and the one that a screen's key opens."""

import datetime as dt
from dataclasses import dataclass

from peewee import JOIN

from hotline.people.rows import Person, Site
from hotline.reports.rows import WallKey
from hotline.reports.rules.walls import Wall, hash_of
from hotline.words import WallPage

REVOKED_SHOWN = 50  # the newest


@dataclass(frozen=True, slots=True)
class WallKeyView:
    """An address with what its screen shows. `site` of `wall` None: the whole house, and `site_name` is ""."""

    id: int
    wall: Wall
    site_name: str
    made_by: str
    made_at: dt.datetime
    used_at: dt.datetime | None
    revoked_at: dt.datetime | None
    revoked_by: str


def listed(site: int | None) -> list[WallKeyView]:
    """The addresses of the house or of one site: living ones by name, then the newest revoked ones."""
    query = WallKey.select(WallKey, Site).join(Site, JOIN.LEFT_OUTER)
    if site is not None:
        query = query.where(WallKey.site == site)
    living = list(query.where(WallKey.revoked_at.is_null()).order_by(WallKey.name, WallKey.id))
    gone = list(query.where(WallKey.revoked_at.is_null(False)).order_by(WallKey.revoked_at.desc()).limit(REVOKED_SHOWN))
    logins = {login for row in (*living, *gone) for login in (row.made_by, row.revoked_by) if login}
    names = {row.login: row.name for row in list(Person.select().where(Person.login.in_(logins)))} if logins else {}
    return [_view(row, names) for row in (*living, *gone)]


def of_key(key: str) -> WallKeyView | None:
    """What a key opens; None for a wrong and for a revoked one."""
    row = (
        WallKey.select(WallKey, Site)
        .join(Site, JOIN.LEFT_OUTER)
        .where(WallKey.key_hash == hash_of(key), WallKey.revoked_at.is_null())
        .first()
    )
    return None if row is None else _view(row, {})


def sites() -> list[tuple[int, str]]:
    """The sites that a screen may show alone, the head site first."""
    return [(row.id, row.name) for row in list(Site.select().order_by(Site.id))]


def _view(row: WallKey, names: dict[str, str]) -> WallKeyView:
    pages = tuple(WallPage(page) for page in row.pages if page in set(WallPage))
    wall = Wall(
        row.name, row.site_id, pages or (WallPage.OVERVIEW,), row.seconds, row.language, bool(row.ranks_units)
    )  # fmt: skip
    return WallKeyView(
        row.id, wall, getattr(row.site, "name", ""), names.get(row.made_by, row.made_by), row.made_at,
        row.used_at, row.revoked_at, names.get(row.revoked_by, row.revoked_by),
    )  # fmt: skip
