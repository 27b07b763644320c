"""`scripts/public_role`: run twice, the role may what the page needs; and what is no PostgreSQL is said."""

import psycopg
import pytest

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
