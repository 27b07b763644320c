"""`scripts/check_recordings` as an administrator meets it: a line for each fault, and the check in the audit."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from hotline.rows import Audit, Recording
from scripts.py import check_recordings
from tests.builders import NOW

pytestmark = pytest.mark.unit


@pytest.fixture
def check(database_url: str, db: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Any:
    """`check()`: the exit code, what was printed, what stands in the audit."""
    (tmp_path / "recordings").mkdir()
    words = ["check_recordings", "--data", str(tmp_path), "--database", database_url]

    def run(*more: str) -> tuple[int, list[str], list[Any]]:
        monkeypatch.setattr("sys.argv", [*words, *more])
        db.close()
        code = check_recordings.main()
        told = capsys.readouterr()
        db.connect(reuse_if_open=True)
        return code, (told.out + told.err).splitlines(), [(a.act, a.data) for a in Audit.select()]

    return run


def kept(folder: Path, name: str, sound: bytes = b"sound") -> None:
    (folder / "recordings" / name).write_bytes(b"sound")
    sum_ = hashlib.sha256(sound).hexdigest()
    Recording.create(call=f"call of {name}", kind="call", path=name, state="kept", begun_at=NOW, sha256=sum_)


def test_nothing_to_check_is_in_order(check: Any) -> None:
    code, told, notes = check()
    assert (code, told) == (0, ["已核验 0 个录音，0 个有问题 / 0 recordings checked, 0 not in order"])
    assert notes == [("check_recordings", {"checked": 0, "faults": 0})]


def test_each_fault_is_a_line_and_exit_code_one(check: Any, tmp_path: Path) -> None:
    kept(tmp_path, "good.wav")
    kept(tmp_path, "changed.wav", b"another sound")
    kept(tmp_path, "gone.wav")
    (tmp_path / "recordings" / "gone.wav").unlink()
    code, told, notes = check()
    assert (code, told) == (
        1,
        [
            "changed.wav: 文件被改动 / the file was changed（call of changed.wav）",
            "gone.wav: 文件不在 / the file is gone（call of gone.wav）",
            "已核验 3 个录音，2 个有问题 / 3 recordings checked, 2 not in order",
        ],
    )
    assert notes == [("check_recordings", {"checked": 3, "faults": 2})]


def test_without_a_database_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr("sys.argv", ["check_recordings", "--data", str(tmp_path / "nowhere")])
    assert check_recordings.main() == 2
    assert "没有这个数据库 / there is no such database" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()
