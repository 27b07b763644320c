"""The tables. Reads shaped for a page stand in `queries`, changes in `hotline.desk` and the recorder."""

from peewee import BigAutoField, CharField, FloatField, ForeignKeyField, IntegerField, TextField

from .database import Json, Utc
from .floor_rows import AgentState, Line, Person, Position, PresenceChange, Row, Site
from .service_rows import (
    SERVICE,
    Alarm,
    CallBack,
    CallBackCall,
    CallBackTry,
    CallLeg,
    Chamber,
    Contact,
    Judge,
    Notice,
    Nuisance,
    Petition,
    Skill,
    SpecialDay,
)
from .upkeep_rows import FlowFile, FlowVersion, Parameter, Purge

__all__ = [
    "ALL",
    "AgentState",
    "Alarm",
    "Audit",
    "Call",
    "CallBack",
    "CallBackCall",
    "CallBackTry",
    "CallEvent",
    "CallLeg",
    "Chamber",
    "Change",
    "Contact",
    "Counter",
    "CourtCase",
    "Draft",
    "FlowFile",
    "FlowVersion",
    "Heartbeat",
    "Judge",
    "Line",
    "Notice",
    "Nuisance",
    "Offer",
    "Order",
    "Parameter",
    "Person",
    "Petition",
    "Position",
    "PresenceChange",
    "Purge",
    "Recording",
    "Row",
    "SignInTry",
    "Site",
    "Skill",
    "SpecialDay",
    "Ticket",
]


class SignInTry(Row):
    """Failed sign-ins in a row for a typed login (`login:…`, known or not) or an address (`address:…`)."""

    key = CharField(primary_key=True, max_length=100)
    tries = IntegerField(default=0)
    last_at = Utc()
    locked_until = Utc(null=True)

    class Meta:
        table_name = "sign_in_try"


class Call(Row):
    """A call as the fold of its facts says; `seq` is the last fact folded in."""

    id = CharField(primary_key=True, max_length=64)
    seq = IntegerField(default=0)
    profile = CharField(max_length=32)
    dialled = CharField(max_length=32)
    number = CharField(max_length=64)
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

    class Meta:
        table_name = "call"
        indexes = (
            (("arrived_at", "id"), False),
            (("number", "arrived_at"), False),
            (("agent", "arrived_at"), False),
            (("state",), False),
        )


class CallEvent(Row):
    """A fact about a call, kept for ever; (call, seq) is written once however often it is replayed."""

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
    """One asking of one agent for one call."""

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
        indexes = ((("call", "number"), True), (("person", "offered_at"), False))


class Recording(Row):
    """A sound file of a call. `sha256` and `size` are taken by the jobs once the file is closed."""

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

    class Meta:
        table_name = "recording"


class Ticket(Row):
    """A matter somebody brought. `token` is the form's own: a form that is sent twice opens one ticket."""

    id = BigAutoField()
    number = CharField(unique=True, max_length=64)
    token = CharField(null=True, unique=True, max_length=64)
    kind = CharField(max_length=24)
    state = CharField(max_length=24)
    subject = CharField(max_length=200)
    text = TextField()
    caller_number = CharField(max_length=64)
    caller_name = CharField(max_length=100, default="")
    call = CharField(null=True, max_length=64, index=True)
    opened_by = ForeignKeyField(Person, on_delete="RESTRICT")
    site = ForeignKeyField(Site, on_delete="RESTRICT")
    opened_at = Utc()

    class Meta:
        table_name = "ticket"
        indexes = ((("caller_number", "opened_at"), False), (("opened_at", "id"), False))


class Counter(Row):
    """The last number given out for a name (tickets: site and day)."""

    name = CharField(primary_key=True, max_length=64)
    value = IntegerField()

    class Meta:
        table_name = "counter"


class Draft(Row):
    """What a person was typing, kept as typed; one a person and key."""

    person = ForeignKeyField(Person, on_delete="CASCADE")
    key = CharField(max_length=100)
    fields = Json()
    saved_at = Utc()

    class Meta:
        table_name = "draft"
        indexes = ((("person", "key"), True),)


class CourtCase(Row):
    """The embedded sample of a case system; a real one is asked through its adapter."""

    number = CharField(unique=True, max_length=64)
    cause = CharField(max_length=100)
    party = CharField(max_length=64)
    party_number = CharField(max_length=64, index=True)
    judge = CharField(max_length=64)
    division = CharField(max_length=64)
    stage = CharField(max_length=64)
    next_hearing = Utc(null=True)
    code = CharField(null=True, unique=True, max_length=16)
    password_hash = CharField(default="", max_length=200)
    identity_hash = CharField(default="", max_length=200)

    class Meta:
        table_name = "court_case"


class Order(Row):
    """What a person asks of the telephone side. Claim and done are two columns."""

    id = BigAutoField()
    kind = CharField(max_length=24)
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    data = Json(default=dict)
    placed_by = CharField(max_length=64)
    placed_at = Utc()
    claimed_at = Utc(null=True)
    claimed_by = CharField(null=True, max_length=64)
    done_at = Utc(null=True)
    refused = CharField(null=True, max_length=200)

    class Meta:
        table_name = "orders"
        indexes = ((("done_at", "claimed_at", "id"), False),)


class Audit(Row):
    """Who did what to what: sign-ins, listenings, changes of people and positions."""

    id = BigAutoField()
    at = Utc()
    who = CharField(max_length=64)
    act = CharField(max_length=64)
    object = CharField(max_length=100)
    data = Json(default=dict)
    address = CharField(max_length=64, default="")

    class Meta:
        table_name = "audit"
        indexes = ((("at",), False), (("object", "at"), False))


class Change(Row):
    """A wake-up for other processes: `topic` says what changed; pruned after a day."""

    id = BigAutoField()
    topic = CharField(max_length=64)
    ref = CharField(max_length=100, default="")
    at = Utc()

    class Meta:
        table_name = "change"


class Heartbeat(Row):
    """The last sign of life of each part."""

    part = CharField(primary_key=True, max_length=32)
    at = Utc()
    state = Json(default=dict)

    class Meta:
        table_name = "heartbeat"


ALL: tuple[type[Row], ...] = (
    Site, Person, SignInTry, Line, Position, AgentState, PresenceChange, Call, CallEvent, Offer, Recording,
    Ticket, Counter, Draft, CourtCase, Order, Audit, Change, Heartbeat, *SERVICE,
)  # fmt: skip
