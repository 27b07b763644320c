"""`scripts/check_audit` as an administrator meets it: a line for each fault, heads from outside, and old entries."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from hotline.clock import UTC
from hotline.people.jobs.audit_chain import chain, send_head
from hotline.people.verbs.audit import note
from hotline.rows import Audit
from hotline.words import AuditAction
from scripts.py import check_audit
from tests.builders import NOW

pytestmark = pytest.mark.unit
OLD = dt.datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def check(database_url: str, db: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Any:
    """`check(words…)`: the exit code, and the lines that were printed."""
    words = ["check_audit", "--data", str(tmp_path), "--database", database_url]

    def run(*more: str) -> tuple[int, list[str]]:
        monkeypatch.setattr("sys.argv", [*words, *more])
        db.close()
        code = check_audit.main()
        told = capsys.readouterr()
        db.connect(reuse_if_open=True)
        return code, (told.out + told.err).splitlines()

    return run


def ended(entries: int, faults: int, waiting: int = 0, heads: int = 0) -> str:
    return (
        f"已核验 {entries} 条，{faults} 个问题，{waiting} 条待入链，比对外送链头 {heads} 个 / "
        f"{entries} entries checked, {faults} not in order, {waiting} wait for their place, {heads} heads compared"
    )


def test_an_audit_in_order_and_the_check_in_the_audit(check: Any, tmp_path: Path) -> None:
    assert check() == (0, [ended(0, 0)])
    assert [(row.act, row.data) for row in Audit.select()] == [("check_audit", {"checked": 0, "faults": 0})]
    chain(NOW)
    send_head(tmp_path / "heads", [], "head", NOW)
    assert check("--heads", str(tmp_path / "heads")) == (0, [ended(1, 0, 0, 1)])


def test_each_fault_is_a_line_and_exit_code_one(check: Any, tmp_path: Path) -> None:
    note(AuditAction.LISTEN, "recording:1", by="x", now=NOW)
    chain(NOW)
    note(AuditAction.LISTEN, "recording:2", by="x", now=NOW - dt.timedelta(hours=1))
    inserted = Audit.get(Audit.object == "recording:2").id
    (tmp_path / "heads").write_text('{"place": 1, "hash": "aa"}\n{"place": 9, "hash": "bb"}\n')
    assert check("--heads", str(tmp_path / "heads")) == (1, [
        f"audit {inserted - 1} (#1): 与外送链头不符 / does not fit the head told outside",
        "(#9): 被删除 / was removed",
        f"audit {inserted}: 事后插入 / was inserted later",
        ended(1, 3, 0, 2),
    ])  # fmt: skip


def test_old_entries_are_moved_and_found(check: Any) -> None:
    for number in ("13800001234", "13900001234"):
        note(AuditAction.LISTEN, f"number:{number}", by="x", now=OLD)
    chain(OLD)
    assert check("--archive") == (0, ["已归档 2 条 / 2 entries archived"])
    assert check("--archive") == (0, ["已归档 0 条 / 0 entries archived"])
    code, lines = check("--find", "listen 139")
    assert (code, len(lines), '"object":"number:13900001234"' in lines[0]) == (0, 1, True)
    assert check()[0] == 0


def test_what_cannot_be_checked_ends_with_two(check: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, lines = check("--heads", str(tmp_path / "nowhere"))
    assert (code, len(lines), "不能核验 / cannot check" in lines[0]) == (2, 1, True)
    (tmp_path / "heads").write_text("words\n")
    assert check("--heads", str(tmp_path / "heads"))[0] == 2
    monkeypatch.setattr("sys.argv", ["check_audit", "--data", str(tmp_path / "nowhere")])
    assert check_audit.main() == 2
