"""Open tickets have a small index of their own, from which work lists are counted and put in order; and how a number
begins is found by an index on PostgreSQL too, whatever its collation."""

from peewee import PostgresqlDatabase

OPEN = (
    "accepted", "dispatched", "handling", "registered", "replied", "return_asked", "reviewing", "under_rereview",
    "under_review", "visiting",
)  # fmt: skip
COLUMNS = "site_id, state, burns_at, id, yellow_at, urgent, confidential, unit_id, holder_id, handler_id, opened_by_id"


def up(migrator, db):
    states = ", ".join(f"'{state}'" for state in OPEN)
    db.execute_sql(f"CREATE INDEX ticket_open ON ticket ({COLUMNS}) WHERE state IN ({states})")
    if isinstance(db, PostgresqlDatabase):
        db.execute_sql("CREATE INDEX ticket_number_begins ON ticket (number varchar_pattern_ops)")


def down(migrator, db):
    if isinstance(db, PostgresqlDatabase):
        db.execute_sql("DROP INDEX ticket_number_begins")
    db.execute_sql("DROP INDEX ticket_open")
