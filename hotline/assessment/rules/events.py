"""What happened to a ticket that the assessment counts, as events of units; one history gives one list. Pure.

An event is counted on its own day. Lateness is counted by the workdays that begin while it is the unit's turn: a day
late belongs to the unit that had the ticket then and to the period in which it lies.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hotline.words import ClockKind, PointEvent, TicketEvent, TicketState, UrgeStep
from hotline.workdays.rules import deadlines
from hotline.workdays.rules.calendar import Calendar

from .history import ClockFact, Span, Stay, StepFact, TicketHistory, before, stay_at, stays

E, P, S = TicketEvent, PointEvent, TicketState
URGES = frozenset({UrgeStep.AT, UrgeStep.AFTER, UrgeStep.BY_HAND, UrgeStep.FOR_CITIZEN})  # no reminder before it is due
_LATE: Mapping[str, PointEvent] = {
    ClockKind.TAKE.value: P.TAKEN_LATE, ClockKind.FINISH.value: P.REPLY_LATE, ClockKind.SHARE.value: P.REPLY_LATE,
    ClockKind.SUPERVISION.value: P.SUPERVISION_LATE,
}  # fmt: skip
_SAYS = frozenset({E.FOLLOW_UP_CLOSE, E.FOLLOW_UP_REFUSE, E.NOTE})


@dataclass(frozen=True, slots=True)
class CountedEvent:
    """An event of a unit, the `n`-th of its kind; of days late those after the `was`-th up to the `n`-th. `source`: the
    row that it comes from (`clock:7`). `facts`: what its sentence says besides."""

    event: PointEvent
    unit: int
    ticket: int
    source: str
    at: dt.datetime
    n: int = 1
    was: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.event.value}:{self.source}:{self.unit}"


def events(
    history: TicketHistory, begin: dt.datetime, end: dt.datetime, calendar: Calendar
) -> tuple[CountedEvent, ...]:  # fmt: skip
    """The events of a ticket within [begin, end), in the order of their moments."""
    if history.follows:
        return ()
    found = stays(history)
    made = [
        *_late(history, found, (begin, end), calendar), *_urged(history, found), *_steps(history, found),
        *_said(history, found), *_in_time(history, found),
    ]  # fmt: skip
    return tuple(sorted((one for one in made if begin <= one.at < end), key=lambda one: (one.at, one.key)))


def in_hand(history: TicketHistory, begin: dt.datetime, end: dt.datetime) -> frozenset[int]:
    """The units that had the ticket within [begin, end); not a unit to which it was sent wrongly."""
    if history.follows:
        return frozenset()
    mine = {one.unit for one in stays(history) if not one.returned and any(
        hold.cut(begin, end) for hold, _state in one.holds)}  # fmt: skip
    shares = {
        clock.unit for clock in history.clocks
        if clock.kind == ClockKind.SHARE and clock.unit is not None
        and Span(clock.begun_at, clock.stopped_at).cut(begin, end)
    }  # fmt: skip
    return frozenset(mine | shares)


def days_late(calendar: Calendar, due_at: dt.datetime, at: dt.datetime) -> int:
    """0 in time; late by a second 1; then the workdays that have begun since the day on which it was due."""
    return max(0, -deadlines.remaining(calendar, due_at, at)) if at > due_at else 0


def _late(
    history: TicketHistory, found: Sequence[Stay], within: tuple[dt.datetime, dt.datetime], calendar: Calendar
) -> Iterator[CountedEvent]:  # fmt: skip
    begin, end = within
    for clock in history.clocks:
        event = _LATE.get(clock.kind)
        if event is None or clock.due_at is None or clock.unit is None or clock.due_at >= end:
            continue
        by_unit: dict[int, list[tuple[dt.datetime, int, int]]] = {}
        for unit, hold in _turns(clock, found):
            part = hold.cut(max(begin, clock.due_at), end)
            if part is None or part.until is None:
                continue
            was = days_late(calendar, clock.due_at, part.since)
            n = days_late(calendar, clock.due_at, part.until)
            if n > was:
                by_unit.setdefault(unit, []).append((part.since, was, n))
        for unit, parts in sorted(by_unit.items()):
            days = sum(n - was for _at, was, n in parts)
            facts = {"clock": clock.kind, "due": clock.due_at.isoformat(), "days": days}
            at, was, n = parts[0][0], parts[0][1], parts[-1][2]
            yield CountedEvent(event, unit, history.ticket, f"clock:{clock.id}", at, was + days, was, facts | {"to": n})


def _turns(clock: ClockFact, found: Sequence[Stay]) -> Iterator[tuple[int, Span]]:
    """When the clock ran and it was whose turn. A supervision is answered by whoever is charged, a co-handler's part
    by the co-handler; for what was sent wrongly only the late taking counts."""
    if clock.kind == ClockKind.SHARE and clock.unit is not None:
        yield clock.unit, Span(clock.begun_at, clock.stopped_at)
        return
    for one in found:
        if one.returned and clock.kind != ClockKind.TAKE:
            continue
        holds = (
            [one.span] if clock.kind == ClockKind.SUPERVISION
            else [hold for hold, state in one.holds if clock.kind != ClockKind.TAKE or state is S.DISPATCHED]
        )  # fmt: skip
        for hold in holds:
            end = clock.stopped_at or hold.until or dt.datetime.max.replace(tzinfo=dt.UTC)
            part = hold.cut(clock.begun_at, end)
            if part is not None:
                yield one.unit, part


def _urged(history: TicketHistory, found: Sequence[Stay]) -> Iterator[CountedEvent]:
    """Each urge with how many there were of this ticket and unit; a circular with the urges that had no result."""
    counted: Counter[int] = Counter()
    extended = {clock.id for clock in history.clocks if clock.extended}
    for one in sorted(history.urges, key=lambda urge: (urge.at, urge.id)):
        if one.unit is None or _wrongly_sent(found, one.at, one.unit):
            continue
        if one.step in URGES:
            counted[one.unit] += 1
            n, facts = counted[one.unit], {"step": one.step}
            yield CountedEvent(P.URGED, one.unit, history.ticket, f"urge:{one.id}", one.at, n, facts=facts)
        elif one.step == UrgeStep.CIRCULAR and one.clock not in extended:
            yield CountedEvent(
                P.CIRCULAR, one.unit, history.ticket, f"urge:{one.id}", one.at, facts={"urges": counted[one.unit]}
            )


def _steps(history: TicketHistory, found: Sequence[Stay]) -> Iterator[CountedEvent]:
    extensions: Counter[int] = Counter()
    kinds = {E.REFUSE_RETURN: P.RETURN_REFUSED, E.SEND_BACK: P.SENT_BACK}
    for place, step in enumerate(history.steps):
        stay = before(found, place)
        if stay is None or stay.returned:
            continue
        if step.event in kinds:
            yield CountedEvent(kinds[step.event], stay.unit, history.ticket, f"step:{step.id}", step.at)
        elif step.event is E.APPROVE_EXTENSION:
            extensions[stay.unit] += 1
            n = extensions[stay.unit]
            yield CountedEvent(P.EXTENDED, stay.unit, history.ticket, f"step:{step.id}", step.at, n)


def _said(history: TicketHistory, found: Sequence[Stay]) -> Iterator[CountedEvent]:
    """What the citizen said counts as he said it, for the unit whose answer it was about."""
    for source, at, said in _answers(history):
        unit = _answerer(history, found, at)
        if unit is None:
            continue
        _handled, solved, satisfied = said
        if solved is False:
            yield CountedEvent(P.NOT_SOLVED, unit, history.ticket, source, at)
        if satisfied in (1, 2):
            yield CountedEvent(P.NOT_SATISFIED, unit, history.ticket, source, at, n=3 - satisfied,
                          facts={"grade": satisfied})  # fmt: skip
        if satisfied == 5:
            yield CountedEvent(P.PRAISE, unit, history.ticket, source, at, facts={"grade": satisfied})


def _answers(history: TicketHistory) -> Iterator[tuple[str, dt.datetime, tuple[Any, Any, Any]]]:
    for step in history.steps:
        said = step.data.get("said") if step.event in _SAYS else None
        if isinstance(said, list) and len(said) == 3:
            yield f"step:{step.id}", step.at, (said[0], said[1], said[2])
    for one in history.answers:
        yield f"follow_up:{one.id}", one.at, one.said


def _answerer(history: TicketHistory, found: Sequence[Stay], at: dt.datetime) -> int | None:
    """The unit that wrote the last answer up to a moment, also if it was dissolved meanwhile."""
    replies = [n for n, step in enumerate(history.steps) if step.event is E.REPLY and step.at <= at]
    stay = before(found, replies[-1]) if replies else None
    return stay.unit if stay is not None else None


def _in_time(history: TicketHistory, found: Sequence[Stay]) -> Iterator[CountedEvent]:
    """An answer that the unit gave by its limit and that the hotline passed."""
    finishing = [clock for clock in history.clocks if clock.kind == ClockKind.FINISH]
    for step in history.steps:
        if step.event is not E.APPROVE:
            continue
        unit, clock = _answerer(history, found, step.at), _last_of(finishing, step)
        if unit is None or clock is None or clock.due_at is None or clock.stopped_at is None:
            continue
        if clock.stopped_at <= clock.due_at:
            facts = {"due": clock.due_at.isoformat()}
            yield CountedEvent(P.IN_TIME, unit, history.ticket, f"step:{step.id}", step.at, facts=facts)


def _last_of(clocks: Sequence[ClockFact], step: StepFact) -> ClockFact | None:
    """The clock that had run and stood by this step."""
    stood = [one for one in clocks if one.unit is not None and one.stopped_at is not None and one.stopped_at <= step.at]
    return max(stood, key=lambda clock: clock.id) if stood else None


def _wrongly_sent(found: Sequence[Stay], at: dt.datetime, unit: int) -> bool:
    stay = stay_at(found, at)
    return stay is not None and stay.unit == unit and stay.returned
