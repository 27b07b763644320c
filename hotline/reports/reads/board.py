"""The board: waiting callers, the agents' states and calls, and the day's figures so far."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import peewee
from peewee import fn

from hotline.calls.reads import calls
from hotline.calls.reads.calls import CallLine
from hotline.calls.reads.desk import WAITING, AgentStatus
from hotline.calls.rows import AgentState, Call, CallEvent, CallLeg
from hotline.clock import day_bounds, local_day
from hotline.people.reads.scope import Scope
from hotline.people.rows import Person, Site
from hotline.people.rules.permissions import Permission, may
from hotline.reports.reads import figures as catalogue_figures
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.periods import Period
from hotline.reports.rules.standard import Figures
from hotline.store.shaped import in_utc
from hotline.words import CallState, Dimension, Fact, Party, Presence, Reason, WatchMode

ON_BOARD = (
    "entered", "answered", "abandoned", "average_answer", "plain_connect_rate", "by_machine", "called_back", "silent",
    "waited_40",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WaitingCaller:
    """A call that waits for a person, since when."""

    call: CallLine
    since: dt.datetime
    ringing: bool


@dataclass(frozen=True, slots=True)
class AgentView:
    """An agent. `talk` is his call; `hears` is the agent to whose call he listens as a supervisor."""

    id: int
    name: str
    extension: str
    site: int
    site_name: str
    stand: AgentStatus
    talk: CallLine | None = None
    hears: str = ""

    @property
    def talks(self) -> bool:
        """True if he talks with his own caller, so that a supervisor may listen."""
        return self.talk is not None and self.talk.state is CallState.TALKING and self.talk.agent == self.id


@dataclass(frozen=True, slots=True)
class Watched:
    """The call to which a supervisor listens: its agent and the mode. `up`: the supervisor has answered."""

    agent: int
    name: str
    up: bool
    mode: WatchMode


@dataclass(frozen=True, slots=True)
class Waits:
    """The day's callers who asked for a person and no longer wait, and how many of them waited within S4's limit."""

    asked: int
    within: int

    @property
    def good(self) -> bool:
        return self.asked == self.within


@dataclass(frozen=True, slots=True)
class LiveCalls:
    """The calls that go on: how many wait for a person and since when the first one does, how many are in the menu, and
    how many are talked to."""

    waiting: int
    longest: dt.datetime | None
    in_menu: int
    talking: int


@dataclass(frozen=True, slots=True)
class Wallboard:
    waiting: tuple[WaitingCaller, ...]
    agents: tuple[AgentView, ...]
    in_menu: int
    talking: int
    figures: Figures
    waits: Waits

    @property
    def by_state(self) -> dict[Presence, int]:
        return {state: sum(a.stand.state is state for a in self.agents) for state in Presence}

    @property
    def by_site(self) -> dict[str, list[AgentView]]:
        sites: dict[str, list[AgentView]] = {}
        for agent in self.agents:
            sites.setdefault(agent.site_name, []).append(agent)
        return sites


def board(reader: Scope, *, begin: dt.datetime, end: dt.datetime, most: int = 100) -> Wallboard:
    """The board of a site or of all, with the figures of [begin, end)."""
    live, (figures, waits) = live_calls(reader), _of_the_day(reader, begin, end)
    return Wallboard(
        waiting=_waiting(reader, most),
        agents=agents(reader),
        in_menu=live.in_menu,
        talking=live.talking,
        figures=figures,
        waits=waits,
    )


def live_calls(reader: Scope) -> LiveCalls:
    """The calls that go on at a site or in the whole house."""
    since = fn.MIN(fn.COALESCE(Call.queued_at, Call.arrived_at)).alias("since")
    rows: dict[str, Any] = {
        row.state: row
        for row in calls.seen_by(Call.select(Call.state, fn.COUNT(Call.id).alias("n"), since), reader)
        .where(Call.ended_at.is_null(), Call.state != CallState.ENDED)
        .group_by(Call.state)
    }
    counts = {state: rows[state].n if state in rows else 0 for state in CallState}
    waiting = [in_utc(rows[state].since) for state in WAITING if state in rows]
    return LiveCalls(
        waiting=sum(counts[state] for state in WAITING),
        longest=min(waiting, default=None),
        in_menu=counts[CallState.IN_FLOW] + counts[CallState.ARRIVED],
        talking=counts[CallState.TALKING],
    )


def days_before(reader: Scope, day: dt.date) -> list[Figures]:
    """The figures of the six days before `day`; with those of the day itself they give S4's rate of seven days."""
    days = [day_bounds(day - dt.timedelta(days=ago)) for ago in range(1, 7)]
    return [figures_of(reader, begin, end) for begin, end in days]


def agents(reader: Scope) -> tuple[AgentView, ...]:
    """All people with a desk and a telephone, with their states, by site; present ones first."""
    query = (
        Person.select(Person, AgentState, Site)
        .join(AgentState, peewee.JOIN.LEFT_OUTER, on=(AgentState.person == Person.id), attr="stands")
        .switch(Person)
        .join(Site)
        .where(Person.active == True, Person.extension.is_null(False))  # noqa: E712 - peewee builds SQL of it
        .order_by(Person.site, Person.extension)
    )
    if reader.site is not None:
        query = query.where(Person.site == reader.site)
    rows = [row for row in query if may(row.roles, Permission.USE_DESK)]
    stands = {row.id: _stand(row) for row in rows}
    talks = _talks({stand.call for stand in stands.values() if stand.call})
    at = {  # who wraps up is in no talk, even while another goes on with his caller
        person: None if stand.state is Presence.WRAP_UP else talks.get(stand.call) for person, stand in stands.items()
    }
    views = [
        AgentView(
            row.id, row.name, row.extension or "", row.site_id, row.site.name, stands[row.id], at[row.id],
            _hears(row.id, at[row.id]),
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(views, key=lambda view: view.stand.state is Presence.OFF))


def watched(supervisor: int) -> Watched | None:
    """The call to which a supervisor listens now, or for which his telephone rings."""
    leg = (
        CallLeg.select()
        .where(CallLeg.person == supervisor, CallLeg.kind == Party.SUPERVISOR.value, CallLeg.ended_at.is_null())
        .order_by(CallLeg.id.desc())
        .first()
    )
    call = calls.one(leg.call, Scope()) if leg is not None else None
    if leg is None or call is None or call.agent in (None, supervisor) or call.ended_at is not None:
        return None  # a talk that he has taken over is his own
    turns = CallEvent.select().where(
        CallEvent.call == leg.call, CallEvent.kind == Fact.WATCHED.value, CallEvent.at >= leg.begun_at
    )
    modes = [row.data["mode"] for row in turns.order_by(CallEvent.seq) if row.data.get("person") == supervisor]
    mode = WatchMode(modes[-1]) if modes else WatchMode.LISTEN
    return Watched(call.agent, call.agent_name, leg.answered_at is not None, mode)


def _stand(row: Person) -> AgentStatus:
    stands = getattr(row, "stands", None)
    if stands is None or stands.state is None:
        return AgentStatus()
    return AgentStatus(Presence(stands.state), Reason(stands.reason), stands.since, stands.until, stands.call or "")


def _talks(ids: set[str]) -> dict[str, CallLine]:
    rows = calls.lines().where(Call.id.in_(ids), Call.ended_at.is_null()) if ids else ()
    return {row.id: calls.call_line(row) for row in rows}


def _hears(person: int, talk: CallLine | None) -> str:
    """Why a supervisor is on another agent's call: he listens, or was asked for help."""
    return talk.agent_name if talk is not None and talk.agent not in (None, person) else ""


def _waiting(reader: Scope, most: int) -> tuple[WaitingCaller, ...]:
    waiting = calls.seen_by(calls.lines(), reader).where(Call.ended_at.is_null(), Call.state.in_(WAITING))
    query = waiting.order_by(Call.queued_at).limit(most)
    return tuple(
        WaitingCaller(calls.call_line(row), row.queued_at or row.arrived_at, row.state == CallState.OFFERING)
        for row in query
    )


@dataclass(frozen=True, slots=True)
class LineDay:
    """A line's day so far: calls that came in, those an agent talked to, the rate of S4, and the waits for a person."""

    entered: int
    answered: int
    connect_rate: float | None
    waits: Waits


def of_lines(reader: Scope, day: dt.date, now: dt.datetime) -> dict[str, LineDay]:
    """The figures of a day by line, by its code; a line without a call is not among them."""
    names = ("entered", "answered", "plain_connect_rate", "waited_40")
    asked = FigureScope(Period(day, day), reader, now)
    found = catalogue_figures.read([FIGURES[name] for name in names], asked, by=Dimension.LINE)
    told = {}
    for line in found:
        entered, answered, rate, waited = (line.values[name] for name in names)
        waits = Waits(waited.tally.among, waited.tally.counted)
        told[line.key] = LineDay(entered.tally.counted, answered.tally.counted, rate.value, waits)
    return told


def figures_of(reader: Scope, begin: dt.datetime, end: dt.datetime) -> Figures:
    """The figures of the calls that came in the days of [begin, end), as the catalogue defines them."""
    return _of_the_day(reader, begin, end)[0]


def _of_the_day(reader: Scope, begin: dt.datetime, end: dt.datetime) -> tuple[Figures, Waits]:
    period = Period(local_day(begin), local_day(end - dt.timedelta(microseconds=1)))
    found = catalogue_figures.read([FIGURES[name] for name in ON_BOARD], FigureScope(period, reader, end))[0].values
    counts = {name: found[name].tally.counted for name in ON_BOARD}
    figures = Figures(
        entered=counts["entered"], answered=counts["answered"], abandoned=counts["abandoned"],
        average_answer=found["average_answer"].value, connect_rate=found["plain_connect_rate"].value,
        by_machine=counts["by_machine"], called_back=counts["called_back"], silent=counts["silent"],
    )  # fmt: skip
    return figures, Waits(found["waited_40"].tally.among, counts["waited_40"])
