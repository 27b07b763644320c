"""The call-back tasks in order of urgency, with their attempts and messages."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import peewee
from peewee import fn

from hotline.callers.rows import CallBack, CallBackCall, CallBackTry
from hotline.callers.rules.call_backs import OPEN, URGENCY
from hotline.calls.rows import Line, Recording
from hotline.people.reads.people import Someone, telephones
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.store.database import stored
from hotline.store.paging import SIZE, Page, cut, mark, total, unmark, unmark_id
from hotline.words import CallBackReason, CallBackState, OfferResult, Outcome, RecordingKind, RecordingState, Word

MOST_CALLS = 1_000_000  # more than a number calls: the most missed come first by what is left to it
_OPEN = [state.value for state in OPEN]


class TaskSort(StrEnum):
    """The order of open tasks: the most urgent, the oldest, the last missed or the most often missed first."""

    URGENCY = "urgency"
    OLDEST = "oldest"
    NEWEST = "newest"
    CALLS = "calls"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt; `result` is None while it is running."""

    number: int
    at: dt.datetime
    who: str
    call: str
    result: Word | None


@dataclass(frozen=True, slots=True)
class Message:
    """A recording that the caller left."""

    recording: int
    seconds: float | None
    state: RecordingState


@dataclass(frozen=True, slots=True)
class Task:
    """A call-back task. `next_at`: the time after the last attempt is over; the quiet hours are not in it."""

    id: int
    number: str
    name: str
    line: str
    line_code: str | None
    reason: CallBackReason
    state: CallBackState
    calls: int
    created_at: dt.datetime
    missed_at: dt.datetime
    place_since: dt.datetime | None
    next_at: dt.datetime
    call: str
    taken_by: int | None
    taken_name: str
    done_at: dt.datetime | None
    done_name: str
    note: str
    attempts: tuple[Attempt, ...]
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """A filter on tasks. `state`: "" for all not done, `open`, `taken`, or `done`; `person`: whose tasks."""

    line: str = ""
    reason: str = ""
    state: str = ""
    person: int | None = None


def page(
    asked: TaskFilter, site: int | None, *, sort: TaskSort = TaskSort.URGENCY, after: str = "", size: int = SIZE
) -> Page[Task]:
    """The matching tasks of a site (None: all sites) in the order asked for; done ones newest first."""
    query = _within(_all(), site)
    for fits in _conditions(asked):
        query = query.where(fits)
    counted = total(query)
    if asked.state == "done":
        return _done(query, after, size, counted)
    rank, at, ascends = _order(sort)
    begin = _burning(after)
    if begin is not None:
        of_rank, moment, key = begin
        of_at = stored(moment) if sort is TaskSort.URGENCY else moment  # an expression knows no column's type
        beyond = at > of_at if ascends else at < of_at
        later = beyond | ((at == of_at) & (CallBack.id > key))
        query = query.where((rank > of_rank) | ((rank == of_rank) & later))
    rows = list(query.order_by(rank, at if ascends else at.desc(), CallBack.id).limit(size + 1))
    return cut(_tasks(rows), lambda n: _mark(rows[n], sort), size, total=counted)


def sorted_by(word: str) -> TaskSort:
    """The order that a URL asks for; by urgency for any other word."""
    return TaskSort(word) if word in set(TaskSort) else TaskSort.URGENCY


def callers_of(line: str | None, of_site: int | None = None) -> list[Someone]:
    """Who may be given a task of this line: those of its site who call out and have a telephone. Without a line those
    of a site, or all."""
    return callers_of_lines([line], of_site)[line]


def callers_of_lines(wanted: Iterable[str | None], of_site: int | None = None) -> dict[str | None, list[Someone]]:
    """The same for several lines, with one look at the people."""
    wanted = list(wanted)
    named = [code for code in wanted if code is not None]
    sites: dict[str | None, int | None] = {
        row.code: row.site_id for row in Line.select(Line.code, Line.site).where(Line.code.in_(named))
    }  # fmt: skip
    staff = [one for one in telephones() if may(one.roles, Permission.CALL_OUT)]
    return {
        line: [one for one in staff if sites.get(line, of_site) in (None, one.site)] for line in wanted
    }  # fmt: skip


def _order(sort: TaskSort) -> tuple[Any, Any, bool]:
    """A number and a time to order by; whether the times ascend."""
    none = peewee.Value(0)
    match sort:
        case TaskSort.OLDEST:
            return none, CallBack.created_at, True
        case TaskSort.NEWEST:
            return none, CallBack.missed_at, False
        case TaskSort.CALLS:
            return MOST_CALLS - CallBack.calls, CallBack.created_at, True
    rank = peewee.Case(CallBack.reason, [(reason.value, n) for n, reason in enumerate(URGENCY)], len(URGENCY))
    asked = peewee.Case(None, [(CallBack.reason == CallBackReason.ASKED.value, CallBack.place_since)], None)
    return rank, fn.COALESCE(asked, CallBack.created_at), True


def _mark(row: Any, sort: TaskSort) -> str:
    match sort:
        case TaskSort.OLDEST:
            return mark(row.created_at, f"0.{row.id}")
        case TaskSort.NEWEST:
            return mark(row.missed_at, f"0.{row.id}")
        case TaskSort.CALLS:
            return mark(row.created_at, f"{MOST_CALLS - row.calls}.{row.id}")
    return mark(_since(row), f"{URGENCY.index(CallBackReason(row.reason))}.{row.id}")


def one(task: int, site: int | None) -> Task | None:
    rows = list(_within(_all(), site).where(CallBack.id == task))
    return _tasks(rows)[0] if rows else None


def row_within(task: int, site: int | None) -> CallBack | None:
    """The task itself, if it is a site's (None: any)."""
    found: CallBack | None = _within(CallBack.select(), site).where(CallBack.id == task).first()
    return found


def waiting(site: int | None) -> int:
    """The number of waiting tasks, for the badge."""
    return int(_within(CallBack.select(), site).where(CallBack.state == CallBackState.OPEN.value).count())


def _done(query: Any, after: str, size: int, counted: int) -> Page[Task]:
    begin = unmark_id(after)
    if begin is not None:
        at, key = begin[0], int(begin[1])
        query = query.where((CallBack.done_at < at) | ((CallBack.done_at == at) & (CallBack.id < key)))
    rows = list(query.order_by(CallBack.done_at.desc(), CallBack.id.desc()).limit(size + 1))
    return cut(_tasks(rows), lambda n: mark(rows[n].done_at, rows[n].id), size, total=counted)


def _burning(after: str) -> tuple[int, dt.datetime, int] | None:
    """The end of a page of open tasks: rank, time, id."""
    begin = unmark(after)
    rank, _dot, key = begin[1].partition(".") if begin is not None else ("", "", "")
    if begin is None or not (rank.isascii() and rank.isdigit() and key.isascii() and key.isdigit()):
        return None
    return (int(rank), begin[0], int(key)) if len(rank) < 8 and len(key) < 18 else None


def _since(row: CallBack) -> dt.datetime:
    asked = row.place_since if row.reason == CallBackReason.ASKED else None
    since: dt.datetime = asked or row.created_at
    return since


def _all() -> Any:
    taken, done = Person.alias(), Person.alias()
    return (
        CallBack.select(
            CallBack, Line.name.alias("line_name"), taken.name.alias("taken_name"), done.name.alias("done_name")
        )
        .join(Line, peewee.JOIN.LEFT_OUTER, on=(CallBack.line == Line.code))
        .switch(CallBack)
        .join(taken, peewee.JOIN.LEFT_OUTER, on=(CallBack.taken_by == taken.id))
        .switch(CallBack)
        .join(done, peewee.JOIN.LEFT_OUTER, on=(CallBack.done_by == done.id))
        .objects()
    )


def _within(query: Any, site: int | None) -> Any:
    """Restrict to a site's tasks: those of its lines, and those of callers who had not reached a line yet."""
    if site is None:
        return query
    return query.where(CallBack.line.is_null() | CallBack.line.in_(Line.select(Line.code).where(Line.site == site)))


def _conditions(asked: TaskFilter) -> list[Any]:
    states = {"": _OPEN, "done": [state.value for state in CallBackState if state not in OPEN]}
    fits: list[Any] = [CallBack.state.in_(states.get(asked.state, [asked.state]))]
    if asked.line:
        fits.append(CallBack.line == asked.line)
    if asked.reason:
        fits.append(CallBack.reason == asked.reason)
    if asked.person is not None:
        fits.append((CallBack.taken_by == asked.person) | (CallBack.done_by == asked.person))
    return fits


def _tasks(rows: list[Any]) -> list[Task]:
    ids = [row.id for row in rows]
    attempts: dict[int, list[Attempt]] = {}
    tries = CallBackTry.select(CallBackTry, Person).join(Person).where(CallBackTry.call_back.in_(ids))
    for row in tries.order_by(CallBackTry.number):
        made = Attempt(row.number, row.at, row.person.name, row.call or "", _result(row.result))
        attempts.setdefault(row.call_back_id, []).append(made)
    messages: dict[int, list[Message]] = {}
    left = (
        Recording.select(Recording, CallBackCall.call_back.alias("task"))
        .join(CallBackCall, on=(CallBackCall.call == Recording.call))
        .where(CallBackCall.call_back.in_(ids), Recording.kind == RecordingKind.MESSAGE.value)
    )
    for sound in left.order_by(Recording.id).objects():
        messages.setdefault(sound.task, []).append(Message(sound.id, sound.seconds, RecordingState(sound.state)))
    return [_task(row, attempts.get(row.id, []), messages.get(row.id, [])) for row in rows]


def _result(code: str | None) -> Word | None:
    """The label of an attempt's result: of the call, or of the citizen's telephone."""
    if not code:
        return None
    return Outcome(code) if code in set(Outcome) else OfferResult(code)


def _task(row: Any, attempts: list[Attempt], messages: list[Message]) -> Task:
    return Task(
        id=row.id,
        number=row.number,
        name=row.name,
        line=row.line_name or row.line or "",
        line_code=row.line,
        reason=CallBackReason(row.reason),
        state=CallBackState(row.state),
        calls=row.calls,
        created_at=row.created_at,
        missed_at=row.missed_at,
        place_since=row.place_since,
        next_at=row.next_at,
        call=row.last_call,
        taken_by=row.taken_by_id,
        taken_name=row.taken_name or "",
        done_at=row.done_at,
        done_name=row.done_name or "",
        note=row.note,
        attempts=tuple(attempts),
        messages=tuple(messages),
    )
