"""An index by which the wrap-up after a call is found."""


def up(migrator, db):
    db.execute_sql('CREATE INDEX IF NOT EXISTS presence_change_call ON presence_change ("call")')


def down(migrator, db):
    db.execute_sql("DROP INDEX presence_change_call")
