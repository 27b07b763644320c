"""The public page's restricted database access: only the views of `citizens.views` and its own three tables.

PostgreSQL enforces this by a role. SQLite has no roles: there an authorizer checks each table and column of each
statement. A view may read its tables, and the authorizer knows a view only by name; a query could give that name to
its own subquery (`WITH public_ticket AS (…)`), so `WITH` is refused before it is compiled.
"""

import re
import sqlite3
from typing import Any

import peewee
import psycopg
from psycopg import sql

from hotline.store.database import database, make

from .views import VIEWS

TRIES = ("key", "tries", "last_at", "locked_until")
ANSWERS_READ = ("id", "key", "at")  # answers are written here and never read back
ANSWERS_WRITTEN = (
    "key", "token", "number", "handled", "solved", "satisfied", "wants_more", "text", "at", "client_ip", "refused",
)  # fmt: skip
PROOFS_READ = ("id", "mark", "code", "at", "digits_hash", "tries", "used_at")
PROOFS_WRITTEN = ("mark", "code", "given", "at", "tries")
PROOFS_CHANGED = ("tries", "used_at")
_READ = {
    "public_try": frozenset(TRIES), "public_answer": frozenset(ANSWERS_READ), "public_proof": frozenset(PROOFS_READ),
}  # fmt: skip
_BEHIND = {  # the views' columns; any other column stays closed even to a query that fakes a view's name
    "ticket": frozenset({
        "id", "number", "code", "kind", "state", "round", "caller_number", "caller_name", "hides_name", "unit_id",
        "opened_at", "accepted_at", "dispatched_at", "closed_at", "due_at", "provisional", "paused_at", "reply",
        "parent", "rated_round", "again_at", "again_event", "identity_tail", "subject", "confidential",
        "other_tails",
    }),
    "unit": frozenset({"id", "name"}),
    "attachment": frozenset({"id", "ticket_id", "name", "type", "size", "path", "for_citizen", "at"}),
    "follow_up": frozenset({"token", "ticket_id", "state", "done_at", "round"}),
    "public_key": frozenset({"key", "name_key", "ticket_id"}),
    "report": frozenset({"id", "first", "last", "version", "published_at", "told", "state", "kind", "site_id"}),
}  # fmt: skip
_FUNCTIONS = frozenset({"substr", "length", "coalesce", "max", "count", "replace"})
_WITH = re.compile(r"\bwith\b", re.IGNORECASE)


class NotNarrow(Exception):
    """The role has more rights than the public page may have; the page must not start."""


def attach_public(url: str) -> peewee.Database:
    """Create the restricted database and bind every row class to it. Raises NotNarrow for a role that sees tickets."""
    made = _SqliteOfThePublic(url) if url.startswith("sqlite:") else make(url)
    database.initialize(made)
    if isinstance(made, peewee.PostgresqlDatabase):
        with made.connection_context():
            _is_narrow(made)
    return made


def grant(link: "psycopg.Connection[Any]", role: str, password: str) -> None:
    """Create the role, or reset its rights: only the views and the tables that the page writes."""
    name = sql.Identifier(role)
    known = link.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
    make_it = sql.SQL("ALTER ROLE {} {}" if known else "CREATE ROLE {} {}")
    rights = sql.SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION CONNECTION LIMIT 40 PASSWORD {}")
    link.execute(make_it.format(name, rights.format(sql.Literal(password))))
    columns = [sql.SQL(", ").join(sql.Identifier(one) for one in some) for some in (ANSWERS_READ, ANSWERS_WRITTEN)]
    for line in (
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}",
        "REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "ALTER ROLE {} SET statement_timeout = '5s'",
        "GRANT USAGE ON SCHEMA public TO {}",
        f"GRANT SELECT ON {', '.join(VIEWS)} TO {{}}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON public_try TO {}",
        "GRANT USAGE ON SEQUENCE public_answer_id_seq, public_proof_id_seq TO {}",
    ):
        link.execute(sql.SQL(line).format(name))
    for act, some in (("SELECT", PROOFS_READ), ("INSERT", PROOFS_WRITTEN), ("UPDATE", PROOFS_CHANGED)):
        named = sql.SQL(", ").join(sql.Identifier(one) for one in some)
        link.execute(sql.SQL("GRANT {} ({}) ON public_proof TO {}").format(sql.SQL(act), named, name))
    link.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(link.info.dbname)))
    link.execute(sql.SQL("GRANT SELECT ({}) ON public_answer TO {}").format(columns[0], name))
    link.execute(sql.SQL("GRANT INSERT ({}) ON public_answer TO {}").format(columns[1], name))


def _is_narrow(made: peewee.Database) -> None:
    wide = made.execute_sql(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname <> 'public_try' "
        "AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1"
    ).fetchone()
    if wide is not None:
        raise NotNarrow(
            f"公众网页的数据库角色能读取 {wide[0]} 表，请用 scripts/public_role 建立专用角色 / "
            f"the public page's role can read {wide[0]}: make one of its own with scripts/public_role"
        )


class _SqliteOfThePublic(peewee.SqliteDatabase):
    """A connection with `_allowed` as authorizer; its settings are made before the authorizer is installed."""

    def __init__(self, url: str) -> None:
        super().__init__(url.removeprefix("sqlite:///"), pragmas={"busy_timeout": 5000}, check_same_thread=False)

    def _connect(self) -> Any:
        self.connect_params["factory"] = _Link
        link = super()._connect()  # type: ignore[misc]  # missing in peewee's stubs
        link.set_authorizer(_allowed)
        return link


class _Cursor(sqlite3.Cursor):
    def execute(self, text: str, *given: Any) -> Any:
        return super().execute(_plain(text), *given)

    def executemany(self, text: str, *given: Any) -> Any:
        return super().executemany(_plain(text), *given)

    def executescript(self, text: str) -> Any:
        return super().executescript(_plain(text))


class _Link(sqlite3.Connection):
    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(_Cursor)

    def execute(self, text: str, *given: Any) -> Any:
        return self.cursor().execute(text, *given)

    def executemany(self, text: str, *given: Any) -> Any:
        return self.cursor().executemany(text, *given)

    def executescript(self, text: str) -> Any:
        return self.cursor().executescript(text)


def _plain(text: str) -> str:
    if _WITH.search(text):
        raise sqlite3.DatabaseError("not authorized: WITH")
    return text


def _allowed(action: int, one: str | None, two: str | None, _db: str | None, source: str | None) -> int:
    """The authorizer: SQLite calls it for each action of a statement."""
    return sqlite3.SQLITE_OK if _fits(action, one or "", two or "", source) else sqlite3.SQLITE_DENY


def _fits(action: int, one: str, two: str, source: str | None) -> bool:
    if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT):
        return True
    if action == sqlite3.SQLITE_FUNCTION:
        return two.lower() in _FUNCTIONS
    if action == sqlite3.SQLITE_READ:
        return one in VIEWS or two in _READ.get(one, ()) or (source in VIEWS and two in _BEHIND.get(one, ()))
    if action == sqlite3.SQLITE_INSERT:
        return one in _READ
    if action == sqlite3.SQLITE_UPDATE and one == "public_proof":
        return two in PROOFS_CHANGED
    return action in (sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE) and one == "public_try"
