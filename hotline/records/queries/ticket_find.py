"""Tickets by any combination of conditions (K11), a page at a time by key, as far as a reader sees."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from peewee import SQL

from hotline.clock import day_bounds
from hotline.records import search
from hotline.records.changes import is_postgresql
from hotline.records.rows import Entry, Ticket, TicketShare
from hotline.rules.search import asked
from hotline.rules.ticket_query import Sort, TicketQuery
from hotline.words import Light, ShareState, TicketState, Way

from . import scope as scopes
from . import units
from .inbox import Line, lines_of
from .listed import LISTED, among, by_burning, read
from .page import SIZE, Page, cut, mark, unmark
from .scope import Scope

NEVER = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)  # stands in a mark for a moment that there is not
RARE = 3000  # so many found by words are few: they are read; more are sifted in the order of the list
BRANCHES = 40  # units of a reader that are asked one by one


@dataclass(frozen=True, slots=True)
class _Order:
    """A column, and whether the latest is first. Rows without a moment stand at the end, the ids as the rest."""

    column: Any
    down: bool

    def of(self, row: Any) -> tuple[bool, float, int]:
        """Where a row stands among others."""
        moment, sign = getattr(row, self.column.name), -1 if self.down else 1
        return moment is None, sign * moment.timestamp() if moment is not None else 0.0, sign * row.id


_ORDERS = {
    Sort.BURNS: _Order(Ticket.burns_at, down=False),
    Sort.NEWEST: _Order(Ticket.opened_at, down=True),
    Sort.OLDEST: _Order(Ticket.opened_at, down=False),
    Sort.DUE: _Order(Ticket.due_at, down=False),
    Sort.CLOSED: _Order(Ticket.closed_at, down=True),
}


def find(
    scope: Scope, query: TicketQuery, *, sort: Sort = Sort.NEWEST, after: str = "", size: int = SIZE, numbers: bool,
    now: dt.datetime,
) -> Page[Line]:  # fmt: skip
    """A page of what is found. `numbers`: whether whole telephone numbers are given."""
    rows = found_rows(scope, query, sort=sort, after=after, most=size + 1, now=now)
    lines = lines_of(rows, now=now, numbers=numbers, hides=scope.units is not None)
    return cut(lines, [row_mark(row, sort) for row in rows], size)


def found_rows(
    scope: Scope, query: TicketQuery, *, sort: Sort, after: str, most: int, now: dt.datetime,
    columns: tuple[Any, ...] = LISTED,
) -> list[Any]:  # fmt: skip
    """Rows in order, after a mark. A unit's reader has three ways to a ticket: each is asked by itself, in the order of
    its own index, and what they give is put together."""
    order, begin = _ORDERS[sort], _begin(after)
    known: dict[int, Any] = {}
    for branch in _branches(_where(Ticket.select(*columns), query, scope, now), scope):
        known |= {row.id: row for row in _in_order(branch, order, begin, most, columns)}
    return sorted(known.values(), key=order.of)[:most]


def count(scope: Scope, query: TicketQuery, *, now: dt.datetime, most: int) -> int:
    """How many there are; `most` stands for that many and more."""
    rows = scopes.tickets(_where(Ticket.select(Ticket.id), query, scope, now), scope).limit(most)
    return int(Ticket.select(SQL("1")).from_(rows.alias("found")).count())


def row_mark(row: Any, sort: Sort) -> str:
    return mark(getattr(row, _ORDERS[sort].column.name) or NEVER, row.id)


def _begin(after: str) -> tuple[dt.datetime, int] | None:
    begin = unmark(after)
    if begin is None or not (begin[1].isascii() and begin[1].isdigit() and len(begin[1]) < 18):
        return None
    return min(begin[0], NEVER), int(begin[1])


def _branches(query: Any, scope: Scope) -> Iterator[Any]:
    query = scopes.tickets(query, scope)
    if scope.units is None:
        yield query
        return
    mine = sorted(scope.units)
    if len(mine) <= BRANCHES:
        for unit in mine:
            yield query.where(Ticket.unit == unit)
    else:
        yield query.where(Ticket.unit.in_(mine))
    shared = TicketShare.select(TicketShare.ticket).where(TicketShare.unit.in_(mine))
    yield query.where(Ticket.holder.in_(mine))
    yield query.where(Ticket.id.in_(shared))


def _in_order(
    query: Any, order: _Order, begin: tuple[dt.datetime, int] | None, most: int, columns: tuple[Any, ...]
) -> list[Any]:
    """Those with a moment, in the order of an index; then those without."""
    column, found = order.column, []
    if begin is None or begin[0] < NEVER:
        dated = (by_burning(query) if column is Ticket.burns_at else query).where(column.is_null(False))
        if begin is not None:
            at, key = begin
            dated = (
                dated.where(column <= at, (column < at) | (Ticket.id < key))
                if order.down
                else dated.where(column >= at, (column > at) | (Ticket.id > key))
            )
        by = (column.desc(), Ticket.id.desc()) if order.down else (column.asc(), Ticket.id.asc())
        found = read(dated.order_by(*by).limit(most), columns)
    if len(found) < most and column.null:
        bare = query.where(column.is_null())
        if begin is not None and begin[0] >= NEVER:
            bare = bare.where(Ticket.id < begin[1] if order.down else Ticket.id > begin[1])
        rest = bare.order_by(Ticket.id.desc() if order.down else Ticket.id.asc()).limit(most - len(found))
        found += read(rest, columns)
    return found


# ---- the conditions


def _where(query: Any, wanted: TicketQuery, scope: Scope, now: dt.datetime) -> Any:
    for condition in (*_plain(wanted), *_flags(wanted), *_days(wanted), *_related(wanted), *_lit(wanted, now)):
        query = query.where(condition)
    terms = asked(wanted.words)
    if wanted.words:
        query = query.where(_words(terms, hidden=scope.units is None) if terms else SQL("1 = 0"))
    return query


def _words(terms: Any, *, hidden: bool) -> Any:
    few = search.ids(terms, hidden=hidden, most=RARE)
    if len(few) < RARE:
        return among(few)
    return search.holds('"t1"."id"', terms, hidden=hidden)


def _plain(wanted: TicketQuery) -> Iterator[Any]:
    for column, value in (
        (Ticket.kind, wanted.kind), (Ticket.way, wanted.way), (Ticket.channel, wanted.channel),
        (Ticket.profile, wanted.profile), (Ticket.handler, wanted.handler), (Ticket.satisfied, wanted.satisfied),
        (Ticket.urgent, wanted.urgent), (Ticket.solved, wanted.solved),
    ):  # fmt: skip
        if value is not None:
            yield column == value
    if wanted.states:
        yield Ticket.state.in_([state.value for state in wanted.states])
    if wanted.number:
        yield Ticket.number.startswith(wanted.number)
        if not is_postgresql():  # LIKE has no use of the index there
            yield Ticket.number.between(wanted.number, wanted.number + "\uffff")
    if wanted.parent:
        yield Ticket.parent.in_(Ticket.select(Ticket.id).where(Ticket.number == wanted.parent))


def _flags(wanted: TicketQuery) -> Iterator[Any]:
    for counter, asked_for in (
        (Ticket.urges, wanted.urged), (Ticket.supervisions, wanted.supervised), (Ticket.extensions, wanted.extended),
        (Ticket.returns, wanted.returned), (Ticket.round, wanted.again),
    ):  # fmt: skip
        if asked_for is not None:
            yield counter > 0 if asked_for else counter == 0
    if wanted.answered is not None:
        yield Ticket.replied_at.is_null(not wanted.answered)
    if wanted.merged is not None:
        merged = TicketState.MERGED.value
        yield Ticket.state == merged if wanted.merged else Ticket.state != merged


def _days(wanted: TicketQuery) -> Iterator[Any]:
    for column, first, last in (
        (Ticket.opened_at, wanted.opened_from, wanted.opened_to),
        (Ticket.due_at, wanted.due_from, wanted.due_to),
        (Ticket.closed_at, wanted.closed_from, wanted.closed_to),
    ):
        if first is not None:
            yield column >= day_bounds(first)[0]
        if last is not None:
            yield column < day_bounds(last)[1]


def _lit(wanted: TicketQuery, now: dt.datetime) -> Iterator[Any]:
    """As `deadlines.lit` lights it; a clock that stands has no light."""
    if wanted.light is Light.RED:
        yield Ticket.burns_at < now
    elif wanted.light is Light.YELLOW:
        yield Ticket.burns_at >= now
        yield Ticket.yellow_at <= now
    elif wanted.light is Light.GREEN:
        yield Ticket.burns_at >= now
        yield (Ticket.yellow_at > now) | Ticket.yellow_at.is_null()


def _related(wanted: TicketQuery) -> Iterator[Any]:
    if wanted.unit is not None:
        yield Ticket.unit.in_(sorted(units.below([wanted.unit])))
    if wanted.lead is not None:
        yield Ticket.unit.in_(sorted(units.below([wanted.lead])))
        yield Ticket.way == Way.JOINT.value
    if wanted.co_unit is not None or wanted.co_handler is not None:
        shares = TicketShare.select(TicketShare.ticket).where(TicketShare.state != ShareState.DROPPED.value)
        if wanted.co_unit is not None:
            shares = shares.where(TicketShare.unit.in_(sorted(units.below([wanted.co_unit]))))
        if wanted.co_handler is not None:
            shares = shares.where(TicketShare.handler == wanted.co_handler)
        yield Ticket.id.in_(shares)
    for column, entry in ((Ticket.topic, wanted.topic), (Ticket.place, wanted.place)):
        if entry is not None:
            yield column.in_(sorted(entries_below(entry)))


def entries_below(entry: int) -> frozenset[int]:
    """An entry of the dictionary and all that are below it."""
    parents = {row.id: row.parent_id for row in list(Entry.select(Entry.id, Entry.parent))}
    found = {entry}
    while fresh := {one for one, parent in parents.items() if parent in found and one not in found}:
        found |= fresh
    return frozenset(found)
