"""An index of the calls that go on: few of all, and every board asks for them each few seconds."""


def up(migrator, db):
    db.execute_sql('CREATE INDEX call_running ON "call" (state, line, queued_at) WHERE ended_at IS NULL')


def down(migrator, db):
    db.execute_sql("DROP INDEX call_running")
