"""What was read for one screen is kept some seconds for all others: a hundred screens ask the database as one does."""

import datetime as dt
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

T = TypeVar("T")
MOST = 500  # parts in memory; then all are read anew


@dataclass(frozen=True, slots=True)
class AsOf(Generic[T]):
    """A value and the moment at which it was read."""

    at: dt.datetime
    value: T


class KeptParts:
    """Values by key. Who asks while one is being read waits for it and does not read it too."""

    def __init__(self) -> None:
        self._found: dict[Hashable, AsOf[object]] = {}
        self._locks: dict[Hashable, threading.Lock] = {}

    def of(self, key: Hashable, seconds: float, now: dt.datetime, read: Callable[[], T]) -> AsOf[T]:
        """The value, at most so many seconds old. What `read` raises is raised, and nothing is kept."""
        if len(self._locks) > MOST:
            self._found.clear()
            self._locks.clear()
        with self._locks.setdefault(key, threading.Lock()):
            found = self._found.get(key)
            if found is None or abs((now - found.at).total_seconds()) >= seconds:
                found = self._found[key] = AsOf(now, read())
            return cast(AsOf[T], found)
