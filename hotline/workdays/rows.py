"""The table of days on which a site, or all sites, deviate from the calendar."""

from peewee import CharField, ForeignKeyField

from hotline.people.rows import Site
from hotline.store.database import Json
from hotline.store.rows import Row


class SpecialDay(Row):
    """A day on which a site, or all sites (`site` null), deviate from the State Council's table.

    `spans` are the working hours as `["09:00-12:00"]`, empty: closed, null: an ordinary workday; `prompt` is played
    to callers that day.
    """

    day = CharField(max_length=10)
    site = ForeignKeyField(Site, null=True, on_delete="CASCADE")
    name = CharField(max_length=64)
    spans = Json(null=True)
    prompt = CharField(null=True, max_length=64)

    class Meta:
        table_name = "special_day"
        indexes = ((("day", "site"), True),)
