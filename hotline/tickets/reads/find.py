"""Find tickets by any combination of conditions (K11), within the reader's scope, in pages by key."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hotline.clock import day_bounds
from hotline.people.reads.scope import Scope
from hotline.store.changes import is_postgresql
from hotline.store.conditions import (
    NOTHING,
    Condition,
    among,
    below_in,
    compared,
    either,
    equal,
    fetched,
    flag,
    joined,
    known,
    listed_in,
    moment,
    one_of,
    past,
)
from hotline.store.paging import NEVER, SIZE, Page, cut, mark, unmark_ticket
from hotline.store.shaped import Shown, indexed
from hotline.tickets.rows import search
from hotline.tickets.rules.query import FEW, OF_FEW, Sort, TicketQuery
from hotline.tickets.rules.search import asked
from hotline.tickets.rules.tickets import as_number
from hotline.words import Light, ShareState, TicketState, Way

from . import few, numbered, units
from . import scope as scopes
from .inbox import InboxRow, lines_of
from .listed import BURNING, LISTED, read

RARE = 3000  # fewer hits than this are read by id; with more, each row of the list is tested in its order
PROBED, COMMON = 200, 50  # a word is common if at least one in COMMON of the newest tickets has it
BRANCHES = 40  # so many units of a reader at most are queried one by one


@dataclass(frozen=True, slots=True)
class _Order:
    """A column, whether the latest is first (`down`), and whether it is never null (`always`). Rows with null come
    last, sorted by id in the same direction."""

    column: str
    down: bool
    always: bool = False

    def of(self, row: Any) -> tuple[bool, float, int]:
        """The sort key of a row."""
        moment, sign = getattr(row, self.column), -1 if self.down else 1
        return moment is None, sign * moment.timestamp() if moment is not None else 0.0, sign * row.id


_ORDERS = {
    Sort.BURNS: _Order("burns_at", down=False),
    Sort.NEWEST: _Order("opened_at", down=True, always=True),
    Sort.OLDEST: _Order("opened_at", down=False, always=True),
    Sort.DUE: _Order("due_at", down=False),
    Sort.CLOSED: _Order("closed_at", down=True),
    Sort.BURNS_LAST: _Order("burns_at", down=True),
    Sort.DUE_LATEST: _Order("due_at", down=True),
    Sort.CLOSED_OLDEST: _Order("closed_at", down=False),
}


def find(
    scope: Scope, query: TicketQuery, *, sort: Sort = Sort.NEWEST, after: str = "", size: int = SIZE, numbers: bool,
    now: dt.datetime,
) -> Page[InboxRow]:  # fmt: skip
    """A page of the tickets found. `numbers`: whether to show whole telephone numbers."""
    rows = found_rows(scope, query, sort=sort, after=after, most=size + 1, now=now)
    lines = lines_of(rows, now=now, numbers=numbers, hides=scope.units is not None)
    return cut(lines, lambda n: row_mark(rows[n], sort), size)


def found_rows(
    scope: Scope, query: TicketQuery, *, sort: Sort, after: str, most: int, now: dt.datetime,
    shown: Shown = LISTED,
) -> list[Any]:  # fmt: skip
    """Rows in order, after a mark. A unit sees tickets in three ways: each is queried by itself in the order of its own
    index, and the results are merged."""
    if sort in OF_FEW:
        every = found_rows(scope, query, sort=Sort.NEWEST, after="", most=FEW + 1, now=now, shown=shown)
        if len(every) <= FEW:
            return few.page_of(few.ordered(every, sort, hides=scope.units is not None), after, most)
        sort = Sort.NEWEST
    order, begin = _ORDERS[sort], unmark_ticket(after)
    wanted, branches = _where(query, scope, now, ordered=True), _branches(scope, query)
    if len(branches) == 1:
        return _in_order([*branches[0], *wanted], order, begin, most, shown)
    found: dict[int, Any] = {}
    for branch in branches:
        found |= {row.id: row for row in _in_order([*branch, *wanted], order, begin, most, shown)}
    return sorted(found.values(), key=order.of)[:most]


def count(scope: Scope, query: TicketQuery, *, now: dt.datetime, most: int) -> int:
    """How many tickets match; `most` means that many or more: each way of a reader is read no further."""
    wanted = _where(query, scope, now, ordered=False)
    along = indexed(BURNING) if query.light is not None else ""
    parts, given = list[str](), list[Any]()
    for way in _ways(scope, query):
        where, values = joined([*way, *wanted])
        parts.append(f"SELECT id FROM (SELECT t.id FROM ticket t{along} WHERE {where} LIMIT {int(most)}) w{len(parts)}")  # noqa: S608
        given += values
    found = fetched(f"SELECT count(*) FROM ({' UNION '.join(parts)}) found", tuple(given))  # noqa: S608
    return min(most, int(found[0][0]))


def row_mark(row: Any, sort: Sort) -> str:
    order = _ORDERS[Sort.NEWEST if sort in OF_FEW else sort]
    return mark(getattr(row, order.column) or NEVER, row.id)


def _seen(scope: Scope, query: TicketQuery) -> list[Condition]:
    """The scope's conditions. With a light, the small index of running clocks is used, not the site's index."""
    return scopes.seen(scope) if query.light is None else scopes.seen_of_few(scope)


def _ways(scope: Scope, query: TicketQuery) -> list[list[Condition]]:
    """The alternative conditions by which a reader sees tickets; a unit has three, each with an index."""
    if scope.units is None:
        return [_seen(scope, query)]
    return [[scopes.PUBLIC, way] for way in scopes.ways(scope.units)]


def _branches(scope: Scope, query: TicketQuery) -> list[list[Condition]]:
    """The same as `_ways`, in index order: one query per unit if the reader has few units."""
    charged, *others = _ways(scope, query)
    if scope.units is None or len(scope.units) > BRANCHES:
        return [charged, *others]
    return [*([scopes.PUBLIC, among("t.unit_id", [unit])] for unit in sorted(scope.units)), *others]


def _in_order(
    wanted: list[Condition], order: _Order, begin: tuple[dt.datetime, int] | None, most: int, shown: Shown
) -> list[Any]:
    """Rows with a moment in the column, in index order; then rows without."""
    column, found = f"t.{order.column}", []
    after, way = ("<", " DESC") if order.down else (">", "")
    if begin is None or begin[0] < NEVER:
        dated = wanted if _dated(wanted, column, order) else [*wanted, known(column)]
        if begin is not None:
            dated = [*dated, *past(column, "t.id", after, *begin)]
        burning = order.column == "burns_at" or any(one.column == "t.burns_at" and one.sign == "<" for one in wanted)
        first = f"({column} + INTERVAL '0')" if _sorted_apart(wanted, order) else column
        found = read(dated, f"{first}{way}, t.id{way}", most, shown=shown, burning=burning)
    if len(found) < most and not _dated(wanted, column, order):
        bare = [*wanted, known(column, False)]
        if begin is not None and begin[0] >= NEVER:
            bare.append(compared("t.id", after, begin[1]))
        found += read(bare, f"t.id{way}", most - len(found), shown=shown)
    return found


def _sorted_apart(wanted: list[Condition], order: _Order) -> bool:
    """Tickets with a light are open. Sorted by `due_at` or `closed_at`, they come after all closed ones, so PostgreSQL
    must not walk that index: it reads the running clocks and sorts them."""
    lit = any(one.column == "t.burns_at" for one in wanted)
    return is_postgresql() and lit and order.column in ("due_at", "closed_at")


def _dated(wanted: list[Condition], column: str, order: _Order) -> bool:
    """Whether the rows have a moment there anyway: repeating the condition makes PostgreSQL underestimate the rows."""
    return order.always or any(one.compares(column) for one in wanted)


# ---- the conditions


def _where(wanted: TicketQuery, scope: Scope, now: dt.datetime, *, ordered: bool) -> list[Condition]:
    found = [*_plain(wanted, ordered), *_flags(wanted), *_days(wanted), *_related(wanted), *_lit(wanted, now)]
    if wanted.words:
        terms = asked(wanted.words)
        found.append(_words(terms, hidden=scope.units is None) if terms else NOTHING)
    return found


def _words(terms: Any, *, hidden: bool) -> Condition:
    """Few hits become a list of ids; if there are many, or the word is common, each row of the list is tested."""
    few = search.ids(terms, hidden=hidden, most=PROBED)
    rare = len(few) < PROBED
    if not rare and few[0] - few[-1] > PROBED * COMMON:
        few = search.ids(terms, hidden=hidden, most=RARE)
        rare = len(few) < RARE
    return among("t.id", few) if rare else search.holds("t.id", terms, hidden=hidden)


def _plain(wanted: TicketQuery, ordered: bool) -> Iterator[Condition]:
    for column, value in (
        ("t.kind", wanted.kind), ("t.way", wanted.way), ("t.channel", wanted.channel), ("t.profile", wanted.profile),
        ("t.handler_id", wanted.handler), ("t.satisfied", wanted.satisfied),
    ):  # fmt: skip
        if value is not None:
            yield equal(column, value)
    if wanted.states:
        yield one_of("t.state", [state.value for state in wanted.states])
    if wanted.number:
        yield from numbered.conditions(wanted.number, ordered=ordered, few=RARE)
    if wanted.parent:
        yield Condition(
            "t.parent IN (SELECT p.id FROM ticket p WHERE p.number = ?)", (as_number(wanted.parent),), "t.parent", "IN"
        )


def _flags(wanted: TicketQuery) -> Iterator[Condition]:
    for column, yes in (("t.urgent", wanted.urgent), ("t.solved", wanted.solved)):
        if yes is not None:
            yield flag(column, yes)
    for counter, asked_for in (
        ("t.urges", wanted.urged), ("t.supervisions", wanted.supervised), ("t.extensions", wanted.extended),
        ("t.returns", wanted.returned), ("t.round", wanted.again),
    ):  # fmt: skip
        if asked_for is not None:
            sign = ">" if asked_for else "="
            yield Condition(f"{counter} {sign} 0", (), counter, sign)
    if wanted.answered is not None:
        yield known("t.replied_at", wanted.answered)
    if wanted.merged is not None:
        yield compared("t.state", "=" if wanted.merged else "<>", TicketState.MERGED.value)


def _days(wanted: TicketQuery) -> Iterator[Condition]:
    for column, first, last in (
        ("t.opened_at", wanted.opened_from, wanted.opened_to),
        ("t.due_at", wanted.due_from, wanted.due_to),
        ("t.closed_at", wanted.closed_from, wanted.closed_to),
    ):
        if first is not None:
            yield moment(column, ">=", day_bounds(first)[0])
        if last is not None:
            yield moment(column, "<", day_bounds(last)[1])


def _lit(wanted: TicketQuery, now: dt.datetime) -> Iterator[Condition]:
    """The light as `deadlines.lit` computes it; a paused clock has no light."""
    if wanted.light is Light.RED:
        yield moment("t.burns_at", "<", now)
    elif wanted.light is not None:
        yield moment("t.burns_at", ">=", now)
    if wanted.light is Light.YELLOW:
        yield moment("t.yellow_at", "<=", now)
    elif wanted.light is Light.GREEN:
        yield either(moment("t.yellow_at", ">", now), known("t.yellow_at", False))


def _related(wanted: TicketQuery) -> Iterator[Condition]:
    if wanted.unit is not None:
        yield among("t.unit_id", units.below([wanted.unit]))
    if wanted.lead is not None:
        yield among("t.unit_id", units.below([wanted.lead]))
        yield equal("t.way", Way.JOINT.value)
    if wanted.co_unit is not None or wanted.co_handler is not None:
        shares: list[Condition] = [compared("o.state", "<>", ShareState.DROPPED.value)]
        if wanted.co_unit is not None:
            shares.append(among("o.unit_id", units.below([wanted.co_unit])))
        if wanted.co_handler is not None:
            shares.append(equal("o.handler_id", wanted.co_handler))
        yield listed_in("ticket_share", *shares)
    for column, entry in (("t.topic_id", wanted.topic), ("t.place_id", wanted.place)):
        if entry is not None:
            yield among(column, entries_below(entry))


def entries_below(entry: int) -> frozenset[int]:
    """An entry of the dictionary and all entries below it."""
    return below_in("entry", [entry])
