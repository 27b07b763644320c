"""A citizen may ask with the last digits of any number that he left, not of the first alone."""

from peewee import CharField

from hotline.tickets.verbs.life.opening import other_tails


def up(migrator, db):
    migrator.migrate(migrator.add_column("ticket", "other_tails", CharField(default="", max_length=40)))
    rows = db.execute_sql("SELECT id, caller_written FROM ticket WHERE caller_written <> ''").fetchall()
    for ticket, written in rows:
        if told := other_tails(written):
            db.execute_sql(f"UPDATE ticket SET other_tails = {db.param} WHERE id = {db.param}", (told, ticket))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("ticket", "other_tails"))
