"""A sign of life of each part of the house; `queries.health` reads them. Away, the database must not end a part."""

import datetime as dt
from typing import Any

import structlog

from hotline.words import Part

from .database import AWAY, database, writing
from .rows import Heartbeat

log = structlog.get_logger()


def beat(part: Part, *, now: dt.datetime, state: dict[str, Any] | None = None) -> None:
    """Write that `part` lives now. A database that is away is logged and no reason to die."""
    given = {"at": now, "state": state or {}}
    try:
        with writing():
            Heartbeat.insert(part=part.value, **given).on_conflict(
                conflict_target=[Heartbeat.part], update=given
            ).execute()
    except AWAY as error:
        database.close()
        log.warning("heartbeat_not_written", part=part.value, why=str(error))
