"""Which key a recording or an attachment is encrypted with; none of before is."""

from peewee import CharField


def up(migrator, db):
    for table in ("recording", "attachment"):
        migrator.migrate(migrator.add_column(table, "key_id", CharField(default="", max_length=16)))
    migrator.migrate(
        migrator.add_index("recording", ("key_id", "state", "id")), migrator.add_index("attachment", ("key_id", "id"))
    )


def down(migrator, db):
    for table in ("recording", "attachment"):
        migrator.migrate(migrator.drop_index(table, f"{table}_key_id" + ("_state_id" if table == "recording" else "_id")))
        migrator.migrate(migrator.drop_column(table, "key_id"))
