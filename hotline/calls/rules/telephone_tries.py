"""Wrong passwords at the telephones' door: who is kept out after how many, for how long, and who never is.

An extension at an address is counted, and the address as a whole (extension ""), which bears four times as many. A
telephone that has registered from the same address within a day is never kept out and never counts for its address: a
stranger behind the same address, or one who forges it, would close the door on the honest one.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

WHOLE = ""  # instead of an extension: all that fails from the address, unknown names too
WHOLE_TIMES = 4
KNOWN = dt.timedelta(days=1)  # so long after a good registration a telephone is known
FORGOTTEN = dt.timedelta(hours=1)  # without a failure for so long, counting begins anew
FORGIVEN = dt.timedelta(days=1)  # and then so does the time of being kept out
FIRST = dt.timedelta(minutes=1)
BANS_MOST = 1000


@dataclass(frozen=True, slots=True)
class Guesses:
    """`failed`: since it was last kept out or let in. `bans`: how often it was kept out; each time lasts twice as
    long. `until`: kept out until then."""

    address: str
    extension: str
    failed: int = 0
    total: int = 0
    last_at: dt.datetime | None = None
    good_at: dt.datetime | None = None
    bans: int = 0
    until: dt.datetime | None = None

    def known(self, now: dt.datetime) -> bool:
        return self.good_at is not None and self.good_at > now - KNOWN

    def out(self, now: dt.datetime) -> bool:
        return self.until is not None and self.until > now


def failed(tries: Guesses, more: int, now: dt.datetime, *, most: int, longest: dt.timedelta) -> Guesses:
    """After `more` failures. `most`: so many keep an extension out; `longest`: for at most so long. What fails while it
    is kept out makes it no longer."""
    since = now - (tries.last_at or now)
    count = (0 if since > FORGOTTEN else tries.failed) + more
    bans = 0 if since > FORGIVEN else tries.bans
    after = replace(tries, failed=count, total=tries.total + more, last_at=now, bans=bans)
    if tries.out(now):
        return replace(after, failed=tries.failed)
    limit = most * WHOLE_TIMES if tries.extension == WHOLE else most
    if count < limit or tries.known(now):
        return after
    lasts = min(longest, FIRST * 2 ** min(bans, 20))
    return replace(after, failed=0, bans=min(bans + 1, BANS_MOST), until=now + lasts)


def good(tries: Guesses, now: dt.datetime) -> Guesses:
    """After a registration with the right password, or when somebody lets it in again."""
    return replace(tries, failed=0, bans=0, until=None, good_at=now)


@dataclass(frozen=True, slots=True)
class KeptOut:
    """Addresses that the switch refuses: `everywhere` for every extension that `of` does not name, `of` for these."""

    everywhere: tuple[str, ...] = ()
    of: tuple[tuple[str, tuple[str, ...]], ...] = ()


def kept_out(rows: Iterable[Guesses], now: dt.datetime) -> KeptOut:
    """What the rows come to."""
    listed = list(rows)
    everywhere = {one.address for one in listed if one.extension == WHOLE and one.out(now)}
    of: dict[str, set[str]] = {}
    for one in listed:
        if one.extension != WHOLE and one.out(now):
            of.setdefault(one.extension, set(everywhere)).add(one.address)
    for one in listed:
        if one.extension != WHOLE and one.known(now) and one.address in everywhere:
            of.setdefault(one.extension, set(everywhere)).discard(one.address)
    differs = {extension: addresses for extension, addresses in of.items() if addresses != everywhere}
    return KeptOut(
        tuple(sorted(everywhere)),
        tuple((extension, tuple(sorted(differs[extension]))) for extension in sorted(differs)),
    )
