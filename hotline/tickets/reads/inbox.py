"""Work lists: the open tickets that wait for a unit or person, due first; and the counts above the list."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from hotline.people.reads.scope import Scope
from hotline.store.conditions import (
    Condition,
    among,
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
from hotline.store.database import stored
from hotline.store.paging import NEVER, SIZE, Page, cut, mark, unmark_id, unmark_ticket
from hotline.store.shaped import Shown, in_utc, indexed
from hotline.tickets.rows import Ticket
from hotline.tickets.rules.life import OPEN_STATES
from hotline.tickets.rules.told import ToldText
from hotline.values.privacy import mask
from hotline.words import ClockKind, FollowUpState, Light, ShareState, TicketKind, TicketState, Way
from hotline.workdays.reads.calendars import calendar_of
from hotline.workdays.rules import deadlines
from hotline.workdays.rules.calendar import Calendar

from . import scope as scopes
from .listed import FIELDS, NAMED, NAMES, OPEN, OPEN_INDEX, read

_KINDS = {kind.value: kind for kind in TicketKind}
_STATES = {state.value: state for state in TicketState}
_WAYS = {way.value: way for way in Way}
_FOLLOWED_UP = Shown(
    Ticket, FIELDS, beside=NAMES | {"follow_up": "v.id", "tries": "v.tries", "next_at": "v.next_at"},
    join=f"JOIN follow_up v ON v.ticket_id = t.id {NAMED}",
)  # fmt: skip
_PLAIN = frozenset({"t.site_id", "t.state", "t.confidential"})  # the index's first columns, and a small condition
_CLOCKS = {kind.value: kind for kind in ClockKind}
_LIGHTS = {1: Light.RED, 2: Light.YELLOW, 3: Light.GREEN}


class InboxRow(NamedTuple):
    """A ticket in a list. `burns_at` is None while its clock is paused, `clock` the kind of the one that is due then,
    `left` its whole workdays (negative when overdue); `caller` is masked if it must be."""

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
    clock: ClockKind | None
    left: int | None
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
    due_at: dt.datetime | None
    closed_at: dt.datetime | None
    channel: str
    topic: int | None
    place: int | None
    case_number: str


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """A filter on the tickets that a reader sees: by holder, state, handler, light or urgency; or tickets with open
    `requests` (extensions), open `shares` of these units, or unanswered supervisions (`supervised`)."""

    states: tuple[TicketState, ...] = ()
    holders: frozenset[int] | None = None
    handler: int | None = None
    light: Light | None = None
    requests: bool = False
    shares: frozenset[int] | None = None
    supervised: frozenset[int] | None = None
    urgent: bool = False
    tickets: frozenset[int] | None = None  # these alone

    @property
    def walks(self) -> bool:
        """Whether to search all open tickets: there is no filter by holder, handler or child rows."""
        free = not any(
            one is not None for one in (self.holders, self.handler, self.shares, self.supervised, self.tickets)
        )
        return free and not self.requests and bool(self.states) and OPEN_STATES.issuperset(self.states)


def page(
    wanted: InboxFilter, scope: Scope, *, now: dt.datetime, numbers: bool, after: str = "", size: int = SIZE
) -> Page[InboxRow]:
    """A page of tickets, the one due next first. `numbers`: whether to show whole telephone numbers."""
    rows = _burning(_conditions(wanted, scope, now), unmark_ticket(after), size + 1, walks=wanted.walks)
    lines = lines_of(rows, now=now, numbers=numbers, hides=scope.units is not None)
    return cut(lines, lambda n: mark(rows[n].burns_at or NEVER, rows[n].id), size)


def after(wanted: InboxFilter, scope: Scope, row: Any, *, now: dt.datetime) -> str:
    """The number of the ticket that comes after `row` in the list; after the last one the first. "" if no other ticket
    is in it."""
    conditions = [*_conditions(wanted, scope, now), compared("t.id", "<>", row.id)]
    begins = ((row.burns_at or NEVER, row.id), None)
    for begin in begins:
        found = _burning(conditions, begin, 1, walks=wanted.walks)
        if found:
            return str(found[0].number)
    return ""


def holds(wanted: InboxFilter, scope: Scope, number: str, *, now: dt.datetime) -> bool:
    """Whether a ticket is in the list."""
    conditions = [*_conditions(wanted, scope, now), equal("t.number", number)]
    where, values = joined([*conditions, OPEN] if wanted.walks else conditions)
    return bool(fetched(f"SELECT 1 FROM ticket t WHERE {where}", values))  # noqa: S608


def _burning(wanted: list[Condition], begin: tuple[dt.datetime, int] | None, most: int, *, walks: bool) -> list[Any]:
    """First the tickets with a due moment, in index order, then the paused ones: no index has one order over both."""
    rows, ordered = [], _among_open if walks else read
    if begin is None or begin[0] < NEVER:
        burn = [*wanted, known("t.burns_at")]
        if begin is not None:
            burn += past("t.burns_at", "t.id", ">", *begin)
        rows = ordered(burn, "t.burns_at, t.id", most)
    if len(rows) < most:
        still = [*wanted, known("t.burns_at", False)]
        if begin is not None and begin[0] >= NEVER:
            still.append(compared("t.id", ">", begin[1]))
        rows += ordered(still, "t.id", most - len(rows))
    return rows


def _among_open(wanted: list[Condition], order: str, most: int) -> list[Any]:
    """Find and sort in the small index of open tickets; read whole rows only for what is shown. `IS TRUE` keeps
    PostgreSQL from other indexes: it underestimates the rows of conditions that correlate."""
    _, values = joined(wanted)
    where = " AND ".join([OPEN.sql, *[one.sql if one.column in _PLAIN else f"({one.sql}) IS TRUE" for one in wanted]])
    found = f"SELECT t.id FROM ticket t{indexed(OPEN_INDEX)} WHERE {where} ORDER BY {order} LIMIT {int(most)}"  # noqa: S608
    return read([Condition(f"t.id IN ({found})", values, "t.id", "IN")], order, most)


def counts(panels: Sequence[InboxFilter], scope: Scope, *, now: dt.datetime) -> list[tuple[int, int]]:
    """For each panel: how many wait, and how many of them are overdue. Panels over all open tickets share one query."""
    walking = [panel for panel in panels if panel.walks]
    found = dict(zip(walking, _counted_once(walking, scope, now), strict=True))
    return [found[panel] if panel in found else _counted(panel, scope, now) for panel in panels]


def _counted(wanted: InboxFilter, scope: Scope, now: dt.datetime) -> tuple[int, int]:
    where, values = joined(_conditions(wanted, scope, now))
    late = "sum(CASE WHEN t.burns_at < ? THEN 1 ELSE 0 END)"
    [(total, over)] = fetched(f"SELECT count(*), {late} FROM ticket t WHERE {where}", (stored(now), *values))  # noqa: S608
    return int(total), int(over or 0)


def _counted_once(panels: Sequence[InboxFilter], scope: Scope, now: dt.datetime) -> list[tuple[int, int]]:
    """Count all open tickets by state, urgency and light; each panel is the sum of some of these groups."""
    if not panels:
        return []
    where, values = joined([OPEN, *scopes.seen(scope)])
    yellow = "t.burns_at >= ? AND t.yellow_at <= ?"
    lit = f"CASE WHEN t.burns_at < ? THEN 1 WHEN {yellow} THEN 2 WHEN t.yellow_at > ? THEN 3 END"
    sql = f"SELECT t.state, t.urgent, {lit} AS lit, count(*) FROM ticket t{indexed(OPEN_INDEX)} WHERE {where}"  # noqa: S608
    found = fetched(f"{sql} GROUP BY t.state, t.urgent, lit", (*[stored(now)] * 4, *values))
    groups = [(_STATES[state], bool(urgent), _LIGHTS.get(light), count) for state, urgent, light, count in found]
    counted = []
    for panel in panels:
        mine = [(light, count) for state, urgent, light, count in groups if _holds(panel, state, urgent, light)]
        counted.append((sum(n for _, n in mine), sum(n for light, n in mine if light is Light.RED)))
    return counted


def _holds(panel: InboxFilter, state: TicketState, urgent: bool, light: Light | None) -> bool:
    return state in panel.states and (urgent or not panel.urgent) and panel.light in (None, light)


def follow_ups(
    scope: Scope, *, now: dt.datetime, due: bool, numbers: bool, after: str = "", size: int = SIZE
) -> Page[tuple[int, int, dt.datetime, InboxRow]]:
    """Open follow-ups as (follow-up, tries, next, ticket): those that are due, or those planned for later."""
    wanted = [*scopes.seen_of_few(scope), equal("v.state", FollowUpState.OPEN.value)]
    wanted.append(moment("v.next_at", "<=" if due else ">", now))
    begin = unmark_id(after)
    if begin is not None:
        wanted += past("v.next_at", "v.id", ">", *begin)
    found = _FOLLOWED_UP.rows(wanted, "v.next_at, v.id", size + 1)
    lines = lines_of(found, now=now, numbers=numbers, hides=False)
    shown = [(row.follow_up, row.tries, in_utc(row.next_at), line) for row, line in zip(found, lines, strict=True)]
    return cut(shown, lambda n: mark(shown[n][2], shown[n][0]), size)


def follow_ups_waiting(scope: Scope, *, now: dt.datetime) -> tuple[int, int]:
    """How many follow-ups are due, and how many are planned for later."""
    where, values = joined([*scopes.seen_of_few(scope), equal("v.state", FollowUpState.OPEN.value)])
    due = "sum(CASE WHEN v.next_at <= ? THEN 1 ELSE 0 END)"
    sql = f"SELECT {due}, count(*) FROM follow_up v JOIN ticket t ON t.id = v.ticket_id WHERE {where}"  # noqa: S608
    [(now_due, waiting)] = fetched(sql, (stored(now), *values))
    return int(now_due or 0), waiting - int(now_due or 0)


def lines_of(rows: Sequence[Any], *, now: dt.datetime, numbers: bool, hides: bool) -> list[InboxRow]:
    """Tickets as list rows. `hides`: for units, leave out a citizen who asked for his name to be withheld."""
    calendars = {site: calendar_of(site) for site in {row.site_id for row in rows}}  # read once, not for each row
    return [_line(row, now, numbers, hides, calendars[row.site_id]) for row in rows]


def _line(row: Any, now: dt.datetime, numbers: bool, hides: bool, calendar: Calendar) -> InboxRow:
    hidden = hides and row.hides_name
    told = ToldText(row.caller_number, row.caller_name, row.former_names, numbers=numbers, withheld=hidden)
    number = "" if hidden else row.caller_number if numbers else mask(row.caller_number)
    light = deadlines.lit(now, yellow_at=row.yellow_at, due_at=row.burns_at) if row.burns_at is not None else None
    left = deadlines.remaining(calendar, row.burns_at, now) if row.burns_at is not None else None
    return InboxRow(
        row.id, row.number, _KINDS[row.kind], _STATES[row.state], _WAYS[row.way] if row.way else None,
        told(row.subject), row.unit_name or "", row.handler_name or "", number, "" if hidden else row.caller_name,
        row.opened_at, row.burns_at, _CLOCKS.get(row.burns_kind),
        left, light, row.urgent, row.burns_provisional, row.paused_at is not None, row.urges,
        row.supervisions, row.returns, row.extensions, row.round, row.steps, row.due_at, row.closed_at,
        row.channel, row.topic_id, row.place_id, row.case_number,
    )  # fmt: skip


def _conditions(wanted: InboxFilter, scope: Scope, now: dt.datetime) -> list[Condition]:
    return [*_seen(wanted, scope), *_narrowed(wanted, now), *_related(wanted)]


def _narrowed(wanted: InboxFilter, now: dt.datetime) -> list[Condition]:
    """The conditions on the ticket's own columns."""
    found = []
    if wanted.states and not (wanted.walks and OPEN_STATES.issubset(wanted.states)):
        found.append(one_of("t.state", [state.value for state in wanted.states]))
    for column, ids in (("t.holder_id", wanted.holders), ("t.id", wanted.tickets)):
        if ids is not None:
            found.append(among(column, ids))
    if wanted.handler is not None:
        found.append(either(equal("t.handler_id", wanted.handler), known("t.handler_id", False)))
    if wanted.urgent:
        found.append(flag("t.urgent", True))
    return [*found, *_lit(wanted.light, now)]


def _lit(light: Light | None, now: dt.datetime) -> list[Condition]:
    if light is Light.RED:
        return [moment("t.burns_at", "<", now)]
    if light is Light.YELLOW:
        return [moment("t.burns_at", ">=", now), moment("t.yellow_at", "<=", now)]
    return [moment("t.yellow_at", ">", now)] if light is Light.GREEN else []


def _seen(wanted: InboxFilter, scope: Scope) -> list[Condition]:
    """The scope's conditions; the units' ones are left out if the filter's holders or shares imply them."""
    mine = scope.units
    if mine is not None and any(some is not None and some <= mine for some in (wanted.holders, wanted.shares)):
        return [scopes.PUBLIC]
    return scopes.seen(scope) if wanted.walks else scopes.seen_of_few(scope)


def _related(wanted: InboxFilter) -> list[Condition]:
    found = []
    if wanted.requests:
        found.append(listed_in("ticket_request", equal("o.kind", "extension"), known("o.granted", False)))
    if wanted.shares is not None:
        open_parts = one_of("o.state", [ShareState.OPEN.value, ShareState.TAKEN.value])
        found.append(listed_in("ticket_share", among("o.unit_id", wanted.shares), open_parts))
    if wanted.supervised is not None:
        units = [among("o.unit_id", wanted.supervised)] if wanted.supervised else []
        found.append(listed_in("supervision", *units, known("o.answered_at", False)))
    return found
