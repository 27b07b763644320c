"""SQLite's write lock is waited for by sleeping, so that under gevent the other greenlets go on."""

import sqlite3
from contextlib import closing

import peewee
import pytest

from hotline.store import database
from hotline.store.database import BUSY_MS, writing
from hotline.store.rows import Change
from tests.builders import NOW

pytestmark = pytest.mark.unit


@pytest.fixture
def holder(db, database_url):
    if not database_url.startswith("sqlite:"):
        pytest.skip("SQLite's lock")
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)) as made:
        made.execute("BEGIN IMMEDIATE")
        yield made


def busy_ms():
    return database.database.execute_sql("PRAGMA busy_timeout").fetchone()[0]


def test_it_begins_when_the_lock_is_free(holder, monkeypatch):
    slept = []

    def sleep(seconds):
        slept.append(seconds)
        if len(slept) == 3:
            holder.execute("ROLLBACK")

    monkeypatch.setattr("hotline.store.database.time.sleep", sleep)
    with writing():
        assert database.database.in_transaction()
    assert (len(slept), busy_ms(), database.database.in_transaction()) == (3, BUSY_MS, False)


def test_it_gives_up_after_its_time(holder, monkeypatch):
    slept: list[float] = []
    monkeypatch.setattr("hotline.store.database.time.sleep", slept.append)
    with pytest.raises(peewee.OperationalError, match="locked"), writing():
        raise AssertionError("not reached")
    assert (round(sum(slept) * 1000), busy_ms(), database.database.in_transaction()) == (BUSY_MS, BUSY_MS, False)


def test_a_full_disk_is_told_as_such_and_the_next_write_goes_well(db):
    if not isinstance(db, peewee.SqliteDatabase):
        pytest.skip("SQLite rolls back by itself where it cannot write")
    room = db.execute_sql("PRAGMA page_count").fetchone()[0] + 2
    db.execute_sql(f"PRAGMA max_page_count = {room}")
    with pytest.raises(peewee.OperationalError, match="database or disk is full"), writing():
        Change.insert_many([{"topic": "x" * 60, "ref": str(n), "at": NOW} for n in range(1000)]).execute()
    db.execute_sql("PRAGMA max_page_count = 1073741823")
    assert Change.select().count() == 0
    with writing():
        Change.create(topic="x", ref="1", at=NOW)
    assert Change.select().count() == 1
