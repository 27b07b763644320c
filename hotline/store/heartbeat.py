"""Heartbeats of the system's parts; `health` reads them. A database outage must not end a part."""

import datetime as dt
from typing import Any

import structlog

from hotline.words import Part

from .database import AWAY, database, writing
from .rows import Heartbeat

log = structlog.get_logger()


def beat(part: Part, *, now: dt.datetime, state: dict[str, Any] | None = None) -> None:
    """Write a heartbeat of `part`. A database outage is only logged."""
    given = {"at": now, "state": state or {}}
    try:
        with writing():
            Heartbeat.insert(part=part.value, **given).on_conflict(
                conflict_target=[Heartbeat.part], update=given
            ).execute()
    except AWAY as error:
        database.close()
        log.warning("heartbeat_not_written", part=part.value, why=str(error))
