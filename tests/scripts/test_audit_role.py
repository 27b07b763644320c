"""`scripts/audit_role` on PostgreSQL: the programs' role adds to the audit and reads it, and nothing else."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from hotline.people.jobs.audit_chain import chain
from hotline.people.verbs.audit import note
from hotline.rows import AuditLink
from hotline.store.changes import is_postgresql
from hotline.store.database import database
from hotline.words import AuditAction
from scripts.py import audit_role
from tests.builders import NOW

pytestmark = pytest.mark.unit


@pytest.fixture
def programs(db: Any, database_url: str) -> Iterator[str]:
    """A role that owns all tables, as the programs' does; afterwards everything belongs to who ran the test."""
    if not is_postgresql():
        pytest.skip("SQLite has no roles")
    name = f"programs_of_{database_url.rpartition('/')[2]}"
    with psycopg.connect(database_url) as link:
        me = link.info.user
        link.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(name)))
        link.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(name)))
        link.execute(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {}").format(sql.Identifier(name)))
        audit_role.give_back(link, name)
        audit_role.take(link, name, owner=f"{name}_audit")
    yield name
    database.execute_sql("RESET ROLE")
    with psycopg.connect(database_url) as link:
        audit_role.give_back(link, me)
        for role in (name, f"{name}_audit"):
            link.execute(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(sql.Identifier(role)))


def test_the_programs_add_and_read_and_do_nothing_else(programs: str) -> None:
    database.execute_sql(f'SET ROLE "{programs}"')
    note(AuditAction.LISTEN, "recording:1", by="x", now=NOW)
    assert (chain(NOW), AuditLink.get().place) == (1, 1)
    for statement in (
        "UPDATE audit SET who = 'y'", "DELETE FROM audit", "DELETE FROM audit_link", "TRUNCATE audit",
        "DROP TRIGGER audit_stays ON audit", "ALTER TABLE audit DISABLE TRIGGER ALL", "DROP TABLE audit_link",
        "ALTER TABLE audit OWNER TO CURRENT_USER",
    ):  # fmt: skip
        with pytest.raises(Exception, match=r"permission denied|must be owner"), database.atomic():
            database.execute_sql(statement)
