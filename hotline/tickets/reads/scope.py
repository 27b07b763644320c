"""Whose tickets a reader may see: his own, those of his units or his site, or all (the head site).

A confidential complaint is in none of them (K8): it is read through `sealed` alone.
"""

from typing import Any

from hotline.people.reads.scope import Scope
from hotline.store.conditions import Condition, among, clause, either, equal, flag, listed_in
from hotline.tickets.rows import Ticket

NAMED_T: Any = Ticket.alias("t")  # tickets in a query that `narrowed` narrows
PUBLIC = flag("t.confidential", False)


def seen(scope: Scope) -> list[Condition]:
    """What a reader sees: a unit's are those it is charged with, holds or shares in."""
    if scope.person is not None:
        return [PUBLIC, equal("t.opened_by_id", scope.person)]
    if scope.site is not None:
        return [PUBLIC, equal("t.site_id", scope.site)]
    if scope.units is not None:
        return [PUBLIC, either(*ways(scope.units))]
    return [PUBLIC]


def narrowed(query: Any, scope: Scope) -> Any:
    """The same for a query of peewee's over `NAMED_T`."""
    return query.where(clause(seen(scope)))


def seen_of_few(scope: Scope) -> list[Condition]:
    """The same where few are wanted: all that a site ever had is not the way to them (`+`: not by that index)."""
    return seen(scope) if scope.site is None else [PUBLIC, equal("+t.site_id", scope.site)]


def ways(units: frozenset[int]) -> tuple[Condition, Condition, Condition]:
    """The three ways by which a unit's reader comes to a ticket; each has an index of its own."""
    shared = listed_in("ticket_share", among("o.unit_id", units))
    return among("t.unit_id", units), among("t.holder_id", units), shared
