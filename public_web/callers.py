"""The client's address behind trusted proxies, and the limit of requests per address and minute."""

import datetime as dt
import ipaddress
from collections import deque
from collections.abc import Iterable

MINUTE = dt.timedelta(minutes=1)
MOST_KNOWN = 20_000  # most addresses in memory; the oldest are dropped first
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Proxies:
    """The trusted proxies. X-Forwarded-For is evaluated from the right, up to the first untrusted address."""

    def __init__(self, networks: Iterable[str]) -> None:
        self._networks = [ipaddress.ip_network(one, strict=False) for one in networks]

    def caller(self, peer: str, forwarded: str) -> str:
        """The address for counting tries. An IPv6 client counts as its /64, since one client owns all of it."""
        at = _address(peer)
        for one in reversed(forwarded[-1000:].split(",") if forwarded else []):
            if at is None or not any(at in network for network in self._networks if network.version == at.version):
                break
            before = _address(one)
            if before is None:
                break
            at = before
        if at is None:
            return "unknown"
        return str(ipaddress.ip_network((at, 64), strict=False)) if at.version == 6 else str(at)


def _address(text: str) -> _Address | None:
    try:
        found = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return mapped if mapped is not None else found


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
