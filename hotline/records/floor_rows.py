"""The tables of the floor: sites, people, lines, positions and where each agent stands."""

from typing import TYPE_CHECKING, Any

import peewee
from peewee import BigAutoField, BooleanField, CharField, ForeignKeyField, IntegerField

from hotline.words import Role

from .database import Json, Utc, database


class Row(peewee.Model):
    class Meta:
        database = database
        legacy_table_names = False

    if TYPE_CHECKING:  # `id` and `person_id` of a foreign key come from peewee at run time
        id: Any

        def __getattr__(self, name: str) -> Any: ...


class Site(Row):
    code = CharField(unique=True, max_length=32)
    name = CharField(max_length=100)

    class Meta:
        table_name = "site"


class Person(Row):
    """Who may sign in. `epoch` grows when all sign-ins of the person are to end."""

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
    epoch = IntegerField(default=0)
    created_at = Utc()
    duties = Json(default=list)  # further roles: in a small court the dispatcher reviews and visits too

    class Meta:
        table_name = "person"

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(Role(role) for role in (self.role, *self.duties))


class Line(Row):
    """A line of work that callers queue for: its positions and its ladder of steps."""

    code = CharField(unique=True, max_length=32)
    name = CharField(max_length=100)
    site = ForeignKeyField(Site, on_delete="RESTRICT")
    ladder = Json()  # [{"whom": "A"|"B"|"pool", "seconds": 15}, …]
    ring_seconds = IntegerField(default=15)
    wrap_up_seconds = IntegerField(default=30)
    active = BooleanField(default=True)
    hours = Json(null=True)  # {"workdays": ["09:00-12:00", …], "weekend": [], "always": false}; null: always
    needs = Json(default=dict)  # {"dialect": 1}: skills and their least level
    most_waiting = IntegerField(default=0)  # 0: no limit
    announce_seconds = IntegerField(default=0)  # how often the place in the queue is said; 0: never
    tests_silence = BooleanField(default=False)  # listen for a voice before an agent is rung
    shown_number = CharField(default="", max_length=32)  # what called-back people see

    class Meta:
        table_name = "line"


class Position(Row):
    """An A or B position of a line and who sits there."""

    line = ForeignKeyField(Line, on_delete="CASCADE", backref="positions")
    kind = CharField(max_length=1)
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    place = IntegerField(default=0)
    days = CharField(default="", max_length=7)  # ISO weekdays of the shift, "12345"; "": every day
    begins = CharField(default="", max_length=5)  # "09:00" in China; "": the whole day
    ends = CharField(default="", max_length=5)

    class Meta:
        table_name = "position"
        indexes = ((("line", "kind", "person"), True),)


class AgentState(Row):
    """Where an agent stands now; written by the recorder alone."""

    person = ForeignKeyField(Person, primary_key=True, on_delete="CASCADE")
    state = CharField(max_length=16)
    reason = CharField(max_length=24)
    since = Utc()
    call = CharField(null=True, max_length=64)
    until = Utc(null=True)

    class Meta:
        table_name = "agent_state"


class PresenceChange(Row):
    """Every change of an agent's state: old, new, why, by whom, when."""

    id = BigAutoField()
    uid = CharField(unique=True, max_length=64)
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    at = Utc()
    old = CharField(max_length=16)
    new = CharField(max_length=16)
    reason = CharField(max_length=24)
    by = CharField(max_length=64)
    call = CharField(null=True, max_length=64)

    class Meta:
        table_name = "presence_change"
        indexes = ((("person", "at"), False),)
