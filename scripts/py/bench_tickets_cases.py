"""What is asked of a million tickets in the measurements, and the bare SQL that gets the same rows."""

import datetime as dt
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hotline.clock import day_bounds
from hotline.people.reads.scope import Scope
from hotline.store import database
from hotline.store.changes import is_postgresql
from hotline.tickets.reads import find as ticket_find
from hotline.tickets.reads import inbox
from hotline.tickets.reads import page as ticket_page
from hotline.tickets.reads import search as ticket_search
from hotline.tickets.reads.inbox import InboxFilter
from hotline.tickets.reads.listed import FIELDS, NAMED, NAMES
from hotline.tickets.rows import search
from hotline.tickets.rules.life import OPEN_STATES
from hotline.tickets.rules.query import Sort, TicketQuery
from hotline.tickets.rules.search import asked
from hotline.values.initials import initials
from hotline.words import Light, TicketKind, TicketState
from scripts.py.bench_tickets_fill import DAYS, NOW, PEOPLE, RARE, SITES, TOPICS, UNITS, World

PAGE = 50
ALL = Scope()
SELECT = f"SELECT {', '.join((*(f't.{field.column_name}' for field in FIELDS), *NAMES.values()))} FROM"
HELD = (TicketState.DISPATCHED, TicketState.HANDLING, TicketState.REPLIED)
COUNTS = "SELECT count(*), sum(CASE WHEN burns_at < ? THEN 1 ELSE 0 END) FROM"
_PANELS = [InboxFilter(HELD, light=Light.RED), InboxFilter(HELD, light=Light.YELLOW), InboxFilter(HELD, urgent=True)]
_SUMS = (
    "sum(CASE WHEN t.burns_at < ? THEN 1 ELSE 0 END), sum(CASE WHEN t.burns_at >= ? AND t.yellow_at <= ? THEN 1 ELSE 0 "
    "END), sum(CASE WHEN t.urgent THEN 1 ELSE 0 END)"
)
_OPEN = f"t.state IN ({', '.join(repr(state.value) for state in sorted(OPEN_STATES))})"
_HELD = "('dispatched', 'handling', 'replied')"


Bare = list[tuple[str, tuple[Any, ...]]]


@dataclass(frozen=True)
class Case:
    """`ours` and `bare` of the n-th call; a bare one is statements with their values, which get the same rows."""

    name: str
    ours: Callable[[int], object]
    bare: Callable[[int], Bare]


def _find(scope: Scope, query: TicketQuery, sort: Sort = Sort.NEWEST) -> object:
    return ticket_find.find(scope, query, sort=sort, numbers=True, now=NOW)


def _count(scope: Scope, query: TicketQuery) -> object:
    return ticket_find.count(scope, query, now=NOW, most=1000)


def _sql(where: str, order: str, *values: Any) -> Bare:
    rows = f"{SELECT} ticket t {NAMED} WHERE NOT t.confidential AND {where}"
    return [(f"{rows} ORDER BY {order} LIMIT {PAGE + 1}", values)]


def _many(where: str, *values: Any) -> Bare:
    some = f"SELECT 1 FROM ticket t WHERE NOT t.confidential AND {where} LIMIT 1000"  # noqa: S608
    return [(f"SELECT count(*) FROM ({some}) f", values)]  # noqa: S608


def _of_reader(unit: int) -> Bare:
    """What a unit is charged with, holds or shares in: the newest of each, and of these the newest."""
    ways = ("unit_id = ?", "holder_id = ?", "id IN (SELECT ticket_id FROM ticket_share WHERE unit_id = ?)")
    own = "SELECT id FROM (SELECT id FROM ticket WHERE NOT confidential AND"
    last = f"ORDER BY opened_at DESC, id DESC LIMIT {PAGE + 1}"
    given = " UNION ".join(f"{own} {way} {last}) w{n}" for n, way in enumerate(ways))
    return _sql(f"t.id IN ({given})", NEWEST, unit, unit, unit)


NEWEST = "t.opened_at DESC, t.id DESC"


def _unit(n: int) -> int:
    return SITES + 1 + n % (UNITS - SITES)


def _month(n: int) -> tuple[dt.date, dt.date]:
    first = (NOW - dt.timedelta(days=30 + n * 13 % (DAYS - 60))).date()
    return first, first + dt.timedelta(days=30)


def _bounds(n: int) -> tuple[str, str]:
    first, last = _month(n)
    return database.stored(day_bounds(first)[0]), database.stored(day_bounds(last)[1])


def lists() -> list[Case]:
    """Inboxes, combined queries, and how many there are."""
    return [*_inboxes(database.stored(NOW)), *_queries(database.stored(NOW), list(TicketKind)),
            *_numbers(database.stored(NOW), list(TicketKind))]  # fmt: skip


def _inboxes(now: str) -> list[Case]:
    return [
        Case(
            "inbox of a unit",
            lambda n: inbox.page(
                InboxFilter(HELD, frozenset({_unit(n)})), Scope(units=frozenset({_unit(n)})), now=NOW, numbers=True
            ),
            lambda n: _sql(f"t.holder_id = ? AND t.state IN {_HELD}", "t.burns_at, t.id", _unit(n)),
        ),
        Case(
            "inbox of the hotline",
            lambda n: inbox.page(
                InboxFilter((TicketState.REGISTERED,), frozenset({n % SITES + 1})),
                Scope(site=n % SITES + 1),
                now=NOW,
                numbers=True,
            ),
            lambda n: _sql("t.holder_id = ? AND t.state = 'registered'", "t.burns_at, t.id", n % SITES + 1),
        ),
        Case(
            "counts of a unit",
            lambda n: inbox.counts(
                [InboxFilter(HELD, frozenset({_unit(n)}))], Scope(units=frozenset({_unit(n)})), now=NOW
            ),
            lambda n: [
                (f"{COUNTS} ticket WHERE NOT confidential AND holder_id = ? AND state IN {_HELD}", (now, _unit(n)))
            ],
        ),
        Case(
            "to review, of a site",
            lambda n: inbox.page(
                InboxFilter((TicketState.REVIEWING,)), Scope(site=n % SITES + 1), now=NOW, numbers=True
            ),
            lambda n: _sql(f"t.site_id = ? AND t.state = 'reviewing' AND {_OPEN}", "t.burns_at, t.id", n % SITES + 1),
        ),
        *_of_a_site(now),
    ]


def _of_a_site(now: str) -> list[Case]:
    return [
        Case(
            "overdue of the house",
            lambda n: inbox.page(InboxFilter(HELD, light=Light.RED), ALL, now=NOW, numbers=True),
            lambda n: _sql(f"t.state IN {_HELD} AND t.burns_at < ?", "t.burns_at, t.id", now),
        ),
        Case(
            "urgent of a site",
            lambda n: inbox.page(InboxFilter(HELD, urgent=True), Scope(site=n % SITES + 1), now=NOW, numbers=True),
            lambda n: _sql(
                f"t.site_id = ? AND t.state IN {_HELD} AND t.urgent AND {_OPEN}", "t.burns_at, t.id", n % SITES + 1
            ),
        ),
        Case(
            "counts of a supervisor",
            lambda n: inbox.counts(_PANELS, Scope(site=n % SITES + 1), now=NOW),
            lambda n: [
                (
                    f"SELECT {_SUMS} FROM ticket t WHERE NOT t.confidential AND t.site_id = ? AND {_OPEN}",  # noqa: S608
                    (now, now, now, n % SITES + 1),
                )
            ],
        ),
    ]


def _queries(now: str, kinds: list[TicketKind]) -> list[Case]:
    return [
        Case("newest of the house", lambda n: _find(ALL, TicketQuery()), lambda n: _sql("1 = 1", NEWEST)),
        Case("newest of a site", lambda n: _find(Scope(site=n % SITES + 1), TicketQuery()),
             lambda n: _sql("t.site_id = ?", NEWEST, n % SITES + 1)),
        Case("newest of a unit's reader", lambda n: _find(Scope(units=frozenset({_unit(n)})), TicketQuery()),
             lambda n: _of_reader(_unit(n))),
        Case("unit, kind and month",
             lambda n: _find(ALL, TicketQuery(unit=_unit(n), kind=kinds[n % 8], opened_from=_month(n)[0],
                                              opened_to=_month(n)[1])),
             lambda n: _sql("t.unit_id = ? AND t.kind = ? AND t.opened_at >= ? AND t.opened_at < ?", NEWEST, _unit(n),
                            kinds[n % 8].value, *_bounds(n))),
        Case("handler, answered, oldest",
             lambda n: _find(ALL, TicketQuery(handler=n % PEOPLE + 1, answered=True), Sort.OLDEST),
             lambda n: _sql("t.handler_id = ? AND t.replied_at IS NOT NULL", "t.opened_at, t.id", n % PEOPLE + 1)),
        Case("red, what burns first",
             lambda n: _find(Scope(site=n % SITES + 1), TicketQuery(light=Light.RED), Sort.BURNS),
             lambda n: _sql("t.site_id = ? AND t.burns_at < ?", "t.burns_at, t.id", n % SITES + 1, now)),
        Case("subject, last closed", lambda n: _find(ALL, TicketQuery(topic=21 + n % (TOPICS - 20)), Sort.CLOSED),
             lambda n: _sql("t.topic_id = ? AND t.closed_at IS NOT NULL", "t.closed_at DESC, t.id DESC",
                            21 + n % (TOPICS - 20))),
        Case("last closed of a site", lambda n: _find(Scope(site=n % SITES + 1), TicketQuery(), Sort.CLOSED),
             lambda n: _sql("t.site_id = ? AND t.closed_at IS NOT NULL", "t.closed_at DESC, t.id DESC", n % SITES + 1)),
        Case("due soonest", lambda n: _find(ALL, TicketQuery(due_from=_month(n)[0]), Sort.DUE),
             lambda n: _sql("t.due_at >= ?", "t.due_at, t.id", _bounds(n)[0])),
        Case("urged, dissatisfied, month",
             lambda n: _find(ALL, TicketQuery(urged=True, satisfied=1, opened_from=_month(n)[0],
                                              opened_to=_month(n)[1])),
             lambda n: _sql("t.urges > 0 AND t.satisfied = 1 AND t.opened_at >= ? AND t.opened_at < ?", NEWEST,
                            *_bounds(n))),
        Case("words and unit", lambda n: _find(ALL, TicketQuery(words="工资", unit=_unit(n))),
             lambda n: _sql("t.unit_id = ? AND t.subject LIKE ?", NEWEST, _unit(n), "%工资%")),
        Case("number begins", lambda n: _find(ALL, TicketQuery(number=f"{_month(n)[0]:%Y%m%d}")),
             lambda n: _sql("t.number BETWEEN ? AND ?", NEWEST, f"{_month(n)[0]:%Y%m%d}-",
                            f"{_month(n)[0]:%Y%m%d}-z")),
    ]  # fmt: skip


def _numbers(now: str, kinds: list[TicketKind]) -> list[Case]:
    return [
        Case("how many, of a site", lambda n: _count(Scope(site=n % SITES + 1), TicketQuery()),
             lambda n: _many("t.site_id = ?", n % SITES + 1)),
        Case("how many red, of a site", lambda n: _count(Scope(site=n % SITES + 1), TicketQuery(light=Light.RED)),
             lambda n: _many("t.burns_at < ? AND t.site_id + 0 = ?", now, n % SITES + 1)),
        Case("how many of a kind and month",
             lambda n: _count(ALL, TicketQuery(kind=kinds[n % 8], opened_from=_month(n)[0], opened_to=_month(n)[1])),
             lambda n: _many("t.kind = ? AND t.opened_at >= ? AND t.opened_at < ?", kinds[n % 8].value, *_bounds(n))),
    ]  # fmt: skip


def searches(world: World) -> list[Case]:
    """The search box; bare: the index asked for the same ids, and the rows of these."""
    rare = ["".join(two) for two in itertools.product(RARE, RARE)]
    words = ["法院", "拖欠工资", "电梯", "噪音扰民", "材料", "强制执行", "法", "水"]
    of_unit = [Scope(units=frozenset({_unit(n)})) for n in range(UNITS)]
    asked_for: list[tuple[str, Callable[[int], str], Callable[[int], Scope]]] = [
        ("initials", lambda n: initials(world.names[n])[0], lambda _: ALL),
        ("name", lambda n: world.names[n], lambda _: ALL),
        ("telephone", lambda n: world.telephone(n * 97), lambda _: ALL),
        ("telephone's tail", lambda n: world.telephone(n * 97)[-4:], lambda _: ALL),
        ("number's tail", lambda n: f"{n * 3331 % world.tickets + 1:07d}", lambda _: ALL),
        ("common words", lambda n: words[n % len(words)], lambda _: ALL),
        ("two common words", lambda n: f"{words[n % 8]} {words[(n + 3) % 8]}", lambda _: ALL),
        ("rare word", lambda n: rare[n % 100], lambda _: ALL),
        ("rare and common", lambda n: f"{rare[n % 100]} 法院", lambda _: ALL),
        ("not there", lambda n: f"鼋鼍{n}", lambda _: ALL),
        ("common, a unit's", lambda n: words[n % len(words)], lambda n: of_unit[n % UNITS]),
        ("name, a unit's", lambda n: world.names[n], lambda n: of_unit[n % UNITS]),
    ]
    return [_search(*one) for one in asked_for]


def _search(name: str, text: Callable[[int], str], scope: Callable[[int], Scope]) -> Case:
    return Case(
        f"search: {name}",
        lambda n: ticket_search.search(scope(n), text(n), now=NOW, numbers=True),
        lambda n: _bare_search(text(n), scope(n), common="common" in name),
    )


def _bare_search(text: str, scope: Scope, *, common: bool) -> Bare:
    """PostgreSQL is told (`+ 0`) to sort the few that its index gives; of common words it walks from the newest."""
    terms, hidden = asked(text), scope.units is None
    own = "" if hidden else f" AND t.unit_id = {min(scope.units or ())}"
    if is_postgresql():
        words = search._tsquery(terms, hidden)
        rows = f"{SELECT} ticket_search s JOIN ticket t ON t.id = s.ticket {NAMED} WHERE s.words @@ {words}"
        order = "s.ticket" if common else "s.ticket + 0"
        return [(f"{rows} AND NOT t.confidential{own} ORDER BY {order} DESC LIMIT {PAGE + 1}", ())]
    rows = f"{SELECT} ticket_words s CROSS JOIN ticket t ON t.id = s.rowid {NAMED} WHERE ticket_words MATCH ?"
    values = (search._match(terms, hidden),)
    return [(f"{rows} AND NOT t.confidential{own} ORDER BY s.rowid DESC LIMIT {PAGE + 1}", values)]


def tickets(world: World) -> list[Case]:
    """One ticket with its history, as a page shows it."""

    def bare(n: int) -> Bare:
        number = (world.number(n * 3331 % world.tickets + 1),)
        return [(sql, number) for sql in _WHOLE]

    return [
        Case("one ticket, whole",
             lambda n: ticket_page.whole(world.number(n * 3331 % world.tickets + 1), ALL), bare),
    ]  # fmt: skip


_WHOLE = [
    "SELECT t.*, u.name, h.name, p.name, s.name FROM ticket t JOIN site s ON s.id = t.site_id "  # noqa: S608
    f"{NAMED} LEFT JOIN person p ON p.id = t.opened_by_id WHERE t.number = ?",
    *(
        f"SELECT o.* FROM {part} o JOIN ticket t ON o.ticket_id = t.id WHERE t.number = ? ORDER BY o.id"  # noqa: S608
        for part in ("ticket_step", "ticket_clock", "ticket_share", "ticket_request", "supervision", "follow_up")
    ),
    "SELECT c.number, c.subject FROM ticket c JOIN ticket t ON c.parent = t.id WHERE t.number = ? ORDER BY c.id",
]
