"""The tables around tickets: urging, supervision, follow-ups, files, papers, appointments, disputes, views, exports."""

from peewee import BigAutoField, BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from hotline.people.rows import Person, Site
from hotline.store.database import Json, Utc
from hotline.store.rows import Row
from hotline.tickets.rows.tickets import Ticket, TicketClock
from hotline.tickets.rows.units import Unit


class Urge(Row):
    """One urging, by hand or by the clock; each step of the ladder is taken once per clock."""

    id = BigAutoField()
    ticket = ForeignKeyField(Ticket, on_delete="CASCADE", backref="urgings")
    clock = ForeignKeyField(TicketClock, null=True, on_delete="CASCADE")
    step = CharField(max_length=16)
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    at = Utc()
    text = CharField(max_length=500, default="")

    class Meta:
        table_name = "urge"
        indexes = ((("unit", "at"), False),)


class Supervision(Row):
    """A supervision of a ticket: the opinion, when the answer is due, the answer and its rating (1 to 5)."""

    id = BigAutoField()
    ticket = ForeignKeyField(Ticket, on_delete="CASCADE", backref="supervised")
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    at = Utc()
    opinion = CharField(max_length=2000)
    due_at = Utc(null=True)
    answer = TextField(default="")
    answered_at = Utc(null=True)
    answered_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    rating = IntegerField(null=True)
    rated_text = CharField(max_length=500, default="")
    rated_at = Utc(null=True)

    class Meta:
        table_name = "supervision"
        indexes = ((("unit", "answered_at"), False),)


class FollowUp(Row):
    """The follow-up of one round of handling. `token` opens the citizen's page for it."""

    id = BigAutoField()
    ticket = ForeignKeyField(Ticket, on_delete="CASCADE", backref="follow_ups", index=False)
    round = IntegerField()
    state = CharField(max_length=16)
    way = CharField(null=True, max_length=8)
    planned_at = Utc()
    next_at = Utc()
    tries = IntegerField(default=0)
    sample = BooleanField(default=False)  # whether it is for a sampled consultation closed in the call
    token = CharField(max_length=32, unique=True)
    asked_at = Utc(null=True)  # when the message with the link went out
    reminded = IntegerField(default=0)
    handled = BooleanField(null=True)
    solved = BooleanField(null=True)
    satisfied = IntegerField(null=True)
    text = CharField(max_length=2000, default="")
    call = CharField(null=True, max_length=64, index=True)
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    done_at = Utc(null=True)

    class Meta:
        table_name = "follow_up"
        indexes = ((("ticket", "round"), True), (("state", "next_at", "id"), False), (("done_at",), False))


class FollowUpTry(Row):
    """One attempt at a follow-up."""

    id = BigAutoField()
    follow_up = ForeignKeyField(FollowUp, on_delete="CASCADE", backref="attempts")
    number = IntegerField()
    way = CharField(max_length=8)
    at = Utc()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    call = CharField(null=True, max_length=64)
    result = CharField(max_length=24, default="")

    class Meta:
        table_name = "follow_up_try"
        indexes = ((("follow_up", "number"), True), (("result", "id"), False))


class Attachment(Row):
    """A file of a ticket; it is kept outside every folder that a web server serves."""

    id = BigAutoField()
    ticket = ForeignKeyField(Ticket, null=True, on_delete="CASCADE", backref="files")
    token = CharField(max_length=64, default="", index=True)  # the token of the form with which it was uploaded
    name = CharField(max_length=200)
    type = CharField(max_length=64)
    size = IntegerField()
    sha256 = CharField(max_length=64)
    path = CharField(max_length=200, unique=True)
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    at = Utc()
    for_citizen = BooleanField(default=False)  # shown on the public page while its round's answer is
    key_id = CharField(default="", max_length=16)  # as in `recording`

    class Meta:
        table_name = "attachment"
        indexes = ((("key_id", "id"), False),)


class Paper(Row):
    """A paper that was issued: its number of the year and the fields from which the file is made."""

    id = BigAutoField()
    ticket = ForeignKeyField(Ticket, null=True, on_delete="CASCADE", backref="papers")
    kind = CharField(max_length=16)
    number = CharField(max_length=64, unique=True)
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
    fields = Json(default=dict)
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    at = Utc()

    class Meta:
        table_name = "paper"
        indexes = ((("kind", "at"), False),)


class TicketLook(Row):
    """Somebody looked at a confidential ticket."""

    id = BigAutoField()
    ticket = ForeignKeyField(Ticket, on_delete="CASCADE", backref="looks")
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    at = Utc()
    client_ip = CharField(max_length=64, default="")
    what = CharField(max_length=32)

    class Meta:
        table_name = "ticket_look"


class Appointment(Row):
    """A filing by appointment (D7): on a holiday, or at the home of somebody old or disabled."""

    id = BigAutoField()
    ticket = ForeignKeyField(Ticket, on_delete="CASCADE", backref="appointments")
    kind = CharField(max_length=16)
    state = CharField(max_length=16)
    day = CharField(max_length=10)
    slot = CharField(max_length=11)  # 09:00-10:00
    place = CharField(max_length=200)
    reason = CharField(max_length=500, default="")
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    at = Utc()
    done_at = Utc(null=True)

    class Meta:
        table_name = "appointment"
        indexes = ((("day", "slot"), False),)


class Dispute(Row):
    """A dispute found in a ticket (K12): entered by form, or by keywords and then to be confirmed by a person."""

    id = BigAutoField()
    ticket = ForeignKeyField(Ticket, on_delete="CASCADE", backref="disputes")
    state = CharField(max_length=16)
    rule = CharField(max_length=64, default="")  # "" if it was entered by hand
    hits = Json(default=list)
    level = CharField(max_length=16, default="")
    text = CharField(max_length=2000, default="")
    people = IntegerField(default=0)
    at = Utc()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    decided_at = Utc(null=True)

    class Meta:
        table_name = "dispute"
        indexes = ((("state", "at"), False),)


class SavedView(Row):
    """A combined query that a person keeps under a name; the whole site can use a shared one."""

    person = ForeignKeyField(Person, on_delete="CASCADE")
    name = CharField(max_length=64)
    query = Json(default=dict)
    shared = BooleanField(default=False)
    at = Utc()

    class Meta:
        table_name = "saved_view"
        indexes = ((("person", "name"), True),)


class ListChoice(Row):
    """The columns, in their order, and the page size that a person chose for a list."""

    person = ForeignKeyField(Person, on_delete="CASCADE")
    name = CharField(max_length=32)
    columns = Json(default=list)
    size = IntegerField(default=50)

    class Meta:
        table_name = "list_choice"
        indexes = ((("person", "name"), True),)


class ReplyTemplate(Row):
    """A text to begin an answer with, for a unit and those below it, or for the whole site (`unit` None)."""

    site = ForeignKeyField(Site, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
    title = CharField(max_length=64)
    text = TextField()
    at = Utc()
    by = CharField(max_length=64)

    class Meta:
        table_name = "reply_template"


class Export(Row):
    """A list that a background job writes to a file."""

    id = BigAutoField()
    person = ForeignKeyField(Person, on_delete="CASCADE")
    query = Json(default=dict)
    numbers = BooleanField(default=False)  # whether to write whole telephone numbers
    state = CharField(max_length=16)
    asked_at = Utc()
    claimed_at = Utc(null=True)
    done_at = Utc(null=True)
    rows = IntegerField(default=0)
    written = IntegerField(default=0)
    file = CharField(max_length=200, default="")
    error = CharField(max_length=200, default="")

    class Meta:
        table_name = "export"
        indexes = ((("state", "asked_at"), False),)
