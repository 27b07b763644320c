"""Old entries of the audit, in files: searched as the table is, and proved by the chain before they are shown."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from hotline.people.reads.audit import QUIET, TELL_A_CALL, AuditFilter, Noted
from hotline.people.rows import AuditArchive, Person
from hotline.people.rules.audit_chain import LATE, START, ChainedEntry, ChainFault, Head, Link, read, walked
from hotline.people.rules.audit_things import SEALED

ENTRIES_MOST = 150_000  # entries that one search walks; then it says how far it came
MARK = "archive~"
Chain = list[tuple[Link, ChainedEntry | None]]


@dataclass(frozen=True, slots=True)
class Segment:
    """A file as the table knows it: places `first` to `last`; `before`: the chain's hash in front of it."""

    first: int
    last: int
    file: str
    sha256: str
    hash: str
    before: str


@dataclass(frozen=True, slots=True)
class Damaged:
    """`what`: gone, unreadable, or changed (its entries are shown, but nothing vouches for them)."""

    file: str
    first: int
    last: int
    what: str


@dataclass(frozen=True, slots=True)
class ArchiveFound:
    """`next`: where the search goes on, "" at the end; `stopped`: it had walked as much as one search may."""

    rows: tuple[Noted, ...] = ()
    next: str = ""
    damaged: tuple[Damaged, ...] = ()
    stopped: bool = False


def segments() -> list[Segment]:
    """The files, newest first."""
    found, before = [], START
    for row in list(AuditArchive.select().order_by(AuditArchive.last)):
        found.append(Segment(row.first, row.last, row.file, row.sha256, row.hash, before))
        before = row.hash
    return found[::-1]


def logins_of(who: str) -> frozenset[str]:
    """Whose entries a typed login, or part of a name, means."""
    if not who:
        return frozenset()
    return frozenset({row.login for row in list(Person.select(Person.login).where(Person.name.contains(who)))})


def is_mark(after: str) -> bool:
    return after.startswith(MARK)


def search(
    folder: Path, kept: list[Segment], wanted: AuditFilter, logins: frozenset[str], *, after: str = "", size: int,
    most: int = ENTRIES_MOST,
) -> ArchiveFound:  # fmt: skip
    """The newest archived entries that fit, newest first. Asks no database, so it may run in a thread. `after`: the
    `next` of the page before; `most`: entries to walk, a file begun is walked to its end."""
    upto = _upto(after)
    rows: list[Noted] = []
    damaged: list[Damaged] = []
    walked_so_far = 0
    for segment in (one for one in kept if upto is None or one.first <= upto):
        if walked_so_far >= most:
            return ArchiveFound(tuple(rows), f"{MARK}{segment.last}", tuple(damaged), stopped=True)
        if _outside(folder / segment.file, wanted):
            continue
        chain, what = _checked(folder / segment.file, segment)
        walked_so_far += len(chain)
        if what:
            damaged.append(Damaged(segment.file, segment.first, segment.last, what))
        for place, one in _fitting(chain, wanted, logins, doubted=bool(what)):
            if upto is not None and place > upto:
                continue
            if len(rows) == size:
                return ArchiveFound(tuple(rows), f"{MARK}{place}", tuple(damaged))
            rows.append(one)
    return ArchiveFound(tuple(rows), "", tuple(damaged))


def _upto(after: str) -> int | None:
    """The place where a search goes on; None for its beginning and for any other text."""
    digits = after.removeprefix(MARK)
    return int(digits) if is_mark(after) and digits.isascii() and digits.isdigit() and len(digits) < 19 else None


def _checked(file: Path, segment: Segment) -> tuple[Chain, str]:
    """The entries of a file, and what is wrong with it."""
    chain: Chain = []
    what = ""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return [], "gone"
    except OSError:
        return [], "unreadable"
    for line in content.decode(errors="replace").splitlines():
        try:
            chain.append(read(line))
        except ValueError:
            what = "changed"
    if hashlib.sha256(content).hexdigest() != segment.sha256:
        what = "changed"
    *faults, head = walked(chain, Head(segment.first - 1, segment.before), {})
    if any(isinstance(one, ChainFault) for one in faults) or head != Head(segment.last, segment.hash):
        what = "changed"
    return chain, what


def _outside(file: Path, wanted: AuditFilter) -> bool:
    """Whether a file lies wholly outside the days asked for; told by its first and last line."""
    if wanted.since is None and wanted.until is None:
        return False
    try:
        with file.open("rb") as data:
            first = data.readline()
            data.seek(max(0, file.stat().st_size - 65_536))
            lines = data.read().splitlines()
        begin, end = read(first.decode())[0].at, read(lines[-1].decode())[0].at
    except (OSError, ValueError, IndexError):
        return False  # looked at, and its damage told
    # an entry gets its place after it was written, by LATE at most
    too_old = wanted.since is not None and end < wanted.since
    too_new = wanted.until is not None and begin - LATE >= wanted.until
    return too_old or too_new


def _fitting(
    chain: Chain, wanted: AuditFilter, logins: frozenset[str], *, doubted: bool
) -> Iterator[tuple[int, Noted]]:
    """Newest first, each with its outcome if the same file tells it."""
    told = {one.about: one.data for _link, one in chain if one is not None and one.about is not None}
    for link, one in reversed(chain):
        if one is not None and _fits(one, wanted, logins):
            data = _dict(one.data) | _dict(told.get(one.id))
            noted = Noted(one.id, one.at, one.who, one.act, one.object, one.client_ip, data)
            yield link.place, replace(noted, archived=True, doubted=doubted)


def _dict(data: object) -> dict[str, object]:
    return data if isinstance(data, dict) else {}


def _fits(one: ChainedEntry, wanted: AuditFilter, logins: frozenset[str]) -> bool:
    """The conditions of `reads.audit`, for an entry of a file."""
    if one.about is not None or (one.object == SEALED and one.act in TELL_A_CALL):
        return False
    if wanted.site is not None and one.site != wanted.site:
        return False
    if wanted.who and one.who.lower() != wanted.who.lower() and one.who not in logins:
        return False
    if (one.act != wanted.act) if wanted.act else (one.act in QUIET):
        return False
    if (wanted.since is not None and one.at < wanted.since) or (wanted.until is not None and one.at >= wanted.until):
        return False
    about = wanted.about.casefold()
    return not about or about in one.object.casefold() or one.object in wanted.objects
