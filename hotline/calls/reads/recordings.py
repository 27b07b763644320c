"""All recordings: found, kept, failed and purged ones; and further details for a call's page."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from peewee import JOIN, fn

from hotline.calls.rows import Call, CallLeg, Line, Offer, Purge, Recording
from hotline.people.reads.scope import Scope
from hotline.people.rows import Person
from hotline.store.paging import SIZE, Page, cut, mark, total, unmark_id
from hotline.words import OfferResult, Party, RecordingKind, RecordingState

from .calls import seen_by

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


@dataclass(frozen=True, slots=True)
class RecordingFilter:
    """A filter on recordings; None and "" mean no restriction. `person` talked in the call; lengths are seconds."""

    since: dt.datetime | None = None
    before: dt.datetime | None = None
    person: int | None = None
    line: str = ""
    tail: str = ""
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class FoundRecording:
    """A recording that can be played, with its call."""

    id: int
    call: str
    kind: RecordingKind
    begun_at: dt.datetime
    seconds: float | None
    number: str
    line: str
    person: str


def found(
    wanted: RecordingFilter, scope: Scope, *, more: Sequence[Any] = (), after: str = "", size: int = SIZE
) -> Page[FoundRecording]:
    """A page of the kept recordings that fit and may be seen, the newest first. `more`: further conditions. By the row
    id, which grows with time: there a page needs no sorting."""
    query = Recording.select(
        Recording, Call.number, fn.COALESCE(Line.name, Call.line, "").alias("line_name"), Person.name.alias("who")
    )
    query = query.join(Call, on=(Recording.call == Call.id)).join(Person, JOIN.LEFT_OUTER, on=(Call.agent == Person.id))
    query = query.join_from(Call, Line, JOIN.LEFT_OUTER, on=(Call.line == Line.code)).objects()
    query = seen_by(query.where(*_conditions(wanted), *more), scope)
    counted, begin = total(query), unmark_id(after)
    if begin is not None:
        query = query.where(Recording.id < begin[1])
    rows = [
        FoundRecording(
            row.id, row.call, RecordingKind(row.kind), row.begun_at, row.seconds, row.number, row.line_name,
            row.who or "",
        )
        for row in query.order_by(Recording.id.desc()).limit(size + 1)
    ]  # fmt: skip
    return cut(rows, lambda n: mark(rows[n].begun_at, rows[n].id), size, total=counted)


def talkers(site: int | None) -> list[tuple[int, str]]:
    """Who has talked with callers, also those who have left, by name: (id, name)."""
    talked = Call.select(Call.agent).where(Call.agent.is_null(False)).distinct()
    query = Person.select(Person.id, Person.name).where(Person.id.in_(talked))
    if site is not None:
        query = query.where(Person.site == site)
    return [(row.id, row.name) for row in query.order_by(Person.name, Person.id)]


def _conditions(wanted: RecordingFilter) -> list[Any]:
    fits: list[Any] = [Recording.state == RecordingState.KEPT.value]
    if wanted.since is not None:
        fits.append(Recording.begun_at >= wanted.since)
    if wanted.before is not None:
        fits.append(Recording.begun_at < wanted.before)
    if wanted.person is not None:
        answered = Offer.result == OfferResult.ANSWERED.value
        passed_on = Offer.select(Offer.call).where(Offer.person == wanted.person, answered)
        fits.append((Call.agent == wanted.person) | Call.id.in_(passed_on))
    if wanted.line:
        fits.append(Call.line == wanted.line)
    if wanted.tail:
        fits.append(Call.number.text().endswith(wanted.tail))
    if wanted.least is not None:
        fits.append(Recording.seconds >= wanted.least)
    if wanted.most is not None:
        fits.append(Recording.seconds <= wanted.most)
    return fits


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


def failures(scope: Scope, *, after: str = "", size: int = SIZE) -> Page[Failure]:
    """Recordings that failed of the calls that a reader sees, the newest first."""
    query = Recording.select().where(Recording.state == RecordingState.FAILED.value)
    if scope != Scope():
        query = seen_by(query.join(Call, on=(Recording.call == Call.id)), scope)
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
