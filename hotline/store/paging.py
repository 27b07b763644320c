"""A page of a long list: by key, not by count, so that page 500 is as quick as page 1."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from hotline.clock import UTC

T = TypeVar("T")
SIZE = 50
EPOCH = dt.datetime(1970, 1, 1, tzinfo=UTC)
NEVER = dt.datetime(2999, 1, 1, tzinfo=UTC)  # stands in a mark for a moment that there is not, after all that there are


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`next` is where the following page begins, "" at the end."""

    rows: tuple[T, ...]
    next: str = ""


def mark(at: dt.datetime, key: object) -> str:
    """Where a page ended, as a word for an address line."""
    return f"{(at - EPOCH) // dt.timedelta(microseconds=1)}~{key}"


def unmark(word: str) -> tuple[dt.datetime, str] | None:
    """The moment and key of `mark`; None for anything else."""
    moment, tilde, key = word.partition("~")
    if not tilde or not moment.isascii() or not moment.isdigit() or len(moment) > 17:
        return None
    return EPOCH + dt.timedelta(microseconds=int(moment)), key


def unmark_id(word: str) -> tuple[dt.datetime, int] | None:
    """The moment and row of `mark`, where the key is a row's id; None for anything else, whatever somebody types."""
    found = unmark(word)
    if found is None or not (found[1].isascii() and found[1].isdigit() and len(found[1]) < 10):
        return None
    return found[0], int(found[1])


def unmark_ticket(word: str) -> tuple[dt.datetime, int] | None:
    """The moment, `NEVER` at the latest, and the ticket of `mark`; None for anything else."""
    found = unmark(word)
    if found is None or not (found[1].isascii() and found[1].isdigit() and len(found[1]) < 18):
        return None
    return min(found[0], NEVER), int(found[1])


def cut(rows: list[T], mark_of: Callable[[int], str], size: int) -> Page[T]:
    """A page of rows that were read with one more than `size`; `mark_of` the n-th of them is where a page may end."""
    return Page(tuple(rows[:size]), mark_of(size - 1) if len(rows) > size else "")
