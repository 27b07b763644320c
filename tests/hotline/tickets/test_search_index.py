"""The tables of the search: made with what is there already, and taken away again."""

from typing import Any

import pytest
from peewee import SqliteDatabase
from playhouse.migrations import Migration

from hotline.store import statistics
from hotline.store.database import MIGRATIONS
from hotline.tickets.rows import search
from hotline.tickets.rules.search import asked
from tests.builders import new_ticket

pytestmark = pytest.mark.unit


def test_tickets_of_an_older_version_are_found_after_it(agent: Any, db: Any) -> None:
    """As an older version left them: without a word in the index."""
    step = next(one for one in Migration.load_directory(str(MIGRATIONS)) if one.name == "0004_search").load()
    row = new_ticket(opened_by=agent, subject="电梯停运", caller_name="张三", number="20261120-01-0007")
    step.down(None, db)
    assert "ticket_search" not in db.get_tables()
    step.up(None, db)
    found = [
        search.ids(asked(typed), hidden=False, most=9) for typed in ("电梯", "zs", "1234", row.number[-4:], "水管")
    ]
    assert found == [[row.id], [row.id], [row.id], [row.id], []]


def test_sqlite_learns_how_its_tables_look(agent: Any, db: Any) -> None:
    for _ in range(5):
        new_ticket(opened_by=agent)
    statistics.refresh()
    if not isinstance(db, SqliteDatabase):
        pytest.skip("PostgreSQL looks by itself")
    known = db.execute_sql("SELECT stat FROM sqlite_stat1 WHERE idx = 'ticket_burns_at_id'").fetchall()
    assert known == [("5 5 1",)]
