"""The assessment of units: versions of its rules, periods, scores, rows of points, exclusions, circulars."""

from peewee import AutoField, BigAutoField, CharField, ForeignKeyField, IntegerField, Model

from hotline.store.database import Json, Utc

TABLES = (
    "assessment_receipt", "assessment_letter", "assessment_exclusion", "assessment_point", "assessment_score",
    "assessment_period", "assessment_version",
)  # fmt: skip


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

    class Ticket(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "ticket"
            legacy_table_names = False

    class Attachment(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "attachment"
            legacy_table_names = False

    class AssessmentVersion(Model):
        number = IntegerField(unique=True)
        effective = CharField(max_length=10)
        rules = Json()
        why = CharField(max_length=500)
        person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        at = Utc()

        class Meta:
            database = db
            table_name = "assessment_version"
            legacy_table_names = False

    class AssessmentPeriod(Model):
        id = BigAutoField()
        slot = CharField(unique=True, max_length=32)
        kind = CharField(max_length=16)
        site = ForeignKeyField(Site, on_delete="RESTRICT")
        first = CharField(max_length=10)
        last = CharField(max_length=10)
        state = CharField(max_length=16)
        counted_at = Utc(null=True)
        mark = CharField(max_length=64, default="")
        published_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        published_at = Utc(null=True)

        class Meta:
            database = db
            table_name = "assessment_period"
            legacy_table_names = False
            indexes = ((("site", "first"), False),)

    class AssessmentScore(Model):
        id = BigAutoField()
        period = ForeignKeyField(AssessmentPeriod, on_delete="CASCADE", index=False)
        unit = ForeignKeyField(Unit, on_delete="RESTRICT")
        base = IntegerField()
        tickets = IntegerField(default=0)
        clean = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "assessment_score"
            legacy_table_names = False
            indexes = ((("period", "unit"), True),)

    class AssessmentPoint(Model):
        id = BigAutoField()
        period = ForeignKeyField(AssessmentPeriod, on_delete="CASCADE", index=False)
        unit = ForeignKeyField(Unit, on_delete="RESTRICT", index=False)
        ticket = ForeignKeyField(Ticket, null=True, on_delete="CASCADE")
        kind = CharField(max_length=16)
        event = CharField(max_length=24)
        key = CharField(max_length=96)
        source = CharField(max_length=32, default="")
        at = Utc()
        points = IntegerField()
        version = IntegerField()
        about = CharField(max_length=96, default="")
        facts = Json(default=dict)
        person = ForeignKeyField(Person, null=True, on_delete="RESTRICT", index=False)

        class Meta:
            database = db
            table_name = "assessment_point"
            legacy_table_names = False
            indexes = (
                (("period", "key"), True),
                (("period", "unit", "event"), False),
                (("unit", "at"), False),
                (("at",), False),
            )

    class AssessmentExclusion(Model):
        id = BigAutoField()
        slot = CharField(unique=True, max_length=128)
        period = ForeignKeyField(AssessmentPeriod, on_delete="RESTRICT")
        key = CharField(max_length=96)
        unit = ForeignKeyField(Unit, on_delete="RESTRICT", index=False)
        ticket = ForeignKeyField(Ticket, on_delete="CASCADE")
        points = IntegerField()
        ground = CharField(max_length=32)
        text = CharField(max_length=2000)
        file = ForeignKeyField(Attachment, null=True, on_delete="SET NULL", index=False)
        asked_by = ForeignKeyField(Person, on_delete="RESTRICT", index=False)
        asked_at = Utc()
        due_at = Utc(null=True)
        state = CharField(max_length=16)
        decided_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT", index=False)
        decided_at = Utc(null=True)
        answer = CharField(max_length=500, default="")
        overturned_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT", index=False)
        overturned_at = Utc(null=True)
        overturned_why = CharField(max_length=500, default="")

        class Meta:
            database = db
            table_name = "assessment_exclusion"
            legacy_table_names = False
            indexes = ((("state", "due_at"), False), (("unit", "asked_at"), False))

    class AssessmentLetter(Model):
        id = BigAutoField()
        period = ForeignKeyField(AssessmentPeriod, on_delete="RESTRICT")
        kind = CharField(max_length=24)
        number = CharField(unique=True, max_length=64)
        fields = Json(default=dict)
        person = ForeignKeyField(Person, on_delete="RESTRICT", index=False)
        at = Utc()

        class Meta:
            database = db
            table_name = "assessment_letter"
            legacy_table_names = False

    class AssessmentReceipt(Model):
        id = BigAutoField()
        letter = ForeignKeyField(AssessmentLetter, on_delete="CASCADE", index=False)
        unit = ForeignKeyField(Unit, on_delete="RESTRICT")
        seen_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT", index=False)
        seen_at = Utc(null=True)
        answer = CharField(max_length=2000, default="")
        answered_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT", index=False)
        answered_at = Utc(null=True)

        class Meta:
            database = db
            table_name = "assessment_receipt"
            legacy_table_names = False
            indexes = ((("letter", "unit"), True),)

    db.create_tables(
        [AssessmentVersion, AssessmentPeriod, AssessmentScore, AssessmentPoint, AssessmentExclusion, AssessmentLetter,
         AssessmentReceipt]
    )  # fmt: skip


def down(migrator, db):
    for table in TABLES:
        migrator.migrate(migrator.drop_table(table))
