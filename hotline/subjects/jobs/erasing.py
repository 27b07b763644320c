"""Carry out an erasure that a second person has consented to: row by row, repeatable, without touching a figure.

Rows stay, so every count stays; what says whose they were is emptied or covered. All text columns of all tables are
gone through, but those that are left. A row that must be kept yet is skipped with everything that hangs on it.
"""

import datetime as dt
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import structlog

from hotline.callers.rows import CaseCache
from hotline.calls.jobs import retention
from hotline.citizens.rows import PublicKey
from hotline.people.verbs import audit
from hotline.quality.jobs import clips
from hotline.store.database import Json, writing
from hotline.subjects.reads.held import held_by, is_his
from hotline.subjects.reads.places import (
    OF_A_CALL,
    is_sealed,
    may_hold,
    name_patterns,
    place,
    tables,
    text_columns,
    ticket_of,
)
from hotline.subjects.rows import Erasure
from hotline.subjects.rules.covering import Subject, covered, covered_value
from hotline.subjects.rules.erasing import Kept, Shortest, summed
from hotline.tickets.reads.sounds import released
from hotline.tickets.rows import Ticket, search
from hotline.words import AuditAction, ErasureState, HeldKind, KeptWhy, RecordingState

from .staying import Work, sort_out

log = structlog.get_logger()
BY = "jobs"


def one_round(folder: Path, secret: str, shortest: Callable[[], Shortest], now: dt.datetime) -> int:
    """Carry out what was consented to; gives how many. `folder`: the recordings."""
    rows = list(Erasure.select().where(Erasure.state == ErasureState.GRANTED.value).order_by(Erasure.id))
    for row in rows:
        said = row.subject
        who = Subject(said.get("number", ""), said.get("identity", ""), said.get("name", ""))
        work = erase(who, folder, secret, shortest(), now, also=said.get("also", ()))
        with writing():
            report = {"erased": work.done, "kept": [_line(one) for one in summed(work.kept)]}
            Erasure.update(state=ErasureState.DONE.value, subject={}, done_at=now, report=report).where(
                Erasure.id == row.id
            ).execute()
            audit.note(
                AuditAction.ERASE_PERSON, f"erasure:{row.id}", by=BY, now=now, rows=sum(work.done.values())
            )  # fmt: skip
        log.info("person_erased", erasure=row.id, rows=sum(work.done.values()))
    return len(rows)


def erase(
    who: Subject, folder: Path, secret: str, shortest: Shortest, now: dt.datetime, *, also: Collection[str] = ()
) -> Work:
    """Empty and cover what may be; gives what was done and what stays. `also`: rows in which only the name stands and
    of which a person said that it is he (`draft:12`): the name is covered there."""
    work = Work(who, held_by(who, secret), also=frozenset(also))
    sort_out(work, shortest, now)
    _sounds(work, folder)
    _leave_no_cache(work)
    for table in sorted(tables(), key=lambda one: str(one._meta.table_name)):
        _go_through(table, work)
    _tickets(work, secret)
    return work


def _line(one: Kept) -> dict[str, Any]:
    until = None if one.until is None else one.until.isoformat()
    return {"kind": one.kind.value, "why": one.why.value, "count": one.count, "until": until}


# ---- what goes


def _sounds(work: Work, folder: Path) -> None:
    """Delete recordings that need not stay. One that is not released stays: nothing says why it is not."""
    for row in work.mine.rows.get(HeldKind.RECORDINGS, []):
        if ("recording", row.id) in work.stays:
            continue
        if row.state != RecordingState.KEPT.value:
            if released(row.call):
                clips.drop_of([row.id], folder.parent / "evidence")
            continue
        if not released(row.call):
            work.kept.append((HeldKind.RECORDINGS, KeptWhy.NOT_RELEASED, None))
            continue
        retention.drop(folder, row)
        clips.drop_of([row.id], folder.parent / "evidence")
        work.done["recording"] = work.done.get("recording", 0) + 1


def _leave_no_cache(work: Work) -> None:
    """What the case system said of him is asked again when it is needed."""
    if work.who.number:
        with writing():
            CaseCache.delete().where(CaseCache.number == work.who.number).execute()


# ---- the walk


def _go_through(table: Any, work: Work) -> None:
    columns = text_columns(table)
    if not columns:
        return
    key = table._meta.primary_key
    for row in list(table.select().where(_may_hold(columns, work))):
        if _stays(table, row, work):
            continue
        names = _names(row, work)
        new = {one.name: _new(one, getattr(row, one.name), work.who, names) for one in columns}
        new = {name: value for name, value in new.items() if value != getattr(row, name)}
        if new:
            with writing():
                table.update(new).where(key == row.get_id()).execute()
                if table is Ticket:  # also one of somebody else, in whose text the number stood
                    search.index(Ticket.get_by_id(row.get_id()))
            name = table._meta.table_name
            work.done[name] = work.done.get(name, 0) + 1


def _names(row: Any, work: Work) -> frozenset[str]:
    """Which names are covered in a row."""
    if is_his(row, work.own, work.mine):
        return work.mine.names
    return work.mine.looked_for(work.who) if place(row) in work.also else frozenset()


def _new(column: Any, value: Any, who: Subject, names: frozenset[str]) -> Any:
    if value is None:
        return None
    return covered_value(value, who, names) if isinstance(column, Json) else covered(str(value), who, names)


def _may_hold(columns: list[Any], work: Work) -> Any:
    """Rows that can hold a number in some writing: the last four digits in their order, whatever stands between, or
    wide digits; or a name."""
    digits = [one for one in (work.who.number[-4:], work.who.identity[13:17]) if one]
    wanted = [f"%{'%'.join(one)}%" for one in digits]
    wanted += [f"%{digit}%" for digit in "０１２３４５６７８９"] if wanted else []
    return may_hold(columns, [*wanted, *name_patterns(work.mine.names)])


def _stays(table: Any, row: Any, work: Work) -> bool:
    name, said = table._meta.table_name, row.__data__
    if (name, row.get_id()) in work.stays or ("call_back", said.get("call_back")) in work.stays:
        return True
    if name in OF_A_CALL:
        return ("call", said.get("call")) in work.stays
    ticket = ticket_of(row)
    return ticket is not None and (("ticket", ticket) in work.stays or is_sealed(ticket))


def _tickets(work: Work, secret: str) -> None:
    """What is no text: the keyed hashes of the person, and the index of words."""
    for row in work.mine.rows.get(HeldKind.TICKETS, []):
        if ("ticket", row.id) in work.stays:
            continue
        with writing():
            Ticket.update(
                identity_hash="", identity_tail="", caller_written="", other_tails="", caller_name="", former_names=""
            ).where(Ticket.id == row.id).execute()
            PublicKey.delete().where(PublicKey.ticket == row.id).execute()
    touched = [*work.mine.rows.get(HeldKind.TICKETS, []), *work.mine.rows.get(HeldKind.PARTIES, [])]
    for row in touched:
        if ("ticket", row.id) not in work.stays:
            with writing():
                search.index(Ticket.get_by_id(row.id))
