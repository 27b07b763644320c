"""Reply templates of a site or a unit, and the columns and page size that a person chose for a list."""

from peewee import AutoField, CharField, ForeignKeyField, IntegerField, Model, TextField

from hotline.store.database import Json, Utc


def up(migrator, db):
    class Named(Model):
        id = AutoField()

        class Meta:
            database = db

    class Site(Named):
        class Meta:
            table_name = "site"

    class Unit(Named):
        class Meta:
            table_name = "unit"

    class Person(Named):
        class Meta:
            table_name = "person"

    class ReplyTemplate(Model):
        site = ForeignKeyField(Site, on_delete="RESTRICT")
        unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
        title = CharField(max_length=64)
        text = TextField()
        at = Utc()
        by = CharField(max_length=64)

        class Meta:
            database = db
            table_name = "reply_template"

    class ListChoice(Model):
        person = ForeignKeyField(Person, on_delete="CASCADE")
        name = CharField(max_length=32)
        columns = Json(default=list)
        size = IntegerField(default=50)

        class Meta:
            database = db
            table_name = "list_choice"
            indexes = ((("person", "name"), True),)

    db.create_tables([ReplyTemplate, ListChoice])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("list_choice"), migrator.drop_table("reply_template"))
