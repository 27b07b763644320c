"""The requests to erase one person's data, with their reports."""

from peewee import BigAutoField, CharField

from hotline.store.database import Json, Utc
from hotline.store.rows import Row


class Erasure(Row):
    """A request, and after it was carried out its report. `subject` is emptied then: the report says how much of each
    kind was erased and what stays until when, never whose it was."""

    id = BigAutoField()
    number = CharField(unique=True, max_length=32)
    subject = Json(default=dict)
    reason = CharField(max_length=500)
    state = CharField(max_length=16)
    asked_by = CharField(max_length=64)
    asked_at = Utc()
    decided_by = CharField(default="", max_length=64)
    decided_at = Utc(null=True)
    done_at = Utc(null=True)
    report = Json(default=dict)

    class Meta:
        table_name = "erasure"
        indexes = ((("state", "asked_at"), False),)
