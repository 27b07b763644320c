"""The tables of orders, numbers dialled, nuisance numbers, alarms, flows and reports of purging."""

from peewee import BigAutoField, BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from hotline.people.rows import Person, Site
from hotline.store.database import Canonical, Json, Utc
from hotline.store.rows import Row
from hotline.values.telephone import canonical


class Order(Row):
    """A person's request to the controller. Claimed and done are two columns."""

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


class Dialled(Row):
    """A number that an order has asked to be dialled outside: what the limits of calls are counted from. Two days are
    kept."""

    id = BigAutoField()
    order = ForeignKeyField(Order, on_delete="CASCADE")
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    number = Canonical(canonical, max_length=64)
    at = Utc()

    class Meta:
        table_name = "dialled"
        indexes = ((("at",), False), (("person", "at"), False), (("number", "at"), False))


class TelephoneTurn(Row):
    """How often the password of an extension was changed, and who had the telephone last: the password is derived from
    this count, so that the old one ends."""

    extension = CharField(primary_key=True, max_length=16)
    turn = IntegerField(default=0)
    person = ForeignKeyField(Person, on_delete="CASCADE")
    at = Utc()
    by = CharField(max_length=64)

    class Meta:
        table_name = "telephone_turn"


class TelephoneTry(Row):
    """Registrations and calls of an extension from an address: wrong passwords, when it last had the right one, and
    until when the switch keeps it out. Extension "": all of the address."""

    id = BigAutoField()
    address = CharField(max_length=45)
    extension = CharField(max_length=16)
    failed = IntegerField(default=0)
    total = IntegerField(default=0)
    last_at = Utc(null=True)
    good_at = Utc(null=True)
    bans = IntegerField(default=0)
    until = Utc(null=True)

    class Meta:
        table_name = "telephone_try"
        indexes = ((("address", "extension"), True), (("last_at", "id"), False))


class Nuisance(Row):
    """A nuisance number. Callers from `refused` ones hear so and are hung up; others are only marked for agents."""

    id = BigAutoField()
    number = Canonical(canonical, max_length=64)
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


class Alarm(Row):
    """A trouble that a person must look at, from `since` until it is over; at most one open per kind and ref.
    `seen_at`: when `seen_by` acknowledged it."""

    id = BigAutoField()
    kind = CharField(max_length=24)
    ref = CharField(max_length=100)
    site = ForeignKeyField(Site, null=True, on_delete="CASCADE")
    since = Utc()
    until = Utc(null=True)
    data = Json(default=dict)
    seen_at = Utc(null=True)
    seen_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    remark = CharField(default="", max_length=200)

    class Meta:
        table_name = "alarm"
        indexes = ((("until", "kind", "ref"), False), (("since", "id"), False))


class FlowVersion(Row):
    """A published version of a flow; the newest row of a name is in use. A rollback publishes an older text again."""

    id = BigAutoField()
    name = CharField(max_length=64)
    version = CharField(max_length=16)
    title = CharField(max_length=100)
    text = TextField()
    at = Utc()
    by = CharField(max_length=64)
    why = CharField(max_length=200)

    class Meta:
        table_name = "flow_version"
        indexes = ((("name", "id"), False), (("name", "version"), False))


class FlowFile(Row):
    """A flow's file as last checked: the version of its text, and its problems."""

    file = CharField(primary_key=True, max_length=100)
    seen = CharField(max_length=16)
    problems = Json(default=list)
    at = Utc()

    class Meta:
        table_name = "flow_file"


class Purge(Row):
    """The report of a round of purging: files and bytes of each kind."""

    id = BigAutoField()
    at = Utc()
    kind = CharField(max_length=16)
    files = IntegerField()
    bytes = IntegerField()
    data = Json(default=dict)

    class Meta:
        table_name = "purge"
