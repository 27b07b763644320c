"""What the wallboard shows: who waits, where the agents stand, and the day so far."""

import datetime as dt
from dataclasses import dataclass

import peewee
from peewee import fn

from hotline.records.rows import AgentState, Call, Person
from hotline.rules.kpi import Counted, Figures, figures
from hotline.words import CallState, Presence, Reason

from . import calls, scope
from .calls import CallLine
from .desk import WAITING, Stand
from .scope import Scope


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call that waits for a person, since when."""

    call: CallLine
    since: dt.datetime
    ringing: bool


@dataclass(frozen=True, slots=True)
class AgentView:
    id: int
    name: str
    extension: str
    site: int
    stand: Stand


@dataclass(frozen=True, slots=True)
class Board:
    waiting: tuple[Waiting, ...]
    agents: tuple[AgentView, ...]
    in_menu: int
    talking: int
    figures: Figures

    @property
    def by_state(self) -> dict[Presence, int]:
        return {state: sum(a.stand.state is state for a in self.agents) for state in Presence}


def board(reader: Scope, *, begin: dt.datetime, end: dt.datetime, most: int = 100) -> Board:
    """The board of a site or of all, with the figures of [begin, end)."""
    live = {
        row.state: row.n
        for row in scope.calls(Call.select(Call.state, fn.COUNT(Call.id).alias("n")), reader)
        .where(Call.state != CallState.ENDED)
        .group_by(Call.state)
    }
    return Board(
        waiting=_waiting(reader, most),
        agents=agents(reader),
        in_menu=live.get(CallState.IN_FLOW, 0) + live.get(CallState.ARRIVED, 0),
        talking=live.get(CallState.TALKING, 0),
        figures=_figures(reader, begin, end),
    )


def agents(reader: Scope) -> tuple[AgentView, ...]:
    """Everybody with a telephone and where he stands, by name; those who are here come first."""
    query = (
        Person.select(Person, AgentState)
        .join(AgentState, peewee.JOIN.LEFT_OUTER, on=(AgentState.person == Person.id), attr="stands")
        .where(Person.active == True, Person.extension.is_null(False))  # noqa: E712 - peewee builds SQL of it
        .order_by(Person.extension)
    )
    if reader.site is not None:
        query = query.where(Person.site == reader.site)
    views = [_agent(row) for row in query]
    return tuple(sorted(views, key=lambda view: view.stand.state is Presence.OFF))


def _agent(row: Person) -> AgentView:
    stands = getattr(row, "stands", None)
    if stands is None or stands.state is None:
        return AgentView(row.id, row.name, row.extension or "", row.site_id, Stand())
    stand = Stand(Presence(stands.state), Reason(stands.reason), stands.since, stands.until, stands.call or "")
    return AgentView(row.id, row.name, row.extension or "", row.site_id, stand)


def _waiting(reader: Scope, most: int) -> tuple[Waiting, ...]:
    query = scope.calls(calls.lines(), reader).where(Call.state.in_(WAITING)).order_by(Call.queued_at).limit(most)
    return tuple(
        Waiting(calls.call_line(row), row.queued_at or row.arrived_at, row.state == CallState.OFFERING) for row in query
    )


def _figures(reader: Scope, begin: dt.datetime, end: dt.datetime) -> Figures:
    reached = peewee.Case(None, [(Call.talking_at.is_null(False), 1)], 0)
    waited = peewee.Case(None, [(Call.talking_at.is_null(False), fn.COALESCE(Call.wait_seconds, 0.0))], 0.0)
    query = Call.select(
        Call.outcome, fn.COUNT(Call.id).alias("n"), fn.SUM(reached).alias("reached"), fn.SUM(waited).alias("waited")
    ).where(Call.arrived_at >= begin, Call.arrived_at < end)
    rows = scope.calls(query, reader).group_by(Call.outcome)
    return figures([Counted(row.outcome, row.n, int(row.reached), float(row.waited)) for row in rows])
