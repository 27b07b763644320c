"""Heartbeats of the system's parts; `health` reads them. A database outage must not end a part."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import structlog

from hotline.words import Part

from .connection import connected, let_go
from .database import AWAY, writing
from .health import LAG, Asking, Pulse, answered, asking, failed, seen
from .rows import Heartbeat

__all__ = ["BEAT_SECONDS", "LAG", "Heart", "beat"]
log = structlog.get_logger()
BEAT_SECONDS = 2.0  # of the web: as often it also reads what `/healthz` says


def beat(part: Part, *, now: dt.datetime, state: dict[str, Any] | None = None) -> None:
    """Write a heartbeat of `part`. A database outage is only logged."""
    try:
        _write(part, now, state or {})
    except AWAY as error:
        let_go()
        log.warning("heartbeat_not_written", part=part.value, why=str(error))


def _write(part: Part, now: dt.datetime, state: dict[str, Any]) -> None:
    given = {"at": now, "state": state}
    with writing():
        Heartbeat.insert(part=part.value, **given).on_conflict(conflict_target=[Heartbeat.part], update=given).execute()


class Heart:
    """A program's beats, and what it knows of the database and of the others by them. `pulse` is kept in memory, so
    that the answer to `/healthz` waits for nothing."""

    def __init__(self, part: Part, now: Callable[[], dt.datetime]) -> None:
        self._part, self._now = part, now
        self.pulse = Pulse()

    def step(self) -> None:
        """Read the others' beats, and write one. Raises what the database raises."""
        self.pulse = asking(self.pulse, Asking.READ, self._now())
        try:
            with connected():
                found = seen()
                self.pulse = asking(self.pulse, Asking.WRITE, self._now())
                now = self._now()
                _write(self._part, now, {})
        except Exception:
            self.pulse = failed(self.pulse, self._now())
            raise
        self.pulse = answered(self.pulse, found.at | {self._part: now}, self._now(), found.lags)
