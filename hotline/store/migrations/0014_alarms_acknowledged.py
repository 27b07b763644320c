"""An alarm can be acknowledged: by whom, when, and with which remark."""

from peewee import AutoField, CharField, ForeignKeyField, Model

from hotline.store.database import Utc


def up(migrator, db):
    class Person(Model):
        id = AutoField()

        class Meta:
            database = db
            table_name = "person"

    migrator.migrate(
        migrator.add_column("alarm", "seen_at", Utc(null=True)),
        migrator.add_column(
            "alarm", "seen_by_id", ForeignKeyField(Person, field=Person.id, null=True, on_delete="RESTRICT")
        ),
        migrator.add_column("alarm", "remark", CharField(default="", max_length=200)),
    )


def down(migrator, db):
    migrator.migrate(
        migrator.drop_index("alarm", "alarm_seen_by_id"),  # SQLite drops no column that has an index
        migrator.drop_column("alarm", "remark"),
        migrator.drop_column("alarm", "seen_by_id"),
        migrator.drop_column("alarm", "seen_at"),
    )
