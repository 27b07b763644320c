"""The audit's chain as it is kept: in the tables, in files of old entries, and its heads as they were told outside."""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peewee import JOIN, fn

from hotline.people.rows import Audit, AuditArchive, AuditHead, AuditLink
from hotline.people.rules.audit_chain import LATE, START, ChainedEntry, ChainFault, Head, Link, following, read, walked

PAGE = 2_000


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """`entries`: how many have a place; `waiting`: how many were written a moment ago and have none yet; `heads`: how
    many that were told outside were compared; `files`: what is wrong with files of old entries."""

    entries: int
    waiting: int
    heads: int
    faults: tuple[ChainFault, ...]
    files: tuple[str, ...]
    last: int


def newest() -> Link | None:
    row = AuditLink.select().order_by(AuditLink.place.desc()).first()
    return None if row is None else Link(row.place, row.entry, row.at, row.hash)


def head_before_tables() -> Head:
    """Where the entries in the tables begin."""
    last = AuditArchive.select().order_by(AuditArchive.last.desc()).first()
    return Head(0, START) if last is None else Head(last.last, last.hash)


def newest_sent() -> tuple[str, dt.datetime] | None:
    """The day whose head was told outside last, and when."""
    row = AuditHead.select().order_by(AuditHead.day.desc()).first()
    return None if row is None else (row.day, row.sent_at)


def oldest_waiting() -> dt.datetime | None:
    """When the oldest of the newest entries that have no place yet was written; None if none waits."""
    last = newest()
    query = Audit.select(fn.MIN(Audit.at)).where(Audit.id > (0 if last is None else last.entry))
    found: dt.datetime | None = query.scalar()
    return found


def check(folder: Path, heads: dict[int, str]) -> ChainCheck:
    """Walk the whole chain. `folder`: where old entries are; `heads`: what was told outside, by place."""
    faults: list[ChainFault] = []
    files: list[str] = []
    head, entries = Head(0, START), 0
    for row in list(AuditArchive.select().order_by(AuditArchive.last)):
        chain, wrong = _of_file(folder / row.file, row.sha256)
        files += [f"{row.file}: {wrong}"] if wrong else []
        entries += len(chain)
        if chain:
            faults += [one for one in walked(chain, head, heads) if isinstance(one, ChainFault)]
        head = Head(row.last, row.hash)
    for one in walked(of_tables(head.place), head, heads):
        if isinstance(one, ChainFault):
            faults.append(one)
        else:
            entries, head = entries + AuditLink.select().count(), one
    faults += [ChainFault("removed", place) for place in sorted(heads) if place > head.place]
    inserted, waiting = _without_place()
    faults += [ChainFault("inserted", 0, entry) for entry in inserted]
    return ChainCheck(entries, waiting, len(heads), tuple(faults), tuple(files), head.place)


def of_tables(after: int = 0) -> Iterator[tuple[Link, ChainedEntry | None]]:
    """The chain in the tables behind a place, in order; None for an entry that is not there."""
    joined: Any = AuditLink.select(AuditLink.place, AuditLink.entry, AuditLink.at, AuditLink.hash, *_ENTRY).join(
        Audit, JOIN.LEFT_OUTER, on=(Audit.id == AuditLink.entry)
    )
    while rows := list(joined.where(AuditLink.place > after).order_by(AuditLink.place).limit(PAGE).tuples()):
        for place, number, at, sum_, *entry in rows:
            yield Link(place, number, at, sum_), None if entry[0] is None else ChainedEntry(*entry)
        after = rows[-1][0]


def doubted(entries: Collection[int]) -> set[int]:
    """Which of these entries of the tables, or what is told about them, do not fit their place in the chain."""
    told = {
        row.id: row.about or row.id
        for row in list(Audit.select(Audit.id, Audit.about).where(Audit.about.in_(list(entries))))
    }
    told |= {number: number for number in entries}
    links = list(AuditLink.select().where(AuditLink.entry.in_(list(told))))
    earlier = list(AuditLink.select().where(AuditLink.place.in_([link.place - 1 for link in links])))
    begin = head_before_tables()
    before = {link.place: link.hash for link in earlier} | {begin.place: begin.hash}
    found: Any = Audit.select(*_ENTRY).where(Audit.id.in_(list(told))).tuples()
    rows = {row[0]: ChainedEntry(*row) for row in found}
    return {
        told[link.entry]
        for link in links
        if following(before.get(link.place - 1, ""), link.place, link.at, rows[link.entry]) != link.hash
    }


def found(folder: Path, words: str) -> Iterator[str]:
    """The lines of old entries in which all words stand."""
    wanted = [word.casefold() for word in words.split()]
    for row in list(AuditArchive.select().order_by(AuditArchive.last)):
        if not (folder / row.file).is_file():
            continue
        with (folder / row.file).open(encoding="utf-8") as lines:
            yield from (line.rstrip("\n") for line in lines if all(word in line.casefold() for word in wanted))


def heads_of(file: Path) -> dict[int, str]:
    """The heads in a file outside, by place. Raises OSError and ValueError for one that cannot be read."""
    told: dict[int, str] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            one = json.loads(line)
            place, sum_ = int(one["place"]), str(one["hash"])
        except (ValueError, KeyError, TypeError):
            raise ValueError(f"{file}:{number}") from None
        if told.setdefault(place, sum_) != sum_:
            raise ValueError(f"{file}:{number}")
    return told


_ENTRY = (
    Audit.id, Audit.at, Audit.who, Audit.act, Audit.object, Audit.data, Audit.client_ip, Audit.site, Audit.about,
)  # fmt: skip


def _of_file(file: Path, sha256: str) -> tuple[list[tuple[Link, ChainedEntry | None]], str]:
    """The entries of a file, and what is wrong with it."""
    try:
        content = file.read_bytes()
        chain = [read(line) for line in content.decode().splitlines()]
    except (OSError, ValueError) as error:
        return [], str(error)
    return chain, "" if hashlib.sha256(content).hexdigest() == sha256 else "sha256"


def _without_place() -> tuple[list[int], int]:
    """Entries that the chain has passed by, and how many wait for it."""
    last = AuditLink.select(fn.MAX(AuditLink.at)).scalar()
    query: Any = (
        Audit.select(Audit.id, Audit.at)
        .join(AuditLink, JOIN.LEFT_OUTER, on=(AuditLink.entry == Audit.id))
        .where(AuditLink.place.is_null())
    )
    passed, waiting = [], 0
    for number, at in query.tuples():
        if last is not None and at < last - LATE:
            passed.append(number)
        else:
            waiting += 1
    return passed, waiting
