"""The tables of units: their tree, their members, the data dictionary, limits, dispatch rules and keyword rules."""

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField

from hotline.people.rows import Person, Site
from hotline.store.database import Json, Utc
from hotline.store.rows import Row


class Unit(Row):
    """A unit that handles tickets: a court's division, a department, a district, a town; a site's hotline is one too.

    `ends` is the end of its working day; on the ISO weekdays in `half` it works mornings only.
    """

    code = CharField(unique=True, max_length=32)
    name = CharField(max_length=100)
    kind = CharField(max_length=16)
    site = ForeignKeyField(Site, on_delete="RESTRICT")
    parent = ForeignKeyField("self", null=True, on_delete="RESTRICT", backref="children")
    telephone = CharField(max_length=64, default="")  # urging and supervision messages go there
    ends = CharField(max_length=5, default="17:30")
    half = CharField(max_length=7, default="")
    active = BooleanField(default=True)
    place = IntegerField(default=0)
    followed_by = ForeignKeyField("self", null=True, on_delete="RESTRICT")  # of a dissolved unit: who took over

    class Meta:
        table_name = "unit"


class Member(Row):
    """A person who works in a unit, and the post."""

    unit = ForeignKeyField(Unit, on_delete="CASCADE", backref="members")
    person = ForeignKeyField(Person, on_delete="CASCADE", backref="posts")
    post = CharField(max_length=16)

    class Meta:
        table_name = "member"
        indexes = ((("unit", "person", "post"), True),)


class Entry(Row):
    """An entry of the data dictionary: a subject, a place, a ground. Its `code` begins with its parent's code.

    `profile`: the hotline that a top subject belongs to with all below it; "": every one."""

    kind = CharField(max_length=16)
    code = CharField(max_length=32)
    zh = CharField(max_length=100)
    en = CharField(max_length=100, default="")
    parent = ForeignKeyField("self", null=True, on_delete="RESTRICT", backref="children")
    place = IntegerField(default=0)
    active = BooleanField(default=True)
    profile = CharField(max_length=32, default="")

    class Meta:
        table_name = "entry"
        indexes = ((("kind", "code"), True),)


class LimitRow(Row):
    """How many half workdays a clock has, by profile and kind of ticket; `kind` "" means every other kind."""

    profile = CharField(max_length=32)
    kind = CharField(max_length=24, default="")
    clock = CharField(max_length=16)
    half_days = IntegerField()

    class Meta:
        table_name = "limit_row"
        indexes = ((("profile", "kind", "clock"), True),)


class DispatchRule(Row):
    """Which unit a subject and place go to; null: any. The narrowest rule wins."""

    topic = ForeignKeyField(Entry, null=True, on_delete="CASCADE")
    place = ForeignKeyField(Entry, null=True, on_delete="CASCADE")
    kind = CharField(max_length=24, default="")
    site = ForeignKeyField(Site, on_delete="CASCADE")
    unit = ForeignKeyField(Unit, on_delete="CASCADE")
    at = Utc()

    class Meta:
        table_name = "dispatch_rule"
        indexes = ((("site", "topic", "place", "kind"), False),)


class KeywordRule(Row):
    """Words that make a dispute suspected: a ticket's text must contain one word of each group in `words`."""

    name = CharField(max_length=64, unique=True)
    words = Json()  # [["拖欠", "欠薪"], ["工资"]]: one word of each group
    level = CharField(max_length=16, default="")
    active = BooleanField(default=True)

    class Meta:
        table_name = "keyword_rule"
