"""What many tests need: a migrated database, a moment, the people of a small hotline."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hotline.records import rows
from hotline.records.database import attach, database, migrate
from hotline.words import Role
from tests.builders import NOW, new_person, new_site


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--pg", default=os.environ.get("TINGSU_TEST_PG", ""), help="run on this PostgreSQL (it is emptied)"
    )


@pytest.fixture(scope="session")
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A migrated database: a SQLite file to copy, or the PostgreSQL of --pg with an empty schema."""
    url = request.config.getoption("--pg")
    if not url:
        file = tmp_path_factory.mktemp("template") / "tingsu.db"
        made = attach(f"sqlite:///{file}")
        with made.connection_context():
            migrate(made)
            made.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return file
    made = attach(url)
    with made.connection_context():
        made.execute_sql("DROP SCHEMA public CASCADE")
        made.execute_sql("CREATE SCHEMA public")
        migrate(made)
    made.close_all()
    return url


@pytest.fixture
def database_url(migrated: Any, tmp_path: Path) -> str:
    """The address of an empty database of this test."""
    if isinstance(migrated, Path):
        shutil.copy(migrated, tmp_path / "tingsu.db")
        return f"sqlite:///{tmp_path / 'tingsu.db'}"
    made = attach(migrated)
    with made.connection_context():
        tables = ", ".join(f'"{row._meta.table_name}"' for row in rows.ALL)
        made.execute_sql(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    made.close_all()
    return str(migrated)


@pytest.fixture
def db(database_url: str) -> Iterator[Any]:
    """The database, attached and open."""
    made = attach(database_url)
    made.connect()
    yield made
    if not made.is_closed():
        made.close()
    if hasattr(made, "close_all"):
        made.close_all()
    database.initialize(None)


@pytest.fixture
def now() -> Any:
    return NOW


@pytest.fixture
def head(db: Any) -> Any:
    return new_site()


@pytest.fixture
def branch(db: Any) -> Any:
    return new_site(code="east", name="东区法院")


@pytest.fixture
def agent(head: Any) -> Any:
    return new_person(login="agent", name="王小兰", extension="1001", site=head)


@pytest.fixture
def other_agent(branch: Any) -> Any:
    return new_person(login="other", name="李东", extension="2001", site=branch)


@pytest.fixture
def supervisor(head: Any) -> Any:
    return new_person(login="supervisor", name="赵班长", role=Role.SUPERVISOR, extension="1009", site=head)


@pytest.fixture
def branch_supervisor(branch: Any) -> Any:
    return new_person(login="branch_supervisor", name="钱班长", role=Role.SUPERVISOR, extension="2009", site=branch)


@pytest.fixture
def administrator(head: Any) -> Any:
    return new_person(login="administrator", name="孙管理", role=Role.ADMINISTRATOR, site=head)
