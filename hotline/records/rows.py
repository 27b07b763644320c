"""The tables. Reads shaped for a page stand in `queries`, changes in `hotline.desk` and the recorder."""

from peewee import BigAutoField, CharField, ForeignKeyField, IntegerField

from .call_rows import CALLS, Call, CallEvent, Offer, Recording
from .care_rows import (
    CARE,
    Appointment,
    Attachment,
    Dispute,
    Export,
    Paper,
    PublicAnswer,
    PublicKey,
    PublicTry,
    SavedView,
    Supervision,
    TicketLook,
    UnitPoint,
    Urge,
    Visit,
    VisitTry,
)
from .database import Json, Utc
from .floor_rows import AgentState, Line, Person, Position, PresenceChange, Row, Site
from .service_rows import (
    SERVICE,
    Alarm,
    CallBack,
    CallBackCall,
    CallBackTry,
    CallLeg,
    CaseCache,
    Chamber,
    Contact,
    Judge,
    Notice,
    Nuisance,
    Petition,
    Skill,
    SpecialDay,
)
from .ticket_rows import TICKETS, Ticket, TicketClock, TicketPause, TicketRequest, TicketShare, TicketStep
from .unit_rows import UNITS, DispatchRule, Entry, KeywordRule, LimitRow, Member, Unit
from .upkeep_rows import FlowFile, FlowVersion, Parameter, Purge

__all__ = [
    "ALL",
    "AgentState",
    "Alarm",
    "Appointment",
    "Attachment",
    "Audit",
    "Call",
    "CallBack",
    "CallBackCall",
    "CallBackTry",
    "CallEvent",
    "CallLeg",
    "CaseCache",
    "Chamber",
    "Change",
    "Contact",
    "Counter",
    "CourtCase",
    "DispatchRule",
    "Dispute",
    "Draft",
    "Entry",
    "Export",
    "FlowFile",
    "FlowVersion",
    "Heartbeat",
    "Judge",
    "KeywordRule",
    "LimitRow",
    "Line",
    "Member",
    "Notice",
    "Nuisance",
    "Offer",
    "Order",
    "Paper",
    "Parameter",
    "Person",
    "Petition",
    "Position",
    "PresenceChange",
    "PublicAnswer",
    "PublicKey",
    "PublicTry",
    "Purge",
    "Recording",
    "Row",
    "SavedView",
    "SignInTry",
    "Site",
    "Skill",
    "SpecialDay",
    "Supervision",
    "Ticket",
    "TicketClock",
    "TicketLook",
    "TicketPause",
    "TicketRequest",
    "TicketShare",
    "TicketStep",
    "Unit",
    "UnitPoint",
    "Urge",
    "Visit",
    "VisitTry",
]


class SignInTry(Row):
    """Failed sign-ins in a row for a typed login (`login:…`, known or not) or an address (`address:…`)."""

    key = CharField(primary_key=True, max_length=100)
    tries = IntegerField(default=0)
    last_at = Utc()
    locked_until = Utc(null=True)

    class Meta:
        table_name = "sign_in_try"


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
    Site, Person, SignInTry, Line, Position, AgentState, PresenceChange, *CALLS,
    Counter, Draft, CourtCase, Order, Audit, Change, Heartbeat, *SERVICE, *UNITS, *TICKETS, *CARE,
)  # fmt: skip
