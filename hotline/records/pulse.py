"""Signs of life: each part writes its own, `/healthz` reads them all."""

import datetime as dt
from typing import Any

import structlog

from hotline.words import Part

from .database import AWAY, database
from .rows import Heartbeat

log = structlog.get_logger()


def beat(part: Part, now: dt.datetime, state: dict[str, Any]) -> None:
    """Write the part's sign of life. A database that is away is no reason to die."""
    try:
        with database.atomic():
            Heartbeat.insert(part=part.value, at=now, state=state).on_conflict(
                conflict_target=[Heartbeat.part], update={"at": now, "state": state}
            ).execute()
    except AWAY as error:
        database.close()
        log.warning("heartbeat_not_written", part=part.value, why=str(error))
