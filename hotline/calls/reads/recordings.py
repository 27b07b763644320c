"""All recordings: kept, failed and purged ones; and further details for a call's page."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from peewee import JOIN, fn

from hotline.calls.rows import Call, CallLeg, Purge, Recording
from hotline.people.rows import Person
from hotline.store.paging import SIZE, Page, cut, mark, unmark_id
from hotline.words import OfferResult, Party, RecordingKind, RecordingState

NUMBERS = (Party.OUTSIDE, Party.JUDGE, Party.CHAMBER, Party.CITIZEN)  # parties whose numbers only some users may see


@dataclass(frozen=True, slots=True)
class Leg:
    """Another party than the caller who was rung in a call."""

    party: Party
    person: str
    name: str
    dialled: str
    begun_at: dt.datetime
    answered_at: dt.datetime | None
    ended_at: dt.datetime | None
    result: OfferResult | None

    @property
    def private(self) -> bool:
        """True if the dialled number is an outsider's private number."""
        return self.party in NUMBERS


@dataclass(frozen=True, slots=True)
class Details:
    """A call's details that are not in its list line. `satisfaction`: 5 (best) to 1, None: no answer."""

    direction: str
    satisfaction: int | None
    flow: str
    flow_version: str
    call_back: int | None


@dataclass(frozen=True, slots=True)
class KeptRecordings:
    """Recordings of a kind in a state."""

    kind: RecordingKind
    state: RecordingState
    files: int
    bytes: int
    unsealed: int


@dataclass(frozen=True, slots=True)
class Failure:
    id: int
    call: str
    kind: RecordingKind
    begun_at: dt.datetime
    error: str


@dataclass(frozen=True, slots=True)
class Purged:
    """One purging round's report for a kind; `days` is its retention time."""

    id: int
    at: dt.datetime
    kind: str
    files: int
    bytes: int
    data: dict[str, Any] = field(hash=False)


def legs(call: str) -> list[Leg]:
    """All parties who were rung in a call, in order."""
    rows = CallLeg.select(CallLeg, Person).join(Person, JOIN.LEFT_OUTER).where(CallLeg.call == call)
    return [
        Leg(
            Party(row.kind), getattr(row.person, "name", ""), row.name, row.dialled, row.begun_at,
            row.answered_at, row.ended_at, OfferResult(row.result) if row.result else None,
        )
        for row in rows.order_by(CallLeg.begun_at, CallLeg.id)
    ]  # fmt: skip


def details(call: str) -> Details:
    row = Call.get_by_id(call)
    return Details(row.direction, row.satisfaction, row.flow or "", row.flow_version or "", row.call_back)


def kept() -> list[KeptRecordings]:
    """Number of files and bytes of each kind and state."""
    rows = Recording.select(
        Recording.kind,
        Recording.state,
        fn.COUNT(Recording.id).alias("n"),
        fn.SUM(fn.COALESCE(Recording.size, 0)).alias("bytes"),
        fn.COUNT(Recording.sha256).alias("sealed"),
    ).group_by(Recording.kind, Recording.state)
    return [
        KeptRecordings(
            RecordingKind(row.kind), RecordingState(row.state), row.n, int(row.bytes or 0), row.n - row.sealed
        )
        for row in rows.order_by(Recording.kind, Recording.state)
    ]


def sealed() -> int:
    """Recordings with a checksum, which can be compared."""
    kept = Recording.select().where(
        Recording.sha256.is_null(False), Recording.state == RecordingState.KEPT.value
    )  # fmt: skip
    return int(kept.count())


def failures(*, after: str = "", size: int = SIZE) -> Page[Failure]:
    """Recordings that failed, the newest first."""
    query = Recording.select().where(Recording.state == RecordingState.FAILED.value)
    begin = unmark_id(after)
    if begin is not None:
        at, key = begin
        query = query.where((Recording.begun_at < at) | ((Recording.begun_at == at) & (Recording.id < int(key))))
    rows = [
        Failure(row.id, row.call, RecordingKind(row.kind), row.begun_at, row.error or "")
        for row in query.order_by(Recording.begun_at.desc(), Recording.id.desc()).limit(size + 1)
    ]
    return cut(rows, lambda n: mark(rows[n].begun_at, rows[n].id), size)


def purges(*, most: int = 60) -> list[Purged]:
    """The last reports of purging."""
    rows = Purge.select().order_by(Purge.at.desc(), Purge.id.desc()).limit(most)
    return [Purged(row.id, row.at, row.kind, row.files, row.bytes, row.data) for row in rows]
