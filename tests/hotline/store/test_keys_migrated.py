"""Migration 0025: recordings and attachments of before are plain, and are found as such."""

from typing import Any

import pytest
from playhouse.migrations import Runner

from hotline.calls.reads.encryption import EncryptionCounts, recordings
from hotline.rows import Attachment, Recording
from hotline.store import database
from hotline.store.changes import is_postgresql
from tests.builders import NOW

pytestmark = pytest.mark.unit
KEYS = "0025_keys_of_files"


def test_files_of_before_wait_for_their_turn(db: Any) -> None:
    made = database.database.obj
    if is_postgresql():  # between tests every sequence begins anew; the migrations' rows stay
        made.execute_sql(
            "SELECT setval(pg_get_serial_sequence('schema_migration', 'id'), (SELECT max(id) FROM schema_migration))"
        )
    kept = {"kind": "call", "state": "kept", "begun_at": NOW, "size": 1, "sha256": "0" * 64, "key_id": "ab"}
    for n in range(3):
        Recording.create(call=f"c{n}", path=f"{n}.wav", **kept)
    Attachment.create(name="a", type="b", size=1, sha256="0" * 64, path="aa/b", at=NOW, key_id="ab")
    runner = Runner(made, str(database.MIGRATIONS))
    runner.down(KEYS)
    assert KEYS in runner.up()
    assert {row.key_id for table in (Recording, Attachment) for row in table.select()} == {""}
    assert recordings("ab") == EncryptionCounts(plain=3)
    assert Recording.select().where(Recording.key_id == "").count() == 3
