"""Take the audit's tables away from the PostgreSQL role of the programs: it may then read them and add to them alone.

Run it once after the first start, as a superuser, and again after each upgrade. `--back` gives them back before an
upgrade that says so. Old entries are then moved into files with `scripts/check_audit --archive` as the same user.
"""

import argparse
import sys

import psycopg
from psycopg import sql

OWNER = "tingsu_audit"  # nobody signs in as this role
TABLES = ("audit", "audit_link")


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/audit_role", description=__doc__)
    parser.add_argument("--database", required=True, help="postgresql://superuser:password@host/name")
    parser.add_argument("--programs", required=True, help="the role of the programs, as in the setting database")
    parser.add_argument("--back", action="store_true", help="give the tables back to the programs")
    given = parser.parse_args()
    try:
        with psycopg.connect(given.database) as link:
            (give_back if given.back else take)(link, given.programs)
    except psycopg.Error as error:
        print(f"不能设置 / cannot be set: {error}", file=sys.stderr)
        return 2
    return 0


def take(link: "psycopg.Connection[object]", programs: str, *, owner: str = OWNER) -> None:
    """The tables belong to a role of their own; the programs' role reads and adds. Raises psycopg.Error."""
    if link.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (owner,)).fetchone() is None:
        link.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(owner)))
    _turn(link, owner)
    for line in (
        "REVOKE ALL ON {tables} FROM {programs}",
        "GRANT SELECT, INSERT ON {tables} TO {programs}",
        "GRANT USAGE ON SEQUENCE audit_id_seq TO {programs}",
    ):
        told = sql.SQL(line).format(tables=_tables(), programs=sql.Identifier(programs))
        link.execute(told)


def give_back(link: "psycopg.Connection[object]", programs: str) -> None:
    """The tables belong to the programs' role again, as before `take`. Raises psycopg.Error."""
    _turn(link, programs)


def _turn(link: "psycopg.Connection[object]", owner: str) -> None:
    for table in TABLES:
        link.execute(sql.SQL("ALTER TABLE {} OWNER TO {}").format(sql.Identifier(table), sql.Identifier(owner)))


def _tables() -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(table) for table in TABLES)


if __name__ == "__main__":
    sys.exit(main())
