"""Answers orders that were claimed and never done, so that no page waits for ever."""

import datetime as dt

from hotline.calls.orders.outcome import settle
from hotline.calls.rows import Order
from hotline.store.changes import announce
from hotline.store.database import writing

PATIENCE = dt.timedelta(seconds=20)


def answer_orders(now: dt.datetime) -> int:
    """Refuse orders that nobody claimed or finished in time; gives how many."""
    late = Order.select().where(Order.done_at.is_null(), Order.placed_at < now - PATIENCE)
    for row in list(late):
        with writing():
            own = (Order.id == row.id) & Order.done_at.is_null()
            if Order.update(done_at=now, refused="The telephone side did not answer; try again").where(own).execute():
                settle(row, "The telephone side did not answer; try again", now=now)
            announce(f"agent:{row.person_id}", f"refused:{row.id}", at=now)
    return len(late)
