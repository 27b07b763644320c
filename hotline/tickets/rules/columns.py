"""The columns that the list of tickets can show, and how a person's choice of them is read. Pure."""

from collections.abc import Iterable
from enum import StrEnum

SIZES = (25, 50, 100)


class Column(StrEnum):
    STATE = "state"
    DEADLINE = "deadline"
    UNIT = "unit"
    CALLER = "caller"
    OPENED = "opened"
    DUE = "due"
    CLOSED = "closed"
    CHANNEL = "channel"
    WAY = "way"
    TOPIC = "topic"
    PLACE = "place"
    CASE = "case"


USUAL = (Column.STATE, Column.DEADLINE, Column.UNIT, Column.CALLER, Column.OPENED)


def chosen(names: Iterable[object]) -> tuple[Column, ...]:
    """The columns named, each once, in the list's own order; the usual ones if none is named rightly. Number and
    subject are always shown."""
    named = {name for name in names if isinstance(name, str)}
    return tuple(column for column in Column if column.value in named) or USUAL


def sized(value: object) -> int:
    """How many tickets a page shows."""
    size = int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 4 else value
    return size if isinstance(size, int) and size in SIZES else 50
