"""What becomes of a recording whose file is there, is empty, never ended or never began."""

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import pytest

from hotline.calls.jobs import recordings
from hotline.rows import Recording
from hotline.words import CallState
from tests.builders import NOW, new_call

pytestmark = pytest.mark.unit
MINUTE = dt.timedelta(minutes=1)


def recorded(state: str, path: str, **given: Any) -> Any:
    call = new_call(ended_at=NOW, answered_at=NOW, **given)
    return Recording.create(call=call.id, kind="call", path=path, state=state, begun_at=NOW)


def said(row: Any) -> tuple[str, str | None]:
    kept = Recording.get_by_id(row.id)
    return kept.state, kept.error


def test_a_closed_recording_gets_its_size_and_hash(db: Any, tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"x" * 100)
    row = recorded("kept", "a.wav")
    assert (recordings.seal(tmp_path, NOW), recordings.seal(tmp_path, NOW)) == (1, 0)
    kept = Recording.get_by_id(row.id)
    assert (kept.size, kept.sha256) == (100, hashlib.sha256(b"x" * 100).hexdigest())


@pytest.mark.parametrize("size", [0, 44])
def test_a_full_disk_leaves_an_empty_file_behind(db: Any, tmp_path: Path, size: int) -> None:
    (tmp_path / "a.wav").write_bytes(b"x" * size)
    row = recorded("kept", "a.wav")
    recordings.seal(tmp_path, NOW)
    assert said(row) == ("failed", "empty")


@pytest.mark.parametrize(("seconds", "kept"), [(60.0, "failed"), (11.5, "kept")])
def test_a_file_much_shorter_than_its_call_failed(db: Any, tmp_path: Path, seconds: float, kept: str) -> None:
    (tmp_path / "a.wav").write_bytes(b"x" * (10 * 32000 + 44))
    row = recorded("kept", "a.wav")
    Recording.update(seconds=seconds).where(Recording.id == row.id).execute()
    recordings.seal(tmp_path, NOW)
    assert said(row)[0] == kept


def test_a_file_that_is_not_there_failed(db: Any, tmp_path: Path) -> None:
    row = recorded("kept", "gone.wav")
    recordings.seal(tmp_path, NOW)
    assert said(row) == ("failed", "FileNotFoundError: No such file or directory")


def test_one_that_still_runs_after_its_call_is_given_up_in_time(db: Any, tmp_path: Path) -> None:
    row = recorded("running", "a.wav")
    recordings.give_up(tmp_path, NOW + dt.timedelta(seconds=29))
    assert said(row) == ("running", None)
    recordings.give_up(tmp_path, NOW + MINUTE)
    assert said(row) == ("failed", "not_ended")


def test_a_call_in_progress_at_a_normal_stop_keeps_what_was_recorded(db: Any, tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"x" * 100)
    (tmp_path / "b.wav").write_bytes(b"x" * 44)
    row, bare = recorded("running", "a.wav"), recorded("running", "b.wav")
    recordings.give_up(tmp_path, NOW + MINUTE)
    recordings.seal(tmp_path, NOW + MINUTE)
    assert (said(row), said(bare)) == (("kept", None), ("failed", "not_ended"))
    assert Recording.get_by_id(row.id).size == 100


def test_an_answered_call_without_a_recording_has_a_failed_one(db: Any, tmp_path: Path) -> None:
    call = new_call(answered_at=NOW, ended_at=NOW)
    new_call(ended_at=NOW)  # never answered
    new_call(answered_at=NOW, state=CallState.TALKING)
    recorded("kept", "a.wav")
    assert recordings.miss(tmp_path, NOW + dt.timedelta(seconds=29)) == 0
    assert (recordings.miss(tmp_path, NOW + MINUTE), recordings.miss(tmp_path, NOW + MINUTE)) == (1, 0)
    row = Recording.get(Recording.call == call.id)
    assert (row.state, row.error, row.path) == ("failed", "not_begun", f"{call.id}.wav")


def test_the_file_of_a_call_that_went_on_without_a_controller_is_its_recording(db: Any, tmp_path: Path) -> None:
    call = new_call(answered_at=NOW, ended_at=NOW)
    (tmp_path / f"{call.id}.wav").write_bytes(b"x" * 100)
    recordings.miss(tmp_path, NOW + MINUTE)
    recordings.seal(tmp_path, NOW + MINUTE)
    row = Recording.get(Recording.call == call.id)
    assert (row.state, row.size) == ("kept", 100)
