"""The saved views that a person may use: his own, and those shared on his site."""

from dataclasses import dataclass
from typing import Any

from hotline.people.rows import Person
from hotline.tickets.rows import SavedView
from hotline.tickets.rules.query import Sort, TicketQuery, read, sorted_by


@dataclass(frozen=True, slots=True)
class View:
    id: int
    name: str
    query: TicketQuery
    sort: Sort
    shared: bool
    mine: bool
    owner: str


def views(person: int) -> list[View]:
    """The person's own views first, then shared ones, each sorted by name."""
    rows = [_view(row, person) for row in list(_seen(person).order_by(SavedView.name, SavedView.id))]
    return sorted(rows, key=lambda view: not view.mine)


def view(which: int, person: int) -> View | None:
    row = _seen(person).where(SavedView.id == which).first()
    return None if row is None else _view(row, person)


def _seen(person: int) -> Any:
    site = Person.select(Person.site).where(Person.id == person)
    query = SavedView.select(SavedView, Person).join(Person)
    shared = (SavedView.shared == True) & Person.site.in_(site) & (Person.active == True)  # noqa: E712
    return query.where((SavedView.person == person) | shared)


def _view(row: Any, person: int) -> View:
    kept = row.query if isinstance(row.query, dict) else {}
    return View(
        id=row.id, name=row.name, query=read(kept.get("query")), sort=sorted_by(kept.get("sort")), shared=row.shared,
        mine=row.person_id == person, owner=row.person.name,
    )  # fmt: skip
