"""Which tickets a reader may see: his own, those of his units or his site, or all (the head site).

A confidential complaint is in none of these scopes (K8): only `sealed` reads it.
"""

from typing import Any

from hotline.people.reads.scope import Scope
from hotline.store.conditions import Condition, among, clause, either, equal, flag, listed_in
from hotline.tickets.rows import Ticket

NAMED_T: Any = Ticket.alias("t")  # the alias of tickets in a query for `narrowed`
PUBLIC = flag("t.confidential", False)


def seen(scope: Scope) -> list[Condition]:
    """Conditions for what a reader sees; a unit sees tickets that it is charged with, must act on or shares in."""
    if scope.person is not None:
        return [PUBLIC, equal("t.opened_by_id", scope.person)]
    if scope.site is not None:
        return [PUBLIC, equal("t.site_id", scope.site)]
    if scope.units is not None:
        return [PUBLIC, either(*ways(scope.units))]
    return [PUBLIC]


def narrowed(query: Any, scope: Scope) -> Any:
    """Add the same conditions to a peewee query over `NAMED_T`."""
    return query.where(clause(seen(scope)))


def seen_of_few(scope: Scope) -> list[Condition]:
    """The same for queries with few results: `+` prevents use of the site index, which would read all of a site."""
    return seen(scope) if scope.site is None else [PUBLIC, equal("+t.site_id", scope.site)]


def ways(units: frozenset[int]) -> tuple[Condition, Condition, Condition]:
    """The three conditions by which a unit sees a ticket (charged, holder, share); each has its own index."""
    shared = listed_in("ticket_share", among("o.unit_id", units))
    return among("t.unit_id", units), among("t.holder_id", units), shared
