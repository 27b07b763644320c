"""Deactivates a person who leaves: ends his sign-ins, frees his telephone and his positions on lines."""

import datetime as dt

from hotline.calls.rows import Position
from hotline.people.verbs import people
from hotline.store.database import writing


def deactivate_person(person: int, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """Raises Refused if the person must not be deactivated."""
    with writing():
        people.let_go(person, by=by, now=now, client_ip=client_ip)
        Position.delete().where(Position.person == person).execute()
