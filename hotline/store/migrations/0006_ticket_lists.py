"""Open tickets have a small index of their own, from which work lists are counted and put in order, and so have the few
confidential ones; tickets of an address and the last of a unit are found by one, and how a number begins on PostgreSQL too, whatever its
collation."""

from peewee import PostgresqlDatabase

OPEN = (
    "accepted", "dispatched", "handling", "registered", "replied", "return_asked", "reviewing", "under_rereview",
    "under_review", "visiting",
)  # fmt: skip
COLUMNS = "site_id, state, burns_at, id, yellow_at, urgent, confidential, unit_id, holder_id, handler_id, opened_by_id"


def up(migrator, db):
    states = ", ".join(f"'{state}'" for state in OPEN)
    db.execute_sql(f"CREATE INDEX ticket_open ON ticket ({COLUMNS}) WHERE state IN ({states})")
    db.execute_sql("CREATE INDEX ticket_confidential ON ticket (opened_at, id) WHERE confidential")
    db.execute_sql("CREATE INDEX ticket_address ON ticket (address, opened_at) WHERE address <> ''")
    migrator.migrate(migrator.add_index("ticket", ("unit_id", "id")))
    migrator.migrate(migrator.drop_index("ticket", "ticket_unit_id"))
    if isinstance(db, PostgresqlDatabase):
        db.execute_sql("CREATE INDEX ticket_number_begins ON ticket (number varchar_pattern_ops)")


def down(migrator, db):
    if isinstance(db, PostgresqlDatabase):
        db.execute_sql("DROP INDEX ticket_number_begins")
    migrator.migrate(migrator.add_index("ticket", ("unit_id",)))
    migrator.migrate(migrator.drop_index("ticket", "ticket_unit_id_id"))
    for index in ("ticket_address", "ticket_confidential", "ticket_open"):
        db.execute_sql(f"DROP INDEX {index}")
