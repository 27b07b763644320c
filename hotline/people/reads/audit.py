"""The audit log as a list."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from hotline.people.rows import Audit
from hotline.store.paging import SIZE, Page, cut, mark, unmark_id


@dataclass(frozen=True, slots=True)
class Noted:
    id: int
    at: dt.datetime
    who: str
    act: str
    object: str
    client_ip: str
    data: dict[str, Any] = field(hash=False)


def page(*, who: str = "", act: str = "", after: str = "", size: int = SIZE) -> Page[Noted]:
    """The newest entries, of a person or an act."""
    query = Audit.select()
    if who:
        query = query.where(Audit.who == who)
    if act:
        query = query.where(Audit.act == act)
    begin = unmark_id(after)
    if begin is not None:
        at, key = begin
        query = query.where((Audit.at < at) | ((Audit.at == at) & (Audit.id < int(key))))
    rows = [_noted(row) for row in query.order_by(Audit.at.desc(), Audit.id.desc()).limit(size + 1)]
    return cut(rows, lambda n: mark(rows[n].at, rows[n].id), size)


def of_object(thing: str, *, act: str = "", most: int = 20) -> list[Noted]:
    """The last entries about a thing (`recording:7`)."""
    query = Audit.select().where(Audit.object == thing)
    if act:
        query = query.where(Audit.act == act)
    return [_noted(row) for row in query.order_by(Audit.at.desc(), Audit.id.desc()).limit(most)]


def _noted(row: Audit) -> Noted:
    return Noted(row.id, row.at, row.who, row.act, row.object, row.client_ip, row.data)
