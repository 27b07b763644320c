"""Paging of long lists by key, not by offset, so that page 500 is as quick as page 1."""

import datetime as dt
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from hotline.clock import UTC

T = TypeVar("T")
SIZE = 50
TOTAL_MOST = 1000
EPOCH = dt.datetime(1970, 1, 1, tzinfo=UTC)
NEVER = dt.datetime(2999, 1, 1, tzinfo=UTC)  # used in a mark for a missing time; sorts after all times


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`next` is the mark of the next page, "" at the end. `total`: how many rows the whole list has, None if it was not
    counted; more than TOTAL_MOST are not told apart."""

    rows: tuple[T, ...]
    next: str = ""
    total: int | None = None

    @property
    def look(self) -> str:
        """A short word that is another one when the rows differ."""
        return f"{zlib.crc32(repr(self.rows).encode()):08x}"

    @property
    def more(self) -> int:
        """TOTAL_MOST if there are more rows than that, else 0."""
        return TOTAL_MOST if (self.total or 0) > TOTAL_MOST else 0


def mark(at: dt.datetime, key: object) -> str:
    """The end of a page, as a word for a URL."""
    return f"{(at - EPOCH) // dt.timedelta(microseconds=1)}~{key}"


def unmark(word: str) -> tuple[dt.datetime, str] | None:
    """The time and key of `mark`; None for invalid text."""
    moment, tilde, key = word.partition("~")
    if not tilde or not moment.isascii() or not moment.isdigit() or len(moment) > 17:
        return None
    return EPOCH + dt.timedelta(microseconds=int(moment)), key


def unmark_id(word: str) -> tuple[dt.datetime, int] | None:
    """The time and row id of `mark`, if the key is a row's id; None for any other text."""
    found = unmark(word)
    if found is None or not (found[1].isascii() and found[1].isdigit() and len(found[1]) < 10):
        return None
    return found[0], int(found[1])


def unmark_ticket(word: str) -> tuple[dt.datetime, int] | None:
    """The time (at most `NEVER`) and the ticket of `mark`; None for invalid text."""
    found = unmark(word)
    if found is None or not (found[1].isascii() and found[1].isdigit() and len(found[1]) < 18):
        return None
    return min(found[0], NEVER), int(found[1])


def cut(rows: list[T], mark_of: Callable[[int], str], size: int, *, total: int | None = None) -> Page[T]:
    """A page from rows that were read with one extra beyond `size`; `mark_of` gives the mark of the n-th row."""
    return Page(tuple(rows[:size]), mark_of(size - 1) if len(rows) > size else "", total)


def total(query: Any, most: int = TOTAL_MOST) -> int:
    """How many rows a peewee query finds, before it is cut into pages; counted up to `most` + 1."""
    return int(query.order_by().limit(most + 1).count())
