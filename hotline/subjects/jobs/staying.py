"""Which of a person's rows stay for now, why, and until when."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hotline.subjects.reads.held import Held
from hotline.subjects.rules.covering import Subject
from hotline.subjects.rules.erasing import Shortest, stays_until
from hotline.tickets.rules.life import ENDED
from hotline.words import CallBackState, CallState, ContactState, HeldKind, KeptWhy, NoticeState

Reason = tuple[KeptWhy, dt.datetime | None]
K, W = HeldKind, KeptWhy


@dataclass(slots=True)
class Work:
    """An erasure under way. `own` and `stays`: rows by table and id; `done`: how many rows of each table changed;
    `also`: rows of others, or of nobody known, in which his name is covered (`draft:12`)."""

    who: Subject
    mine: Held
    kept: list[tuple[HeldKind, KeptWhy, dt.datetime | None]] = field(default_factory=list)
    own: set[tuple[str, Any]] = field(default_factory=set)
    stays: set[tuple[str, Any]] = field(default_factory=set)
    done: dict[str, int] = field(default_factory=dict)
    also: frozenset[str] = frozenset()


def sort_out(work: Work, shortest: Shortest, now: dt.datetime) -> None:
    """Note what is his, and what of it stays."""
    for kind, rows in work.mine.rows.items():
        for row in rows:
            place = (row._meta.table_name, row.get_id())
            work.own.add(place)
            found = _REASONS[kind](row, shortest, now) if kind in _REASONS else None
            if found is not None:
                work.kept.append((kind, *found))
                if kind not in (K.FILES, K.PAPERS):  # their names are covered all the same
                    work.stays.add(place)


def _call(row: Any, shortest: Shortest, now: dt.datetime) -> Reason | None:
    return _timed(W.CALL_TIME, row.ended_at if row.state == CallState.ENDED.value else None, shortest.calls, now)


def _ticket(row: Any, shortest: Shortest, now: dt.datetime) -> Reason | None:
    done = (row.closed_at or row.opened_at) if row.state in ENDED else None
    return _timed(W.TICKET_TIME, done, shortest.tickets, now)


def _timed(why: KeptWhy, done: dt.datetime | None, days: int, now: dt.datetime) -> Reason | None:
    stays, until = stays_until(done, days, now)
    return ((W.UNFINISHED if until is None else why), until) if stays else None


def _unfinished(*states: str) -> Callable[[Any, Shortest, dt.datetime], Reason | None]:
    return lambda row, _shortest, _now: (W.UNFINISHED, None) if row.state in states else None


def _nuisance(row: Any, _shortest: Shortest, now: dt.datetime) -> Reason | None:
    return (W.IN_FORCE, row.until) if row.lifted_at is None and row.until > now else None


_REASONS: dict[HeldKind, Callable[[Any, Shortest, dt.datetime], Reason | None]] = {
    K.CALLS: _call,
    K.LEGS: lambda row, shortest, now: _timed(W.CALL_TIME, row.ended_at, shortest.calls, now),
    K.RECORDINGS: lambda row, shortest, now: _timed(W.SOUND_TIME, row.begun_at, shortest.sounds, now),
    K.TICKETS: _ticket,
    K.PARTIES: _ticket,
    K.CONTACTS: _unfinished(ContactState.OPEN),
    K.CALL_BACKS: _unfinished(CallBackState.OPEN, CallBackState.TAKEN),
    K.MESSAGES: _unfinished(NoticeState.WAITING, NoticeState.SENDING),
    K.NUISANCE: _nuisance,
    K.FILES: lambda _row, _shortest, _now: (W.WITH_TICKET, None),
    K.PAPERS: lambda _row, _shortest, _now: (W.ARCHIVE, None),
}
