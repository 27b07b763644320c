"""Claims orders and records their result; used only by the controller's door."""

import datetime as dt
from dataclasses import dataclass, replace

from hotline.calls.rows import Dialled, Order
from hotline.calls.rules.call_ids import call_of
from hotline.calls.rules.order_kinds import CallOut, Command, unpack
from hotline.people.rows import Person
from hotline.store.changes import announce
from hotline.store.database import writing

from .outcome import settle

SAID = "said"
STALE = dt.timedelta(seconds=30)  # an older order to answer or hang up could hit another call


@dataclass(frozen=True, slots=True)
class Claimed:
    id: int
    person: int
    by: str
    command: Command


def claim(*, claimant: str, now: dt.datetime, most: int = 50) -> list[Claimed]:
    """Claim the open orders, oldest first, each once. Unreadable or stale orders are refused."""
    open_orders = (
        Order.select().where(Order.claimed_at.is_null(), Order.done_at.is_null()).order_by(Order.id).limit(most)
    )
    taken: list[Claimed] = []
    for row in list(open_orders):  # fetch all rows first: an open cursor would block the write
        with writing():
            won = (
                Order.update(claimed_at=now, claimed_by=claimant)
                .where(Order.id == row.id, Order.claimed_at.is_null())
                .execute()
            )
        if won != 1:
            continue
        if now - row.placed_at > STALE:
            finish(row.id, now=now, refused="The order came too late")
            continue
        try:
            taken.append(Claimed(row.id, row.person_id, row.placed_by, _command(row)))
        except ValueError as error:
            finish(row.id, now=now, refused=str(error)[:200])
    return taken


def _command(row: Order) -> Command:
    command = unpack(row.kind, row.data)
    return replace(command, call=call_of(row.id, row.placed_at)) if isinstance(command, CallOut) else command


def finish(order: int, *, now: dt.datetime, refused: str | None = None, said: str = "") -> None:
    """Mark an order as done, or as refused with a message id for the page. `said`: the message id of what was done, for
    who placed it; it stands with the order's data."""
    with writing():
        row = Order.get_by_id(order)
        data = row.data | {SAID: said} if said else row.data
        Order.update(done_at=now, refused=refused, data=data).where(Order.id == order).execute()
        if refused is not None:  # nobody was dialled: the limits of calls do not count it
            Dialled.delete().where(Dialled.order == order).execute()
        settle(row, refused, now=now)
        for person in {row.person_id, *_placer(row)}:
            announce(f"agent:{person}", "order" if refused is None else f"refused:{order}", at=now)


def _placer(row: Order) -> list[int]:
    """Who placed an order for another person's telephone."""
    return [person.id for person in Person.select(Person.id).where(Person.login == row.placed_by)]
