"""`scripts/public_role`: run twice, the role may what the page needs; and what is no PostgreSQL is said."""

from typing import Any

import psycopg
import pytest

from hotline.citizens.views import make_views
from scripts.py.public_role import make_role
from tests.public_web.conftest import ROLE

pytestmark = pytest.mark.unit


def test_the_role_is_made_and_made_again(db: object, database_url: str) -> None:
    if database_url.startswith("sqlite:"):
        with pytest.raises(ValueError, match="SQLite needs no role"):
            make_role(database_url, ROLE, "a b/c@d")
        return
    lines = [make_role(database_url, ROLE, password) for password in ("first", "a b/c@d'")]
    assert lines[1].endswith(database_url.rpartition("@")[2])
    url = lines[1].removeprefix("public:\n  database: ")
    with psycopg.connect(url) as link:
        assert link.execute("SELECT count(*) FROM public_ticket").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            link.execute("SELECT count(*) FROM ticket")


def test_a_view_of_an_older_version_is_made_anew_and_keeps_its_reader(db: Any, database_url: str) -> None:
    if database_url.startswith("sqlite:"):
        pytest.skip("SQLite has no roles")
    url = make_role(database_url, ROLE, "word").removeprefix("public:\n  database: ")
    db.execute_sql("DROP VIEW public_person")
    db.execute_sql("CREATE VIEW public_person AS SELECT number AS key, id AS other FROM ticket")
    db.execute_sql(f'GRANT SELECT ON public_person TO "{ROLE}"')
    make_views(db)
    with psycopg.connect(url) as link:
        assert link.execute("SELECT key, number, subject FROM public_person").fetchall() == []
