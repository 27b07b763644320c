"""The list of calls: filters, order, pages, total, and what stands beside a call in it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from peewee import fn

from hotline.calls.rows import Call, Recording
from hotline.people.reads.scope import Scope
from hotline.store.paging import SIZE, Page, cut, mark, total, unmark
from hotline.words import RecordingKind, RecordingState, VoiceFinding

from . import voices
from .calls import CallLine, call_line, lines, seen_by

COUNTED_MOST = 10_000  # a list says how many rows it has up to this
BATCH = 1000


class CallSort(StrEnum):
    """The order of the list: by arrival, or the longest wait or talk first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    WAITED = "waited"
    TALKED = "talked"


@dataclass(frozen=True, slots=True)
class CallFilter:
    """A filter on calls; None and "" mean no restriction. `talked_least`, `talked_most`: whole seconds, both included;
    a call without a talk fits neither. `direction`: `in` or `out`."""

    since: dt.datetime | None = None
    before: dt.datetime | None = None
    tail: str = ""
    agent: int | None = None
    line: str = ""
    outcome: str = ""
    direction: str = ""
    talked_least: int | None = None
    talked_most: int | None = None
    heard: VoiceFinding | None = None


def sorted_by(word: str) -> CallSort:
    """The order that a URL asks for; newest first for any other word."""
    return CallSort(word) if word in set(CallSort) else CallSort.NEWEST


def page(
    wanted: CallFilter, scope: Scope, *, sort: CallSort = CallSort.NEWEST, after: str = "", size: int = SIZE
) -> Page[CallLine]:  # fmt: skip
    """A page of matching calls from the cursor `after` on."""
    query = _after(_matching(lines(), wanted, scope), sort, after)
    rows = [call_line(row) for row in query.order_by(*_order(sort)).limit(size + 1)]
    return cut(rows, lambda n: _mark(rows[n], sort), size)


def every(wanted: CallFilter, scope: Scope, *, sort: CallSort = CallSort.NEWEST, most: int) -> Iterator[CallLine]:
    """All matching calls, at most `most`, read in batches."""
    after = ""
    while most > 0:
        part = page(wanted, scope, sort=sort, after=after, size=min(BATCH, most))
        yield from part.rows
        most, after = most - len(part.rows), part.next
        if not after:
            return


def count(wanted: CallFilter, scope: Scope, *, most: int = COUNTED_MOST) -> int:
    """How many calls match, at most `most` + 1: who sees that number knows that there are more."""
    return total(_matching(Call.select(Call.id), wanted, scope), most)


def recorded(calls: Iterable[str]) -> dict[str, RecordingState]:
    """For each call whose talk was recorded, what became of its last recording."""
    query = Recording.select(Recording.call, Recording.state).where(
        Recording.call.in_(list(calls)), Recording.kind == RecordingKind.CALL.value
    )
    return {row.call: RecordingState(row.state) for row in query.order_by(Recording.id)}


def _matching(query: Any, wanted: CallFilter, scope: Scope) -> Any:
    for fits in _conditions(wanted):
        query = query.where(fits)
    return seen_by(query, scope)


def _conditions(wanted: CallFilter) -> list[Any]:
    asked: list[tuple[object, Any]] = [
        (wanted.since, Call.arrived_at >= wanted.since),
        (wanted.before, Call.arrived_at < wanted.before),
        (wanted.tail or None, Call.number.text().endswith(wanted.tail)),
        (wanted.agent, Call.agent == wanted.agent),
        (wanted.line or None, Call.line == wanted.line),
        (wanted.outcome or None, Call.outcome == wanted.outcome),
        (wanted.direction or None, Call.direction == wanted.direction),
        (wanted.talked_least, Call.talk_seconds >= wanted.talked_least),
        (wanted.talked_most, Call.talk_seconds < (wanted.talked_most or 0) + 1),
        (wanted.heard, Call.id.in_(voices.calls_with(wanted.heard)) if wanted.heard is not None else None),
    ]
    return [fits for value, fits in asked if value is not None]


def _seconds(sort: CallSort, table: Any = Call) -> Any:
    return fn.COALESCE(table.wait_seconds if sort is CallSort.WAITED else table.talk_seconds, 0.0)


def _order(sort: CallSort) -> tuple[Any, Any]:
    if sort is CallSort.OLDEST:
        return Call.arrived_at, Call.id
    key = Call.arrived_at if sort is CallSort.NEWEST else _seconds(sort)
    return key.desc(), Call.id.desc()


def _mark(row: CallLine, sort: CallSort) -> str:
    return mark(row.arrived_at, row.id) if sort in (CallSort.NEWEST, CallSort.OLDEST) else row.id


def _after(query: Any, sort: CallSort, after: str) -> Any:
    """The rows behind the mark `after`; all of them for a mark of another order."""
    if sort in (CallSort.NEWEST, CallSort.OLDEST):
        begin = unmark(after)
        if begin is None:
            return query
        at, key = begin
        if sort is CallSort.OLDEST:
            return query.where((Call.arrived_at > at) | ((Call.arrived_at == at) & (Call.id > key)))
        return query.where((Call.arrived_at < at) | ((Call.arrived_at == at) & (Call.id < key)))
    if "\x00" in after or not Call.select().where(Call.id == after).exists():
        return query
    last = Call.alias("last")  # PostgreSQL keeps these seconds shorter than Python's floats: it compares its own
    seconds = last.select(_seconds(sort, last)).where(last.id == after)
    of = _seconds(sort)
    return query.where((of < seconds) | ((of == seconds) & (Call.id < after)))
