"""Findings of the risk view with the notes and tasks that hang on them."""

from peewee import AutoField, BigAutoField, CharField, ForeignKeyField, Model

from hotline.store.database import Utc


def up(migrator, db):
    class Site(Model):
        id = AutoField()

        class Meta:
            database = db
            table_name = "site"
            legacy_table_names = False

    class Person(Model):
        id = AutoField()

        class Meta:
            database = db
            table_name = "person"
            legacy_table_names = False

    class Unit(Model):
        id = AutoField()

        class Meta:
            database = db
            table_name = "unit"
            legacy_table_names = False

    class Finding(Model):
        id = BigAutoField()
        slot = CharField(unique=True, max_length=128)
        site = ForeignKeyField(Site, null=True, on_delete="RESTRICT")
        kind = CharField(max_length=16)
        about = CharField(max_length=64)
        last_at = Utc()

        class Meta:
            database = db
            table_name = "finding"
            legacy_table_names = False
            indexes = ((("site", "last_at"), False), (("kind", "about"), False))

    class RiskNote(Model):
        id = BigAutoField()
        finding = ForeignKeyField(Finding, on_delete="RESTRICT")
        text = CharField(max_length=1000)
        by = ForeignKeyField(Person, on_delete="RESTRICT")
        at = Utc()

        class Meta:
            database = db
            table_name = "risk_note"
            legacy_table_names = False

    class RiskTask(Model):
        id = BigAutoField()
        finding = ForeignKeyField(Finding, on_delete="RESTRICT")
        text = CharField(max_length=1000)
        unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
        person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        due = CharField(max_length=10)
        state = CharField(max_length=16)
        told = CharField(max_length=1000, default="")
        by = ForeignKeyField(Person, on_delete="RESTRICT")
        at = Utc()
        ended_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        ended_at = Utc(null=True)

        class Meta:
            database = db
            table_name = "risk_task"
            legacy_table_names = False
            indexes = ((("state", "unit"), False), (("state", "person"), False))

    db.create_tables([Finding, RiskNote, RiskTask])


def down(migrator, db):
    for table in ("risk_task", "risk_note", "finding"):
        migrator.migrate(migrator.drop_table(table))
