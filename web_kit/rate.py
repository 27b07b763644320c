"""Limits per address and minute, and a sum that is written at most once a minute; in the memory of one process."""

import datetime as dt
from collections import deque

MINUTE = dt.timedelta(minutes=1)
MOST_KNOWN = 20_000  # most addresses in memory; the oldest are dropped first


class Rate:
    """A limit of requests per address and minute; oldest addresses are forgotten first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._seen: dict[str, deque[dt.datetime]] = {}

    def one_more(self, who: str, now: dt.datetime) -> bool:
        """Count a request; True if it is under the rate limit."""
        moments = self._seen.pop(who, None) or deque()
        while moments and now - moments[0] > MINUTE:
            moments.popleft()
        fits = len(moments) < self._most
        if fits:
            moments.append(now)
        self._seen[who] = moments  # newest last
        while len(self._seen) > MOST_KNOWN:
            self._seen.pop(next(iter(self._seen)))
        return fits


class Sum:
    """What may come in floods is counted here: `due` gives what is to be written now, at most once a minute."""

    def __init__(self) -> None:
        self._waiting = 0
        self._written: dt.datetime | None = None

    def due(self, now: dt.datetime) -> int:
        """Count one; the sum since the last writing, or 0 if that is less than a minute ago."""
        self._waiting += 1
        if self._written is not None and now - self._written < MINUTE:
            return 0
        told, self._waiting, self._written = self._waiting, 0, now
        return told
