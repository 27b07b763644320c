"""What the assessment knows of a ticket: its steps, clocks, urges and answers; and which unit had it when. Pure.

DISPATCH ──▶ a stay of the unit ──RETURN approved──▶ (returned: it was not its matter)
               │ a hold while it is the unit's turn: to be taken, being handled, for the unit's review
               └──the unit is dissolved──▶ a stay of its follower
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hotline.tickets.rules.life import IN_UNIT
from hotline.words import TicketEvent, TicketState

E, S = TicketEvent, TicketState
_TO_THE_DESK = frozenset({E.APPROVE_RETURN, E.REOPEN, E.UNMERGE})
_ANEW = frozenset({E.DISPATCH, E.FOLLOW_UP_REFUSE, E.OVERTURN})  # another stay begins, of the same unit too
_GIVEN = _ANEW | {E.REMOVE_UNIT, E.SEND_BACK}


@dataclass(frozen=True, slots=True)
class StepFact:
    """A row of the ticket's history."""

    id: int
    at: dt.datetime
    event: TicketEvent
    new: TicketState
    unit: int | None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClockFact:
    """A limit that runs or ran. `due_at` None: it is paused."""

    id: int
    kind: str
    unit: int | None
    begun_at: dt.datetime
    due_at: dt.datetime | None
    stopped_at: dt.datetime | None
    extended: int = 0


@dataclass(frozen=True, slots=True)
class UrgeFact:
    id: int
    step: str
    unit: int | None
    at: dt.datetime
    clock: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerFact:
    """What a citizen had said before a return visit was given up: handled, solved, satisfied."""

    id: int
    at: dt.datetime
    said: tuple[bool | None, bool | None, int | None]


@dataclass(frozen=True, slots=True)
class TicketHistory:
    """All that is counted of one ticket. Steps are in their order; nothing of a confidential one is ever made."""

    ticket: int
    steps: Sequence[StepFact]
    clocks: Sequence[ClockFact] = ()
    urges: Sequence[UrgeFact] = ()
    answers: Sequence[AnswerFact] = ()

    @property
    def follows(self) -> bool:
        """Whether it follows another ticket by now: it was merged and not taken out, nor reviewed by itself."""
        last = [one.event for one in self.steps if one.event in (E.MERGE, E.UNMERGE, E.ASK_REVIEW)]
        return bool(last) and last[-1] is E.MERGE


@dataclass(frozen=True, slots=True)
class Span:
    """Of [since, until); `until` None: still."""

    since: dt.datetime
    until: dt.datetime | None

    def has(self, at: dt.datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)

    def cut(self, since: dt.datetime, until: dt.datetime) -> "Span | None":
        """The part of it within these; None if there is none."""
        first, last = max(self.since, since), until if self.until is None else min(self.until, until)
        return Span(first, last) if first < last else None


@dataclass(frozen=True, slots=True)
class Stay:
    """A time for which a unit was charged with the ticket, from the step at `first` (of the history) on. `holds`: when
    it was the unit's turn, with the state. `returned`: it was sent to it wrongly, as the hotline has found."""

    unit: int
    first: int
    span: Span
    holds: tuple[tuple[Span, TicketState], ...]
    returned: bool


@dataclass(slots=True)
class _Open:
    """A stay that is being read."""

    unit: int
    first: int
    since: dt.datetime
    holds: list[tuple[Span, TicketState]] = field(default_factory=list)
    held: tuple[dt.datetime, TicketState] | None = None

    def turn(self, at: dt.datetime | None, state: TicketState | None) -> None:
        """The ticket's state changes; None: the stay ends."""
        if self.held is not None and (state is not self.held[1] or at is None):
            self.holds.append((Span(self.held[0], at), self.held[1]))
            self.held = None
        if self.held is None and state in IN_UNIT and at is not None and state is not None:
            self.held = (at, state)

    def closed(self, at: dt.datetime | None, *, returned: bool) -> Stay:
        self.turn(at, None)
        return Stay(self.unit, self.first, Span(self.since, at), tuple(self.holds), returned)


def stays(history: TicketHistory) -> tuple[Stay, ...]:
    """Which unit was charged with the ticket from when to when, in order."""
    found: list[Stay] = []
    now: _Open | None = None
    for n, step in enumerate(history.steps):
        unit = _charged(step, now.unit if now is not None else None)
        if now is not None and (unit != now.unit or step.event in _ANEW):
            found.append(now.closed(step.at, returned=step.event is E.APPROVE_RETURN))
            now = None
        if now is None and unit is not None:
            now = _Open(unit, n, step.at)
        if now is not None:
            now.turn(step.at, step.new)
    if now is not None:
        found.append(now.closed(None, returned=False))
    return tuple(found)


def _charged(step: StepFact, before: int | None) -> int | None:
    """The unit that is charged after this step."""
    if step.event in _TO_THE_DESK or (step.event in _GIVEN and step.new is S.ACCEPTED):
        return None
    if step.event is E.REMOVE_UNIT and step.data.get("was") != before:
        return before
    return step.unit if step.event in _GIVEN else before


def stay_at(found: Sequence[Stay], at: dt.datetime) -> Stay | None:
    return next((one for one in found if one.span.has(at)), None)


def before(found: Sequence[Stay], step: int) -> Stay | None:
    """The stay in which the ticket was just before the step at this place; after its end the last one."""
    return next((one for one in reversed(found) if one.first < step), None)
