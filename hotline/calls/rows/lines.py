"""The tables of lines and of agents' states."""

from peewee import BigAutoField, BooleanField, CharField, ForeignKeyField, IntegerField

from hotline.people.rows import Person, Site
from hotline.store.database import Json, Utc
from hotline.store.rows import Row


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
    announce_seconds = IntegerField(default=0)  # how often callers hear their place in the queue; 0: never
    tests_silence = BooleanField(default=False)  # test for a voice before an agent is rung
    shown_number = CharField(default="", max_length=32)  # the number that called-back people see

    class Meta:
        table_name = "line"


class Position(Row):
    """A person on position A or B of a line."""

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
    """An agent's current state; only the recorder writes it."""

    person = ForeignKeyField(Person, primary_key=True, on_delete="CASCADE")
    state = CharField(max_length=16)
    reason = CharField(max_length=24)
    since = Utc()
    call = CharField(null=True, max_length=64)
    until = Utc(null=True)

    class Meta:
        table_name = "agent_state"


class AgentPage(Row):
    """When a page of an agent last showed that it is awake; `exempt`: he takes calls without a page."""

    person = ForeignKeyField(Person, primary_key=True, on_delete="CASCADE")
    seen_at = Utc(null=True)
    exempt = BooleanField(default=False)

    class Meta:
        table_name = "agent_page"


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
        indexes = ((("person", "at"), False), (("at",), False), (("call",), False))


class Skill(Row):
    """An agent's skill and its level (1 to 5)."""

    person = ForeignKeyField(Person, on_delete="CASCADE", backref="skills")
    code = CharField(max_length=32)
    level = IntegerField(default=1)

    class Meta:
        table_name = "skill"
        indexes = ((("person", "code"), True),)
