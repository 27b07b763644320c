"""The case system as two views in another database: SQLite here, PostgreSQL too where --pg names one."""

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from hotline.outside import case_sql
from hotline.outside.case_sql import SqlCases
from hotline.ports import Case, GatewayError, PetitionState
from hotline.settings.gateways import CaseSettings

pytestmark = pytest.mark.wire
HEARING = dt.datetime(2026, 12, 1, 1, 30, tzinfo=dt.UTC)
FOUND = Case("民初1号", "借贷", "民事庭", "刘志明", "审理中", HEARING, "张三")
TABLES = """
CREATE TABLE court (number TEXT, cause TEXT, party TEXT, party_number TEXT, judge TEXT, division TEXT, stage TEXT,
                    next_hearing {moment}, code TEXT, password_sha256 TEXT, identity_sha256 TEXT);
CREATE VIEW "{prefix}cases" AS SELECT * FROM court WHERE stage <> '已结案';
CREATE TABLE letters (number TEXT, unit TEXT, stage TEXT, received {moment}, code TEXT, password_sha256 TEXT);
CREATE VIEW "{prefix}petitions" AS SELECT * FROM letters;
"""


def sha(code: str, secret: str) -> str:
    return hashlib.sha256(f"{code}:{secret}".encode()).hexdigest()


COURT: list[tuple[Any, ...]] = [
    ("民初1号", "借贷", "张三", "13800001234", "刘志明", "民事庭", "审理中", "2026-12-01 09:30:00+08:00", "1001",
     sha("1001", "246810"), sha("1001", "01123X").upper()),
    ("民初2号", None, "张三", "13800001234", None, None, "立案", None, "1002", None, ""),
    ("民初3号", "旧案", "张三", "13800001234", "刘志明", "民事庭", "已结案", None, "1003", sha("1003", "1"), ""),
    ("民初4号", "x", "x", "1", "x", "x", "x", None, "1004", sha("1004", "1"), ""),
    ("民初5号", "x", "x", "1", "x", "x", "x", None, "1004", sha("1004", "1"), ""),
]  # fmt: skip
LETTERS = [("信2026-17", "立案庭", "办理中", "2026-11-02 23:30:00+00:00", "77", sha("77", "1"))]


@pytest.fixture(params=["sqlite", "postgresql"])
def system(request: pytest.FixtureRequest, tmp_path: Path, pg_url: str) -> Iterator[SqlCases]:
    if request.param == "sqlite":
        file = tmp_path / "court?.db"
        with sqlite3.connect(file) as made:
            made.executescript(TABLES.format(moment="TEXT", prefix="hotline_"))
            fill(made, "?")
        made.close()
        yield SqlCases(CaseSettings(system="view", url=f"sqlite:///{file}"))
        return
    if not pg_url:
        pytest.skip("no PostgreSQL was named")
    with psycopg.connect(pg_url, autocommit=True) as link:
        link.execute("DROP SCHEMA IF EXISTS court CASCADE")
        link.execute("CREATE SCHEMA court")
        link.execute("SET search_path TO court")
        link.execute(TABLES.format(moment="TIMESTAMPTZ", prefix="hotline_"))
        fill(link.cursor(), "%s")
        yield SqlCases(
            CaseSettings(
                system="view", url=pg_url, cases_view="court.hotline_cases", petitions_view="court.hotline_petitions"
            )
        )
        link.execute("DROP SCHEMA court CASCADE")


def fill(cursor: Any, place: str) -> None:
    for table, rows in (("court", COURT), ("letters", LETTERS)):
        cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join([place] * len(rows[0]))})", rows)


def fails(work: Any) -> str:
    with pytest.raises(GatewayError) as error:
        work()
    return str(error.value)


def test_the_open_cases_of_a_number(system: SqlCases) -> None:
    assert system.cases_of("13800001234") == (FOUND, Case("民初2号", "", "", "", "立案", None, "张三"))
    for number in ("13800001235", "", "' OR ''='", "%"):
        assert system.cases_of(number) == ()


def test_a_case_by_either_secret(system: SqlCases) -> None:
    told = Case("民初1号", "借贷", "民事庭", "刘志明", "审理中", HEARING)
    assert system.case("1001", "password", "246810") == told
    assert system.case("1001", "identity", "01123X") == told
    for code, how, secret in (
        ("1001", "password", "246811"), ("1001", "identity", "246810"), ("1001", "password", ""),
        ("1001", "no_such", "01123X"), ("1002", "password", ""), ("1002", "identity", ""), ("9999", "password", "1"),
        ("' OR 1=1 --", "password", "1"), ("1003", "password", "1"), ("", "password", ""),
    ):  # fmt: skip
        assert (code, secret, system.case(code, how, secret)) == (code, secret, None)


def test_a_code_that_two_have_is_nobodys(system: SqlCases) -> None:
    assert system.case("1004", "password", "1") is None


def test_a_petition_of_the_day_in_china(system: SqlCases) -> None:
    told = PetitionState("信2026-17", "立案庭", "办理中", dt.date(2026, 11, 3))
    if "sqlite" in system.settings.url:
        told = PetitionState("信2026-17", "立案庭", "办理中", dt.date(2026, 11, 2))  # a text is the day that it says
    assert system.petition("77", "1") == told
    assert (system.petition("77", "2"), system.petition("78", "1")) == (None, None)


def test_views_that_are_not_there(system: SqlCases) -> None:
    given = system.settings.model_dump() | {"cases_view": "gone", "petitions_view": "gone"}
    gone = SqlCases(CaseSettings(**given))
    told = fails(lambda: gone.cases_of("1"))
    assert told.startswith("the views of the case system cannot be read (")
    assert fails(lambda: gone.petition("1", "2")) == told


def test_nothing_is_written(system: SqlCases, tmp_path: Path) -> None:
    with pytest.raises(GatewayError), system._open() as query:
        query(f"DELETE FROM {'court.' if 'postgres' in system.settings.url else ''}court WHERE number = ?", "民初1号")
    assert len(system.cases_of("13800001234")) == 2


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    missing = SqlCases(CaseSettings(system="view", url=f"sqlite:///{tmp_path}/none.db"))
    assert fails(lambda: missing.cases_of("1")) == "the views of the case system cannot be read (OperationalError)"
    assert not (tmp_path / "none.db").exists()
    away = SqlCases(CaseSettings(system="view", url="postgresql://u:very-secret@127.0.0.1:1/x", seconds=0.5))
    assert fails(lambda: away.cases_of("1")) == "the views of the case system cannot be read (OperationalError)"


def test_what_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("<html>" * 500)
    wrong = SqlCases(CaseSettings(system="view", url=f"sqlite:///{tmp_path}/a.db"))
    assert fails(lambda: wrong.cases_of("1")) == "the views of the case system cannot be read (DatabaseError)"


def test_a_view_that_takes_its_time_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
    with sqlite3.connect(tmp_path / "a.db") as made:
        made.execute(f"CREATE VIEW hotline_petitions AS SELECT '1' AS code, x AS number, x AS unit, x AS stage, "
                     f"x AS received, x AS password_sha256 FROM ({endless}) WHERE x < 0")  # fmt: skip
    made.close()
    hours = iter(range(0, 10**9, 3600))
    monkeypatch.setattr(case_sql, "monotonic", lambda: next(hours))
    slow = SqlCases(CaseSettings(system="view", url=f"sqlite:///{tmp_path}/a.db"))
    assert fails(lambda: slow.petition("1", "2")) == "the views of the case system cannot be read (OperationalError)"


def test_rows_that_make_no_sense(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.db") as made:
        made.executescript(TABLES.format(moment="TEXT", prefix="hotline_"))
        made.execute("INSERT INTO court (number, party_number, stage, next_hearing) VALUES ('', '1', '', 'soon')")
    made.close()
    odd = SqlCases(CaseSettings(system="view", url=f"sqlite:///{tmp_path}/a.db"))
    assert fails(lambda: odd.cases_of("1")) == "the case system's answer cannot be used: number, next_hearing"
