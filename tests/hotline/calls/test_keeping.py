"""Recordings are kept as long as their kind is to be kept, and what is kept is still what it was."""

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import pytest

from hotline.calls.jobs import retention
from hotline.calls.jobs.retention import Fault, Keep
from hotline.jobs.__main__ import kept_days
from hotline.rows import Parameter, Purge, Recording
from tests.builders import NOW, new_call

pytestmark = pytest.mark.unit
KEEP = Keep(talked=730, message=365, machine=90, out=100)
DAY = dt.timedelta(days=1)


def recorded(folder: Path, days: int, *, kind: str = "call", state: str = "kept", **call: Any) -> Any:
    """A recording that is so many days old."""
    of = new_call(**call)
    path = f"{of.id}.wav"
    (folder / path).write_bytes(b"sound")
    sum_ = hashlib.sha256(b"sound").hexdigest()
    return Recording.create(
        call=of.id, kind=kind, path=path, state=state, begun_at=NOW - days * DAY, size=5, sha256=sum_
    )


def left(folder: Path) -> set[str]:
    return {row.path for row in Recording.select() if (folder / row.path).exists()}


def test_each_kind_has_its_own_time(db: Any, tmp_path: Path) -> None:
    young = [
        recorded(tmp_path, 729, talking_at=NOW), recorded(tmp_path, 364, kind="message"), recorded(tmp_path, 89),
        recorded(tmp_path, 99, direction="out", talking_at=NOW),
        recorded(tmp_path, 364, kind="message", talking_at=NOW), recorded(tmp_path, 900, state="running"),
    ]  # fmt: skip
    old = [
        recorded(tmp_path, 731, talking_at=NOW), recorded(tmp_path, 366, kind="message"), recorded(tmp_path, 91),
        recorded(tmp_path, 101, direction="out", talking_at=NOW), recorded(tmp_path, 101, direction="out"),
    ]  # fmt: skip
    Recording.create(call="nobody knows", kind="call", path="lost.wav", state="kept", begun_at=NOW - 91 * DAY)
    report = {row.kind: (row.files, row.bytes, row.data["days"]) for row in retention.purge(tmp_path, KEEP, NOW)}
    assert report == {"talked": (1, 5, 730), "message": (1, 5, 365), "machine": (2, 5, 90), "out": (2, 10, 100)}
    assert left(tmp_path) == {row.path for row in young}
    assert {Recording.get_by_id(row.id).state for row in old} == {"purged"}
    assert (retention.purge(tmp_path, KEEP, NOW), Purge.select().count()) == ([], 4)


def test_what_is_kept_longer_holds_up_nothing(db: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for _ in range(3):
        recorded(tmp_path, 200, talking_at=NOW)
    recorded(tmp_path, 100)
    assert [(row.kind, row.files) for row in retention.purge(tmp_path, KEEP, NOW)] == [("machine", 1)]


def test_a_file_that_is_gone_already_is_no_fault_of_purging(db: Any, tmp_path: Path) -> None:
    row = recorded(tmp_path, 91)
    (tmp_path / row.path).unlink()
    assert [one.files for one in retention.purge(tmp_path, KEEP, NOW)] == [1]


def test_a_file_that_cannot_be_deleted_stays_kept_and_is_tried_again(db: Any, tmp_path: Path) -> None:
    row = recorded(tmp_path, 91)
    (tmp_path / row.path).unlink()
    (tmp_path / row.path).mkdir()
    assert (retention.purge(tmp_path, KEEP, NOW), Recording.get().state) == ([], "kept")


def test_a_path_out_of_the_folder_deletes_nothing_else(db: Any, tmp_path: Path) -> None:
    folder = tmp_path / "recordings"
    folder.mkdir()
    (tmp_path / "secret.wav").write_bytes(b"x")
    Recording.create(call="c", kind="call", path="../secret.wav", state="kept", begun_at=NOW - 800 * DAY)
    retention.purge(folder, KEEP, NOW)
    assert (tmp_path / "secret.wav").exists()


def test_the_administrator_says_for_how_long(db: Any) -> None:
    Parameter.create(name="keep.machine", value=7, at=NOW, by="x")
    assert kept_days() == Keep(talked=730, message=365, machine=7, out=730)


def test_the_check_finds_what_is_gone_changed_or_unreadable(db: Any, tmp_path: Path) -> None:
    good, gone, changed, odd = [recorded(tmp_path, 1) for _ in range(4)]
    recorded(tmp_path, 1, state="purged")
    (tmp_path / gone.path).unlink()
    (tmp_path / changed.path).write_bytes(b"Sound")
    (tmp_path / odd.path).unlink()
    (tmp_path / odd.path).mkdir()
    told = [(row.id, fault) for row, fault in retention.check(tmp_path)]
    assert told == [
        (good.id, None),
        (gone.id, Fault(gone.id, gone.call, gone.path, "gone")),
        (changed.id, Fault(changed.id, changed.call, changed.path, "changed")),
        (odd.id, Fault(odd.id, odd.call, odd.path, "unreadable: Is a directory")),
    ]
