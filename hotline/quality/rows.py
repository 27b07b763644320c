"""The tables of the inspection: forms, plans, draws, inspections with their marks, remarks, clips and history."""

from peewee import BigAutoField, BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from hotline.calls.rows import Recording
from hotline.people.rows import Person, Site
from hotline.store.database import Json, Utc
from hotline.store.rows import Row


class QualityForm(Row):
    """One version of a form (`hotline.quality.rules.forms`), never changed. `active` of the newest version: false where
    the form is offered no more."""

    code = CharField(max_length=32)
    version = IntegerField()
    inspected = CharField(max_length=16)
    zh = CharField(max_length=80)
    en = CharField(max_length=80, default="")
    content = Json(default=dict)
    active = BooleanField(default=True)
    made_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")  # null: it came with the house
    made_at = Utc()

    class Meta:
        table_name = "quality_form"
        indexes = ((("code", "version"), True),)


class SamplingPlan(Row):
    """What is inspected of each week (`hotline.quality.rules.plans`). `site`: whose agents, null for the whole house.
    `seed` never changes, so that a draw can be repeated. `version` counts changes."""

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
        table_name = "sampling_plan"


class QualityDraw(Row):
    """A week that a plan was drawn for; `week` is its Monday. `told`: of each agent and line how many there were and
    how many were drawn; who could not be given to anybody."""

    id = BigAutoField()
    plan = ForeignKeyField(SamplingPlan, on_delete="RESTRICT")
    week = CharField(max_length=10)
    at = Utc()
    told = Json(default=dict)

    class Meta:
        table_name = "quality_draw"
        indexes = ((("plan", "week"), True), (("week",), False))


class Inspection(Row):
    """One look at one call, ticket, reply or follow-up. `slot` allows one first and one blind look at each. `ref`: the
    call's id, the ticket's number or the follow-up's id; `at`: when that was. `points`: hundredths of 0 to 100; null
    also where nothing applied. `version` counts changes, so that of two tabs the later one is told."""

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
        table_name = "inspection"
        indexes = (
            (("inspector", "state", "due", "id"), False),
            (("agent", "done_at"), False),
            (("site", "state", "due"), False),
            (("at",), False),
            (("done_at",), False),
        )


class InspectionMark(Row):
    """The mark of one item. `value`: -1 where it does not apply; `percent`: hundredths of 0 to 100, null there."""

    id = BigAutoField()
    inspection = ForeignKeyField(Inspection, on_delete="CASCADE", index=False)
    item = CharField(max_length=32)
    value = IntegerField()
    percent = IntegerField(null=True)

    class Meta:
        table_name = "inspection_mark"
        indexes = ((("inspection", "item"), True),)


class EvidenceClip(Row):
    """A part of a recording in a file of its own, which stays when the recording is purged. Milliseconds of the
    recording."""

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
        table_name = "evidence_clip"
        indexes = ((("key_id", "id"), False),)


class InspectionRemark(Row):
    """What an inspector noted, at a moment of the recording (`at_ms`) or of the whole."""

    id = BigAutoField()
    inspection = ForeignKeyField(Inspection, on_delete="CASCADE")
    at_ms = IntegerField(null=True)
    text = CharField(max_length=1000)
    clip = ForeignKeyField(EvidenceClip, null=True, on_delete="SET NULL")
    by = ForeignKeyField(Person, on_delete="RESTRICT")
    at = Utc()

    class Meta:
        table_name = "inspection_remark"


class InspectionStep(Row):
    """A step of the history; it stays as it was written. `person` null: the clock. `points` and `marks`: the score and
    the marks by item after it, where it is about a score."""

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
        table_name = "inspection_step"
        indexes = ((("inspection", "number"), True), (("event", "at"), False))


class CoachingTask(Row):
    """What somebody is to practise after a result, until the end of the day `due`. `told`: what was done."""

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
        table_name = "coaching_task"
        indexes = ((("person", "state"), False),)


class QualityExample(Row):
    """An inspection that others learn from: `stars` 5 for a good one, 2 for one that was not. `text` is masked."""

    inspection = ForeignKeyField(Inspection, unique=True, on_delete="RESTRICT")
    site = ForeignKeyField(Site, on_delete="RESTRICT")
    stars = IntegerField()
    title = CharField(max_length=100)
    text = TextField(default="")
    clip = ForeignKeyField(EvidenceClip, null=True, on_delete="SET NULL")
    by = ForeignKeyField(Person, on_delete="RESTRICT")
    at = Utc()

    class Meta:
        table_name = "quality_example"
        indexes = ((("stars", "at"), False),)
