"""The points that urging wrote by itself end: the assessment counts them from the urges, which stay."""

from peewee import BigAutoField, CharField, ForeignKeyField, IntegerField, Model

from hotline.store.database import Utc

PARAMETERS = ("points.overdue", "points.circular")


def up(migrator, db):
    migrator.migrate(migrator.drop_table("unit_point"))
    marks = ", ".join([db.param] * len(PARAMETERS))
    db.execute_sql(f"DELETE FROM parameter WHERE name IN ({marks})", PARAMETERS)


def down(migrator, db):
    class Unit(Model):
        class Meta:
            database = db
            table_name = "unit"
            legacy_table_names = False

    class Ticket(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "ticket"
            legacy_table_names = False

    class UnitPoint(Model):
        id = BigAutoField()
        unit = ForeignKeyField(Unit, on_delete="RESTRICT")
        ticket = ForeignKeyField(Ticket, on_delete="CASCADE")
        kind = CharField(max_length=24)
        points = IntegerField()
        at = Utc()

        class Meta:
            database = db
            table_name = "unit_point"
            legacy_table_names = False
            indexes = ((("unit", "at"), False),)

    db.create_tables([UnitPoint])
