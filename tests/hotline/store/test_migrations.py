"""A database of an older version is brought up with its rows; a newer one, and what is no database, is refused."""

import sqlite3
from pathlib import Path

import pytest

from hotline.store import database
from tests.builders import new_person

pytestmark = pytest.mark.unit
NEXT = """
import peewee


def up(migrator, db):
    migrator.migrate(migrator.add_column("person", "nickname", peewee.CharField(default="-")))
"""


def columns(file: Path, table: str) -> list[str]:
    with sqlite3.connect(file) as made:
        names = [row[1] for row in made.execute(f"PRAGMA table_info({table})")]
    made.close()
    return names


@pytest.fixture
def older(migrated: object, db: object, tmp_path: Path) -> Path:
    """A database of today's version with a person in it."""
    if not isinstance(migrated, Path):
        pytest.skip("written for SQLite; on PostgreSQL the same runner does it")
    new_person(login="li", name="李敏")
    return tmp_path / "tingsu.db"


def test_an_older_database_is_brought_up_and_keeps_its_rows(
    older: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = tmp_path / "migrations"
    later.mkdir()
    for file in database.MIGRATIONS.glob("0*.py"):
        (later / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (later / "0999_nickname.py").write_text(NEXT, encoding="utf-8")
    monkeypatch.setattr(database, "MIGRATIONS", later)  # the program of next year
    assert "nickname" not in columns(older, "person")
    made = database.attach(f"sqlite:///{older}")
    assert (database.migrate(made), database.migrate(made)) == (["0999_nickname"], [])
    assert made.execute_sql("SELECT login, name, nickname FROM person").fetchall() == [("li", "李敏", "-")]
    made.close()


def test_todays_program_refuses_what_next_years_has_brought_up(older: Path) -> None:
    with sqlite3.connect(older) as made:
        made.execute("INSERT INTO schema_migration (name, applied) VALUES ('0999_nickname', '2030-01-01')")
    made.close()
    again = database.attach(f"sqlite:///{older}")
    with pytest.raises(database.SchemaMismatch, match=r"0999_nickname.*数据库比程序新"):
        database.migrate(again)
    again.close()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_bytes(b"Dear Sir or Madam, " * 200)
    made = database.attach(f"sqlite:///{tmp_path / 'letter.db'}")
    with pytest.raises(database.SchemaMismatch, match="不是本系统的数据库"):
        database.migrate(made)
    made.close()


def test_a_migration_that_fails_changes_nothing(older: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = tmp_path / "migrations"
    later.mkdir()
    for file in database.MIGRATIONS.glob("0*.py"):
        (later / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (later / "0999_nickname.py").write_text(NEXT + "    raise RuntimeError('half way')\n", encoding="utf-8")
    monkeypatch.setattr(database, "MIGRATIONS", later)
    made = database.attach(f"sqlite:///{older}")
    with pytest.raises(RuntimeError, match="half way"):
        database.migrate(made)
    made.close()
    assert "nickname" not in columns(older, "person")
