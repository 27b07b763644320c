"""Which tickets a person sees: in lists, and one at a time by its number. Pages and verbs ask here."""

from collections.abc import Collection
from typing import Any

from hotline.people.reads import remit
from hotline.people.reads.scope import Scope
from hotline.people.rows import Person
from hotline.people.rules.permissions import ON_THE_HOTLINE, Permission, looks_up, may
from hotline.ports import Refused
from hotline.tickets.rows import Ticket
from hotline.words import Role

from . import scope as scopes
from . import units


def in_lists(person: int, roles: Collection[Role], site: int | None) -> Scope:
    """The site's for hotline staff, their units' for members of units, else one's own. `site` None: all sites."""
    if ON_THE_HOTLINE & set(roles):
        return Scope(site=site)
    if may(roles, Permission.HANDLE):
        return Scope(units=units.below(units.of_person(person)))
    return Scope(person=person)


def one_by_one(person: int, roles: Collection[Role], site: int | None, own_site: int) -> Scope:
    """What is read by its number: an agent reads any ticket of his own site, also where the head is."""
    lists = in_lists(person, roles, site)
    return Scope(site=own_site) if lists.person is not None and looks_up(roles) else lists


def ticket(number: str, person: int, *acts: Permission) -> Any:
    """The ticket's row, as `seen` gives it. Raises Refused, the same for a ticket that is not there."""
    row = seen(number, person, *acts)
    if row is None:
        raise Refused("There is no such ticket")
    return row


def seen(number: str, person: int, *acts: Permission) -> Any:
    """The ticket's row, if the person reads it and may do one of `acts`, else None; a confidential complaint only
    for the inspection of its site."""
    who: Any = Person.get_or_none(Person.id == person)
    row: Any = Ticket.get_or_none(Ticket.number == number)
    if who is None or not who.active or row is None or (acts and not any(may(who.roles, act) for act in acts)):
        return None
    mine = remit.of_person(person)
    if row.confidential:
        return row if may(who.roles, Permission.READ_CONFIDENTIAL) and mine.has(row.site_id) else None
    scope = one_by_one(person, who.roles, mine.site, who.site_id)
    named = scopes.NAMED_T
    return row if scopes.narrowed(named.select(named.id).where(named.id == row.id), scope).exists() else None
