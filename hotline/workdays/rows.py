"""The table of days on which a site, or everybody, works otherwise than the calendar says."""

from peewee import CharField, ForeignKeyField

from hotline.people.rows import Site
from hotline.store.database import Json
from hotline.store.rows import Row


class SpecialDay(Row):
    """A day on which a site, or everybody (`site` null), works otherwise than the State Council's table says.

    `spans` are the working hours as `["09:00-12:00"]`, empty when closed, null when an ordinary workday; `prompt` is
    what callers are told that day.
    """

    day = CharField(max_length=10)
    site = ForeignKeyField(Site, null=True, on_delete="CASCADE")
    name = CharField(max_length=64)
    spans = Json(null=True)
    prompt = CharField(null=True, max_length=64)

    class Meta:
        table_name = "special_day"
        indexes = ((("day", "site"), True),)
