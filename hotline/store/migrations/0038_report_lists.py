"""Lists of people to whom reports are sent inside the house, what was sent, and the official classes of subjects."""

from peewee import AutoField, BigAutoField, CharField, ForeignKeyField, Model

from hotline.store.database import Json, Utc


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

    class Report(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "report"
            legacy_table_names = False

    class Entry(Model):
        id = AutoField()

        class Meta:
            database = db
            table_name = "entry"
            legacy_table_names = False

    class ReportList(Model):
        site = ForeignKeyField(Site, null=True, on_delete="RESTRICT")
        name = CharField(max_length=80)
        roles = Json(default=list)
        kinds = Json(default=list)
        changed_at = Utc()

        class Meta:
            database = db
            table_name = "report_list"
            legacy_table_names = False

    class ReportListPerson(Model):
        list = ForeignKeyField(ReportList, on_delete="CASCADE")
        person = ForeignKeyField(Person, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "report_list_person"
            legacy_table_names = False
            indexes = ((("list", "person"), True),)

    class ReportSent(Model):
        id = BigAutoField()
        report = ForeignKeyField(Report, on_delete="RESTRICT")
        person = ForeignKeyField(Person, on_delete="RESTRICT")
        list_name = CharField(max_length=80)
        at = Utc()
        read_at = Utc(null=True)

        class Meta:
            database = db
            table_name = "report_sent"
            legacy_table_names = False
            indexes = ((("report", "person"), True), (("person", "read_at"), False))

    class TopicClass(Model):
        topic = ForeignKeyField(Entry, unique=True, on_delete="CASCADE")
        code = CharField(max_length=32)
        zh = CharField(max_length=100)
        en = CharField(max_length=100)

        class Meta:
            database = db
            table_name = "topic_class"
            legacy_table_names = False
            indexes = ((("code",), False),)

    db.create_tables([ReportList, ReportListPerson, ReportSent, TopicClass])


def down(migrator, db):
    for table in ("topic_class", "report_sent", "report_list_person", "report_list"):
        migrator.migrate(migrator.drop_table(table))
