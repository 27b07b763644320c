"""The base of all tables, and the tables that belong to no area: wake-ups, heartbeats, counters, unread values."""

from typing import TYPE_CHECKING, Any

import peewee
from peewee import BigAutoField, CharField, IntegerField, TextField

from hotline.store.database import Json, Utc, database


class Row(peewee.Model):
    class Meta:
        database = database
        legacy_table_names = False

    if TYPE_CHECKING:  # `id` and `person_id` of a foreign key come from peewee at run time
        id: Any

        def __getattr__(self, name: str) -> Any: ...


class Counter(Row):
    """The last number issued for a name (tickets: site and day)."""

    name = CharField(primary_key=True, max_length=64)
    value = IntegerField()

    class Meta:
        table_name = "counter"


class Change(Row):
    """A wake-up for other processes: `topic` says what changed; pruned after a day."""

    id = BigAutoField()
    topic = CharField(max_length=64)
    ref = CharField(max_length=100, default="")
    at = Utc()

    class Meta:
        table_name = "change"


class UnreadValue(Row):
    """What a migration could not read into the one form of its column, or what said more than that form.

    `place`: table and column; `row_id`: the row's id; `value`: as it was written."""

    id = BigAutoField()
    place = CharField(max_length=64)
    row_id = CharField(max_length=64)
    value = TextField()

    class Meta:
        table_name = "unread_value"


class Heartbeat(Row):
    """The last heartbeat of each part."""

    part = CharField(primary_key=True, max_length=32)
    at = Utc()
    state = Json(default=dict)

    class Meta:
        table_name = "heartbeat"
