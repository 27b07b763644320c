"""Facts on disk: whole lines survive, a line cut short does not hurt the others, files go when they are not needed."""

from pathlib import Path

import pytest

from controller import journal
from controller.journal import Journal

pytestmark = pytest.mark.unit


def lines(n: int, text: str = "张三") -> list[dict[str, object]]:
    return [{"line": "fact", "seq": seq, "text": text} for seq in range(n)]


def test_what_one_run_wrote_the_next_finds(tmp_path: Path) -> None:
    first = Journal(tmp_path / "journal", "1-a")
    for line in lines(3):
        first.write(line)
    second = Journal(tmp_path / "journal", "2-b")
    second.write({"own": True})
    assert list(second.left_behind()) == lines(3)
    second.drop_left_behind()
    assert list(second.left_behind()) == []
    assert [file.name for file in (tmp_path / "journal").iterdir()] == ["2-b-000001.jsonl"]


@pytest.mark.parametrize("cut", range(1, 40, 3))
def test_a_line_cut_short_by_a_crash_is_left_out(tmp_path: Path, cut: int) -> None:
    first = Journal(tmp_path, "1")
    for line in lines(3):
        first.write(line)
    file = tmp_path / "1-000001.jsonl"
    file.write_bytes(file.read_bytes()[:-cut])
    assert list(Journal(tmp_path, "2").left_behind()) == lines(3 if cut == 1 else 2)


def test_nonsense_in_the_file_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "0.jsonl").write_bytes(b'{"a":1}\n[1]\n\xff\xfe\n7\n\n{"b":\n{"c":3}\n')
    assert list(Journal(tmp_path, "1").left_behind()) == [{"a": 1}, {"c": 3}]


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    Journal(tmp_path / "j", "1")
    assert (tmp_path / "j" / "1-000001.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_file_that_has_grown_is_dropped_when_all_is_in_the_database(tmp_path: Path) -> None:
    made = Journal(tmp_path, "1")
    made.write({"text": "x" * 100})
    assert made.full() == []
    made.write({"text": "x" * journal.ROTATE_BYTES})
    made.write({"after": 1})
    assert made.full() == [tmp_path / "1-000001.jsonl"]
    made.drop(made.full())
    assert made.full() == []
    assert [(f.name, f.read_text()) for f in tmp_path.iterdir()] == [("1-000002.jsonl", '{"after":1}\n')]


def test_a_line_set_aside_is_kept_and_not_replayed(tmp_path: Path) -> None:
    made = Journal(tmp_path, "1")
    file = made.set_aside({"a": "龘"})
    assert (file.read_text(encoding="utf-8"), list(Journal(tmp_path, "2").left_behind())) == ('{"a": "龘"}\n', [])


@pytest.mark.parametrize("done", [True, False])
def test_closing_keeps_what_is_not_in_the_database(tmp_path: Path, done: bool) -> None:
    made = Journal(tmp_path, "1")
    made.write({"a": 1})
    made.close(done=done)
    assert list(Journal(tmp_path, "2").left_behind()) == ([] if done else [{"a": 1}])
