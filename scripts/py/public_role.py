"""Make the PostgreSQL role of the public page, or bring it back to what it may: the public views and what it writes.

Run it once before the first start on PostgreSQL and again after each upgrade, as a user who may create roles. It prints
the line for `public.database` in the settings file; the password is made here and kept nowhere else.
"""

import argparse
import sys
from urllib.parse import quote, urlsplit

import psycopg

from hotline import settings
from hotline.citizens.link import grant
from hotline.citizens.views import make_views
from hotline.people.verbs.passwords import random_password
from hotline.store import database

ROLE = "tingsu_public"
CANNOT = (settings.SettingsError, database.SchemaMismatch, psycopg.Error, ValueError, *database.AWAY)


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/public_role", description=__doc__)
    parser.add_argument("--database", required=True, help="postgresql://owner:password@host/name")
    parser.add_argument("--role", default=ROLE)
    parser.add_argument("--password", default="", help="default: a new one")
    given = parser.parse_args()
    password = given.password or random_password()
    try:
        print(make_role(given.database, given.role, password))
    except CANNOT as error:
        print(f"不能建立 / cannot be made: {error}", file=sys.stderr)
        return 2
    return 0


def make_role(url: str, role: str, password: str) -> str:
    """The line for the settings file. Raises ValueError for what is no PostgreSQL."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError("SQLite 不需要角色 / SQLite needs no role: only for postgresql://")
    made = database.make(url)
    with made.connection_context():
        database.migrate(made)
        make_views(made)
    with psycopg.connect(url) as link:
        grant(link, role, password)
    place = parts.netloc.rpartition("@")[2]
    own = parts._replace(netloc=f"{quote(role, safe='')}:{quote(password, safe='')}@{place}").geturl()
    return f"public:\n  database: {own}"


if __name__ == "__main__":
    sys.exit(main())
