"""The sets of rows that figures count, as SQL with the same columns on both databases.

Every row has `id`, `at` (the moment by which it belongs to a period) and those of the dimensions that it knows; whether
something is so is 1 or 0, or null where it is not known. A confidential ticket is in no set (K8).
"""

import datetime as dt
from collections.abc import Callable, Mapping

from hotline.calls.rules.phases import END_A_HOLD
from hotline.clock import day_bounds
from hotline.people.reads.parameters import parameter
from hotline.people.reads.scope import Scope
from hotline.reports.rules.figures import RowSet
from hotline.store.conditions import Condition, equal, fetched, joined, moment, one_of
from hotline.store.database import Statement, stored
from hotline.tickets.reads import scope as ticket_scope
from hotline.tickets.rules.life import OPEN_STATES
from hotline.words import CallBackState, DisputeLevel, DisputeState, EntryKind, Fact, Presence, TakingClass, TicketEvent

from . import point_rows, quality_sets, voice_rows
from .figure_scope import FigureScope as FigureScope
from .figure_scope import at_site, select
from .sql_parts import OF_TICKET, moment_place, one_or_none, seconds_between

STATE_BEFORE = dt.timedelta(days=60)  # a state that has lasted longer than this at the period's beginning is Off
HOMES: Mapping[RowSet, tuple[str, ...]] = {  # the columns with the sites whose readers see a row; of others its `site`
    RowSet.CALLS: ("line_site", "person_site"),
    RowSet.TALKS: ("line_site", "person_site"),
    RowSet.VOICES: ("line_site", "person_site"),
    RowSet.INSPECTABLE: ("line_site", "person_site"),
}
_UNITS_ONLY = frozenset({RowSet.TICKETS, RowSet.STEPS, RowSet.CLOCKS, RowSet.FOLLOW_UPS, RowSet.POINTS})
_TICKET = f"t.site_id AS site, {OF_TICKET}"
_SPAN = "id, person_id, at, new, reason"
_REFUSED = "SELECT COUNT(*) FROM ticket_step s WHERE s.ticket_id = t.id AND s.event = "
_REFUSALS = f"({_REFUSED}'{TicketEvent.FOLLOW_UP_REFUSE.value}')"
_STANDS = "t.state AS state, t.round AS round"


def may_read(rows: RowSet, scope: Scope) -> bool:
    """Whether a reader with this scope sees rows of this set at all: a unit knows tickets alone."""
    return scope.units is None or rows in _UNITS_ONLY


def statement(rows: RowSet, asked: FigureScope) -> Statement:
    """The set as a SELECT, with its values."""
    return _SETS[rows](asked)


def _calls(asked: FigureScope) -> Statement:
    reached = f"CASE WHEN b.state = '{CallBackState.REACHED.value}' THEN 1 ELSE 0 END"
    return select(
        "c.id AS id, c.arrived_at AS at, c.outcome AS outcome, c.profile AS profile, c.line AS line, "
        "c.agent_id AS agent, COALESCE(l.site_id, p.site_id) AS site, "
        "l.site_id AS line_site, p.site_id AS person_site, c.queued_at AS queued_at, "
        "c.talking_at AS talking_at, c.wait_seconds AS wait_seconds, c.talk_seconds AS talk_seconds, "
        f"c.announced_seconds AS announced_seconds, c.satisfaction AS satisfaction, c.number AS number, "
        f"c.id AS call_id, {reached} AS called_back",
        '"call" c LEFT JOIN line l ON l.code = c.line LEFT JOIN person p ON p.id = c.agent_id '
        'LEFT JOIN call_back_call m ON m."call" = c.id LEFT JOIN call_back b ON b.id = m.call_back_id',
        [*asked.within("c.arrived_at"), equal("c.direction", "in"), *at_site(asked.scope, "c.agent_id", "l.site_id")],
    )


def _talks(asked: FigureScope) -> Statement:
    """Calls that an agent answered, with their holds, and with the wrap-up of whoever talked in them. What is not over
    yet is not in it."""
    where, values = joined([
        *asked.within("c.arrived_at"), equal("c.direction", "in"), Condition("c.talking_at IS NOT NULL"),
        *at_site(asked.scope, "c.agent_id", "l.site_id"),
    ])  # fmt: skip
    inner = (
        "SELECT c.id AS id, c.arrived_at AS at, c.profile AS profile, c.line AS line, c.agent_id AS agent, "  # noqa: S608
        "COALESCE(l.site_id, p.site_id) AS site, l.site_id AS line_site, p.site_id AS person_site, "
        "c.talking_at AS talking_at, c.talk_seconds AS talk_seconds, "
        f"{_held()} AS hold_seconds, {_wrapped_up()} AS wrap_up_seconds, c.id AS call_id "
        'FROM "call" c LEFT JOIN line l ON l.code = c.line LEFT JOIN person p ON p.id = c.agent_id '
        f"WHERE {where}"
    )
    handled = "t.talk_seconds + COALESCE(t.wrap_up_seconds, 0) AS handle_seconds"
    once = f"WITH t AS MATERIALIZED ({inner})"  # or the sums would be read again for each figure that asks for them
    return f"{once} SELECT t.*, {handled} FROM t", values  # noqa: S608 - all of it is ours


def _held() -> str:
    """Seconds from each hold to the fact that ended it, summed; null where there was none."""
    ends = ", ".join(repr(fact.value) for fact in END_A_HOLD)
    following = 'SELECT MIN(e.at) FROM call_event e WHERE e."call" = h."call" AND e.seq > h.seq AND e.kind IN '
    lasted = seconds_between("h.at", f"({following}({ends}))")
    return f"(SELECT SUM({lasted}) FROM call_event h WHERE h.\"call\" = c.id AND h.kind = '{Fact.HELD.value}')"  # noqa: S608


def _wrapped_up() -> str:
    """Seconds of the wrap-ups after a call, by anybody who talked in it; null where there was none."""
    following = "SELECT MIN(n.at) FROM presence_change n WHERE n.person_id = w.person_id AND n.at > w.at"
    lasted = seconds_between("w.at", f"({following})")
    mine = f"w.\"call\" = c.id AND w.new = '{Presence.WRAP_UP.value}'"
    return f"(SELECT SUM({lasted}) FROM presence_change w WHERE {mine})"  # noqa: S608 - all of it is ours


def _offers(asked: FigureScope) -> Statement:
    return select(
        "o.id AS id, o.offered_at AS at, o.person_id AS agent, p.site_id AS site, c.line AS line, "
        'c.profile AS profile, o.step AS step, o.result AS result, o."call" AS call_id',
        'offer o JOIN person p ON p.id = o.person_id LEFT JOIN "call" c ON c.id = o."call"',
        [*asked.within("o.offered_at"), *at_site(asked.scope, "o.person_id")],
    )


def _spans(asked: FigureScope) -> Statement:
    """Pieces of the spans between two changes of state: each is cut at midnight and at the period's ends."""
    begin, end = stored(asked.begin), stored(min(asked.end, max(asked.now, asked.begin)))
    days = [day_bounds(day) for day in asked.period.days()]
    listed = ", ".join([f"({moment_place()}, {moment_place()})"] * len(days))
    first, last = "CASE WHEN s.at < d.a THEN d.a ELSE s.at END", "CASE WHEN s.until > d.z THEN d.z ELSE s.until END"
    where, site = joined([*at_site(asked.scope, "s.person_id"), *asked.chosen("s.id")])
    picked = f"SELECT {_SPAN} FROM presence_change WHERE at {{0}} {{1}} AND at < {{1}}".format  # noqa: S608
    newest = "ROW_NUMBER() OVER (PARTITION BY person_id ORDER BY at DESC, id DESC) AS n"
    before = f"SELECT {_SPAN} FROM (SELECT *, {newest} FROM ({picked('>=', moment_place())}) q) x WHERE n = 1"  # noqa: S608
    lead = f"COALESCE(LEAD(at) OVER (PARTITION BY person_id ORDER BY at, id), {moment_place()}) AS until"
    spans = f"SELECT {_SPAN}, {lead} FROM ({picked('>=', moment_place())} UNION ALL {before}) c"  # noqa: S608
    columns = (
        f"s.id AS id, {first} AS at, s.person_id AS agent, p.site_id AS site, s.new AS state, "
        f"s.reason AS reason, {last} AS until, {seconds_between(first, last)} AS seconds"
    )
    cut = f"(SELECT column1 AS a, column2 AS z FROM (VALUES {listed}) v) d ON s.at < d.z AND s.until > d.a"  # noqa: S608
    tables = f"({spans}) s JOIN person p ON p.id = s.person_id JOIN {cut}"
    sql = f"SELECT {columns} FROM {tables} WHERE {where} AND s.until > s.at"  # noqa: S608 - all of it is ours
    edges = tuple(stored(edge) for bounds in days for edge in bounds)
    return sql, (end, begin, end, stored((asked.since or asked.begin) - STATE_BEFORE), begin, *edges, *site)


def _tickets(asked: FigureScope) -> Statement:
    return select(
        f"t.id AS id, t.opened_at AS at, t.unit_id AS unit, {_TICKET.format(kind='kind')}, "
        "t.urges AS urges, t.supervisions AS supervisions, "
        "t.extensions AS extensions, t.returns AS returns, t.dispatched_at AS dispatched_at, t.closed_at AS closed_at, "
        f"{seconds_between('t.opened_at', 't.closed_at')} / 86400.0 AS days, t.opened_by_id AS agent, "
        f"{_STANDS}, t.caller_number AS caller, {_gravest()} AS dispute, "
        f"{_REFUSALS} AS refusals",
        "ticket t",
        [*asked.within("t.opened_at"), *ticket_scope.seen(asked.scope)],
    )


def _gravest() -> str:
    """The level of the gravest dispute in a ticket that nobody has dismissed; null without one."""
    live = f"d.ticket_id = t.id AND d.state <> '{DisputeState.DISMISSED.value}'"
    found = " ".join(
        f"WHEN EXISTS (SELECT 1 FROM dispute d WHERE {live} AND d.level = '{level.value}') THEN '{level.value}'"  # noqa: S608
        for level in DisputeLevel
    )
    return f"CASE {found} END"


def _steps(asked: FigureScope) -> Statement:
    """Steps that open, end or reopen a ticket (`change`); all others change nothing that is counted. `stands`: by how
    many the open tickets change, by the states after this step and after the one before it alone."""
    opens = ", ".join(repr(state.value) for state in sorted(OPEN_STATES))
    change = (
        f"CASE WHEN s.old = '' AND s.new IN ({opens}) THEN 'opened' WHEN s.old = '' THEN 'at_once' "
        f"WHEN s.old IN ({opens}) AND s.new NOT IN ({opens}) THEN 'ended' "
        f"WHEN s.old NOT IN ({opens}) AND s.new IN ({opens}) THEN 'reopened' ELSE 'none' END"
    )
    stands, before = f"CASE WHEN {{0}} IN ({opens}) THEN 1 ELSE 0 END".format, "p.ticket_id = s.ticket_id"
    last = f"SELECT {stands('p.new')} FROM ticket_step p WHERE {before} AND p.number < s.number"  # noqa: S608
    return select(
        f"s.id AS id, s.at AS at, COALESCE(s.unit_id, t.unit_id) AS unit, {_TICKET.format(kind='kind')}, "
        f"s.event AS event, s.old AS old, s.new AS state, {change} AS change, s.person_id AS agent, "
        f"{stands('s.new')} - COALESCE(({last} ORDER BY p.number DESC LIMIT 1), 0) AS stands",
        "ticket_step s JOIN ticket t ON t.id = s.ticket_id",
        [*asked.within("s.at"), *ticket_scope.seen(asked.scope)],
    )


def open_at(moment_: dt.datetime, scope: Scope) -> int:
    """How many tickets of the scope were open at a moment, by their histories alone."""
    opens = [state.value for state in sorted(OPEN_STATES)]
    where, values = joined([moment("s.at", "<", moment_), one_of("s.new", opens), *ticket_scope.seen(scope)])
    later = "SELECT 1 FROM ticket_step n WHERE n.ticket_id = s.ticket_id AND n.number > s.number AND n.at < "
    sql = f"SELECT COUNT(*) FROM ticket_step s JOIN ticket t ON t.id = s.ticket_id WHERE {where}"  # noqa: S608
    found = fetched(f"{sql} AND NOT EXISTS ({later}{moment_place()})", (*values, stored(moment_)))
    return int(found[0][0])


def _clocks(asked: FigureScope) -> Statement:
    due = f"CASE WHEN k.due_at <= {moment_place()} THEN 1 ELSE 0 END"
    first = (
        "CASE WHEN EXISTS (SELECT 1 FROM ticket_clock e WHERE e.ticket_id = k.ticket_id AND e.kind = k.kind "
        "AND e.id < k.id) THEN 0 ELSE 1 END"
    )
    taken = seconds_between("k.begun_at", "k.stopped_at")
    sql, values = select(
        f"k.id AS id, k.due_at AS at, k.kind AS kind, {taken} AS taken_seconds, {_urgency()} AS urgency, "
        "k.due_at AS due_at, k.stopped_at AS stopped_at, "
        f"COALESCE(k.unit_id, t.unit_id) AS unit, {_TICKET.format(kind='ticket_kind')}, "
        f"{_STANDS}, {due} AS due, {first} AS first",
        "ticket_clock k JOIN ticket t ON t.id = k.ticket_id",
        [*asked.within("k.due_at"), *ticket_scope.seen(asked.scope)],
    )
    return sql, (stored(asked.now), *values)


def _urgency() -> str:
    """The class of urgency of a ticket: of its mark, else of its subject, as the parameter names them."""
    codes = tuple(str(parameter("report.supply_subjects")).split())
    rows = fetched("SELECT id, code FROM entry WHERE kind = ?", (EntryKind.TOPIC.value,)) if codes else []
    ids = ", ".join(str(int(id_)) for id_, code in rows if code.startswith(codes)) or "NULL"
    supply = f"WHEN t.topic_id IN ({ids}) THEN '{TakingClass.SUPPLY.value}'"
    return f"CASE WHEN t.urgent THEN '{TakingClass.DANGER.value}' {supply} ELSE '{TakingClass.OTHER.value}' END"


def _follow_ups(asked: FigureScope) -> Statement:
    return select(
        f"f.id AS id, f.done_at AS at, t.unit_id AS unit, {_TICKET.format(kind='kind')}, "
        "f.state AS state, f.way AS way, f.person_id AS agent, "
        f"{one_or_none('f.handled')} AS handled, {one_or_none('f.solved')} AS solved, "
        "f.satisfied AS satisfied",
        "follow_up f JOIN ticket t ON t.id = f.ticket_id",
        [*asked.within("f.done_at"), *ticket_scope.seen(asked.scope)],
    )


_SETS: Mapping[RowSet, Callable[[FigureScope], Statement]] = {
    RowSet.CALLS: _calls,
    RowSet.TALKS: _talks,
    RowSet.OFFERS: _offers,
    RowSet.SPANS: _spans,
    RowSet.TICKETS: _tickets,
    RowSet.STEPS: _steps,
    RowSet.CLOCKS: _clocks,
    RowSet.FOLLOW_UPS: _follow_ups,
    RowSet.VOICES: lambda asked: voice_rows.statement(
        [*asked.within("r.begun_at"), *at_site(asked.scope, "c.agent_id", "l.site_id")]
    ),
    RowSet.POINTS: lambda asked: point_rows.statement(asked.within("a.at"), asked.scope),
    RowSet.INSPECTIONS: quality_sets.inspections,
    RowSet.MARKS: quality_sets.marks,
    RowSet.INSPECTABLE: quality_sets.inspectable,
}
