"""Wake-ups between processes: one learns at once what another has committed, on SQLite and PostgreSQL.

Call `announce` inside the transaction that changes something. A `Watcher` returns the announcements after the last one
it has seen; it queries when the database signals a commit (SQLite: `PRAGMA data_version`, 4 µs; PostgreSQL: LISTEN).
The signal only triggers the query of the table, so nothing is missed over a reconnect.
"""

import datetime as dt
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import peewee
import psycopg

from .database import AWAY, DatabaseAway, database, run, stored
from .rows import Change

CHANNEL = "tingsu_change"
OVERLAP = 200


@dataclass(frozen=True, slots=True)
class News:
    id: int
    topic: str
    ref: str


INSERT = 'INSERT INTO "change" ("topic", "ref", "at") VALUES (?, ?, ?)'


def announce(topic: str, ref: str = "", *, at: dt.datetime) -> None:
    """Record in the current transaction that `topic` changed (`ref`: which one)."""
    announce_many([(topic, ref)], at=at)


def announce_many(news: list[tuple[str, str]], *, at: dt.datetime) -> None:
    """`announce` for a whole batch of (topic, ref), each pair once."""
    moment = stored(at)
    run([(INSERT, (topic, ref, moment)) for topic, ref in dict.fromkeys(news)])
    if news and is_postgresql():
        database.execute_sql(f"NOTIFY {CHANNEL}")


def is_postgresql() -> bool:
    return isinstance(database.obj, peewee.PostgresqlDatabase)


class Watcher:
    """Returns announcements after the last seen. `sleep(seconds)` is how to wait (gevent's or the thread's sleep).

    PostgreSQL assigns ids before the commit, so a lower id can appear after a higher one: the last OVERLAP ids are
    read again, and nothing is returned twice.
    """

    def __init__(self, sleep: Callable[[float], Any], *, look_seconds: float = 0.02) -> None:
        self._sleep = sleep
        self._look_seconds = look_seconds
        self._version: Any = None
        self._listener = _Listener() if is_postgresql() else None
        self._overlap = OVERLAP if self._listener is not None else 0
        self.last = self._newest()
        self._given = {news.id for news in self._after(self.last - self._overlap)}

    def wait(self, seconds: float) -> list[News]:
        """Announcements as soon as there are any, or an empty list after `seconds`. Raises DatabaseAway."""
        left = seconds
        while True:
            if news := self._look():
                return news
            if left <= 0:
                return []
            left -= self._pause(left)

    def close(self) -> None:
        if self._listener is not None:
            self._listener.close()

    def _look(self) -> list[News]:
        if self._listener is None and not self._stirred():
            return []
        fresh = [news for news in self._after(self.last - self._overlap) if news.id not in self._given]
        if fresh:
            self.last = max(self.last, fresh[-1].id)
            self._given = {i for i in self._given if i > self.last - self._overlap} | {news.id for news in fresh}
        return fresh

    def _pause(self, left: float) -> float:
        """Wait for a commit; returns the seconds that count as waited."""
        if self._listener is not None:
            return left if not self._listener.heard(left) else 0.0
        self._sleep(self._look_seconds)
        return self._look_seconds

    @staticmethod
    def _after(last: int, most: int = OVERLAP + 500) -> list[News]:
        sql = f'SELECT "id", "topic", "ref" FROM "change" WHERE "id" > {last:d} ORDER BY "id" LIMIT {most:d}'  # noqa: S608
        try:
            return [News(*row) for row in database.execute_sql(sql).fetchall()]
        except AWAY as error:
            raise DatabaseAway(str(error)) from error

    @staticmethod
    def _newest() -> int:
        try:
            return Change.select(peewee.fn.MAX(Change.id)).scalar() or 0
        except AWAY as error:
            raise DatabaseAway(str(error)) from error

    def _stirred(self) -> bool:
        """SQLite: whether another connection has committed since the last look."""
        try:
            version = database.obj.connection().execute("PRAGMA data_version").fetchone()[0]
        except (*AWAY, sqlite3.Error) as error:  # without peewee: this runs fifty times a second, at 4 µs
            raise DatabaseAway(str(error)) from error
        stirred = version != self._version
        self._version = version
        return bool(stirred)


class _Listener:
    """PostgreSQL: a separate connection that receives NOTIFY. Under gevent only the calling greenlet waits."""

    def __init__(self) -> None:
        made = database.obj
        try:
            self._link = psycopg.connect(dbname=made.database, autocommit=True, **made.connect_params)
            self._link.execute(f"LISTEN {CHANNEL}")
        except psycopg.Error as error:
            raise DatabaseAway(str(error)) from error

    def heard(self, seconds: float) -> bool:
        try:
            return any(True for _ in self._link.notifies(timeout=seconds, stop_after=1))
        except psycopg.Error as error:
            raise DatabaseAway(str(error)) from error

    def close(self) -> None:
        self._link.close()
