"""Targets for consultation and transfer: colleagues with their states, lines with queues, flows, judges."""

from dataclasses import dataclass

import peewee
from peewee import fn

from hotline.calls.rows import AgentState, Call, FlowVersion, Line, Position
from hotline.calls.rules.flow_uses import for_callers
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.words import Presence

from .desk import WAITING

MOST = 300


@dataclass(frozen=True, slots=True)
class Colleague:
    id: int
    name: str
    extension: str
    lines: tuple[str, ...]
    state: Presence


@dataclass(frozen=True, slots=True)
class Queue:
    """A line and its number of waiting callers."""

    code: str
    name: str
    waiting: int


@dataclass(frozen=True, slots=True)
class FlowTitle:
    name: str
    title: str


def colleagues(*, but: int) -> tuple[Colleague, ...]:
    """All present colleagues except `but`: free ones first, then by name."""
    query = (
        Person.select(Person, AgentState)
        .join(AgentState, on=(AgentState.person == Person.id), attr="stands")
        .where(Person.active, Person.extension.is_null(False), Person.id != but)
        .where(AgentState.state != Presence.OFF.value)
        .order_by(peewee.Case(AgentState.state, [(Presence.READY.value, 0)], 1), Person.name, Person.id)
        .limit(MOST)
    )
    people = [person for person in query if may(person.roles, Permission.USE_DESK)]
    lines: dict[int, list[str]] = {}
    positions = Position.select(Position, Line).join(Line).where(Line.active).order_by(Line.code)
    for position in positions.where(Position.person.in_([person.id for person in people])):
        lines.setdefault(position.person_id, []).append(position.line.name)
    return tuple(
        Colleague(p.id, p.name, p.extension or "", tuple(dict.fromkeys(lines.get(p.id, ()))), Presence(p.stands.state))
        for p in people
    )


def queues() -> tuple[Queue, ...]:
    """Active lines by code."""
    waiting = {
        row.line: row.n
        for row in Call.select(Call.line, fn.COUNT(Call.id).alias("n"))
        .where(Call.state.in_([state.value for state in WAITING]))
        .group_by(Call.line)
    }
    return tuple(
        Queue(line.code, line.name, waiting.get(line.code, 0))
        for line in Line.select().where(Line.active).order_by(Line.code)
    )


def flows() -> tuple[FlowTitle, ...]:
    """The flows in use to which a caller may be transferred, by title."""
    newest = FlowVersion.select(fn.MAX(FlowVersion.id)).group_by(FlowVersion.name)
    rows = FlowVersion.select(FlowVersion.name, FlowVersion.title).where(FlowVersion.id.in_(newest))
    titles = (FlowTitle(row.name, row.title) for row in rows.order_by(FlowVersion.title))
    return tuple(one for one in titles if for_callers(one.name))
