"""The quality inspection: forms, sampling plans, inspections with their marks, remarks, clips and history."""

from peewee import AutoField, BigAutoField, BooleanField, CharField, ForeignKeyField, IntegerField, Model, TextField

from hotline.store.database import Json, Utc


def up(migrator, db):
    class Site(Model):
        id = AutoField()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "site"

    class Person(Model):
        id = AutoField()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "person"

    class Recording(Model):
        id = BigAutoField()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "recording"

    class QualityForm(Model):

        code = CharField(max_length=32)
        version = IntegerField()
        inspected = CharField(max_length=16)
        zh = CharField(max_length=80)
        en = CharField(max_length=80, default="")
        content = Json(default=dict)
        active = BooleanField(default=True)
        made_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        made_at = Utc()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "quality_form"
            indexes = ((("code", "version"), True),)

    class SamplingPlan(Model):

        name = CharField(max_length=80)
        site = ForeignKeyField(Site, null=True, on_delete="RESTRICT")
        inspected = CharField(max_length=16)
        form_code = CharField(max_length=32)
        chosen = Json(default=dict)
        seed = CharField(max_length=32)
        active = BooleanField(default=True)
        version = IntegerField(default=1)
        made_by = ForeignKeyField(Person, on_delete="RESTRICT")
        made_at = Utc()
        changed_at = Utc()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "sampling_plan"

    class QualityDraw(Model):

        id = BigAutoField()
        plan = ForeignKeyField(SamplingPlan, on_delete="RESTRICT")
        week = CharField(max_length=10)
        at = Utc()
        told = Json(default=dict)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "quality_draw"
            indexes = ((("plan", "week"), True), (("week",), False))

    class Inspection(Model):

        id = BigAutoField()
        slot = CharField(unique=True, max_length=100)
        plan = ForeignKeyField(SamplingPlan, null=True, on_delete="RESTRICT")
        form = ForeignKeyField(QualityForm, on_delete="RESTRICT")
        inspected = CharField(max_length=16)
        ref = CharField(max_length=64)
        call = CharField(null=True, max_length=64, index=True)
        ticket_number = CharField(default="", max_length=64)
        at = Utc()
        week = CharField(max_length=10)
        line = CharField(null=True, max_length=32)
        site = ForeignKeyField(Site, on_delete="RESTRICT")
        agent = ForeignKeyField(Person, on_delete="RESTRICT", index=False)
        inspector = ForeignKeyField(Person, null=True, on_delete="RESTRICT", index=False)
        why = CharField(max_length=24)
        blind = BooleanField(default=False)
        confidential = BooleanField(default=False)
        state = CharField(max_length=16)
        closed_why = CharField(max_length=16, default="")
        drawn_at = Utc()
        due = CharField(max_length=10)
        points = IntegerField(null=True)
        fatal = BooleanField(default=False)
        text = CharField(max_length=2000, default="")
        done_at = Utc(null=True)
        answer_due = CharField(max_length=10, default="")
        decider = ForeignKeyField(Person, null=True, on_delete="RESTRICT", index=False)
        version = IntegerField(default=1)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "inspection"
            indexes = (
                (("inspector", "state", "due", "id"), False),
                (("agent", "done_at"), False),
                (("site", "state", "due"), False),
                (("at",), False),
                (("done_at",), False),
            )

    class InspectionMark(Model):

        id = BigAutoField()
        inspection = ForeignKeyField(Inspection, on_delete="CASCADE", index=False)
        item = CharField(max_length=32)
        value = IntegerField()
        percent = IntegerField(null=True)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "inspection_mark"
            indexes = ((("inspection", "item"), True),)

    class EvidenceClip(Model):

        id = BigAutoField()
        inspection = ForeignKeyField(Inspection, on_delete="RESTRICT")
        recording = ForeignKeyField(Recording, on_delete="RESTRICT")
        begin = IntegerField()
        end = IntegerField()
        path = CharField(unique=True, max_length=200)
        size = IntegerField()
        sha256 = CharField(max_length=64)
        key_id = CharField(default="", max_length=16)
        made_by = ForeignKeyField(Person, on_delete="RESTRICT")
        made_at = Utc()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "evidence_clip"
            indexes = ((("key_id", "id"), False),)

    class InspectionRemark(Model):

        id = BigAutoField()
        inspection = ForeignKeyField(Inspection, on_delete="CASCADE")
        at_ms = IntegerField(null=True)
        text = CharField(max_length=1000)
        clip = ForeignKeyField(EvidenceClip, null=True, on_delete="SET NULL")
        by = ForeignKeyField(Person, on_delete="RESTRICT")
        at = Utc()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "inspection_remark"

    class InspectionStep(Model):

        id = BigAutoField()
        inspection = ForeignKeyField(Inspection, on_delete="CASCADE", index=False)
        number = IntegerField()
        at = Utc()
        event = CharField(max_length=16)
        person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        points = IntegerField(null=True)
        marks = Json(default=dict)
        text = CharField(max_length=2000, default="")

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "inspection_step"
            indexes = ((("inspection", "number"), True), (("event", "at"), False))

    class CoachingTask(Model):

        id = BigAutoField()
        inspection = ForeignKeyField(Inspection, on_delete="RESTRICT")
        person = ForeignKeyField(Person, on_delete="RESTRICT", index=False)
        text = CharField(max_length=1000)
        due = CharField(max_length=10)
        state = CharField(max_length=16)
        told = CharField(max_length=1000, default="")
        by = ForeignKeyField(Person, on_delete="RESTRICT")
        at = Utc()
        ended_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        ended_at = Utc(null=True)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "coaching_task"
            indexes = ((("person", "state"), False),)

    class QualityExample(Model):

        inspection = ForeignKeyField(Inspection, unique=True, on_delete="RESTRICT")
        site = ForeignKeyField(Site, on_delete="RESTRICT")
        stars = IntegerField()
        title = CharField(max_length=100)
        text = TextField(default="")
        clip = ForeignKeyField(EvidenceClip, null=True, on_delete="SET NULL")
        by = ForeignKeyField(Person, on_delete="RESTRICT")
        at = Utc()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "quality_example"
            indexes = ((("stars", "at"), False),)

    db.create_tables([QualityForm, SamplingPlan, QualityDraw, Inspection, InspectionMark, EvidenceClip, InspectionRemark, InspectionStep, CoachingTask, QualityExample])


def down(migrator, db):
    for table in (
        "quality_example",
        "coaching_task",
        "inspection_step",
        "inspection_remark",
        "evidence_clip",
        "inspection_mark",
        "inspection",
        "quality_draw",
        "sampling_plan",
        "quality_form",
    ):
        migrator.migrate(migrator.drop_table(table))
