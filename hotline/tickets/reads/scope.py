"""Whose tickets a reader may see: his own, those of his units or his site, or all (the head site).

A confidential complaint is in none of them (K8): it is read through `sealed` alone.
"""

from typing import Any

from hotline.people.reads.scope import Scope
from hotline.store.conditions import among, either, equal, flag, listed_in
from hotline.store.database import Statement
from hotline.tickets.rows import Ticket, TicketShare


def tickets(query: Any, scope: Scope) -> Any:
    """A query over tickets, narrowed: a unit's are those it is charged with, holds or shares in."""
    query = query.where(Ticket.confidential == False)  # noqa: E712
    if scope.person is not None:
        return query.where(Ticket.opened_by == scope.person)
    if scope.site is not None:
        return query.where(Ticket.site == scope.site)
    if scope.units is not None:
        units = sorted(scope.units)
        shared = TicketShare.select(TicketShare.ticket).where(TicketShare.unit.in_(units))
        return query.where(Ticket.unit.in_(units) | Ticket.holder.in_(units) | Ticket.id.in_(shared))
    return query


def seen(scope: Scope) -> list[Statement]:
    """The same for a list that is put together from conditions."""
    found = [flag("t.confidential", False)]
    if scope.person is not None:
        found.append(equal("t.opened_by_id", scope.person))
    elif scope.site is not None:
        found.append(equal("t.site_id", scope.site))
    elif scope.units is not None:
        found.append(either(*ways(scope.units)))
    return found


def seen_of_few(scope: Scope) -> list[Statement]:
    """The same where few are wanted: all that a site ever had is not the way to them (`+`: not by that index)."""
    return seen(scope) if scope.site is None else [*seen(Scope()), ("+t.site_id = ?", (scope.site,))]


def ways(units: frozenset[int]) -> tuple[Statement, Statement, Statement]:
    """The three ways by which a unit's reader comes to a ticket; each has an index of its own."""
    shared = listed_in("ticket_share", among("o.unit_id", units))
    return among("t.unit_id", units), among("t.holder_id", units), shared
