"""A call in a list, and one call with all its details."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import peewee

from hotline.calls.rows import Call, CallEvent, Line, Offer, Recording
from hotline.people.reads.scope import Scope
from hotline.people.rows import Person
from hotline.values.telephone import canonical
from hotline.words import CallState, Fact, OfferResult, Outcome, RecordingKind, RecordingState, Whom


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call in a list. Lengths are seconds; `satisfaction`: 5 (best) to 1, None: not asked or no answer."""

    id: str
    number: str
    name: str
    line: str
    agent: int | None
    agent_name: str
    state: CallState
    outcome: Outcome | None
    arrived_at: dt.datetime
    talking_at: dt.datetime | None
    ended_at: dt.datetime | None
    wait_seconds: float | None
    talk_seconds: float | None
    path: tuple[str, ...]
    flow: str
    dialled: str
    profile: str
    ended_by: str
    cause: str
    direction: str
    satisfaction: int | None


@dataclass(frozen=True, slots=True)
class Moment:
    """One fact of a call; `after` is seconds since the call arrived."""

    at: dt.datetime
    after: float
    kind: Fact
    data: dict[str, Any] = field(hash=False)


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One offer of the call to an agent."""

    number: int
    agent_name: str
    step: Whom
    offered_at: dt.datetime
    ringing_at: dt.datetime | None
    ended_at: dt.datetime | None
    result: OfferResult | None


@dataclass(frozen=True, slots=True)
class Sound:
    id: int
    call: str
    kind: RecordingKind
    path: str
    state: RecordingState
    begun_at: dt.datetime
    seconds: float | None
    size: int | None
    sha256: str
    error: str


def seen_by(query: Any, scope: Scope) -> Any:
    """Restrict a query to a site's calls: those of its lines and of its agents."""
    if scope.person is not None:
        talked = Offer.select(Offer.call).where(
            Offer.person == scope.person, Offer.result == OfferResult.ANSWERED.value
        )  # a call that he passed on is his, too
        return query.where((Call.agent == scope.person) | Call.id.in_(talked))
    if scope.site is not None:
        lines = Line.select(Line.code).where(Line.site == scope.site)
        people = Person.select(Person.id).where(Person.site == scope.site)
        return query.where(Call.line.in_(lines) | Call.agent.in_(people))
    return query


def one(call: str, scope: Scope) -> CallLine | None:
    row = seen_by(lines().where(Call.id == call), scope).first()
    return None if row is None else call_line(row)


def moments(call: str) -> list[Moment]:
    """The facts of a call in order."""
    rows = list(CallEvent.select().where(CallEvent.call == call).order_by(CallEvent.seq))
    begun = rows[0].at if rows else None
    return [Moment(row.at, (row.at - begun).total_seconds(), Fact(row.kind), row.data) for row in rows]


def offers(call: str) -> list[OfferLine]:
    rows = Offer.select(Offer, Person).join(Person).where(Offer.call == call).order_by(Offer.number)
    return [
        OfferLine(
            row.number,
            row.person.name,
            Whom(row.step),
            row.offered_at,
            row.ringing_at,
            row.ended_at,
            OfferResult(row.result) if row.result else None,
        )
        for row in rows
    ]


def all_sounds(call: str) -> list[Sound]:
    """All recordings of a call, without a check of rights on its ticket."""
    return [_sound(row) for row in Recording.select().where(Recording.call == call).order_by(Recording.id)]


def held_back(call: str) -> bool:
    """Whether the lot has held a call's recordings back."""
    return bool(Recording.select().where(Recording.call == call, Recording.held_back == True).exists())  # noqa: E712


def any_sound(recording: int) -> Sound | None:
    """A recording, without a check of rights on its call's ticket."""
    row = Recording.get_or_none(Recording.id == recording)
    return None if row is None else _sound(row)


def agents(people: set[int]) -> dict[int, str]:
    """People's names by id."""
    return {row.id: row.name for row in Person.select().where(Person.id.in_(people))}


def by_number(number: str, *, but: str = "", most: int = 10) -> list[CallLine]:
    """The last calls of a number, except the call `but`."""
    if not canonical(number):
        return []  # withheld: nobody in particular
    query = lines().where(Call.number == number, Call.id != but).order_by(Call.arrived_at.desc()).limit(most)
    return [call_line(row) for row in query]


def lines() -> Any:
    return (
        Call.select(Call, Person.name.alias("agent_name"), Line.name.alias("line_name"))
        .join(Person, peewee.JOIN.LEFT_OUTER, on=(Call.agent == Person.id))
        .switch(Call)
        .join(Line, peewee.JOIN.LEFT_OUTER, on=(Call.line == Line.code))
        .objects()
    )


def call_line(row: Any) -> CallLine:
    return CallLine(
        id=row.id,
        number=row.number,
        name=row.name,
        line=row.line_name or row.line or "",
        agent=row.agent_id,
        agent_name=row.agent_name or "",
        state=CallState(row.state),
        outcome=Outcome(row.outcome) if row.outcome else None,
        arrived_at=row.arrived_at,
        talking_at=row.talking_at,
        ended_at=row.ended_at,
        wait_seconds=row.wait_seconds,
        talk_seconds=row.talk_seconds,
        path=tuple(row.path or ()),
        flow=row.flow or "",
        dialled=row.dialled,
        profile=row.profile,
        ended_by=row.ended_by or "",
        cause=row.cause or "",
        direction=row.direction,
        satisfaction=row.satisfaction,
    )


def _sound(row: Recording) -> Sound:
    return Sound(
        id=row.id,
        call=row.call,
        kind=RecordingKind(row.kind),
        path=row.path,
        state=RecordingState(row.state),
        begun_at=row.begun_at,
        seconds=row.seconds,
        size=row.size,
        sha256=row.sha256 or "",
        error=row.error or "",
    )
