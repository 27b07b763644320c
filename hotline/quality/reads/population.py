"""What of a week a plan may draw: calls, tickets, replies, follow-ups, all of them or those of a class.

A call that brought a confidential complaint (K8), and one whose recording the lot holds back, is in the population of
no plan but that of the discipline inspection.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from peewee import fn

from hotline.calls.rows import Call, CallEvent, Recording
from hotline.calls.rules.phases import held_seconds
from hotline.clock import CHINA, day_bounds
from hotline.people.rows import Person
from hotline.quality.rules.plans import Choice
from hotline.quality.rules.sampling import Candidate
from hotline.tickets.rows import FollowUp, Ticket, TicketStep
from hotline.words import Fact, FollowUpChannel, FollowUpState, Inspected, Outcome, SampleClass, TicketEvent, TicketKind

SILENT = (Outcome.SILENT, Outcome.TOO_QUIET, Outcome.HANDS_FREE, Outcome.NOISY)
LOW = 2  # of 5: unsatisfied
Rows = list[Candidate]


def population(inspected: Inspected, choice: Choice, week: dt.date, site: int | None) -> Rows:
    """What fits a plan in the week from this Monday, without what it leaves out; `site`: whose people, None for all."""
    begin, end = day_bounds(week)[0], day_bounds(week + dt.timedelta(days=6))[1]
    found = _READS[inspected](choice, begin, end)
    homes = {row.id: row.site_id for row in list(Person.select(Person.id, Person.site))}
    return [
        one
        for one in (_at_home(one, homes) for one in found)
        if one.agent not in choice.but and site in (None, one.site)
    ]


def _at_home(one: Candidate, homes: Mapping[int, int]) -> Candidate:
    return replace(one, site=homes[one.agent], hour=one.at.astimezone(CHINA).hour)


def _calls(choice: Choice, begin: dt.datetime, end: dt.datetime) -> Iterator[Candidate]:
    sealed = Ticket.select(Ticket.call).where(Ticket.confidential == True, Ticket.call.is_null(False))  # noqa: E712
    held = Recording.select(Recording.call).where(Recording.held_back == True)  # noqa: E712
    query: Any = Call.select().where(
        Call.arrived_at >= begin, Call.arrived_at < end, Call.direction == "in", Call.agent.is_null(False),
        Call.talking_at.is_null(False), Call.ended_at.is_null(False),
    )  # fmt: skip
    if choice.how is SampleClass.CONFIDENTIAL:
        query = query.where(Call.id.in_(sealed))
    else:
        query = query.where(Call.id.not_in(sealed), Call.id.not_in(held), _of_class(choice, begin, end))
    if choice.lines:
        query = query.where(Call.line.in_(list(choice.lines)))
    rows = [row for row in list(query.order_by(Call.id)) if (row.talk_seconds or 0.0) >= _shortest(choice)]
    if choice.how is SampleClass.HELD_LONG:
        held_for = _held([row.id for row in rows], {row.id: row for row in rows})
        rows = [row for row in rows if held_for.get(row.id, 0.0) > choice.seconds]
    tickets = {row.call: row.number for row in _brought([row.id for row in rows])}
    for row in rows:
        yield Candidate(
            row.id, row.agent_id, row.arrived_at, 0, row.line or "", seconds=row.talk_seconds or 0.0, call=row.id,
            ticket=tickets.get(row.id, ""),
        )  # fmt: skip


def _shortest(choice: Choice) -> int:
    return choice.shortest if choice.how in (SampleClass.RANDOM, SampleClass.REPEATED) else 0


def _of_class(choice: Choice, begin: dt.datetime, end: dt.datetime) -> Any:
    match choice.how:
        case SampleClass.UNSATISFIED:
            return Call.satisfaction <= LOW
        case SampleClass.SILENT_BY_HAND:
            return Call.outcome.in_([one.value for one in SILENT])
        case SampleClass.LONG:
            return Call.talk_seconds > choice.seconds
        case SampleClass.TRANSFERRED_TWICE:
            twice = CallEvent.select(CallEvent.call).where(CallEvent.kind == Fact.TRANSFERRED.value)
            return Call.id.in_(twice.group_by(CallEvent.call).having(fn.COUNT(CallEvent.id) >= 2))
        case SampleClass.REPEATED:
            other = Call.alias()
            again = other.select(other.number).where(
                other.arrived_at >= begin, other.arrived_at < end, other.direction == "in", other.number != ""
            )
            return Call.number.in_(again.group_by(other.number).having(fn.COUNT(other.id) >= choice.times))
    return True


def _held(calls: list[str], rows: Mapping[str, Any]) -> dict[str, float]:
    """Seconds on hold in each call."""
    facts: dict[str, list[tuple[float, Fact]]] = {}
    for n in range(0, len(calls), 500):
        events = CallEvent.select().where(CallEvent.call.in_(calls[n : n + 500]))
        for event in list(events.order_by(CallEvent.call, CallEvent.seq)):
            after = (event.at - rows[event.call].arrived_at).total_seconds()
            facts.setdefault(event.call, []).append((after, Fact(event.kind)))
    return {call: held_seconds(told) for call, told in facts.items()}


def _brought(calls: list[str]) -> Iterator[Any]:
    for n in range(0, len(calls), 500):
        wanted = Ticket.call.in_(calls[n : n + 500])
        yield from list(Ticket.select().where(wanted, Ticket.confidential == False).order_by(Ticket.id))  # noqa: E712


def _tickets(choice: Choice, begin: dt.datetime, end: dt.datetime) -> Iterator[Candidate]:
    query = Ticket.select().where(
        Ticket.opened_at >= begin, Ticket.opened_at < end, Ticket.confidential == False  # noqa: E712
    )  # fmt: skip
    for row in list(query.order_by(Ticket.id)):
        if choice.how is SampleClass.THIRD and not _is_third(row, choice.times):
            continue
        yield _of_ticket(row, row.opened_by_id, row.opened_at)


def _is_third(row: Any, times: int) -> bool:
    if row.kind != TicketKind.COMPLAINT.value or not row.caller_number:
        return False
    earlier = Ticket.select().where(
        Ticket.caller_number == row.caller_number, Ticket.kind == TicketKind.COMPLAINT.value,
        Ticket.confidential == False, Ticket.id < row.id,  # noqa: E712
    )  # fmt: skip
    return bool(earlier.count() >= times - 1)


def _replies(choice: Choice, begin: dt.datetime, end: dt.datetime) -> Iterator[Candidate]:
    query: Any = Ticket.select().where(
        Ticket.replied_at >= begin, Ticket.replied_at < end, Ticket.confidential == False,  # noqa: E712
        Ticket.handler.is_null(False), Ticket.reply != "",
    )  # fmt: skip
    if choice.how is SampleClass.UNSATISFIED:
        query = query.where(Ticket.satisfied <= LOW)
    if choice.how is SampleClass.REFUSED:
        sent_back = TicketStep.select(TicketStep.ticket).where(TicketStep.event == TicketEvent.FOLLOW_UP_REFUSE.value)
        query = query.where(Ticket.id.in_(sent_back))
    for row in list(query.order_by(Ticket.id)):
        yield _of_ticket(row, row.handler_id, row.replied_at)


def _of_ticket(row: Any, agent: int, at: dt.datetime) -> Candidate:
    involved = frozenset({row.opened_by_id, row.handler_id} - {None})
    return Candidate(row.number, agent, at, 0, call=row.call or "", ticket=row.number, involved=involved)


def _follow_ups(choice: Choice, begin: dt.datetime, end: dt.datetime) -> Iterator[Candidate]:
    query: Any = (
        FollowUp.select(FollowUp, Ticket)
        .join(Ticket)
        .where(
            FollowUp.done_at >= begin, FollowUp.done_at < end, FollowUp.person.is_null(False),
            FollowUp.way == FollowUpChannel.CALL.value, FollowUp.state == FollowUpState.DONE.value,
            Ticket.confidential == False,  # noqa: E712
        )
    )  # fmt: skip
    if choice.how is SampleClass.REFUSED:
        query = query.where(FollowUp.solved == False)  # noqa: E712
    for row in list(query.order_by(FollowUp.id)):
        ticket = row.ticket
        involved = frozenset({ticket.opened_by_id, ticket.handler_id} - {None})
        yield Candidate(
            str(row.id), row.person_id, row.done_at, 0, call=row.call or "", ticket=ticket.number, involved=involved
        )


_READS: Mapping[Inspected, Callable[[Choice, dt.datetime, dt.datetime], Iterator[Candidate]]] = {
    Inspected.CALL: _calls, Inspected.TICKET: _tickets, Inspected.REPLY: _replies, Inspected.FOLLOW_UP: _follow_ups,
}  # fmt: skip
