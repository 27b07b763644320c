"""What the filters of a list ask for, as its URL says it."""

import datetime as dt

from hotline.clock import day_bounds
from hotline.values.telephone import ending
from hotline.values.typed import day

from .access import reader

SEEN_DIGITS = 4  # digits that a masked number shows; searching more would reveal the rest


def bounds(typed: str) -> tuple[dt.datetime, dt.datetime] | None:
    """[begin, end) of a day as a person types it; None for anything else."""
    read = day(typed)
    return None if read is None else day_bounds(read)


def as_field(typed: str) -> str:
    """A day in the one form that a date field shows; "" for what is no day."""
    read = day(typed)
    return "" if read is None else read.isoformat()


def tail(typed: str, most: int) -> str:
    """The last digits of a number to look for, at most `most`: of a masked number only those that are shown."""
    return ending(typed)[-(most if reader().sees_numbers else SEEN_DIGITS) :]
