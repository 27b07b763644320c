"""Whose rows a reader may see: his own, those of his site, or all (the head site)."""

from dataclasses import dataclass
from typing import Any

from hotline.records.rows import Call, Line, Person, Ticket


@dataclass(frozen=True, slots=True)
class Scope:
    """Exactly one is set, or none for everything."""

    person: int | None = None
    site: int | None = None


def calls(query: Any, scope: Scope) -> Any:
    """A query over calls, narrowed: a site's calls are those of its lines and of its agents."""
    if scope.person is not None:
        return query.where(Call.agent == scope.person)
    if scope.site is not None:
        lines = Line.select(Line.code).where(Line.site == scope.site)
        people = Person.select(Person.id).where(Person.site == scope.site)
        return query.where(Call.line.in_(lines) | Call.agent.in_(people))
    return query


def tickets(query: Any, scope: Scope) -> Any:
    if scope.person is not None:
        return query.where(Ticket.opened_by == scope.person)
    if scope.site is not None:
        return query.where(Ticket.site == scope.site)
    return query
