"""The tables of people: sites, people, sign-in, drafts, audit, parameters."""

from peewee import BigAutoField, BigIntegerField, BooleanField, CharField, ForeignKeyField, IntegerField

from hotline.store.database import Json, Utc
from hotline.store.rows import Row
from hotline.words import Role


class Site(Row):
    code = CharField(unique=True, max_length=32)
    name = CharField(max_length=100)

    class Meta:
        table_name = "site"


class Person(Row):
    """A person who may sign in."""

    login = CharField(unique=True, max_length=64)
    name = CharField(max_length=64)
    role = CharField(max_length=24)
    site = ForeignKeyField(Site, on_delete="RESTRICT")
    extension = CharField(null=True, unique=True, max_length=16)
    password_hash = CharField(max_length=200)
    must_change = BooleanField(default=True)
    active = BooleanField(default=True)
    sees_numbers = BooleanField(default=False)
    language = CharField(max_length=8, default="zh_CN")
    created_at = Utc()
    duties = Json(default=list)  # further roles: in a small court the dispatcher reviews and follows up too

    class Meta:
        table_name = "person"

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(Role(role) for role in (self.role, *self.duties))


class SignIn(Row):
    """A sign-in on a browser. Its id stands in the cookie; here is only the id's hash. `ended_why`: `SignInEnd`."""

    key_hash = CharField(unique=True, max_length=64)
    person = ForeignKeyField(Person, on_delete="CASCADE")
    made_at = Utc()
    seen_at = Utc()
    client_ip = CharField(max_length=64, default="")
    browser = CharField(max_length=80, default="")
    ended_at = Utc(null=True)
    ended_why = CharField(max_length=24, default="")
    must_set_up = BooleanField(default=False)  # a second factor, before anything else
    proved_at = Utc()  # when the password was typed last, or the provider asked for it
    by_provider = BooleanField(default=False)  # single sign-on

    class Meta:
        table_name = "sign_in"
        indexes = ((("person", "ended_at"), False), (("ended_at", "seen_at"), False))


class SecondFactor(Row):
    """A person's app that shows codes. `confirmed_at`: when its first code was typed; before that it is none.
    `last_step`: the half minute of the newest code used."""

    person = ForeignKeyField(Person, primary_key=True, on_delete="CASCADE")
    nonce = CharField(max_length=32)
    made_at = Utc()
    confirmed_at = Utc(null=True)
    last_step = IntegerField(default=0)

    class Meta:
        table_name = "second_factor"


class RecoveryCode(Row):
    """A code on paper that takes the place of the app once; only its keyed hash is kept."""

    person = ForeignKeyField(Person, on_delete="CASCADE")
    code_hash = CharField(max_length=64)
    used_at = Utc(null=True)

    class Meta:
        table_name = "recovery_code"


class Consent(Row):
    """What an administrator asks about an inspector's account, until a second person answers. `details`: the person as
    he is to be, for a change of roles."""

    kind = CharField(max_length=24)
    person = ForeignKeyField(Person, on_delete="CASCADE")
    details = Json(null=True)
    asked_by = CharField(max_length=64)
    asked_at = Utc()
    state = CharField(max_length=16)
    decided_by = CharField(max_length=64, default="")
    decided_at = Utc(null=True)

    class Meta:
        table_name = "consent"
        indexes = ((("state", "asked_at"), False),)


class SignInTry(Row):
    """Failed sign-ins in a row for a typed login (`login:…`, known or not) or a client IP (`client_ip:…`)."""

    key = CharField(primary_key=True, max_length=100)
    tries = IntegerField(default=0)
    last_at = Utc()
    locked_until = Utc(null=True)

    class Meta:
        table_name = "sign_in_try"


class Draft(Row):
    """Text that a person was typing, unchanged; one per person and key."""

    person = ForeignKeyField(Person, on_delete="CASCADE")
    key = CharField(max_length=100)
    fields = Json()
    saved_at = Utc()

    class Meta:
        table_name = "draft"
        indexes = ((("person", "key"), True),)


class Audit(Row):
    """Who did what to what: sign-ins, playbacks of recordings, changes of people and positions. A row is never changed:
    what became of an order is a further row `about` the first. `site`: the id of the site of who acted."""

    id = BigAutoField()
    at = Utc()
    who = CharField(max_length=64)
    act = CharField(max_length=64)
    object = CharField(max_length=100)
    data = Json(default=dict)
    client_ip = CharField(max_length=64, default="")
    site = IntegerField(null=True)
    about = BigIntegerField(null=True)

    class Meta:
        table_name = "audit"
        indexes = ((("at",), False), (("object", "at"), False), (("site", "at"), False), (("about",), False))


class Look(Row):
    """A look at citizens' data that may still go on: `key` is made of person, address, page and filters; `entry`: its
    entry in the audit; `rows`: how many people were shown, summed over all `times`."""

    key = CharField(primary_key=True, max_length=64)
    entry = BigIntegerField()
    begun_at = Utc()
    last_at = Utc()
    times = IntegerField(default=1)
    rows = IntegerField(default=0)

    class Meta:
        table_name = "look"
        indexes = ((("begun_at",), False),)


class AuditLink(Row):
    """The place of an audit entry in the chain; `at`: when it was chained, seconds after it was written."""

    place = BigIntegerField(primary_key=True)
    entry = BigIntegerField(unique=True)
    at = Utc()
    hash = CharField(max_length=64)

    class Meta:
        table_name = "audit_link"


class AuditHead(Row):
    """How far the chain went when it was told outside for a day (`YYYY-MM-DD`)."""

    day = CharField(primary_key=True, max_length=10)
    place = BigIntegerField()
    hash = CharField(max_length=64)
    sent_at = Utc()

    class Meta:
        table_name = "audit_head"


class AuditArchive(Row):
    """A file with entries that are no longer in the table: places `first` to `last`; `hash`: the chain's at `last`."""

    last = BigIntegerField(primary_key=True)
    first = BigIntegerField()
    file = CharField(max_length=100)
    sha256 = CharField(max_length=64)
    hash = CharField(max_length=64)
    at = Utc()

    class Meta:
        table_name = "audit_archive"


class Parameter(Row):
    """A parameter set by an administrator, effective at once; parameters not in this table have their defaults."""

    name = CharField(primary_key=True, max_length=64)
    value = Json()
    at = Utc()
    by = CharField(max_length=64)

    class Meta:
        table_name = "parameter"
