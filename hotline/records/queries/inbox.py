"""What waits for somebody: open tickets by who holds them, what burns first; and the counts above the list."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import SQL, Case, fn

from hotline.records.rows import Person, Supervision, Ticket, TicketRequest, TicketShare, Unit, Visit
from hotline.rules import deadlines
from hotline.rules.privacy import mask
from hotline.words import Light, ShareState, TicketKind, TicketState, Way

from . import scope as scopes
from .listed import LISTED, by_burning, names, read
from .page import SIZE, Page, cut, mark, unmark, unmark_id
from .scope import Scope

FAR = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)  # where a clock stands: after everything that burns


@dataclass(frozen=True, slots=True)
class Line:
    """A ticket in a list. `burns_at` None while its clock stands; `caller` is masked where it must be."""

    id: int
    number: str
    kind: TicketKind
    state: TicketState
    way: Way | None
    subject: str
    unit: str
    handler: str
    caller: str
    name: str
    opened_at: dt.datetime
    burns_at: dt.datetime | None
    light: Light | None
    urgent: bool
    provisional: bool
    paused: bool
    urges: int
    supervisions: int
    returns: int
    extensions: int
    round: int
    steps: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the tickets that a reader sees: held by these units, in these states, of a light; or what is asked of
    whoever decides: `requests` (extensions), `shares` of these units, `supervised`, `late`."""

    states: tuple[TicketState, ...] = ()
    holders: frozenset[int] | None = None
    handler: int | None = None
    light: Light | None = None
    requests: bool = False
    shares: frozenset[int] | None = None
    supervised: frozenset[int] | None = None
    urgent: bool = False

    @property
    def walks(self) -> bool:
        """Whether nothing but the order narrows it: neither who holds them, nor what hangs on them."""
        return self.holders is None and self.shares is None and self.supervised is None and not self.requests


def page(
    wanted: Wanted, scope: Scope, *, now: dt.datetime, numbers: bool, after: str = "", size: int = SIZE
) -> Page[Line]:
    """What burns first, first. `numbers`: whether whole telephone numbers are given."""
    begin = unmark(after)
    known = begin if begin is not None and begin[1].isascii() and begin[1].isdigit() and len(begin[1]) < 18 else None
    rows = _burning(_query(wanted, scope, now, LISTED), known, size + 1, walks=wanted.walks)
    lines = lines_of(rows, now=now, numbers=numbers, hides=scope.units is not None)
    return cut(lines, [mark(row.burns_at or FAR, row.id) for row in rows], size)


def _burning(query: Any, begin: tuple[dt.datetime, str] | None, most: int, *, walks: bool) -> list[Any]:
    """Those that burn in the order of the index, then those whose clock stands: one order over both has no index."""
    burn, rows = (by_burning(query) if walks else query).where(Ticket.burns_at.is_null(False)), []
    if begin is None or begin[0] < FAR:
        if begin is not None:
            moment, key = begin[0], int(begin[1])
            burn = burn.where(Ticket.burns_at >= moment, (Ticket.burns_at > moment) | (Ticket.id > key))
        rows = read(burn.order_by(Ticket.burns_at, Ticket.id).limit(most))
    if len(rows) < most:
        still = query.where(Ticket.burns_at.is_null())
        if begin is not None and begin[0] >= FAR:
            still = still.where(Ticket.id > int(begin[1]))
        rows += read(still.order_by(Ticket.id).limit(most - len(rows)))
    return rows


def counts(panels: Sequence[Wanted], scope: Scope, *, now: dt.datetime) -> list[tuple[int, int]]:
    """Of each panel: how many wait, and how many of them are over."""
    found = []
    for wanted in panels:
        late = fn.SUM(Case(None, [(Ticket.burns_at < now, 1)], 0))
        query = _query(wanted, scope, now).select(fn.COUNT(SQL("1")), late)
        total, over = next(iter(query.tuples()))
        found.append((int(total), int(over or 0)))
    return found


def visits(
    scope: Scope, *, now: dt.datetime, due: bool, numbers: bool, after: str = "", size: int = SIZE
) -> Page[tuple[int, int, dt.datetime, Line]]:
    """Visits to be made as (visit, tries, next, ticket): those that are due, or those that wait for their hour."""
    query = scopes.tickets(Visit.select(Visit, Ticket).join(Ticket), scope).where(Visit.state == "open")
    query = query.where(Visit.next_at <= now) if due else query.where(Visit.next_at > now)
    begin = unmark_id(after)
    if begin is not None:
        at, key = begin
        query = query.where((Visit.next_at > at) | ((Visit.next_at == at) & (Visit.id > key)))
    rows = list(query.order_by(Visit.next_at, Visit.id).limit(size + 1))
    lines = lines_of([row.ticket for row in rows], now=now, numbers=numbers, hides=False)
    found = [(row.id, row.tries, row.next_at, line) for row, line in zip(rows, lines, strict=True)]
    return cut(found, [mark(row.next_at, row.id) for row in rows], size)


def visits_waiting(scope: Scope, *, now: dt.datetime) -> tuple[int, int]:
    """Visits that are due, and those that are to come."""
    query = scopes.tickets(Visit.select().join(Ticket), scope).where(Visit.state == "open")
    return query.where(Visit.next_at <= now).count(), query.where(Visit.next_at > now).count()


def lines_of(rows: Sequence[Any], *, now: dt.datetime, numbers: bool, hides: bool) -> list[Line]:
    """Tickets as a list shows them. `hides`: for units, who do not learn who asked for that."""
    units = names(Unit, (row.unit_id for row in rows))
    people = names(Person, (row.handler_id for row in rows))
    return [_line(row, units, people, now, numbers, hides) for row in rows]


def _line(
    row: Any, units: dict[int, str], people: dict[int, str], now: dt.datetime, numbers: bool, hides: bool
) -> Line:
    hidden = hides and row.hides_name
    number = "" if hidden else row.caller_number if numbers else mask(row.caller_number)
    light = deadlines.lit(now, yellow_at=row.yellow_at, due_at=row.burns_at) if row.burns_at is not None else None
    return Line(
        id=row.id, number=row.number, kind=TicketKind(row.kind), state=TicketState(row.state),
        way=Way(row.way) if row.way else None, subject=row.subject, unit=units.get(row.unit_id, ""),
        handler=people.get(row.handler_id, ""), caller=number, name="" if hidden else row.caller_name,
        opened_at=row.opened_at, burns_at=row.burns_at, light=light, urgent=row.urgent, provisional=row.provisional,
        paused=row.paused_at is not None, urges=row.urges, supervisions=row.supervisions, returns=row.returns,
        extensions=row.extensions, round=row.round, steps=row.steps,
    )  # fmt: skip


def _query(wanted: Wanted, scope: Scope, now: dt.datetime, columns: tuple[Any, ...] = ()) -> Any:
    query = scopes.tickets(Ticket.select(*columns), scope)
    if wanted.states:
        query = query.where(Ticket.state.in_([state.value for state in wanted.states]))
    if wanted.holders is not None:
        query = query.where(Ticket.holder.in_(sorted(wanted.holders)))
    if wanted.handler is not None:
        query = query.where((Ticket.handler == wanted.handler) | Ticket.handler.is_null())
    if wanted.urgent:
        query = query.where(Ticket.urgent == True)  # noqa: E712
    if wanted.light is Light.RED:
        query = query.where(Ticket.burns_at < now)
    elif wanted.light is Light.YELLOW:
        query = query.where(Ticket.burns_at >= now, Ticket.yellow_at <= now)
    elif wanted.light is Light.GREEN:
        query = query.where(Ticket.yellow_at > now)
    return _related(query, wanted)


def _related(query: Any, wanted: Wanted) -> Any:
    if wanted.requests:
        asked = TicketRequest.select(TicketRequest.ticket).where(
            TicketRequest.kind == "extension", TicketRequest.granted.is_null()
        )
        query = query.where(Ticket.id.in_(asked))
    if wanted.shares is not None:
        open_parts = [ShareState.OPEN.value, ShareState.TAKEN.value]
        shares = TicketShare.select(TicketShare.ticket).where(
            TicketShare.unit.in_(sorted(wanted.shares)), TicketShare.state.in_(open_parts)
        )
        query = query.where(Ticket.id.in_(shares))
    if wanted.supervised is not None:
        waits = Supervision.select(Supervision.ticket).where(Supervision.answered_at.is_null())
        if wanted.supervised:
            waits = waits.where(Supervision.unit.in_(sorted(wanted.supervised)))
        query = query.where(Ticket.id.in_(waits))
    return query
