"""The open alarms."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from peewee import JOIN

from hotline.calls.rows import Alarm
from hotline.people.rows import Person, Site
from hotline.words import AlarmKind


@dataclass(frozen=True, slots=True)
class AlarmView:
    """An open alarm; `site` is "" for an alarm of all sites. `hotline.calls.jobs.alarms` defines `data`. `seen_at` is
    None until somebody acknowledges it."""

    id: int
    kind: AlarmKind
    ref: str
    site: str
    since: dt.datetime
    data: dict[str, Any] = field(hash=False)
    seen_at: dt.datetime | None = None
    seen_by: str = ""
    remark: str = ""


def open_alarms(site: int | None) -> tuple[AlarmView, ...]:
    """The open alarms, oldest first: all, or those of a site and those of all sites. Acknowledged ones stand last."""
    rows = list(shown_at(site).order_by(Alarm.seen_at.is_null(False), Alarm.since, Alarm.id))
    return tuple(
        AlarmView(
            row.id, AlarmKind(row.kind), row.ref, getattr(row.site, "name", ""), row.since, row.data, row.seen_at,
            getattr(row.seen_by, "name", ""), row.remark,
        )
        for row in rows
    )  # fmt: skip


def shown_at(site: int | None) -> Any:
    """The open alarms that are shown at a site."""
    query = (
        Alarm.select(Alarm, Site, Person)
        .join(Site, JOIN.LEFT_OUTER)
        .switch(Alarm)
        .join(Person, JOIN.LEFT_OUTER, on=(Alarm.seen_by == Person.id))
        .where(Alarm.until.is_null())
    )
    if site is not None:
        everybody = Alarm.site.is_null() & (Alarm.kind != AlarmKind.RECORDING.value)
        query = query.where((Alarm.site == site) | everybody)
    return query
