"""A row for each sign-in takes the place of the number (`epoch`) that ended them all: everybody signs in once more."""

from peewee import AutoField, CharField, ForeignKeyField, IntegerField, Model

from hotline.store.database import Utc


def up(migrator, db):
    class Person(Model):
        id = AutoField()

        class Meta:
            database = db
            table_name = "person"

    class SignIn(Model):
        id = AutoField()
        key_hash = CharField(unique=True, max_length=64)
        person = ForeignKeyField(Person, on_delete="CASCADE")
        made_at = Utc()
        seen_at = Utc()
        client_ip = CharField(max_length=64, default="")
        browser = CharField(max_length=80, default="")
        ended_at = Utc(null=True)
        ended_why = CharField(max_length=24, default="")

        class Meta:
            database = db
            table_name = "sign_in"
            legacy_table_names = False
            indexes = ((("person", "ended_at"), False), (("ended_at", "seen_at"), False))

    db.create_tables([SignIn])
    migrator.migrate(migrator.drop_column("person", "epoch"))


def down(migrator, db):
    migrator.migrate(migrator.add_column("person", "epoch", IntegerField(default=0)))
    db.execute_sql("DROP TABLE sign_in")
