"""The tables of the assessment: versions of the rules, periods, scores, rows of points, exclusions, circulars."""

from peewee import BigAutoField, CharField, ForeignKeyField, IntegerField

from hotline.people.rows import Person, Site
from hotline.store.database import Json, Utc
from hotline.store.rows import Row
from hotline.tickets.rows import Attachment, Ticket, Unit


class AssessmentVersion(Row):
    """A set of rules that counts from the day `effective` on; never changed. `person`: null for the built-in set."""

    number = IntegerField(unique=True)
    effective = CharField(max_length=10)
    rules = Json()
    why = CharField(max_length=500)
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    at = Utc()

    class Meta:
        table_name = "assessment_version"


class AssessmentPeriod(Row):
    """A month or quarter of a site's units. `mark`: what it was counted from, so that it is not counted again."""

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
        table_name = "assessment_period"
        indexes = ((("site", "first"), False),)


class AssessmentScore(Row):
    """What a unit begins the period with, how many tickets it had, and how many of them cost it no point. Its score is
    `base` and the sum of its rows."""

    id = BigAutoField()
    period = ForeignKeyField(AssessmentPeriod, on_delete="CASCADE", index=False)
    unit = ForeignKeyField(Unit, on_delete="RESTRICT")
    base = IntegerField()
    tickets = IntegerField(default=0)
    clean = IntegerField(default=0)

    class Meta:
        table_name = "assessment_score"
        indexes = ((("period", "unit"), True),)


class AssessmentPoint(Row):
    """A row of points, in hundredths. `key` says what it is of (`reply_late:clock:7:3`) and stays when it is counted
    again; `about`: the key of the row that is excluded or corrected; `person`: who excluded or corrected."""

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
        table_name = "assessment_point"
        indexes = (
            (("period", "key"), True),
            (("period", "unit", "event"), False),
            (("unit", "at"), False),
            (("at",), False),
        )


class AssessmentExclusion(Row):
    """A unit's request not to count a row. One row is asked for once: `slot`. `points`: what it cost when it was asked;
    `due_at`: when it must be decided; `ground`: a code of the dictionary."""

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
        table_name = "assessment_exclusion"
        indexes = ((("state", "due_at"), False), (("unit", "asked_at"), False))


class AssessmentLetter(Row):
    """A circular or a notice letter about a published period, with the fields from which its file is made."""

    id = BigAutoField()
    period = ForeignKeyField(AssessmentPeriod, on_delete="RESTRICT")
    kind = CharField(max_length=24)
    number = CharField(unique=True, max_length=64)
    fields = Json(default=dict)
    person = ForeignKeyField(Person, on_delete="RESTRICT", index=False)
    at = Utc()

    class Meta:
        table_name = "assessment_letter"


class AssessmentReceipt(Row):
    """A unit to which a circular or letter went: who saw it first, and what the unit answered."""

    id = BigAutoField()
    letter = ForeignKeyField(AssessmentLetter, on_delete="CASCADE", index=False)
    unit = ForeignKeyField(Unit, on_delete="RESTRICT")
    seen_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT", index=False)
    seen_at = Utc(null=True)
    answer = CharField(max_length=2000, default="")
    answered_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT", index=False)
    answered_at = Utc(null=True)

    class Meta:
        table_name = "assessment_receipt"
        indexes = ((("letter", "unit"), True),)
