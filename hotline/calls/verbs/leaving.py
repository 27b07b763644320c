"""A person leaves: his sign-ins end, and his telephone and his positions on lines become free."""

import datetime as dt

from hotline.calls.rows import Position
from hotline.people.verbs import people
from hotline.store.database import writing


def deactivate_person(person: int, *, by: str, now: dt.datetime, address: str) -> None:
    """Raises Refused where the person has to stay."""
    with writing():
        people.let_go(person, by=by, now=now, address=address)
        Position.delete().where(Position.person == person).execute()
