"""The chain of the audit: each entry's hash stands on the hash before it, so a change anywhere is found by anybody."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

START = "0" * 64  # what the first entry stands on
LATE = dt.timedelta(minutes=15)  # a transaction ends within this time, and clocks of machines differ by less
KEPT_DAYS_LEAST = 180  # the law asks for six months; the database itself refuses to delete what is younger


@dataclass(frozen=True, slots=True)
class ChainedEntry:
    """An entry as it was written. `about`: the entry whose outcome it tells; `site`: of who acted."""

    id: int
    at: dt.datetime
    who: str
    act: str
    object: str
    data: Any = field(hash=False)
    client_ip: str
    site: int | None
    about: int | None


@dataclass(frozen=True, slots=True)
class Link:
    """The place of entry number `entry` in the chain (1, 2, 3 …, without gaps), and when it was chained."""

    place: int
    entry: int
    at: dt.datetime
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """How far the chain goes, as it was told outside."""

    place: int
    hash: str


@dataclass(frozen=True, slots=True)
class ChainFault:
    """`what`: changed, removed, inserted (these name an entry; removed ones of which nothing is left name none), or
    other (a head outside says something else of this place)."""

    what: str
    place: int
    entry: int = 0


def following(previous: str, place: int, at: dt.datetime, entry: ChainedEntry) -> str:
    """The hash of an entry at its place, in hexadecimal digits."""
    told = [place, _moment(at), entry.id, _moment(entry.at), entry.who, entry.act, entry.object, entry.data]
    told += [entry.client_ip, entry.site, entry.about]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def walked(
    chain: Iterable[tuple[Link, ChainedEntry | None]], begin: Head, heads: dict[int, str]
) -> Iterator[ChainFault | Head]:
    """The faults of a chain in order of its places, and at last how far it goes. Behind a fault the chain's own hash is
    believed, so that each fault is told once. `heads`: what was told outside, by place."""
    place, before, run, earlier = begin.place, begin.hash, None, None
    for link, entry in chain:
        for gone in range(place + 1, link.place):
            yield ChainFault("removed", gone)
        if link.at != run:
            run, earlier = link.at, run
        if entry is None:
            yield ChainFault("removed", link.place, link.entry)
        elif place + 1 == link.place and following(before, link.place, link.at, entry) != link.hash:
            yield ChainFault("changed", link.place, entry.id)
        elif earlier is not None and entry.at < earlier - LATE:
            yield ChainFault("inserted", link.place, entry.id)
        if heads.get(link.place, link.hash) != link.hash:
            yield ChainFault("other", link.place, link.entry)
        place, before = link.place, link.hash
    yield Head(place, before)


def written(link: Link, entry: ChainedEntry | None) -> str:
    """A line of the archive."""
    told = {"place": link.place, "chained": _moment(link.at), "hash": link.hash, "id": link.entry}
    if entry is not None:
        told |= asdict(entry) | {"at": _moment(entry.at)}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def read(line: str) -> tuple[Link, ChainedEntry | None]:
    """A line of the archive. Raises ValueError for what is none."""
    try:
        told = json.loads(line)
        link = Link(int(told.pop("place")), int(told["id"]), _read(told.pop("chained")), str(told.pop("hash")))
        return link, ChainedEntry(**told | {"at": _read(told["at"])}) if "at" in told else None
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no line of the archive: {error}") from error


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(sep=" ", timespec="microseconds")


def _read(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC)
