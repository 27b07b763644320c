"""Jobs of the clocks (K4, K6): the ladder of urging, and deadlines computed again after a change of the calendar."""

import datetime as dt
from typing import Any

from hotline.clock import CHINA, local_day
from hotline.tickets.rows import Ticket, TicketClock, TicketPause
from hotline.tickets.rules import limits
from hotline.tickets.rules.guards import CLOCK, TransitionRequest
from hotline.tickets.rules.urging import Late, next_step
from hotline.tickets.verbs.life import clocks, supervision
from hotline.tickets.verbs.life.acts import act
from hotline.tickets.verbs.life.lookups import TicketLookups
from hotline.values.quiet_hours import Quiet, may_call
from hotline.words import ClockKind, TicketEvent, UrgeStep
from hotline.workdays.rules import deadlines
from hotline.workdays.rules.calendar import Calendar
from hotline.workdays.rules.deadlines import Pause

URGED = tuple(kind.value for kind in (ClockKind.TAKE, ClockKind.FINISH, ClockKind.SHARE, ClockKind.SUPERVISION))
SOON = dt.timedelta(days=20)  # no yellow light begins earlier than this, even over the longest holiday
MOST = 2000
MOST_DAYS = 60  # after so many days the last step has certainly been taken


def urge(now: dt.datetime, quiet: Quiet) -> int:
    """Take the next step of the ladder for every clock near or past due; return how many. At night do nothing."""
    if not may_call(quiet, now.astimezone(CHINA)):
        return 0
    known = TicketLookups()
    todo = [(clock.id, step) for clock in _near(now) if (step := _step(clock, known, now)) is not None]
    return sum(supervision.remind(clock, step, now=now, known=known) for clock, step in todo)


def reckon_again(now: dt.datetime) -> int:
    """Recompute tickets whose due moments changed because a year was announced or a day was changed in the calendar."""
    known, stood = TicketLookups(), _pauses()
    moved: dict[str, None] = {}
    rows = TicketClock.select(TicketClock, Ticket).join(Ticket).where(TicketClock.stopped_at.is_null())
    for clock in list(rows):
        due = clocks.reckoned(
            clock, calendar=known.calendar(clock.ticket.site_id), closing=known.closing(clock.unit_id),
            stood=stood.get(clock.ticket_id, []),
        )  # fmt: skip
        if (due.at, due.provisional) != (clock.due_at, clock.provisional):
            moved[clock.ticket.number] = None
    for number in moved:
        act(number, TransitionRequest(TicketEvent.RECOMPUTE), who=CLOCK, now=now, known=known)
    return len(moved)


def _near(now: dt.datetime) -> list[Any]:
    """Running clocks that are due soon or overdue, without those whose last step was taken."""
    query = (
        TicketClock.select(TicketClock, Ticket)
        .join(Ticket)
        .where(
            TicketClock.stopped_at.is_null(),
            TicketClock.due_at <= now + SOON,
            TicketClock.kind.in_(URGED),
            TicketClock.told != UrgeStep.CIRCULAR.value,
        )
        .order_by(TicketClock.due_at)
        .limit(MOST)
    )
    return list(query)


def _step(clock: Any, known: TicketLookups, now: dt.datetime) -> UrgeStep | None:
    calendar, closing = known.calendar(clock.ticket.site_id), known.closing(clock.unit_id)
    yellow, circular = known.parameter("ticket.yellow_workdays"), known.parameter("urge.circular_workdays")
    over = _workdays(calendar, local_day(clock.due_at), local_day(now))
    yellow_at = deadlines.yellow_at(calendar, clock.due_at, yellow * limits.DAY, closing=closing)
    return next_step(clock.told, Late(yellow_at, clock.due_at, over), circular_workdays=circular, now=now)


def _workdays(calendar: Calendar, after: dt.date, until: dt.date) -> int:
    """How many workdays have begun since the day on which the clock was due."""
    days = min((until - after).days, MOST_DAYS)
    return sum(calendar.workday(after + dt.timedelta(days=day)) for day in range(1, days + 1))


def _pauses() -> dict[int, list[Pause]]:
    """The pauses of tickets with a running clock."""
    running = TicketClock.select(TicketClock.ticket).where(TicketClock.stopped_at.is_null())
    found: dict[int, list[Pause]] = {}
    for row in list(TicketPause.select().where(TicketPause.ticket.in_(running)).order_by(TicketPause.id)):
        found.setdefault(row.ticket_id, []).append(Pause(row.since, row.until))
    return found
