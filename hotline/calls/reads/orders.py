"""What became of an order to call out."""

import datetime as dt

from hotline.calls.rows import Call, Order
from hotline.calls.rules.call_ids import NEVER_RANG, call_of
from hotline.words import OrderKind


def refusal(call: str, person: int, since: dt.datetime) -> str | None:
    """Why the controller refused the person's order for this call (a message id); None if it is open or done."""
    orders = Order.select().where(
        Order.kind == OrderKind.CALL_OUT.value, Order.person == person, Order.placed_at >= since
    )
    for order in list(orders.order_by(Order.id)):
        if call_of(order.id, order.placed_at) == call:
            return None if order.refused is None else str(order.refused)
    return None


def rings_nobody(call: str, person: int, since: dt.datetime, now: dt.datetime) -> bool:
    """Whether the call was never made: its order was refused, or nobody took it."""
    if Call.select().where(Call.id == call).exists():
        return False
    return since < now - NEVER_RANG or refusal(call, person, since) is not None
