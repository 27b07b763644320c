"""With whatever SQL: the public page's way into the database shows what the page shows, and nothing else."""

from typing import Any

import peewee
import pytest

from hotline import rows
from hotline.citizens.link import NotNarrow, attach_public
from hotline.citizens.views import VIEWS, PublicTicket
from hotline.store.database import attach, database

pytestmark = pytest.mark.unit
NOT_ALLOWED = (peewee.DatabaseError, peewee.ProgrammingError, peewee.OperationalError)
NARROW = (rows.PublicTry, rows.PublicAnswer, rows.PublicProof)  # what the page writes
TABLES = sorted(row._meta.table_name for row in rows.ALL if row not in NARROW)
SHUT = [
    "SELECT text FROM ticket",
    "SELECT caller_number FROM ticket",
    "SELECT count(*) FROM ticket",
    "SELECT 1 FROM public_ticket, ticket",
    "SELECT number FROM public_ticket UNION SELECT text FROM ticket",
    "SELECT number FROM public_ticket WHERE number IN (SELECT text FROM ticket)",
    "SELECT (SELECT text FROM ticket LIMIT 1) FROM public_ticket",
    "SELECT public_ticket.text FROM public_ticket",
    "SELECT x.text FROM (SELECT text FROM ticket) AS x",
    "SELECT public_ticket.text FROM (SELECT text FROM ticket) AS public_ticket",
    "WITH public_ticket AS (SELECT text FROM ticket) SELECT * FROM public_ticket",
    "WITH public_ticket AS (SELECT caller_number FROM ticket) SELECT * FROM public_ticket",
    "/**/wItH public_ticket AS (SELECT number FROM ticket WHERE confidential) SELECT * FROM public_ticket",
    "SELECT subject FROM ticket",
    "SELECT identity_tail FROM ticket",
    "SELECT identity_hash FROM ticket",
    "SELECT name_key FROM public_key",
    "SELECT public_person.subject FROM (SELECT subject FROM ticket) AS public_person",
    "SELECT subject FROM public_ticket",
    "SELECT text FROM public_answer",
    "SELECT client_ip FROM public_answer",
    "UPDATE public_answer SET text = 'x'",
    "SELECT given FROM public_proof",
    "UPDATE public_proof SET digits_hash = 'x'",
    "UPDATE public_proof SET code = 'x'",
    "DELETE FROM public_proof",
    "DELETE FROM public_answer",
    "UPDATE ticket SET state = 'closed'",
    "DELETE FROM ticket",
    "INSERT INTO audit (at, who, act, object, data, client_ip) VALUES ('2026-01-01', 'x', 'x', 'x', '{}', '')",
    "UPDATE sign_in_try SET tries = 0",
    "CREATE TABLE mine (a integer)",
    "CREATE VIEW mine AS SELECT text FROM ticket",
    "CREATE TEMP VIEW public_ticket AS SELECT text FROM ticket",
    "DROP VIEW public_ticket",
    "DROP TABLE ticket",
    "ALTER TABLE ticket ADD COLUMN x integer",
]
ONLY_SQLITE = [
    "ATTACH DATABASE 'other.db' AS other",
    "SELECT sql FROM sqlite_master",
    "PRAGMA writable_schema = 1",
    "PRAGMA table_info(ticket)",
    "SELECT load_extension('x')",
    "SELECT readfile('/etc/passwd')",
    "CREATE TEMP TRIGGER t AFTER INSERT ON public_try BEGIN SELECT text FROM ticket; END",
]
ONLY_POSTGRESQL = [
    "SET ROLE postgres",
    "COPY ticket TO '/tmp/x'",
    "COPY (SELECT text FROM ticket) TO STDOUT",
    "SELECT pg_read_file('/etc/passwd')",
    "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT 1::text'",
    "GRANT SELECT ON ticket TO CURRENT_USER",
]


def refused(made: Any, sql: str) -> bool:
    try:
        made.execute_sql(sql).fetchall()
    except NOT_ALLOWED as error:
        return "permission denied" in str(error) or "not authorized" in str(error) or _unknown(str(error), sql)
    finally:
        if not isinstance(made, peewee.SqliteDatabase):
            made.connection().rollback()
    return False


def _unknown(why: str, sql: str) -> bool:
    """What does not exist cannot be read; and what is only prohibited says so in words of its own."""
    words = (
        "must be owner",
        "must be superuser",
        "does not exist",
        "no such column",
        "no such function",
        "is prohibited",
        "access to",
    )
    return any(token in why for token in words)


@pytest.mark.parametrize("table", TABLES)
def test_no_table_of_the_inside_is_read_or_written(narrow: Any, table: str) -> None:
    assert [
        refused(narrow, f'SELECT * FROM "{table}"'),
        refused(narrow, f'SELECT 1 FROM "{table}"'),
        refused(narrow, f'DELETE FROM "{table}"'),
    ] == [True, True, True]


@pytest.mark.parametrize("sql", SHUT)
def test_no_statement_goes_around_the_views(narrow: Any, sql: str) -> None:
    assert refused(narrow, sql)


@pytest.mark.parametrize("sql", ONLY_SQLITE)
def test_no_statement_of_sqlite_opens_more(narrow: Any, sql: str) -> None:
    if not isinstance(narrow, peewee.SqliteDatabase):
        pytest.skip("a statement of SQLite")
    assert refused(narrow, sql)


@pytest.mark.parametrize("sql", ONLY_POSTGRESQL)
def test_no_statement_of_postgresql_opens_more(narrow: Any, sql: str) -> None:
    if isinstance(narrow, peewee.SqliteDatabase):
        pytest.skip("a statement of PostgreSQL")
    assert refused(narrow, sql)


def test_the_drivers_own_connection_is_narrow_too(narrow: Any) -> None:
    if not isinstance(narrow, peewee.SqliteDatabase):
        pytest.skip("the role is the connection's")
    link = narrow.connection()
    for run in (link.execute, link.cursor().execute, link.executescript):
        with pytest.raises(Exception, match=r"not authorized|prohibited"):
            run("WITH public_ticket AS (SELECT caller_name FROM ticket) SELECT * FROM public_ticket")


def test_the_views_hold_no_more_than_the_page_shows(narrow: Any) -> None:
    held = [narrow.execute_sql(f"SELECT * FROM {name}").fetchall() for name in VIEWS]
    assert "秘密的标题" in str(held[3])  # of persons, to tell several matters apart
    shown = str(held).replace("秘密的标题", "")
    assert [len(one) for one in held] == [1, 1, 0, 1, 0]  # no file is his; the confidential one is in none of them
    assert "20261120-01-0001" in shown
    for secret in ("秘密", "张三", "三丰", "13800001234", "8765", "4321", "李四"):
        assert secret not in shown, secret
    assert [row.name for row in PublicTicket.select()] == ["张**"]


@pytest.mark.parametrize("state", ["registered", "handling", "replied", "reviewing", "not_accepted", "merged"])
def test_a_reply_that_is_not_the_citizens_yet_is_not_in_the_view(narrow: Any, inside: Any, state: str) -> None:
    with inside():
        rows.Ticket.update(state=state).where(rows.Ticket.code == "12345678").execute()
    assert [row.reply for row in PublicTicket.select()] == [""]


def test_a_wide_role_is_not_run_with(narrow: Any, database_url: str) -> None:
    if isinstance(narrow, peewee.SqliteDatabase):
        pytest.skip("SQLite has no roles")
    with pytest.raises(NotNarrow, match="scripts/public_role"):
        attach_public(database_url)
    database.obj.close_all()
    attach(database_url)
