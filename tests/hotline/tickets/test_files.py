"""The jobs remove what belongs to no ticket."""

import datetime as dt
import io
import os

import pytest

from hotline.outside.file_store import Files
from hotline.settings import load
from hotline.tickets.jobs import files
from tests.builders import NOW

pytestmark = pytest.mark.unit


def test_what_no_row_knows_is_removed_after_a_day(db, tmp_path):
    chosen = load(data=tmp_path)
    store = Files(chosen.attachments)
    old, fresh = (store.put(io.BytesIO(b"x"), most=9, check=lambda kept: None).path for _ in range(2))
    for path, hours in ((old, 25), (fresh, 23)):
        os.utime(chosen.attachments / path, ((NOW - dt.timedelta(hours=hours)).timestamp(),) * 2)
    assert files.sweep(chosen, NOW) == 1
    assert [store.where(path) is not None for path in (old, fresh)] == [False, True]


def test_an_installation_without_files_has_nothing_to_sweep(db, tmp_path):
    assert files.sweep(load(data=tmp_path), NOW) == 0
