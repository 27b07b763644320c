"""One database by URL: a SQLite file or PostgreSQL; opened once by each program and handed to the rows."""

import datetime as dt
import json
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import peewee
from playhouse.migrations import Runner
from playhouse.pool import MaxConnectionsExceeded, PooledPostgresqlDatabase

from hotline.clock import UTC
from hotline.store.sql_context import SqlContext

MIGRATIONS = Path(__file__).parent / "migrations"
AWAY = (peewee.OperationalError, peewee.InterfaceError, MaxConnectionsExceeded)  # no answer from the database
BUSY_MS = 5000  # how long a writer waits for another one on SQLite
LOOK_SECONDS = 0.01  # how often it looks
database = peewee.DatabaseProxy()


class DatabaseAway(Exception):
    """The database does not answer; the calling code keeps what it wanted to write."""


class SchemaMismatch(Exception):
    """The schema is newer than this program, or cannot be migrated."""


def stored(moment: dt.datetime) -> str:
    """A time in the form that is stored. Raises ValueError without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC).isoformat(sep=" ", timespec="microseconds")


class Utc(peewee.Field):
    """An aware UTC time; text of fixed width in SQLite (so that it sorts), timestamptz in PostgreSQL."""

    field_type = "TIMESTAMPTZ"

    def db_value(self, value: dt.datetime | None) -> str | None:
        return None if value is None else stored(value)

    def python_value(self, value: str | dt.datetime | None) -> dt.datetime | None:
        if value is None:
            return None
        moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(UTC)


class Canonical(peewee.CharField):
    """Text that is kept and compared in one form, however it is written: `form` gives it, for rows and for questions.

    `form` is idempotent. For a part of the text (`endswith`) compare with `.text()`."""

    def __init__(self, form: Callable[[str], str], **given: Any) -> None:
        self.form = form
        super().__init__(**given)

    def db_value(self, value: Any) -> Any:
        return self.form(value) if isinstance(value, str) else value

    def text(self) -> Any:
        """The column as plain text, for comparisons with a part of it."""
        return peewee.fn.LOWER(self)


class Json(peewee.TextField):
    """A JSON value stored as text on both databases; never used in search conditions."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)


def make(url: str) -> peewee.Database:
    """A database of a URL `sqlite:///path` or `postgresql://user:password@host:port/name`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = url.removeprefix("sqlite:///")
        return _Sqlite(
            path,
            pragmas={"journal_mode": "wal", "synchronous": "normal", "foreign_keys": 1, "busy_timeout": BUSY_MS},
            check_same_thread=False,
        )
    if parts.scheme in ("postgresql", "postgres"):
        given: dict[str, Any] = dict(parse_qsl(parts.query))
        given = {"connect_timeout": 5, "tcp_user_timeout": 10_000} | given  # a host that is gone is noticed
        if parts.hostname:
            given["host"] = parts.hostname
        if parts.port:
            given["port"] = parts.port
        if parts.username:
            given["user"] = unquote(parts.username)
        if parts.password:
            given["password"] = unquote(parts.password)
        return _Postgresql(
            parts.path.lstrip("/"),
            max_connections=20,
            stale_timeout=300,
            timeout=10,
            prefer_psycopg3=True,
            prepare_threshold=None,  # plan each list for its own values: a generic plan would be far off
            **given,
        )
    raise ValueError(f"{parts.scheme}: a database is sqlite:///file or postgresql://user@host/name")


class _Postgresql(PooledPostgresqlDatabase):
    context_class = SqlContext


class _Sqlite(peewee.SqliteDatabase):
    """SQLite waits for the write lock in C: under gevent the whole program would stand still. Ours sleeps instead."""

    context_class = SqlContext

    def rollback(self) -> None:
        """Nothing where SQLite has rolled back by itself (a full disk): the first failure is the one to be told."""
        if not self.is_closed() and not self.connection().in_transaction:
            return
        super().rollback()

    def begin(self, lock_type: str | None = None) -> None:
        tries = int(BUSY_MS / 1000 / LOOK_SECONDS)
        link = self.connection()
        link.execute("PRAGMA busy_timeout = 0")
        try:
            while not self._begun(lock_type, last=tries <= 0):
                tries -= 1
                time.sleep(LOOK_SECONDS)  # noqa: TID251 - under gevent only the greenlet waits
        finally:
            link.execute(f"PRAGMA busy_timeout = {BUSY_MS:d}")

    def _begun(self, lock_type: str | None, *, last: bool) -> bool:
        try:
            super().begin(lock_type)
        except peewee.OperationalError as error:
            if last or "locked" not in str(error):
                raise
            return False
        return True


def attach(url: str) -> peewee.Database:
    """Create the database object and bind every row class to it."""
    made = make(url)
    database.initialize(made)
    return made


def migrate(made: peewee.Database) -> list[str]:
    """Migrate the schema to this program's version; returns what was applied. Raises SchemaMismatch if it is newer."""
    runner = Runner(made, str(MIGRATIONS))
    known = {m.name for m in runner.migrations()}
    try:
        applied = set(runner.applied())
    except AWAY:
        raise
    except peewee.DatabaseError as error:
        raise SchemaMismatch(f"this is no database of ours / 不是本系统的数据库: {error}") from error
    if unknown := sorted(applied - known):
        raise SchemaMismatch(
            f"the database holds {', '.join(unknown)}, which this program does not know: "
            "start the newer program, or restore an older database / 数据库比程序新：请使用新版程序，或恢复旧数据库"
        )
    return list(runner.up())


def writing() -> AbstractContextManager[Any]:
    """A transaction that will write. SQLite takes the write lock at the start: it then waits for other writers, instead
    of failing at the first write because another one has committed after our first read."""
    if isinstance(database.obj, peewee.SqliteDatabase):
        return database.atomic("IMMEDIATE")
    return database.atomic()


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read within sees the rows of one moment, whatever others write meanwhile. Not for writing."""
    first = not database.obj.in_transaction()
    with database.atomic():
        if first and not isinstance(database.obj, peewee.SqliteDatabase):
            database.obj.execute_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


Statement = tuple[str, tuple[Any, ...]]  # SQL with `?` for each value


def run(statements: list[Statement]) -> None:
    """Execute statements in order in the current transaction; adjacent equal statements are batched."""
    made = database.obj
    cursor = made.cursor()
    place = 0
    while place < len(statements):
        sql, end = statements[place][0], place
        while end < len(statements) and statements[end][0] is sql:
            end += 1
        with peewee.__exception_wrapper__:  # type: ignore[attr-defined]  # peewee's own, missing in its stubs
            cursor.executemany(sql.replace("?", made.param), [values for _, values in statements[place:end]])
        place = end
