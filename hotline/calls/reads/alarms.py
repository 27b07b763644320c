"""The open alarms."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from peewee import JOIN

from hotline.calls.rows import Alarm
from hotline.people.rows import Site
from hotline.words import AlarmKind


@dataclass(frozen=True, slots=True)
class AlarmView:
    """An open alarm; `site` is "" for an alarm of all sites. `hotline.calls.jobs.alarms` defines `data`."""

    id: int
    kind: AlarmKind
    ref: str
    site: str
    since: dt.datetime
    data: dict[str, Any] = field(hash=False)


def open_alarms(site: int | None) -> tuple[AlarmView, ...]:
    """The open alarms, oldest first: all, or those of a site and those of all sites."""
    query = Alarm.select(Alarm, Site).join(Site, JOIN.LEFT_OUTER).where(Alarm.until.is_null())
    if site is not None:
        everybody = Alarm.site.is_null() & (Alarm.kind != AlarmKind.RECORDING.value)
        query = query.where((Alarm.site == site) | everybody)
    rows = query.order_by(Alarm.since, Alarm.id)
    return tuple(
        AlarmView(row.id, AlarmKind(row.kind), row.ref, getattr(row.site, "name", ""), row.since, row.data)
        for row in rows
    )
