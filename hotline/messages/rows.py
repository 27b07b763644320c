"""The outbox of short messages."""

from peewee import BigAutoField, CharField, IntegerField

from hotline.store.database import Canonical, Json, Utc
from hotline.store.rows import Row
from hotline.values.telephone import canonical


class Notice(Row):
    """A short message: template and fields; `text` once it is composed.

    The default gateway keeps it here and sends nothing. `claimed_at`: when it was passed to the gateway; `gateway_id`:
    the gateway's id; `round`, `again_at`: how often and when a person had it resent; `trouble`: a NoticeTrouble,
    with the gateway's text in `error`. One per `ref` and template.
    """

    id = BigAutoField()
    number = Canonical(canonical, max_length=64)
    template = CharField(max_length=32)
    fields = Json(default=dict)
    text = CharField(default="", max_length=500)
    ref = CharField(default="", max_length=100)
    state = CharField(max_length=16)
    at = Utc()
    next_at = Utc()
    tries = IntegerField(default=0)
    round = IntegerField(default=0)
    trouble = CharField(default="", max_length=16)
    error = CharField(default="", max_length=200)
    gateway = CharField(default="", max_length=16)
    gateway_id = CharField(default="", max_length=100)
    claimed_at = Utc(null=True)
    sent_at = Utc(null=True)
    receipt_at = Utc(null=True)
    again_at = Utc(null=True)

    class Meta:
        table_name = "notice"
        indexes = (
            (("state", "next_at"), False),
            (("at", "id"), False),
            (("ref", "template"), True),
            (("gateway_id",), False),
        )
