"""Looks at citizens' data that may still go on."""

from peewee import BigIntegerField, CharField, IntegerField, Model

from hotline.store.database import Utc


def up(migrator, db):
    class Look(Model):
        key = CharField(primary_key=True, max_length=64)
        entry = BigIntegerField()
        begun_at = Utc()
        last_at = Utc()
        times = IntegerField(default=1)
        rows = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "look"
            legacy_table_names = False
            indexes = ((("begun_at",), False),)

    db.create_tables([Look])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("look"))
