"""Carry out an erasure that a second person has consented to: row by row, repeatable, without touching a figure.

Rows stay, so every count stays; what says whose they were is emptied or covered. All text columns of all tables are
gone through, but those of `LEFT`. A row that must be kept yet is skipped with everything that hangs on it.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import peewee
import structlog

from hotline.callers.rows import CaseCache
from hotline.calls.jobs import retention
from hotline.citizens.rows import PublicKey
from hotline.people.verbs import audit
from hotline.store.database import Json, writing
from hotline.store.rows import Row, UnreadValue
from hotline.subjects.reads.held import held
from hotline.subjects.rows import Erasure
from hotline.subjects.rules.covering import Subject, covered, covered_value
from hotline.subjects.rules.erasing import Kept, Shortest, summed
from hotline.tickets.reads.sounds import released
from hotline.tickets.rows import Ticket, search
from hotline.words import AuditAction, ErasureState, HeldKind, KeptWhy, RecordingState

from .staying import Work, sort_out

log = structlog.get_logger()
BY = "jobs"
OF_A_CALL = {"call_event", "call_leg", "offer"}  # stay with a call that stays
BACKSLASH = "\\"  # escapes in LIKE on PostgreSQL
LEFT = {  # tables that are not gone through, and why
    "audit": "只增不改的审计日志，按规定留存 / only added to by law; kept for `keep.audit` and then in files",
    "audit_link": "审计链 / hashes alone",
    "audit_head": "审计链 / hashes alone",
    "audit_archive": "审计链 / hashes alone",
    "erasure": "申请本身，执行后清空 / the request itself, emptied when it is carried out",
    "court_case": "法院案件档案的样例 / the court's own case files",
    "petition": "信访档案的样例 / the court's own files",
    "paper": "已制发的文书，按档案规定留存 / issued papers, kept as archives",
    "person": "工作人员 / people of the house",
    "judge": "工作人员 / people of the house",
    "chamber": "庭室电话 / telephones of the house",
    "unit": "单位电话 / telephones of the house",
    "flow_version": "语音流程 / texts of flows",
    "flow_file": "语音流程 / texts of flows",
    "parameter": "参数 / parameters",
    "wall_key": "大屏地址 / addresses of screens",
}


def one_round(folder: Path, secret: str, shortest: Callable[[], Shortest], now: dt.datetime) -> int:
    """Carry out what was consented to; gives how many. `folder`: the recordings."""
    rows = list(Erasure.select().where(Erasure.state == ErasureState.GRANTED.value).order_by(Erasure.id))
    for row in rows:
        said = row.subject
        who = Subject(said.get("number", ""), said.get("identity", ""), said.get("name", ""))
        work = erase(who, folder, secret, shortest(), now)
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


def erase(who: Subject, folder: Path, secret: str, shortest: Shortest, now: dt.datetime) -> Work:
    """Empty and cover what may be; gives what was done and what stays."""
    work = Work(who, held(who, secret))
    sort_out(work, shortest, now)
    _sounds(work, folder)
    _leave_no_cache(work)
    for table in sorted(_tables(), key=lambda one: str(one._meta.table_name)):
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
        if row.state != RecordingState.KEPT.value or ("recording", row.id) in work.stays:
            continue
        if not released(row.call):
            work.kept.append((HeldKind.RECORDINGS, KeptWhy.NOT_RELEASED, None))
            continue
        retention.drop(folder, row)
        work.done["recording"] = work.done.get("recording", 0) + 1


def _leave_no_cache(work: Work) -> None:
    """What the case system said of him is asked again when it is needed."""
    if work.who.number:
        with writing():
            CaseCache.delete().where(CaseCache.number == work.who.number).execute()


def _tables() -> Iterator[Any]:
    """Every table of the house."""
    waiting = list(Row.__subclasses__())
    while waiting:
        table = waiting.pop()
        waiting += table.__subclasses__()
        if ".rows" in table.__module__ and table._meta.table_name not in LEFT:  # views read what others hold
            yield table


# ---- the walk


def _go_through(table: Any, work: Work) -> None:
    columns = [one for one in table._meta.sorted_fields if _is_text(one)]
    if not columns:
        return
    key = table._meta.primary_key
    for row in list(table.select().where(_may_hold(columns, work))):
        if _stays(table, row, work):
            continue
        names = work.mine.names if _his(row, work) else frozenset()
        new = {one.name: _new(one, getattr(row, one.name), work.who, names) for one in columns}
        new = {name: value for name, value in new.items() if value != getattr(row, name)}
        if new:
            with writing():
                table.update(new).where(key == row.get_id()).execute()
                if table is Ticket:  # also one of somebody else, in whose text the number stood
                    search.index(Ticket.get_by_id(row.get_id()))
            name = table._meta.table_name
            work.done[name] = work.done.get(name, 0) + 1


def _is_text(column: Any) -> bool:
    return isinstance(column, peewee.CharField | peewee.TextField) and not column.primary_key


def _new(column: Any, value: Any, who: Subject, names: frozenset[str]) -> Any:
    if value is None:
        return None
    return covered_value(value, who, names) if isinstance(column, Json) else covered(str(value), who, names)


def _may_hold(columns: list[Any], work: Work) -> Any:
    """Rows that can hold a number in some writing: the last four digits in their order, whatever stands between, or
    wide digits; or a name."""
    digits = [one for one in (work.who.number[-4:], work.who.identity[13:17]) if one]
    patterns = [f"%{'%'.join(one)}%" for one in digits]
    patterns += [f"%{digit}%" for digit in "０１２３４５６７８９"] if patterns else []
    patterns += [f"%{name.replace(BACKSLASH, '_')}%" for name in work.mine.names]
    return _any([
        peewee.Expression(peewee.Cast(column, "TEXT"), peewee.OP.ILIKE, pattern)
        for column in columns for pattern in patterns
    ])  # fmt: skip


def _any(conditions: list[Any]) -> Any:
    """One of them, as a tree of little depth: a chain of hundreds is too deep for SQLite."""
    if len(conditions) <= 1:
        return conditions[0] if conditions else peewee.SQL("1 = 0")
    middle = len(conditions) // 2
    return _any(conditions[:middle]) | _any(conditions[middle:])


def _stays(table: Any, row: Any, work: Work) -> bool:
    name, said = table._meta.table_name, row.__data__
    if (name, row.get_id()) in work.stays or ("call_back", said.get("call_back")) in work.stays:
        return True
    if table is Ticket:
        return bool(row.confidential)
    if table is UnreadValue:
        return str(row.place).startswith("ticket.") and row.row_id.isdigit() and _ticket_stays(int(row.row_id), work)
    if name in OF_A_CALL:
        return ("call", said.get("call")) in work.stays
    return said.get("ticket") is not None and _ticket_stays(said["ticket"], work)


def _ticket_stays(ticket: Any, work: Work) -> bool:
    if ("ticket", ticket) in work.stays:
        return True
    return bool(Ticket.select().where(Ticket.id == ticket, Ticket.confidential == True).exists())  # noqa: E712


def _his(row: Any, work: Work) -> bool:
    """Whether a row is his own or hangs on one of his: there his names are covered in texts too."""
    said, name = row.__data__, row._meta.table_name
    if (name, row.get_id()) in work.own or said.get("call") in work.mine.calls:
        return True
    return any((of, said.get(of)) in work.own for of in ("ticket", "call_back", "follow_up") if said.get(of))


def _tickets(work: Work, secret: str) -> None:
    """What is no text: the keyed hashes of the person, and the index of words."""
    for row in work.mine.rows.get(HeldKind.TICKETS, []):
        if ("ticket", row.id) in work.stays:
            continue
        with writing():
            Ticket.update(identity_hash="", identity_tail="", caller_written="", other_tails="", caller_name="").where(
                Ticket.id == row.id
            ).execute()
            PublicKey.delete().where(PublicKey.ticket == row.id).execute()
    touched = [*work.mine.rows.get(HeldKind.TICKETS, []), *work.mine.rows.get(HeldKind.PARTIES, [])]
    for row in touched:
        if ("ticket", row.id) not in work.stays:
            with writing():
                search.index(Ticket.get_by_id(row.id))
