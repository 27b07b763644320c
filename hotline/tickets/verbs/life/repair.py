"""Repair rows that an older version left half done: open tickets without a holder, tickets of a dissolved unit, and
tickets under a supervision whose clock does not run."""

import datetime as dt
from typing import Any

from peewee import JOIN

from hotline.store.database import writing
from hotline.tickets.rows import Supervision, Ticket, TicketClock, Unit
from hotline.tickets.rules.guards import CLOCK, TransitionRequest
from hotline.tickets.rules.life import ANSWERED, OPEN_STATES
from hotline.tickets.rules.payloads import Dissolved
from hotline.words import ClockKind, TicketEvent, TicketState

from . import clocks
from .acts import carry
from .context import TicketContext, desk_of, held
from .dissolving import following
from .opening import fresh_code

_OPEN = [state.value for state in OPEN_STATES]


def adopt(now: dt.datetime) -> int:
    """Return how many were repaired. Each is checked again under its lock: another process may have been faster."""
    return _without_owner(now) + _of_dissolved(now) + _without_clock(now)


def _without_owner(now: dt.datetime) -> int:
    bare = list(Ticket.select(Ticket.id).where(Ticket.state.in_(_OPEN), Ticket.holder.is_null()))
    done = 0
    for one in bare:
        with writing():
            for row in held(Ticket.id == one.id, Ticket.state.in_(_OPEN), Ticket.holder.is_null()):
                _begin(TicketContext(row, CLOCK, now))
                done += 1
    return done


def _begin(w: TicketContext) -> None:
    row = w.row
    row.holder, row.code = desk_of(row.site_id), row.code or fresh_code()
    if row.steps == 0:
        w.step(TicketEvent.OPEN, w.state)
    accepted = w.state is TicketState.ACCEPTED
    clocks.begin(w, ClockKind.DISPATCH if accepted else ClockKind.ACCEPT, unit=row.holder_id)
    clocks.settle(w)
    w.keep()


def _of_dissolved(now: dt.datetime) -> int:
    done = 0
    for unit in list(Unit.select().where(Unit.active == False)):  # noqa: E712
        follower = following(unit)
        kept = [state.value for state in ANSWERED] if follower is None else []  # these keep the unit that answered
        charged = (Ticket.unit == unit.id) & Ticket.state.not_in(kept)
        fits = Ticket.state.in_(_OPEN) & (charged | (Ticket.holder == unit.id))
        for one in list(Ticket.select(Ticket.id).where(fits)):
            with writing():
                for row in held(Ticket.id == one.id, fits):
                    request = TransitionRequest(
                        TicketEvent.REMOVE_UNIT, text=unit.name, unit=_id(follower), payload=Dissolved(unit.id)
                    )
                    carry(TicketContext(row, CLOCK, now), request)
                    done += 1
    return done


def _without_clock(now: dt.datetime) -> int:
    runs = (
        (TicketClock.ref == Supervision.id)
        & (TicketClock.kind == ClockKind.SUPERVISION.value)
        & TicketClock.stopped_at.is_null()
    )
    waiting = (
        Supervision.select(Supervision.ticket)
        .join(TicketClock, JOIN.LEFT_OUTER, on=runs)
        .where(Supervision.answered_at.is_null(), TicketClock.id.is_null())
    )
    done = 0
    for one in list(Ticket.select(Ticket.id).where(Ticket.state.in_(_OPEN), Ticket.id.in_(waiting))):
        with writing():
            for row in held(Ticket.id == one.id, Ticket.state.in_(_OPEN)):
                carry(TicketContext(row, CLOCK, now), TransitionRequest(TicketEvent.MOVE_SUPERVISION))
                done += 1
    return done


def _id(unit: Any) -> int | None:
    return None if unit is None else int(unit.id)
