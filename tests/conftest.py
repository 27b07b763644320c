"""What many tests need: a migrated database, a moment, the people of a small hotline."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import argon2
import psycopg
import psycopg.sql
import pytest
from werkzeug.routing import Rule

from hotline import rows
from hotline.people.verbs import passwords
from hotline.store.database import attach, database, migrate
from hotline.words import Role
from tests import effort  # noqa: F401 - the house profile of hypothesis
from tests.builders import NOW, new_person, new_site

SLOWEST = {"test_ticket_random", "test_random_day", "test_wrong_password", "test_restart", "test_board"}
ROWS = {"migrated", "pg_url"}  # the fixtures of whatever touches rows
# Emptied row by row where there is one: TRUNCATE makes a new file of every table and index, which takes twenty times as
# long. `replica` leaves out looking for what hangs on each row, and the index of words that follows the tickets;
# superusers may.
_EMPTY = """
CREATE FUNCTION emptied() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS $$
DECLARE
    name text;
    filled boolean;
BEGIN
    FOREACH name IN ARRAY ARRAY[{tables}] LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('DELETE FROM %I', name);
        END IF;
    END LOOP;
    PERFORM setval(quote_ident(sequencename), 1, false) FROM pg_sequences WHERE last_value IS NOT NULL;
END $$
""".format(tables=", ".join(f"'{name}'" for name in ("ticket_search", *(row._meta.table_name for row in rows.ALL))))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--pg", default=os.environ.get("TINGSU_TEST_PG", ""), help="run what touches rows on this PostgreSQL"
    )


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """A password that the house hashes costs a tenth of a second on purpose; here it costs nothing."""
    whole = passwords._HASHER
    passwords._HASHER = argon2.PasswordHasher(time_cost=1, memory_cost=32, parallelism=1)
    yield
    passwords._HASHER = whole


@pytest.fixture(scope="session", autouse=True)
def compiled_routes() -> Iterator[None]:
    """What builds a route's address is compiled once for all applications: each test makes one of 190 routes anew."""
    compiled: dict[Any, Any] = {}
    whole = Rule._compile_builder

    def kept(rule: Rule, append_unknown: bool = True) -> Any:
        key = (tuple(rule._trace), repr(rule.defaults), append_unknown)
        if key not in compiled:
            compiled[key] = whole(rule, append_unknown)
        return compiled[key]

    Rule._compile_builder = kept  # type: ignore[assignment]
    yield
    Rule._compile_builder = whole  # type: ignore[method-assign]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The slowest first, that no worker ends with one alone. On PostgreSQL only what touches rows."""
    items.sort(key=lambda item: item.path.stem not in SLOWEST)
    if not config.getoption("--pg"):
        return
    touch = [item for item in items if ROWS & set(getattr(item, "fixturenames", ()))]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(touch)])
    items[:] = touch


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What was collected stays to the end: the collector of garbage need not look through it for each new object."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def pg_url(request: pytest.FixtureRequest, worker_id: str) -> str:
    """A database beside the one of --pg, by itself for each worker and empty; "" where no PostgreSQL is named."""
    given: str = request.config.getoption("--pg")
    if not given:
        return ""
    url = f"{given}_{worker_id}"
    with psycopg.connect(given, autocommit=True) as link:
        name = psycopg.sql.Identifier(url.rpartition("/")[2])
        link.execute(psycopg.sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        link.execute(psycopg.sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
    return url


@pytest.fixture(scope="session")
def migrated(pg_url: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A migrated database: a SQLite file to copy, or the address of a PostgreSQL database."""
    if not pg_url:
        file = tmp_path_factory.mktemp("template") / "tingsu.db"
        made: Any = attach(f"sqlite:///{file}")
        with made.connection_context():
            migrate(made)
            made.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return file
    made = attach(pg_url)
    with made.connection_context():
        migrate(made)
        made.connection().execute(_EMPTY)
        made.connection().commit()
    made.close_all()
    return pg_url


@pytest.fixture(scope="session")
def emptying(migrated: Any) -> Iterator[Any]:
    """A link of its own that empties PostgreSQL: a new one would read the catalogue anew for each test."""
    if isinstance(migrated, Path):
        yield None
        return
    with psycopg.connect(migrated, autocommit=True) as link:
        yield link


@pytest.fixture
def database_url(migrated: Any, emptying: Any, tmp_path: Path) -> str:
    """The address of an empty database of this test."""
    if emptying is None:
        shutil.copy(migrated, tmp_path / "tingsu.db")
        return f"sqlite:///{tmp_path / 'tingsu.db'}"
    emptying.execute("SELECT emptied()")
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
