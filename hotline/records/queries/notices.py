"""The outbox: short messages and what became of them."""

import datetime as dt
from dataclasses import dataclass

from peewee import fn

from hotline.records.rows import Notice
from hotline.words import NoticeState

from .page import SIZE, Page, cut, mark, unmark


@dataclass(frozen=True, slots=True)
class NoticeView:
    id: int
    number: str
    template: str
    text: str
    state: NoticeState
    at: dt.datetime
    next_at: dt.datetime
    tries: int
    error: str


def page(*, state: str = "", after: str = "", size: int = SIZE) -> Page[NoticeView]:
    """The newest messages, of a state."""
    query = Notice.select()
    if state:
        query = query.where(Notice.state == state)
    begin = unmark(after)
    if begin is not None and begin[1].isdigit():
        at, key = begin
        query = query.where((Notice.at < at) | ((Notice.at == at) & (Notice.id < int(key))))
    rows = [_view(row) for row in query.order_by(Notice.at.desc(), Notice.id.desc()).limit(size + 1)]
    return cut(rows, [mark(row.at, row.id) for row in rows], size)


def counts() -> dict[NoticeState, int]:
    """How many there are of each state."""
    rows = Notice.select(Notice.state, fn.COUNT(Notice.id).alias("n")).group_by(Notice.state)
    return {NoticeState(row.state): row.n for row in rows}


def _view(row: Notice) -> NoticeView:
    return NoticeView(
        row.id, row.number, row.template, row.text, NoticeState(row.state), row.at, row.next_at, row.tries, row.error
    )
