"""Every place where the house may have written something of a person: the text columns of all tables."""

from collections.abc import Collection, Iterator
from typing import Any

import peewee

from hotline.store.rows import Row, UnreadValue
from hotline.subjects.rules.naming import patterns
from hotline.tickets.rows import Ticket

OF_A_CALL = {"call_event", "call_leg", "offer"}  # stay with a call that stays
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


def tables() -> Iterator[Any]:
    """Every table of the house but those of `LEFT`."""
    waiting = list(Row.__subclasses__())
    while waiting:
        table = waiting.pop()
        waiting += table.__subclasses__()
        if ".rows" in table.__module__ and table._meta.table_name not in LEFT:  # views read what others hold
            yield table


def text_columns(table: Any) -> list[Any]:
    return [one for one in table._meta.sorted_fields if _is_text(one)]


def place(row: Any) -> str:
    """`draft:12`: a row as a request names it."""
    return f"{row._meta.table_name}:{row.get_id()}"


def ticket_of(row: Any) -> Any:
    """The id of the ticket that a row is, or hangs on; None if there is none."""
    if isinstance(row, Ticket):
        return row.id
    if isinstance(row, UnreadValue):
        return int(row.row_id) if str(row.place).startswith("ticket.") and row.row_id.isdigit() else None
    return row.__data__.get("ticket")


def is_sealed(ticket: Any) -> bool:
    return bool(Ticket.select().where(Ticket.id == ticket, Ticket.confidential == True).exists())  # noqa: E712


def name_patterns(names: Collection[str]) -> list[str]:
    return [pattern for name in sorted(names) for pattern in patterns(name)]


def may_hold(columns: list[Any], wanted: Collection[str]) -> Any:
    """Rows in which one of the columns is like one of the patterns."""
    return _any([
        peewee.Expression(peewee.Cast(column, "TEXT"), peewee.OP.ILIKE, pattern)
        for column in columns for pattern in wanted
    ])  # fmt: skip


def _is_text(column: Any) -> bool:
    return isinstance(column, peewee.CharField | peewee.TextField) and not column.primary_key


def _any(conditions: list[Any]) -> Any:
    """One of them, as a tree of little depth: a chain of hundreds is too deep for SQLite."""
    if len(conditions) <= 1:
        return conditions[0] if conditions else peewee.SQL("1 = 0")
    middle = len(conditions) // 2
    return _any(conditions[:middle]) | _any(conditions[middle:])
