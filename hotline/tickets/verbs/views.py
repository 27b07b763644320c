"""What a person keeps of lists: saved views (K11), for himself or for his site, and the columns that he sees."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from hotline.ports import Refused
from hotline.store.database import writing
from hotline.tickets.rows import ListChoice, SavedView
from hotline.tickets.rules.columns import chosen, sized
from hotline.tickets.rules.query import Sort, TicketQuery, written
from hotline.values.privacy import clean

NAME_MOST, VIEWS_MOST = 64, 50


def create(name: str, query: TicketQuery, *, sort: Sort, person: int, now: dt.datetime) -> int:
    """Keep a new view and return its id. Raises Refused."""
    label = _name(name)
    with writing():
        if SavedView.select().where(SavedView.person == person).count() >= VIEWS_MOST:
            raise Refused("You keep %(most)s views already: delete one first", most=VIEWS_MOST)
        _free(label, person, but=None)
        row = SavedView.create(
            person=person, name=label, query={"query": written(query), "sort": sort.value}, shared=False, at=now
        )
        return int(row.id)


def rename(view: int, name: str, *, person: int) -> None:
    """Raises Refused."""
    label = _name(name)
    with writing():
        row = _mine(view, person)
        _free(label, person, but=view)
        SavedView.update(name=label).where(SavedView.id == row.id).execute()


def replace(view: int, query: TicketQuery, *, sort: Sort, person: int, now: dt.datetime) -> None:
    """Put another query under the same name. Raises Refused."""
    with writing():
        row = _mine(view, person)
        kept = {"query": written(query), "sort": sort.value}
        SavedView.update(query=kept, at=now).where(SavedView.id == row.id).execute()


def share(view: int, *, shared: bool, person: int) -> None:
    """Share it with the site, or stop sharing. Whoever opens it sees only what he may see. Raises Refused."""
    with writing():
        row = _mine(view, person)
        SavedView.update(shared=shared).where(SavedView.id == row.id).execute()


def delete(view: int, *, person: int) -> None:
    """Raises Refused."""
    with writing():
        SavedView.delete().where(SavedView.id == _mine(view, person).id).execute()


def choose_columns(name: str, columns: Iterable[str], size: object, *, person: int) -> None:
    """Keep which columns of a list a person sees, and how many tickets a page; nothing chosen means the usual ones."""
    kept = {"columns": [column.value for column in chosen(columns)], "size": sized(size)}
    with writing():
        ListChoice.insert(person=person, name=name, **kept).on_conflict(
            conflict_target=[ListChoice.person, ListChoice.name], update=kept
        ).execute()


def _mine(view: int, person: int) -> Any:
    row = SavedView.get_or_none(SavedView.id == view, SavedView.person == person)
    if row is None:
        raise Refused("This view is not yours")
    return row


def _name(name: str) -> str:
    label = " ".join(clean(name, NAME_MOST + 1).split())
    if not label:
        raise Refused("Give the view a name")
    if len(label) > NAME_MOST:
        raise Refused("A name has at most %(most)s characters", most=NAME_MOST)
    return label


def _free(label: str, person: int, *, but: int | None) -> None:
    taken = SavedView.get_or_none(SavedView.person == person, SavedView.name == label)
    if taken is not None and taken.id != but:
        raise Refused("You have a view of this name already")
