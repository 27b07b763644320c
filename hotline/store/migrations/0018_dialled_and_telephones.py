"""What was dialled outside, for the limits of calls; and how often the password of a telephone was changed."""

from peewee import BigAutoField, CharField, ForeignKeyField, IntegerField, Model

from hotline.store.database import Utc


def up(migrator, db):
    class Person(Model):
        id = IntegerField(primary_key=True)

        class Meta:
            database = db
            table_name = "person"

    class Order(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "orders"

    class Dialled(Model):
        id = BigAutoField()
        order = ForeignKeyField(Order, on_delete="CASCADE")
        person = ForeignKeyField(Person, on_delete="RESTRICT")
        number = CharField(max_length=64)
        at = Utc()

        class Meta:
            database = db
            table_name = "dialled"
            indexes = ((("at",), False), (("person", "at"), False), (("number", "at"), False))

    class TelephoneTurn(Model):
        extension = CharField(primary_key=True, max_length=16)
        turn = IntegerField(default=0)
        person = ForeignKeyField(Person, on_delete="CASCADE")
        at = Utc()
        by = CharField(max_length=64)

        class Meta:
            database = db
            table_name = "telephone_turn"

    db.create_tables([Dialled, TelephoneTurn])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("telephone_turn"), migrator.drop_table("dialled"))
