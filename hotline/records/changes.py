"""Wake-ups between processes: what one commits, another learns at once, on SQLite and on PostgreSQL alike.

`announce` belongs inside the transaction that changes something. A `Watcher` gives the announcements after the last
one it has seen; it looks again when the database says that somebody committed (SQLite: `PRAGMA data_version`, 4 µs;
PostgreSQL: LISTEN), so nothing is missed over a reconnect: the table is the truth, the signal only the alarm clock.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import peewee

from .database import DatabaseAway, database
from .rows import Change

CHANNEL = "tingsu_change"


@dataclass(frozen=True, slots=True)
class News:
    id: int
    topic: str
    ref: str


def announce(topic: str, ref: str = "", *, at: dt.datetime) -> None:
    """Say inside the current transaction that `topic` changed (`ref`: which one)."""
    Change.insert(topic=topic, ref=ref, at=at).execute()
    if is_postgresql():
        database.execute_sql(f"NOTIFY {CHANNEL}")


def announce_many(news: list[tuple[str, str]], *, at: dt.datetime) -> None:
    """`announce` for a whole batch of (topic, ref), each pair once."""
    if not news:
        return
    Change.insert_many([{"topic": t, "ref": r, "at": at} for t, r in dict.fromkeys(news)]).execute()
    if is_postgresql():
        database.execute_sql(f"NOTIFY {CHANNEL}")


def is_postgresql() -> bool:
    return isinstance(database.obj, peewee.PostgresqlDatabase)


class Watcher:
    """Gives the news after the last seen. `sleep(seconds)` is the caller's way to wait (gevent's or the thread's)."""

    def __init__(self, sleep: Callable[[float], Any], *, look_seconds: float = 0.02) -> None:
        self._sleep = sleep
        self._look_seconds = look_seconds
        self._version: Any = None
        self.last = self._newest()

    def wait(self, seconds: float) -> list[News]:
        """News as soon as there are any, or an empty list after `seconds`. Raises DatabaseAway."""
        left = seconds
        while True:
            if self._stirred() and (news := self.after(self.last)):
                self.last = news[-1].id
                return news
            if left <= 0:
                return []
            self._sleep(self._look_seconds)
            left -= self._look_seconds

    @staticmethod
    def after(last: int, most: int = 500) -> list[News]:
        query = Change.select().where(Change.id > last).order_by(Change.id).limit(most)
        try:
            return [News(row.id, row.topic, row.ref) for row in query]
        except peewee.OperationalError as error:
            raise DatabaseAway(str(error)) from error

    def _newest(self) -> int:
        try:
            return Change.select(peewee.fn.MAX(Change.id)).scalar() or 0
        except peewee.OperationalError as error:
            raise DatabaseAway(str(error)) from error

    def _stirred(self) -> bool:
        """True when somebody may have committed since the last look."""
        try:
            if is_postgresql():
                version: Any = self._newest()
            else:
                version = database.execute_sql("PRAGMA data_version").fetchone()[0]
        except peewee.OperationalError as error:
            raise DatabaseAway(str(error)) from error
        stirred = version != self._version
        self._version = version
        return stirred
