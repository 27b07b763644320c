"""A ticket keeps the kind of the clock that is due next, and whether that moment is provisional."""

from peewee import BooleanField, CharField


def up(migrator, db):
    migrator.migrate(migrator.add_column("ticket", "burns_kind", CharField(max_length=16, default="")))
    migrator.migrate(migrator.add_column("ticket", "burns_provisional", BooleanField(default=False)))
    burning = "FROM ticket_clock c WHERE c.ticket_id = ticket.id AND c.stopped_at IS NULL AND c.due_at = ticket.burns_at"
    db.execute_sql(
        f"UPDATE ticket SET burns_kind = COALESCE((SELECT c.kind {burning} ORDER BY c.id LIMIT 1), ''), "
        f"burns_provisional = COALESCE((SELECT c.provisional {burning} ORDER BY c.id LIMIT 1), provisional) "
        "WHERE burns_at IS NOT NULL"
    )


def down(migrator, db):
    migrator.migrate(migrator.drop_column("ticket", "burns_provisional"))
    migrator.migrate(migrator.drop_column("ticket", "burns_kind"))
