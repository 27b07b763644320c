"""The tables of the voice service: legs of calls, call-backs, judges, nuisance numbers, notices, alarms."""

from peewee import BigAutoField, BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from .database import Json, Utc
from .floor_rows import Person, Row, Site
from .upkeep_rows import FlowFile, FlowVersion, Parameter, Purge


class Skill(Row):
    """What an agent is good at, and how well (1 to 5)."""

    person = ForeignKeyField(Person, on_delete="CASCADE", backref="skills")
    code = CharField(max_length=32)
    level = IntegerField(default=1)

    class Meta:
        table_name = "skill"
        indexes = ((("person", "code"), True),)


class SpecialDay(Row):
    """A day on which a site, or everybody (`site` null), works otherwise than the State Council's table says.

    `spans` are the working hours as `["09:00-12:00"]`, empty when closed, null when an ordinary workday; `prompt` is
    what callers are told that day.
    """

    day = CharField(max_length=10)
    site = ForeignKeyField(Site, null=True, on_delete="CASCADE")
    name = CharField(max_length=64)
    spans = Json(null=True)
    prompt = CharField(null=True, max_length=64)

    class Meta:
        table_name = "special_day"
        indexes = ((("day", "site"), True),)


class CallLeg(Row):
    """A leg of a call besides the caller's and the offered agents': consulted, judge, outside number, supervisor."""

    id = BigAutoField()
    call = CharField(max_length=64)
    leg = CharField(max_length=64)
    kind = CharField(max_length=16)
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    dialled = CharField(max_length=64)
    name = CharField(max_length=100, default="")
    contact = IntegerField(null=True)
    begun_at = Utc()
    answered_at = Utc(null=True)
    ended_at = Utc(null=True)
    result = CharField(null=True, max_length=16)

    class Meta:
        table_name = "call_leg"
        indexes = ((("call", "leg"), True), (("contact",), False), (("person", "begun_at"), False))


class CallBack(Row):
    """Somebody is to be called back: missed calls of a number, left messages and asked-for call-backs become one task.

    `place_since` is the place in the queue that the caller keeps, in the line `line`.
    """

    id = BigAutoField()
    number = CharField(max_length=64)
    name = CharField(max_length=100, default="")
    line = CharField(null=True, max_length=32)
    profile = CharField(max_length=32)
    reason = CharField(max_length=16)
    state = CharField(max_length=16)
    priority = IntegerField(default=0)
    place_since = Utc(null=True)
    call = CharField(max_length=64)
    last_call = CharField(max_length=64)
    calls = IntegerField(default=1)
    created_at = Utc()
    missed_at = Utc()
    next_at = Utc()
    tries = IntegerField(default=0)
    taken_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    taken_at = Utc(null=True)
    done_at = Utc(null=True)
    done_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    note = CharField(default="", max_length=500)

    class Meta:
        table_name = "call_back"
        indexes = ((("state", "next_at"), False), (("number", "state"), False), (("created_at", "id"), False))


class CallBackCall(Row):
    """A missed call and the task that it belongs to: what the connect rate counts as called back."""

    call = CharField(primary_key=True, max_length=64)
    call_back = ForeignKeyField(CallBack, on_delete="CASCADE", backref="missed")

    class Meta:
        table_name = "call_back_call"


class CallBackTry(Row):
    """One attempt: the outgoing call and what came of it."""

    id = BigAutoField()
    call_back = ForeignKeyField(CallBack, on_delete="CASCADE", backref="attempts")
    number = IntegerField()
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    at = Utc()
    call = CharField(null=True, max_length=64, index=True)
    result = CharField(null=True, max_length=24)
    ended_at = Utc(null=True)

    class Meta:
        table_name = "call_back_try"
        indexes = ((("call_back", "number"), True),)


class Chamber(Row):
    """A division of a court and its office telephone."""

    site = ForeignKeyField(Site, on_delete="RESTRICT")
    name = CharField(max_length=64)
    telephone = CharField(default="", max_length=32)

    class Meta:
        table_name = "chamber"
        indexes = ((("site", "name"), True),)


class Judge(Row):
    """A judge of the directory. `chief`: presides over the chamber and is rung last."""

    chamber = ForeignKeyField(Chamber, on_delete="RESTRICT", backref="judges")
    name = CharField(max_length=64)
    title = CharField(default="", max_length=32)
    telephone = CharField(default="", max_length=32)
    mobile = CharField(default="", max_length=32)
    chief = BooleanField(default=False)
    active = BooleanField(default=True)

    class Meta:
        table_name = "judge"
        indexes = ((("name",), False),)


class Contact(Row):
    """A caller who wants a judge: ordinary ones wait for a reply until `due_at`, urgent ones are rung at once."""

    id = BigAutoField()
    judge = ForeignKeyField(Judge, on_delete="RESTRICT")
    call = CharField(null=True, max_length=64, index=True)
    caller_number = CharField(max_length=64)
    caller_name = CharField(default="", max_length=100)
    case_number = CharField(default="", max_length=64)
    text = TextField(default="")
    urgent = BooleanField(default=False)
    state = CharField(max_length=16)
    site = ForeignKeyField(Site, on_delete="RESTRICT")
    opened_by = ForeignKeyField(Person, on_delete="RESTRICT")
    opened_at = Utc()
    due_at = Utc()
    reply = TextField(default="")
    closed_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    closed_at = Utc(null=True)

    class Meta:
        table_name = "contact"
        indexes = ((("state", "due_at"), False), (("opened_at", "id"), False))


class Nuisance(Row):
    """A number that calls to disturb. `refused` ones are told so and hung up on, others are only marked for agents."""

    id = BigAutoField()
    number = CharField(max_length=64)
    refused = BooleanField(default=False)
    reason = CharField(max_length=200)
    by = ForeignKeyField(Person, on_delete="RESTRICT")
    at = Utc()
    until = Utc()
    appeal = CharField(default="", max_length=500)
    appealed_at = Utc(null=True)
    lifted_at = Utc(null=True)
    lifted_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    answer = CharField(default="", max_length=500)

    class Meta:
        table_name = "nuisance"
        indexes = ((("number", "until"), False), (("at", "id"), False))


class Notice(Row):
    """A short message on its way to somebody: which one and its fields; `text` once it was put into words.

    The default gateway keeps it here and sends nothing. `claimed_at`: when it was handed to the gateway; `gateway_id`:
    what the gateway calls it; `round`, `again_at`: how often and when a person had it sent again; `trouble`: a
    NoticeTrouble, with what the gateway says in `error`. One a `ref` and template.
    """

    id = BigAutoField()
    number = CharField(max_length=64)
    template = CharField(max_length=32)
    fields = Json(default=dict)
    text = CharField(default="", max_length=500)
    ref = CharField(default="", max_length=100)
    state = CharField(max_length=16)
    at = Utc()
    next_at = Utc()
    tries = IntegerField(default=0)
    round = IntegerField(default=0)
    trouble = CharField(default="", max_length=16)
    error = CharField(default="", max_length=200)
    gateway = CharField(default="", max_length=16)
    gateway_id = CharField(default="", max_length=100)
    claimed_at = Utc(null=True)
    sent_at = Utc(null=True)
    receipt_at = Utc(null=True)
    again_at = Utc(null=True)

    class Meta:
        table_name = "notice"
        indexes = (
            (("state", "next_at"), False),
            (("at", "id"), False),
            (("ref", "template"), True),
            (("gateway_id",), False),
        )


class CaseCache(Row):
    """What the case system last said of a telephone number, for the time when it does not answer."""

    number = CharField(max_length=64)
    kind = CharField(max_length=16)
    data = Json(default=list)
    fetched_at = Utc()

    class Meta:
        table_name = "case_cache"
        indexes = ((("number", "kind"), True), (("fetched_at",), False))


class Alarm(Row):
    """Something that a person must look at, from `since` until it is over; at most one open a kind and ref."""

    id = BigAutoField()
    kind = CharField(max_length=24)
    ref = CharField(max_length=100)
    site = ForeignKeyField(Site, null=True, on_delete="CASCADE")
    since = Utc()
    until = Utc(null=True)
    data = Json(default=dict)

    class Meta:
        table_name = "alarm"
        indexes = ((("until", "kind", "ref"), False), (("since", "id"), False))


class Petition(Row):
    """The embedded sample of a petition (信访) system; secrets are kept as hashes."""

    number = CharField(unique=True, max_length=64)
    code = CharField(unique=True, max_length=16)
    password_hash = CharField(max_length=200)
    person = CharField(max_length=64)
    stage = CharField(max_length=64)
    unit = CharField(max_length=64)
    received_at = Utc()

    class Meta:
        table_name = "petition"


SERVICE: tuple[type[Row], ...] = (
    Skill, SpecialDay, CallLeg, FlowVersion, FlowFile, CallBack, CallBackCall, CallBackTry, Chamber, Judge, Contact,
    Nuisance, Notice, CaseCache, Alarm, Parameter, Purge, Petition,
)  # fmt: skip
