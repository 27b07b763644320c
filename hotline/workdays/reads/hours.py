"""Special days: days on which a site, or all sites, deviate from the calendar."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from hotline.people.rows import Site
from hotline.workdays.rows import SpecialDay


@dataclass(frozen=True, slots=True)
class DayView:
    """`site` None: all sites. `spans` empty: closed, None: as on a workday."""

    id: int
    day: dt.date
    site: int | None
    site_name: str
    name: str
    spans: tuple[str, ...] | None
    prompt: str


def special(site: int | None, year: int) -> list[DayView]:
    """The special days of a year: the common ones and those of this site, or of all sites."""
    query = SpecialDay.select(SpecialDay, Site).join(Site, JOIN.LEFT_OUTER).where(SpecialDay.day.startswith(f"{year}-"))
    if site is not None:
        query = query.where((SpecialDay.site == site) | SpecialDay.site.is_null())
    return [_view(row) for row in query.order_by(SpecialDay.day, SpecialDay.id)]


def one_day(entry: int) -> DayView | None:
    row = SpecialDay.select(SpecialDay, Site).join(Site, JOIN.LEFT_OUTER).where(SpecialDay.id == entry).first()
    return None if row is None else _view(row)


def _view(row: SpecialDay) -> DayView:
    spans = None if row.spans is None else tuple(row.spans)
    name = getattr(row.site, "name", "")
    return DayView(row.id, dt.date.fromisoformat(row.day), row.site_id, name, row.name, spans, row.prompt or "")


def special_days(site: str) -> dict[str, dict[str, Any]]:
    """A site's special days by date, in the format of `hours_read`: the site's own days override common ones.
    `spans` None: an ordinary workday."""
    return special_by_site({site})[site]


def special_by_site(sites: Collection[str]) -> dict[str, dict[str, dict[str, Any]]]:
    """The special days of several sites, read once."""
    rows = list(SpecialDay.select(SpecialDay, Site).join(Site, JOIN.LEFT_OUTER).order_by(SpecialDay.day))
    days: dict[str, dict[str, dict[str, Any]]] = {site: {} for site in sites}
    for row in sorted(rows, key=lambda row: row.site_id is not None):
        for site in sites if row.site_id is None else {getattr(row.site, "code", "")} & set(sites):
            days[site][row.day] = {"spans": row.spans, "name": row.name, "sentence": row.prompt or ""}
    return days
