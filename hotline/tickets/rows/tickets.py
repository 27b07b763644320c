"""The tables of tickets: the ticket itself, its history, clocks, shares and requests."""

from peewee import SQL, BigAutoField, BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from hotline.people.rows import Person, Site
from hotline.store.database import Canonical, Json, Utc
from hotline.store.rows import Row
from hotline.tickets.rows.units import Entry, Unit
from hotline.tickets.rules.life import OPEN_STATES
from hotline.values.case_numbers import case_number
from hotline.values.telephone import canonical


class Ticket(Row):
    """A matter that a citizen brought. `token` is the form's own: a form that is sent twice opens one ticket.

    `unit` is charged with it (null before dispatch); `holder` is the unit that must act next while it is open.
    `burns_at` is when the clock that is due next is due, `yellow_at` when its light turns yellow; both are null while
    it is paused and after its end. `steps` counts its history; an actor sends the count that he has seen.
    """

    id = BigAutoField()
    number = CharField(unique=True, max_length=64)
    token = CharField(null=True, unique=True, max_length=64)
    kind = CharField(max_length=24)
    state = CharField(max_length=24)
    subject = CharField(max_length=200)
    text = TextField()
    caller_number = Canonical(canonical, max_length=64)
    caller_written = CharField(
        max_length=64, default=""
    )  # as typed, where that says more: an extension, a second number
    other_tails = CharField(max_length=40, default="")  # the last four digits of further numbers, between blanks
    caller_name = CharField(max_length=100, default="")
    former_names = TextField(default="")  # that stood here before a correction, a line each: texts still have them
    call = CharField(null=True, max_length=64, index=True)
    opened_by = ForeignKeyField(Person, on_delete="RESTRICT")
    site = ForeignKeyField(Site, on_delete="RESTRICT")
    opened_at = Utc()
    profile = CharField(max_length=32, default="court_12368")
    channel = CharField(max_length=16, default="telephone")
    way = CharField(null=True, max_length=16)
    topic = ForeignKeyField(Entry, null=True, on_delete="RESTRICT")
    place = ForeignKeyField(Entry, null=True, on_delete="RESTRICT")
    address = CharField(max_length=200, default="")
    code = CharField(null=True, max_length=16)  # the citizen's code for asking about it
    identity_hash = CharField(max_length=64, default="")  # keyed; the identity number itself is not kept
    identity_tail = CharField(max_length=4, default="")  # its last four signs: for asking where no telephone was left
    case_number = Canonical(case_number, max_length=64, default="")
    parties = Json(default=list)  # [{"name", "number", "as"}]
    hides_name = BooleanField(default=False)  # the unit must not see the citizen's name
    confidential = BooleanField(default=False)
    urgent = BooleanField(default=False)
    screened = BooleanField(default=False)  # whether disputes were searched for
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", index=False)
    holder = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
    handler = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    parent = IntegerField(null=True, index=True)
    round = IntegerField(default=0)  # how often it was handled again
    steps = IntegerField(default=0)
    burns_at = Utc(null=True)
    burns_kind = CharField(max_length=16, default="")  # a ClockKind
    burns_provisional = BooleanField(default=False)
    yellow_at = Utc(null=True)
    due_at = Utc(null=True)  # of the finish clock
    provisional = BooleanField(default=False)
    paused_at = Utc(null=True)
    accepted_at = Utc(null=True)
    dispatched_at = Utc(null=True)
    taken_at = Utc(null=True)
    replied_at = Utc(null=True)
    closed_at = Utc(null=True)
    reply = TextField(default="")
    urges = IntegerField(default=0)
    supervisions = IntegerField(default=0)
    extensions = IntegerField(default=0)
    returns = IntegerField(default=0)
    reviews = IntegerField(default=0)  # 1: reviewed; 2: reviewed twice, which is final
    again_at = Utc(null=True)  # when the present round began; null in the first one
    again_event = CharField(max_length=24, default="")  # the event that began it
    handled = BooleanField(null=True)  # the citizen's answer on the present round: whether it was handled at all
    solved = BooleanField(null=True)
    satisfied = IntegerField(null=True)  # 1 (not at all) to 5
    rated_round = IntegerField(null=True)  # the round that he answered on; of a merged ticket the parent's
    extra = Json(default=dict)  # data of one kind of ticket, such as an appeal's judgment

    class Meta:
        table_name = "ticket"
        only_save_dirty = True
        indexes = (
            (("caller_number", "opened_at"), False),
            (("opened_at", "id"), False),
            (("holder", "state", "burns_at", "id"), False),
            (("unit", "id"), False),
            (("unit", "opened_at", "id"), False),
            (("unit", "due_at", "id"), False),
            (("unit", "closed_at", "id"), False),
            (("site", "closed_at", "id"), False),
            (("state", "opened_at", "id"), False),
            (("burns_at", "id"), False),
            (("due_at", "id"), False),
            (("closed_at", "id"), False),
            (("topic", "opened_at", "id"), False),
            (("topic", "closed_at", "id"), False),
            (("code",), False),
            (("identity_hash",), False),
            (("site", "opened_at", "id"), False),
            (("handler", "opened_at", "id"), False),
        )


_STATES = ", ".join(repr(state.value) for state in sorted(OPEN_STATES))
_OPEN = [
    "site",
    "state",
    "burns_at",
    "id",
    "yellow_at",
    "urgent",
    "confidential",
    "unit",
    "holder",
    "handler",
    "opened_by",
]
for _name, _fields, _where in (
    ("ticket_open", _OPEN, f"state IN ({_STATES})"),  # few of all tickets; work lists count and sort by it
    ("ticket_confidential", ["opened_at", "id"], "confidential"),
    ("ticket_address", ["address", "opened_at"], "address <> ''"),
):
    Ticket.add_index(Ticket.index(*(getattr(Ticket, _one) for _one in _fields), where=SQL(_where), name=_name))


class TicketStep(Row):
    """A step of the history: old and new state, when, who, why. `by` is a login, `clock` or `citizen`."""

    id = BigAutoField()
    ticket = ForeignKeyField(Ticket, on_delete="CASCADE", backref="history", index=False)
    number = IntegerField()
    at = Utc()
    event = CharField(max_length=24)
    old = CharField(max_length=24, default="")
    new = CharField(max_length=24)
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT", index=False)
    by = CharField(max_length=64)
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", index=False)
    text = TextField(default="")
    data = Json(default=dict)

    class Meta:
        table_name = "ticket_step"
        indexes = ((("ticket", "number"), True), (("event", "at"), False), (("at",), False))


class TicketClock(Row):
    """A limit that runs or ran: `half_days` (2 per workday) from `begun_at`; a refused answer starts a new one."""

    id = BigAutoField()
    ticket = ForeignKeyField(Ticket, on_delete="CASCADE", backref="clocks", index=False)
    kind = CharField(max_length=16)
    ref = IntegerField(default=0)  # the id of its share or supervision
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", index=False)
    begun_at = Utc()
    half_days = IntegerField()
    extended = IntegerField(default=0)
    due_at = Utc(null=True)  # null while it is paused
    provisional = BooleanField(default=False)
    stopped_at = Utc(null=True)
    told = CharField(max_length=16, default="")  # the last step taken on the ladder of urging

    class Meta:
        table_name = "ticket_clock"
        indexes = (
            (("ticket", "kind"), False),
            (("stopped_at", "due_at"), False),
            (("provisional", "due_at"), False),
            (("due_at",), False),
        )


class TicketPause(Row):
    """A time during which the ticket's clock was paused, with the reason."""

    id = BigAutoField()
    ticket = ForeignKeyField(Ticket, on_delete="CASCADE", backref="pauses")
    since = Utc()
    until = Utc(null=True)
    reason = CharField(max_length=500)
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")

    class Meta:
        table_name = "ticket_pause"


class TicketShare(Row):
    """A co-handler of a joint ticket, with its own clock."""

    id = BigAutoField()
    ticket = ForeignKeyField(Ticket, on_delete="CASCADE", backref="shares")
    unit = ForeignKeyField(Unit, on_delete="RESTRICT")
    state = CharField(max_length=16)
    wanted = CharField(max_length=500, default="")
    asked_at = Utc()
    taken_at = Utc(null=True)
    replied_at = Utc(null=True)
    handler = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    reply = TextField(default="")

    class Meta:
        table_name = "ticket_share"
        indexes = ((("unit", "state", "asked_at"), False),)


class TicketRequest(Row):
    """A unit's request for a return or an extension; `granted` is null until it is decided."""

    id = BigAutoField()
    ticket = ForeignKeyField(Ticket, on_delete="CASCADE", backref="requests")
    kind = CharField(max_length=16)
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    asked_at = Utc()
    reason = CharField(max_length=500)
    half_days = IntegerField(default=0)
    suggested = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")  # the unit that should get it instead
    granted = BooleanField(null=True)
    decided_at = Utc(null=True)
    decided_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    answer = CharField(max_length=500, default="")

    class Meta:
        table_name = "ticket_request"
        indexes = ((("granted", "kind", "asked_at"), False),)
