"""The limit of requests per address and minute."""

import datetime as dt
from collections import deque

MINUTE = dt.timedelta(minutes=1)
MOST_KNOWN = 20_000  # most addresses in memory; the oldest are dropped first


class Rate:
    """A limit of requests per address and minute; in memory, because this program is one process."""

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
