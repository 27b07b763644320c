"""A ticket's deadline for its page: the running clock, its light, the time left."""

import datetime as dt
from dataclasses import dataclass

from hotline.tickets.reads.page import ClockView, Whole
from hotline.tickets.rules.life import OPEN_STATES, RUNS
from hotline.words import Light, TicketState
from hotline.workdays.reads.calendars import calendar_of
from hotline.workdays.rules import deadlines


@dataclass(frozen=True, slots=True)
class DeadlineText:
    """`left`: whole workdays until it is due, negative when overdue; None while paused or after the end."""

    light: Light | None
    due_at: dt.datetime | None
    left: int | None
    clock: ClockView | None
    provisional: bool
    paused: bool
    open: bool


def clock_told(found: Whole, now: dt.datetime) -> DeadlineText:
    row = found.row
    state = TicketState(row.state)
    wanted = RUNS.get(state, ())
    running = [
        clock
        for clock in found.clocks
        if clock.stopped_at is None and clock.kind in wanted and clock.due_at is not None
    ]
    first = min(running, key=lambda clock: clock.due_at or now) if running else None
    left = None
    if row.burns_at is not None:
        left = deadlines.remaining(calendar_of(row.site_id), row.burns_at, now)
    light = deadlines.lit(now, yellow_at=row.yellow_at, due_at=row.burns_at) if row.burns_at is not None else None
    return DeadlineText(
        light, row.burns_at, left, first, bool(first and first.provisional), row.paused_at is not None,
        state in OPEN_STATES,
    )  # fmt: skip
