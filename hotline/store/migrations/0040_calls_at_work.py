"""How long a call's announcement was; and an index of the calls that go on: few of all, and every board asks for them
each few seconds."""

from peewee import FloatField


def up(migrator, db):
    migrator.migrate(migrator.add_column("call", "announced_seconds", FloatField(null=True)))
    db.execute_sql('CREATE INDEX call_running ON "call" (state, line, queued_at) WHERE ended_at IS NULL')


def down(migrator, db):
    db.execute_sql("DROP INDEX call_running")
    migrator.migrate(migrator.drop_column("call", "announced_seconds"))
