"""Places an order: a row and a wake-up, in the calling verb's transaction."""

import datetime as dt

from hotline.calls.rows import Order
from hotline.calls.rules.order_kinds import Command, pack
from hotline.store.changes import announce


def place(command: Command, *, person: int, by: str, now: dt.datetime) -> int:
    """Insert the order for `person`'s telephone, placed `by` a login; returns its id."""
    kind, data = pack(command)
    order = Order.create(kind=kind, person=person, data=data, placed_by=by, placed_at=now)
    announce("orders", str(order.id), at=now)
    return int(order.id)
