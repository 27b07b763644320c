"""The clocks of a ticket: begin, stop, pause and resume them, and find which one is due next."""

import datetime as dt
from typing import Any

from hotline.tickets.rows import Supervision, TicketClock, TicketPause
from hotline.tickets.rules import life as ticket_life
from hotline.tickets.rules import limits
from hotline.words import ClockKind
from hotline.workdays.rules import deadlines
from hotline.workdays.rules.calendar import Calendar
from hotline.workdays.rules.deadlines import Closing, Due, Pause

from .context import TicketContext

ANEW = frozenset({ClockKind.SUPERVISION})  # clocks that keep running when a ticket is handled anew
STANDS = frozenset({ClockKind.FINISH, ClockKind.SHARE})  # clocks that a pause stops


def begin(
    w: TicketContext, kind: ClockKind, *, unit: int | None = None, half_days: int | None = None, ref: int = 0,
    begun: dt.datetime | None = None,
) -> TicketClock:  # fmt: skip
    """Start a clock now for the unit that it binds; stop an earlier clock of the same kind."""
    stop(w, kind, ref=ref)
    days = half_days if half_days is not None else w.known.limit(w.row.profile, w.row.kind, kind)
    clock = TicketClock(
        ticket=w.row.id, kind=kind.value, ref=ref, unit=unit, begun_at=begun or w.now, half_days=days, extended=0
    )
    _reckon(w, clock)
    clock.save(force_insert=True)
    return clock


def stop(w: TicketContext, kind: ClockKind, *, ref: int = 0) -> None:
    TicketClock.update(stopped_at=w.now).where(
        TicketClock.ticket == w.row.id, TicketClock.kind == kind.value, TicketClock.ref == ref,
        TicketClock.stopped_at.is_null(),
    ).execute()  # fmt: skip
    w.settles = True


def go_on(w: TicketContext, kind: ClockKind, *, unit: int) -> None:
    """Let the last clock of a kind run again, with its old limit, for the unit that has the ticket now."""
    clock = (
        TicketClock.select()
        .where(TicketClock.ticket == w.row.id, TicketClock.kind == kind.value)
        .order_by(TicketClock.id.desc())
        .first()
    )
    if clock is not None:
        clock.stopped_at, clock.unit = None, unit
        _reckon(w, clock)
        clock.save()
    w.settles = True


def stop_all(w: TicketContext, *, but: frozenset[ClockKind] = frozenset()) -> None:
    TicketClock.update(stopped_at=w.now).where(
        TicketClock.ticket == w.row.id, TicketClock.stopped_at.is_null(),
        TicketClock.kind.not_in([kind.value for kind in but]),
    ).execute()  # fmt: skip
    w.settles = True


def running(w: TicketContext) -> list[TicketClock]:
    return list(
        TicketClock.select()
        .where(TicketClock.ticket == w.row.id, TicketClock.stopped_at.is_null())
        .order_by(TicketClock.id)
    )


def extend(w: TicketContext, half_days: int) -> TicketClock | None:
    """Add half days to the finish clock and return it; None if none runs."""
    clock = next((one for one in running(w) if one.kind == ClockKind.FINISH), None)
    if clock is not None:
        clock.extended += half_days
        _reckon(w, clock)
        clock.save()
        w.settles = True
    return clock


def pause(w: TicketContext, reason: str) -> None:
    TicketPause.create(ticket=w.row.id, since=w.now, reason=reason, person=w.who.person)
    w.row.paused_at = w.now
    recompute(w)


def resume(w: TicketContext) -> None:
    no_pause(w)
    recompute(w)


def no_pause(w: TicketContext) -> None:
    if w.row.paused_at is not None:
        TicketPause.update(until=w.now).where(TicketPause.ticket == w.row.id, TicketPause.until.is_null()).execute()
        w.row.paused_at = None


def recompute(w: TicketContext) -> list[tuple[TicketClock, dt.datetime | None]]:
    """Compute every running clock again: after a pause, or when the calendar has got a new year. Return the clocks
    whose due moment changed, each with the old one."""
    moved = []
    for clock in running(w):
        was = clock.due_at
        _reckon(w, clock)
        clock.save()
        if clock.due_at != was:
            moved.append((clock, was))
            if clock.kind == ClockKind.SUPERVISION:
                Supervision.update(due_at=clock.due_at).where(Supervision.id == clock.ref).execute()
    w.settles = True
    return moved


def settle(w: TicketContext) -> None:
    """Find which clock is due next and when it turns yellow; copy the finish clock's due moment to the ticket."""
    row = w.row
    clocks = running(w) if w.open else []
    wanted = ticket_life.RUNS.get(w.state, ())
    burning = [one for one in clocks if ClockKind(one.kind) in wanted and one.due_at is not None]
    finish = next((one for one in clocks if one.kind == ClockKind.FINISH), None)
    if finish is not None:
        row.due_at, row.provisional = finish.due_at, finish.provisional
    first = min(burning, key=lambda one: one.due_at) if burning else None
    row.burns_at = first.due_at if first is not None else None
    row.burns_kind = first.kind if first is not None else ""
    row.burns_provisional = bool(first is not None and first.provisional)
    row.yellow_at = None
    if first is not None:
        row.yellow_at = deadlines.yellow_at(
            w.known.calendar(row.site_id), first.due_at, w.known.parameter("ticket.yellow_workdays") * limits.DAY,
            closing=w.known.closing(first.unit_id),
        )  # fmt: skip
    w.settles = False


def pauses(w: TicketContext) -> list[Pause]:
    rows = TicketPause.select().where(TicketPause.ticket == w.row.id).order_by(TicketPause.id)
    return [Pause(row.since, row.until) for row in rows]


def reckoned(clock: Any, *, calendar: Calendar, closing: Closing, stood: list[Pause]) -> Due:
    """When a clock is due by the law, computed from its row."""
    still = stood if ClockKind(clock.kind) in STANDS else []
    return deadlines.due(calendar, clock.begun_at, clock.half_days + clock.extended, closing=closing, pauses=still)


def _reckon(w: TicketContext, clock: TicketClock) -> None:
    stood = pauses(w) if w.row.paused_at or ClockKind(clock.kind) in STANDS else []
    closing = w.known.closing(clock.unit_id)
    due = reckoned(clock, calendar=w.known.calendar(w.row.site_id), closing=closing, stood=stood)
    clock.due_at, clock.provisional = due.at, due.provisional
