"""Reads the histories of tickets that something happened to in a time; confidential ones never (K8)."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from peewee import fn

from hotline.assessment.rules.history import AnswerFact, ClockFact, StepFact, TicketHistory, UrgeFact
from hotline.tickets.rows import FollowUp, Ticket, TicketClock, TicketStep, Urge
from hotline.words import FollowUpState, TicketEvent, TicketState

AT_ONCE = 400  # so many tickets are read by one set of statements


def within(site: int, begin: dt.datetime, end: dt.datetime) -> Iterator[TicketHistory]:
    """The histories of a site's tickets that have a step, or a clock that ran, within [begin, end). Steps after the end
    are left out: they have not happened yet."""
    ids = _touched(site, begin, end)
    for first in range(0, len(ids), AT_ONCE):
        yield from of_tickets(ids[first : first + AT_ONCE], end)


def of_tickets(ids: Sequence[int], end: dt.datetime) -> Iterator[TicketHistory]:
    """The histories of these tickets up to a moment."""
    steps = _by_ticket(TicketStep.select().where(
        TicketStep.ticket.in_(ids), TicketStep.at < end).order_by(TicketStep.ticket, TicketStep.number))  # fmt: skip
    clocks = _by_ticket(TicketClock.select().where(
        TicketClock.ticket.in_(ids), TicketClock.begun_at < end).order_by(TicketClock.id))  # fmt: skip
    urges = _by_ticket(Urge.select().where(Urge.ticket.in_(ids), Urge.at < end).order_by(Urge.id))
    answers = _by_ticket(FollowUp.select().where(
        FollowUp.ticket.in_(ids), FollowUp.state == FollowUpState.GIVEN_UP.value, FollowUp.done_at < end,
        FollowUp.solved.is_null(False) | FollowUp.satisfied.is_null(False)).order_by(FollowUp.id))  # fmt: skip
    for ticket in ids:
        yield TicketHistory(
            ticket,
            tuple(
                StepFact(one.id, one.at, TicketEvent(one.event), TicketState(one.new), one.unit_id, one.data)
                for one in steps.get(ticket, ())
            ),
            tuple(
                ClockFact(one.id, one.kind, one.unit_id, one.begun_at, one.due_at, one.stopped_at, one.extended)
                for one in clocks.get(ticket, ())
            ),
            tuple(UrgeFact(one.id, one.step, one.unit_id, one.at, one.clock_id) for one in urges.get(ticket, ())),
            tuple(
                AnswerFact(one.id, one.done_at, (one.handled, one.solved, one.satisfied))
                for one in answers.get(ticket, ())
            ),
        )


def mark(site: int, end: dt.datetime) -> str:
    """What changes whenever a history does: the newest step, urge and follow-up, and how many clocks there are."""
    step = TicketStep.select(fn.MAX(TicketStep.id)).where(TicketStep.at < end).scalar() or 0
    urge = Urge.select(fn.MAX(Urge.id)).where(Urge.at < end).scalar() or 0
    clock = TicketClock.select(fn.MAX(TicketClock.id)).scalar() or 0
    return f"{site}-{step}-{urge}-{clock}"


def _touched(site: int, begin: dt.datetime, end: dt.datetime) -> list[int]:
    stepped = TicketStep.select(TicketStep.ticket).where(TicketStep.at >= begin, TicketStep.at < end)
    running = TicketClock.select(TicketClock.ticket).where(
        TicketClock.begun_at < end, TicketClock.stopped_at.is_null() | (TicketClock.stopped_at >= begin)
    )
    mine = Ticket.select(Ticket.id).where(
        Ticket.site == site, Ticket.confidential == False,  # noqa: E712
        Ticket.id.in_(stepped) | Ticket.id.in_(running),
    )  # fmt: skip
    return [row.id for row in list(mine.order_by(Ticket.id))]


def _by_ticket(query: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in list(query):
        found.setdefault(row.ticket_id, []).append(row)
    return found
