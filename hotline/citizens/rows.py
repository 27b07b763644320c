"""The tables of citizens' answers on the public page, and of the keys by which they find their tickets."""

from peewee import BigAutoField, BooleanField, CharField, ForeignKeyField, IntegerField

from hotline.store.database import Utc
from hotline.store.rows import Row
from hotline.tickets.rows import Ticket


class PublicAnswer(Row):
    """A citizen's answer on the public page, until the jobs turn it into an act. `key` prevents a second answer: the
    follow-up of the link, or the round of the queried ticket."""

    id = BigAutoField()
    key = CharField(unique=True, max_length=100)
    token = CharField(default="", max_length=32)  # token of the follow-up's link; "" after a query by code
    number = CharField(default="", max_length=64)  # ticket number after a query by code
    handled = BooleanField(null=True)
    solved = BooleanField(null=True)
    satisfied = IntegerField(null=True)
    wants_more = BooleanField(default=False)
    text = CharField(max_length=2000, default="")
    at = Utc()
    client_ip = CharField(max_length=64, default="")
    done_at = Utc(null=True)
    refused = CharField(max_length=200, default="")

    class Meta:
        table_name = "public_answer"
        indexes = ((("done_at", "id"), False),)


class PublicTry(Row):
    """Tries of codes and identity numbers, on the page and by telephone. Separate from `sign_in_try`, which holds the
    staff's lock-outs: the public page may neither read nor clear those."""

    key = CharField(primary_key=True, max_length=100)
    tries = IntegerField(default=0)
    last_at = Utc(index=True)
    locked_until = Utc(null=True)

    class Meta:
        table_name = "public_try"


class PublicProof(Row):
    """A citizen who meets a lock and proves by the digits of a message that the ticket's telephone is his. The page
    writes it; the jobs compare `code` and `given` (what he typed beside it) with the ticket, and send the digits where
    they fit. `digits_hash` is None where nothing was sent; the page tells nobody. `mark`: in his browser's cookie."""

    id = BigAutoField()
    mark = CharField(unique=True, max_length=32)
    code = CharField(max_length=32)
    given = CharField(max_length=64)
    at = Utc()
    done_at = Utc(null=True, index=True)
    digits_hash = CharField(null=True, max_length=64)
    tries = IntegerField(default=0)
    used_at = Utc(null=True)

    class Meta:
        table_name = "public_proof"
        indexes = ((("code", "at"), False), (("at",), False))


class PublicKey(Row):
    """A ticket's keyed hash of identity number and name together, by which its citizen finds it ("" without an
    identity number). `name_key`: the keyed hash of the name alone, where neither a telephone nor four signs of an
    identity number are known; it opens the ticket only together with its code."""

    ticket = ForeignKeyField(Ticket, primary_key=True, on_delete="CASCADE")
    key = CharField(max_length=64, index=True)
    name_key = CharField(max_length=64, default="")
    steps = IntegerField()  # the ticket's step count at that time; a correction makes the key anew

    class Meta:
        table_name = "public_key"
