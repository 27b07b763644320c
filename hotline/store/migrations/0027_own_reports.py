"""Reports that people put together, with whom they are shared, and the personal overviews."""

from peewee import AutoField, CharField, ForeignKeyField, IntegerField, Model

from hotline.store.database import Json, Utc


def up(migrator, db):
    class Person(Model):
        id = AutoField()

        class Meta:
            database = db
            table_name = "person"
            legacy_table_names = False

    class OwnReport(Model):
        person = ForeignKeyField(Person, on_delete="CASCADE")
        name = CharField(max_length=80)
        about = CharField(max_length=500, default="")
        chosen = Json(default=dict)
        version = IntegerField(default=1)
        made_at = Utc()
        changed_at = Utc()

        class Meta:
            database = db
            table_name = "own_report"
            legacy_table_names = False
            indexes = ((("person", "name"), True), (("changed_at",), False))

    class OwnReportRole(Model):
        report = ForeignKeyField(OwnReport, on_delete="CASCADE")
        role = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "own_report_role"
            legacy_table_names = False
            indexes = ((("report", "role"), True),)

    class OwnPin(Model):
        person = ForeignKeyField(Person, on_delete="CASCADE")
        report = ForeignKeyField(OwnReport, null=True, on_delete="SET NULL")
        name = CharField(max_length=80)
        place = IntegerField()

        class Meta:
            database = db
            table_name = "own_pin"
            legacy_table_names = False
            indexes = ((("person", "report"), True),)

    db.create_tables([OwnReport, OwnReportRole, OwnPin])


def down(migrator, db):
    for table in ("own_pin", "own_report_role", "own_report"):
        migrator.migrate(migrator.drop_table(table))
