"""The tables of calls: the call, its facts, its offers, its legs and its recordings."""

from peewee import BigAutoField, BooleanField, CharField, FloatField, ForeignKeyField, IntegerField, TextField

from hotline.people.rows import Person
from hotline.store.database import Canonical, Json, Utc
from hotline.store.rows import Row
from hotline.values.telephone import canonical


class Call(Row):
    """A call, computed by folding its facts; `seq` is the last fact included."""

    id = CharField(primary_key=True, max_length=64)
    seq = IntegerField(default=0)
    profile = CharField(max_length=32)
    dialled = CharField(max_length=32)
    number = Canonical(canonical, max_length=64)
    name = CharField(max_length=100, default="")
    state = CharField(max_length=16)
    flow = CharField(null=True, max_length=64)
    path = Json(default=list)
    line = CharField(null=True, max_length=32)
    agent = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    arrived_at = Utc()
    answered_at = Utc(null=True)
    queued_at = Utc(null=True)
    talking_at = Utc(null=True)
    ended_at = Utc(null=True)
    offers = IntegerField(default=0)
    wait_seconds = FloatField(null=True)
    talk_seconds = FloatField(null=True)
    outcome = CharField(null=True, max_length=24)
    ended_by = CharField(null=True, max_length=16)
    cause = CharField(null=True, max_length=64)
    direction = CharField(default="in", max_length=4)
    flow_version = CharField(null=True, max_length=16)
    satisfaction = IntegerField(null=True)
    call_back = IntegerField(null=True)
    announced_seconds = FloatField(null=True)  # of the announcements before the first choice; null: none was heard out

    class Meta:
        table_name = "call"
        indexes = (
            (("arrived_at", "id"), False),
            (("number", "arrived_at"), False),
            (("agent", "arrived_at"), False),
            (("state",), False),
        )


Call.add_index(  # few of all calls; boards ask for them each few seconds
    Call.index(Call.state, Call.line, Call.queued_at, where=Call.ended_at.is_null(), name="call_running")
)


class CallEvent(Row):
    """A fact about a call, never deleted; (call, seq) is unique, so a replay writes nothing twice."""

    id = BigAutoField()
    call = CharField(max_length=64)
    seq = IntegerField()
    at = Utc()
    kind = CharField(max_length=24)
    data = Json(default=dict)

    class Meta:
        table_name = "call_event"
        indexes = ((("call", "seq"), True),)


class Offer(Row):
    """One offer of one call to one agent."""

    id = BigAutoField()
    call = CharField(max_length=64)
    number = IntegerField()
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    step = CharField(max_length=8)
    offered_at = Utc()
    ringing_at = Utc(null=True)
    ended_at = Utc(null=True)
    result = CharField(null=True, max_length=16)

    class Meta:
        table_name = "offer"
        indexes = ((("call", "number"), True), (("person", "offered_at"), False), (("offered_at",), False))


class Recording(Row):
    """A sound file of a call. Jobs set `sha256` and `size` once the file is closed."""

    id = BigAutoField()
    call = CharField(max_length=64, index=True)
    kind = CharField(max_length=16)
    path = CharField(unique=True, max_length=300)
    state = CharField(max_length=16, index=True)
    begun_at = Utc()
    seconds = FloatField(null=True)
    size = IntegerField(null=True)
    sha256 = CharField(null=True, max_length=64)
    error = TextField(null=True)
    held_back = BooleanField(default=False)  # drawn by lot: pages do not play it, so that nothing marks those of K8
    key_id = CharField(
        default="", max_length=16
    )  # of the key that its file is encrypted with; LEFT_PLAIN: not possible

    class Meta:
        table_name = "recording"
        indexes = ((("key_id", "state", "id"), False),)


class CallLeg(Row):
    """A leg of a call other than the caller's and the offered agents': consulted, judge, outside number, supervisor."""

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
