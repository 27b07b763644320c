"""The day in which a returned ticket is dispatched again has a clock of its own; it was called that of accepting."""


def up(migrator, db):
    accepted = "SELECT id FROM ticket WHERE state = 'accepted'"
    db.execute_sql(
        f"UPDATE ticket_clock SET kind = 'dispatch' WHERE kind = 'accept' AND stopped_at IS NULL AND ticket_id IN ({accepted})"
    )
    db.execute_sql("UPDATE ticket SET burns_kind = 'dispatch' WHERE state = 'accepted' AND burns_kind = 'accept'")


def down(migrator, db):
    db.execute_sql("UPDATE ticket_clock SET kind = 'accept' WHERE kind = 'dispatch'")
    db.execute_sql("UPDATE ticket SET burns_kind = 'accept' WHERE burns_kind = 'dispatch'")
