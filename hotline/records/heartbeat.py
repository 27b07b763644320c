"""A sign of life of one part of the house; read by `queries.health`."""

import datetime as dt
from typing import Any

from .database import writing
from .rows import Heartbeat


def beat(part: str, *, now: dt.datetime, state: dict[str, Any] | None = None) -> None:
    """Write that `part` lives now. The caller holds a connection."""
    given = {"at": now, "state": state or {}}
    with writing():
        Heartbeat.insert(part=part, **given).on_conflict(conflict_target=[Heartbeat.part], update=given).execute()
