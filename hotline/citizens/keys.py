"""The keyed hashes by which a citizen's ticket is found: by identity number and name, or with its code by a name alone.

They need the house's secret, so the pages that register and correct make them at once (`keyed`, `keep_key`): who asks
with what the clerk has just read out is answered. The jobs make whatever is missing (`keep_keys`).
"""

from collections.abc import Callable
from typing import Any

from peewee import JOIN, fn

from hotline.citizens.rows import PublicKey
from hotline.citizens.rules.public import name_only, person_key
from hotline.store.database import writing
from hotline.tickets.rows import Ticket
from hotline.values.names import name_key

NEWEST = 200  # tickets that are looked at in each round


def keyed(secret: str) -> Callable[[Any], None]:
    """What registering does with its new ticket, in its own transaction."""
    return lambda row: _write(secret, row)


def keep_key(secret: str, number: str) -> None:
    """Make a ticket's key anew after a correction. A confidential ticket has one too, and no view shows it."""
    with writing():
        row = Ticket.get_or_none(Ticket.number == number)
        if row is not None:
            _write(secret, row)


def keep_keys(secret: str, *, newest: bool = False, most: int = 500) -> int:
    """Make the keys of tickets with an identity number, and of those of which only a name is known, if missing or older
    than a correction. `newest`: only those opened last, which costs nothing and is done at once."""
    among = [Ticket.id > (_newest() - NEWEST)] if newest else []
    stale = _stale(Ticket.identity_hash > "", *among, most=most)
    stale += _stale(Ticket.identity_hash == "", Ticket.caller_number == "", Ticket.caller_name > "", *among, most=most)
    if stale:
        with writing():
            for one in stale:
                _write(secret, one)
    return len(stale)


def _write(secret: str, row: Any) -> None:
    """The keys of a ticket; of one that is found by its code and digits alone both are ""."""
    given = {"key": "", "name_key": "", "steps": row.steps}
    if row.identity_hash:
        given["key"] = person_key(secret, row.identity_hash, row.caller_name)
    if not (row.caller_number or row.identity_tail) and len(name_key(row.caller_name)) >= 2:
        given["name_key"] = name_only(secret, row.caller_name)
    PublicKey.insert(ticket=row.id, **given).on_conflict(conflict_target=[PublicKey.ticket], update=given).execute()


def _newest() -> int:
    return Ticket.select(fn.MAX(Ticket.id)).scalar() or 0


def _stale(*where: Any, most: int) -> list[Ticket]:
    columns = (
        Ticket.id, Ticket.identity_hash, Ticket.identity_tail, Ticket.caller_name, Ticket.caller_number, Ticket.steps
    )  # fmt: skip
    return list(
        Ticket.select(*columns)
        .join(PublicKey, JOIN.LEFT_OUTER, on=(PublicKey.ticket == Ticket.id))
        .where(*where, PublicKey.steps.is_null() | (PublicKey.steps != Ticket.steps))
        .order_by(Ticket.id.desc())
        .limit(most)
    )
