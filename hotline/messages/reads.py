"""The outbox: short messages and their results."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from peewee import fn

from hotline.clock import local_day
from hotline.messages.rows import Notice
from hotline.messages.rules.receipts import refused_name
from hotline.store.paging import SIZE, Page, cut, mark, total, unmark
from hotline.store.rows import Counter
from hotline.words import NoticeState, NoticeTrouble

TO_LOOK_AT = (NoticeState.FAILED, NoticeState.UNKNOWN)
LOOKED_AT = dt.timedelta(days=30)  # older failures appear only in the list below


@dataclass(frozen=True, slots=True)
class NoticeView:
    """`text` is empty until it is composed; `arrived_at`: when the carrier reported the delivery."""

    id: int
    number: str
    template: str
    fields: Mapping[str, str]
    text: str
    ref: str
    state: NoticeState
    at: dt.datetime
    next_at: dt.datetime
    tries: int
    round: int
    trouble: NoticeTrouble | None
    error: str
    gateway: str
    gateway_id: str
    sent_at: dt.datetime | None
    receipt_at: dt.datetime | None


def page(
    *, state: str = "", templates: Collection[str] | None = None, after: str = "", size: int = SIZE
) -> Page[NoticeView]:
    """The newest messages, filtered by state and templates."""
    query = Notice.select()
    if state:
        query = query.where(Notice.state == state)
    if templates is not None:
        query = query.where(Notice.template.in_(list(templates)))
    counted = total(query)
    begin = unmark(after)
    if begin is not None and begin[1].isascii() and begin[1].isdigit() and len(begin[1]) <= 18:
        at, key = begin
        query = query.where((Notice.at < at) | ((Notice.at == at) & (Notice.id < int(key))))
    rows = [_view(row) for row in query.order_by(Notice.at.desc(), Notice.id.desc()).limit(size + 1)]
    return cut(rows, lambda n: mark(rows[n].at, rows[n].id), size, total=counted)


def to_look_at(now: dt.datetime, *, most: int = SIZE) -> tuple[NoticeView, ...]:
    """Messages of the last month that failed or may be lost, newest first: a person decides about each."""
    states = [state.value for state in TO_LOOK_AT]
    query = Notice.select().where(Notice.state.in_(states), Notice.at > now - LOOKED_AT)
    return tuple(_view(row) for row in query.order_by(Notice.at.desc(), Notice.id.desc()).limit(most))


def about(refs: Collection[str]) -> tuple[NoticeView, ...]:
    """The messages about these things (`contact:7`), oldest first."""
    return tuple(_view(row) for row in Notice.select().where(Notice.ref.in_(list(refs))).order_by(Notice.id))


def waiting_for_set_up() -> int:
    """The number of messages that wait until somebody repairs the gateway's settings or the texts."""
    troubles = [NoticeTrouble.NOT_SET_UP.value, NoticeTrouble.NO_WORDS.value]
    return int(Notice.select().where(Notice.state == NoticeState.WAITING.value, Notice.trouble.in_(troubles)).count())


def counts() -> dict[NoticeState, int]:
    """The number of messages in each state, in the order of the states."""
    rows = Notice.select(Notice.state, fn.COUNT(Notice.id).alias("n")).group_by(Notice.state)
    found = {row.state: int(row.n) for row in rows}
    return {state: found[state.value] for state in NoticeState if state.value in found}


def refused_today(now: dt.datetime) -> int:
    """The number of today's receipts without a valid signature."""
    row = Counter.get_or_none(Counter.name == refused_name(local_day(now)))
    return 0 if row is None else int(row.value)


def _view(row: Notice) -> NoticeView:
    return NoticeView(
        row.id, row.number, row.template, row.fields, row.text, row.ref, NoticeState(row.state), row.at, row.next_at,
        row.tries, row.round, NoticeTrouble(row.trouble) if row.trouble else None, row.error, row.gateway,
        row.gateway_id, row.sent_at, row.receipt_at,
    )  # fmt: skip
