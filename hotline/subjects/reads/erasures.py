"""Requests for erasure, with the report of each that was carried out."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from hotline.store.paging import SIZE, Page, cut, mark, unmark_id
from hotline.subjects.rows import Erasure
from hotline.subjects.rules.erasing import CONSENT_LASTS, Kept
from hotline.words import ErasureState, HeldKind, KeptWhy


@dataclass(frozen=True, slots=True)
class ErasureView:
    """`erased`: how many rows of each table; `whose`: the request's person while it waits, masked by the page;
    `also`: how many texts it names in which only his name stands."""

    id: int
    number: str
    state: ErasureState
    reason: str
    asked_by: str
    asked_at: dt.datetime
    decided_by: str
    decided_at: dt.datetime | None
    done_at: dt.datetime | None
    erased: dict[str, int]
    kept: tuple[Kept, ...]
    whose: dict[str, str]
    also: int


def page(*, now: dt.datetime, after: str = "", size: int = SIZE) -> Page[ErasureView]:
    """The newest first."""
    query = Erasure.select()
    begin = unmark_id(after)
    if begin is not None:
        at, key = begin
        query = query.where((Erasure.asked_at < at) | ((Erasure.asked_at == at) & (Erasure.id < int(key))))
    rows = list(query.order_by(Erasure.asked_at.desc(), Erasure.id.desc()).limit(size + 1))
    return cut([_view(row, now) for row in rows], lambda n: mark(rows[n].asked_at, rows[n].id), size)


def one(erasure: int, *, now: dt.datetime) -> ErasureView | None:
    row = Erasure.get_or_none(Erasure.id == erasure)
    return None if row is None else _view(row, now)


def waiting(now: dt.datetime) -> int:
    """How many wait for a second person."""
    open_ = (Erasure.state == ErasureState.OPEN.value) & (Erasure.asked_at >= now - CONSENT_LASTS)
    return int(Erasure.select().where(open_).count())


def _view(row: Any, now: dt.datetime) -> ErasureView:
    state = ErasureState(row.state)
    if state is ErasureState.OPEN and row.asked_at < now - CONSENT_LASTS:
        state = ErasureState.VOID
    said = row.report or {}
    return ErasureView(
        row.id, row.number, state, row.reason, row.asked_by, row.asked_at, row.decided_by, row.decided_at, row.done_at,
        said.get("erased", {}), tuple(_kept(one) for one in said.get("kept", [])), row.subject or {},
        len((row.subject or {}).get("also", ())),
    )  # fmt: skip


def _kept(said: dict[str, Any]) -> Kept:
    until = said.get("until")
    return Kept(
        HeldKind(said["kind"]), KeptWhy(said["why"]), int(said["count"]),
        None if until is None else dt.datetime.fromisoformat(until),
    )  # fmt: skip
