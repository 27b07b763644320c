"""Requests to erase one person's data, with their reports."""

from peewee import BigAutoField, CharField, Model

from hotline.store.database import Json, Utc


def up(migrator, db):
    class Erasure(Model):
        id = BigAutoField()
        number = CharField(unique=True, max_length=32)
        subject = Json(default=dict)
        reason = CharField(max_length=500)
        state = CharField(max_length=16)
        asked_by = CharField(max_length=64)
        asked_at = Utc()
        decided_by = CharField(default="", max_length=64)
        decided_at = Utc(null=True)
        done_at = Utc(null=True)
        report = Json(default=dict)

        class Meta:
            database = db
            table_name = "erasure"
            legacy_table_names = False
            indexes = ((("state", "asked_at"), False),)

    db.create_tables([Erasure])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("erasure"))
