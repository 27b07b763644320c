"""The tables of services for callers: call-backs, judges, cases, petitions."""

from peewee import BigAutoField, BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from hotline.people.rows import Person, Site
from hotline.store.database import Canonical, Json, Utc
from hotline.store.rows import Row
from hotline.values.case_numbers import case_number
from hotline.values.telephone import canonical


class CallBack(Row):
    """A call-back task: missed calls, left messages and requested call-backs of one number become one task.

    `place_since` is the place in the queue that the caller keeps, in the line `line`.
    """

    id = BigAutoField()
    number = Canonical(canonical, max_length=64)
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
    """A missed call and its task: the connect rate counts it as called back."""

    call = CharField(primary_key=True, max_length=64)
    call_back = ForeignKeyField(CallBack, on_delete="CASCADE", backref="missed")

    class Meta:
        table_name = "call_back_call"


class CallBackTry(Row):
    """One attempt: the outgoing call and its result."""

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
    caller_number = Canonical(canonical, max_length=64)
    caller_name = CharField(default="", max_length=100)
    case_number = Canonical(case_number, default="", max_length=64)
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


class CourtCase(Row):
    """The built-in sample case system; a real one is asked through its adapter."""

    number = CharField(unique=True, max_length=64)
    cause = CharField(max_length=100)
    party = CharField(max_length=64)
    party_number = Canonical(canonical, max_length=64, index=True)
    judge = CharField(max_length=64)
    division = CharField(max_length=64)
    stage = CharField(max_length=64)
    next_hearing = Utc(null=True)
    code = CharField(null=True, unique=True, max_length=16)
    password_hash = CharField(default="", max_length=200)
    identity_hash = CharField(default="", max_length=200)

    class Meta:
        table_name = "court_case"


class CaseCache(Row):
    """The case system's last answer for a telephone number, used when it does not answer."""

    number = Canonical(canonical, max_length=64)
    kind = CharField(max_length=16)
    data = Json(default=list)
    fetched_at = Utc()

    class Meta:
        table_name = "case_cache"
        indexes = ((("number", "kind"), True), (("fetched_at",), False))


class Petition(Row):
    """The built-in sample petition (信访) system; secrets are stored as hashes."""

    number = CharField(unique=True, max_length=64)
    code = CharField(unique=True, max_length=16)
    password_hash = CharField(max_length=200)
    person = CharField(max_length=64)
    stage = CharField(max_length=64)
    unit = CharField(max_length=64)
    received_at = Utc()

    class Meta:
        table_name = "petition"
