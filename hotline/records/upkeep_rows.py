"""The tables of what is kept up: flows and their files, parameters that act at once, reports of purging."""

from peewee import BigAutoField, CharField, IntegerField, TextField

from .database import Json, Utc
from .floor_rows import Row


class FlowVersion(Row):
    """A published version of a flow; the newest row of a name is in use. Rolling back publishes an older text anew."""

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
    """A flow's file as it was last looked at: the version of its text, and what is wrong with it."""

    file = CharField(primary_key=True, max_length=100)
    seen = CharField(max_length=16)
    problems = Json(default=list)
    at = Utc()

    class Meta:
        table_name = "flow_file"


class Parameter(Row):
    """A figure that an administrator sets and that acts at once; what is not here has its default."""

    name = CharField(primary_key=True, max_length=64)
    value = Json()
    at = Utc()
    by = CharField(max_length=64)

    class Meta:
        table_name = "parameter"


class Purge(Row):
    """What a round of purging took away, for the report: how many files and bytes of each kind."""

    id = BigAutoField()
    at = Utc()
    kind = CharField(max_length=16)
    files = IntegerField()
    bytes = IntegerField()
    data = Json(default=dict)

    class Meta:
        table_name = "purge"
