"""Urging, supervision and instructions (K6): by people, and by the clock in steps up to a circular."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from hotline.clock import CHINA
from hotline.people.rules.permissions import Permission, may
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.tickets.rows import Supervision, TicketClock, Urge
from hotline.tickets.rules.guards import CLOCK, Actor, TransitionRequest
from hotline.tickets.rules.payloads import PartMeant
from hotline.words import ClockKind, NoticeKind, TicketEvent, TicketState, UrgeStep
from hotline.workdays.rules import deadlines

from . import clocks
from .context import TicketContext, locked
from .lookups import TicketLookups


def urge(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """Urge by hand: it is counted, and the unit gets a message. The citizen gets one too, unless somebody urged by
    virtue of his supervision: then nobody had asked for it on his behalf."""
    step = urged_as(w.who)
    Urge.create(
        ticket=w.row.id,
        step=step.value,
        unit=w.row.unit_id,
        person=w.who.person,
        at=w.now,
        text=request.text,
    )
    w.row.urges += 1
    w.step(request.event, new, text=request.text, step=step.value)
    unit, due = w.known.unit(w.row.unit_id), w.row.burns_at
    if due is not None and due < w.now:  # a day that is over is no day to answer by
        w.tell_unit(NoticeKind.OVERDUE_UNIT, unit, days=_days_late(w, due))
    else:
        w.tell_unit(NoticeKind.URGED_UNIT, unit, until=said(due, w.row.burns_provisional))
    if step is UrgeStep.FOR_CITIZEN:
        w.tell_citizen(NoticeKind.URGED_CITIZEN, unit=unit.name)


def urged_as(who: Actor) -> UrgeStep:
    """Who supervises urges by himself; everybody else because the citizen asks. Each may be done once a day."""
    return UrgeStep.BY_HAND if may(who.roles, Permission.SUPERVISE) else UrgeStep.FOR_CITIZEN


def supervise(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """Supervise with an opinion; the unit must answer it within a limit of its own."""
    one = Supervision.create(ticket=w.row.id, unit=_bound(w).id, person=w.who.person, at=w.now, opinion=request.text)
    clock = clocks.begin(w, ClockKind.SUPERVISION, unit=one.unit_id, ref=one.id)
    one.due_at = clock.due_at
    one.save()
    w.row.supervisions += 1
    w.step(request.event, new, text=request.text)
    w.tell_unit(NoticeKind.SUPERVISED_UNIT, w.known.unit(one.unit_id), until=said(one.due_at, clock.provisional))


def carry_on(w: TicketContext) -> None:
    """A supervision belongs to the ticket's handling: while unanswered, it moves with the ticket to the unit that has
    it now, with a new limit, and both units get a message. A unit that had it already keeps its limit."""
    unit = _bound(w)
    waiting = Supervision.select().where(Supervision.ticket == w.row.id, Supervision.answered_at.is_null())
    bound = {clock.ref: clock for clock in clocks.running(w) if clock.kind == ClockKind.SUPERVISION}
    for one in list(waiting.order_by(Supervision.id)):
        clock, was = bound.get(one.id), one.unit_id
        if clock is not None and clock.unit_id == unit.id == was:
            continue
        if clock is None or clock.unit_id != unit.id:
            clock = clocks.begin(w, ClockKind.SUPERVISION, unit=unit.id, ref=one.id)
        one.unit, one.due_at = unit.id, clock.due_at
        one.save()
        w.step(TicketEvent.MOVE_SUPERVISION, w.state, unit=unit.id, was=was, until=said(one.due_at))
        w.tell_unit(NoticeKind.SUPERVISED_UNIT, unit, until=said(one.due_at, clock.provisional))
        before = w.known.unit(was)
        if before is not None and before.active and before.id != unit.id:
            w.tell_unit(NoticeKind.SUPERVISION_MOVED, before, to=unit.name)


def move_supervision(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """Give a supervision that an older version left without a clock its clock."""
    carry_on(w)


def _bound(w: TicketContext) -> Any:
    """The unit responsible for the handling now: the charged unit, else the unit that must act next."""
    unit = w.known.unit(w.row.unit_id)
    return unit if unit is not None and unit.active else w.known.unit(w.row.holder_id)


def answer_supervision(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    one = _supervision(w, request, answered=False)
    one.answer, one.answered_at, one.answered_by = request.text, w.now, w.who.person
    one.save()
    clocks.stop(w, ClockKind.SUPERVISION, ref=one.id)
    w.step(request.event, new, text=request.text)


def rate_supervision(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    one = _supervision(w, request, answered=True)
    one.rating, one.rated_text, one.rated_at = request.rating, request.text, w.now
    one.save()
    w.step(request.event, new, text=request.text, rating=request.rating)


def instruct(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """A leader's instruction makes the ticket urgent; if a unit has it, the unit must answer as under supervision."""
    w.row.urgent = True
    if w.row.unit_id is None:
        w.step(request.event, new, text=request.text)
    else:
        supervise(w, request, new)


def note(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    w.step(request.event, new, text=request.text)


def recompute(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """The calendar has changed: the citizen gets a message if the finish date moves."""
    moved = clocks.recompute(w)
    if not moved:
        return
    told = [{"clock": clock.kind, "was": said(was), "until": said(clock.due_at)} for clock, was in moved]
    w.step(request.event, new, text=request.text, moved=told)
    finish = next(((clock, was) for clock, was in moved if clock.kind == ClockKind.FINISH), None)
    if finish is not None and said(finish[0].due_at) != said(finish[1]):
        until = said(finish[0].due_at, finish[0].provisional)
        w.tell_citizen(NoticeKind.CLOCK_RECOMPUTED, until=until, was=said(finish[1]))


def remind(clock: int, step: UrgeStep, *, now: dt.datetime, known: TicketLookups | None = None) -> bool:
    """Take a step of the ladder, each once per clock: before due, at due, after due, and the circular."""
    with writing():
        row = TicketClock.get_or_none(TicketClock.id == clock, TicketClock.stopped_at.is_null())
        if row is None or row.due_at is None or row.told == step.value:
            return False
        ticket = locked(row.ticket.number)  # locked: an act at the same moment must not be overwritten
        if not TicketClock.select().where(TicketClock.id == clock, TicketClock.stopped_at.is_null()).exists():
            return False  # it was stopped while we waited
        if row.unit_id is None or ticket.confidential:
            TicketClock.update(told=step.value).where(TicketClock.id == clock).execute()
            return False
        w = TicketContext(ticket, CLOCK, now, known=known or TicketLookups())
        Urge.create(ticket=ticket.id, clock=clock, step=step.value, unit=row.unit_id, at=now)
        TicketClock.update(told=step.value).where(TicketClock.id == clock).execute()
        if step is not UrgeStep.BEFORE:
            ticket.urges += 1
        w.step(TicketEvent.URGE, w.state, unit=row.unit_id, step=step.value, clock=row.kind)
        _tell(w, row, step)
        w.keep()
        return True


def _tell(w: TicketContext, clock: TicketClock, step: UrgeStep) -> None:
    unit = w.known.unit(clock.unit_id)
    if step in (UrgeStep.BEFORE, UrgeStep.AT):
        w.tell_unit(NoticeKind.URGED_UNIT, unit, until=said(clock.due_at, clock.provisional))
    elif step is UrgeStep.AFTER:
        w.tell_unit(NoticeKind.OVERDUE_UNIT, unit, days=_days_late(w, clock.due_at))
        w.tell_citizen(NoticeKind.URGED_CITIZEN, unit=unit.name)
    else:
        w.tell_unit(NoticeKind.CIRCULAR_UNIT, unit)
        if unit.parent_id is not None:
            w.tell_unit(NoticeKind.CIRCULAR_UNIT, w.known.unit(unit.parent_id))


def _supervision(w: TicketContext, request: TransitionRequest, *, answered: bool) -> Any:
    query = Supervision.select().where(
        Supervision.ticket == w.row.id, Supervision.rating.is_null(), Supervision.answered_at.is_null(not answered)
    )
    if (meant := request.of(PartMeant).id) is not None:
        query = query.where(Supervision.id == meant)
    found = query.order_by(Supervision.id).first()
    if found is None:
        raise Refused("No supervision waits for an answer")
    return found


def _days_late(w: TicketContext, due: dt.datetime) -> str:
    return str(max(1, -deadlines.remaining(w.known.calendar(w.row.site_id), due, w.now)))


def said(moment: dt.datetime | None, provisional: bool = False) -> str:
    """A day as messages show it. `provisional`: the notice on that year's holidays may still move it."""
    if moment is None:
        return "-"
    return f"{moment.astimezone(CHINA):%Y-%m-%d}{'（暂定）' if provisional else ''}"


E = TicketEvent
EFFECTS: Mapping[TicketEvent, Callable[[TicketContext, TransitionRequest, TicketState], None]] = {
    E.URGE: urge, E.SUPERVISE: supervise, E.ANSWER_SUPERVISION: answer_supervision,
    E.RATE_SUPERVISION: rate_supervision, E.MOVE_SUPERVISION: move_supervision, E.INSTRUCT: instruct, E.NOTE: note,
    E.RECOMPUTE: recompute,
}  # fmt: skip
