"""Migration 0019: entries of before get the site of who acted and their places in the chain."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from playhouse.migrations import Runner

from hotline.people.reads.audit_chain import check
from hotline.rows import Audit
from hotline.store import database
from hotline.store.changes import is_postgresql
from tests.builders import NOW, new_person

pytestmark = pytest.mark.unit
CHAIN = "0019_audit_chain"
INSERT = "INSERT INTO audit (at, who, act, object, data, client_ip) VALUES (?, ?, 'listen', 'recording:1', ?, '')"


def _raw(sql: str, *values: Any) -> Any:
    made = database.database.obj
    return made.execute_sql(sql.replace("?", made.param), values)


def test_old_entries_are_chained(branch: Any) -> None:
    if is_postgresql():  # between tests every sequence begins anew; the migrations' rows stay
        _raw("SELECT setval(pg_get_serial_sequence('schema_migration', 'id'), (SELECT max(id) FROM schema_migration))")
    mine = new_person(site=branch)
    runner = Runner(database.database.obj, str(database.MIGRATIONS))
    runner.down(CHAIN)
    try:
        for minutes, who in ((2, mine.login), (1, "nobody"), (3, mine.login)):
            at = database.stored(NOW + dt.timedelta(minutes=minutes))
            _raw(INSERT, at, who, '{"rows": 1.5, "by_what": ["日期"]}')
    finally:
        assert CHAIN in runner.up()
    done = check(Path("nowhere"), {})
    assert (done.entries, done.waiting, done.faults) == (3, 0, ())
    assert [row.site for row in Audit.select().order_by(Audit.id)] == [branch.id, None, branch.id]
