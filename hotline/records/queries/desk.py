"""What an agent's desk shows: where he stands, the call on his telephone and all that is known of its caller."""

import datetime as dt
from dataclasses import dataclass

from hotline.records.rows import AgentState, Call, CallEvent, CourtCase, Offer, Order
from hotline.words import CallState, Fact, Presence, Reason

from . import calls, tickets
from .calls import CallLine
from .scope import Scope
from .tickets import TicketView

WAITING = (CallState.QUEUED, CallState.OFFERING)


@dataclass(frozen=True, slots=True)
class Stand:
    """Where an agent stands; `until` is the end of wrap-up."""

    state: Presence = Presence.OFF
    reason: Reason | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    call: str = ""


@dataclass(frozen=True, slots=True)
class CaseView:
    number: str
    cause: str
    party: str
    judge: str
    division: str
    stage: str
    next_hearing: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Pop:
    """The call on the agent's telephone and its caller's history."""

    call: CallLine
    held: bool
    step: str
    earlier: tuple[CallLine, ...]
    tickets: tuple[TicketView, ...]
    cases: tuple[CaseView, ...]
    own_tickets: tuple[TicketView, ...]


@dataclass(frozen=True, slots=True)
class OrderEnd:
    """How an order stands: open, done, or refused with a message id."""

    done: bool
    refused: str


def stand(person: int) -> Stand:
    row = AgentState.get_or_none(AgentState.person == person)
    if row is None:
        return Stand()
    return Stand(Presence(row.state), Reason(row.reason), row.since, row.until, row.call or "")


def pop(person: int, where: Stand) -> Pop | None:
    """The call that rings, talks or has just ended on the person's telephone."""
    call = _call(person, where)
    if call is None:
        return None
    offer = Offer.select().where(Offer.call == call.id, Offer.person == person).order_by(Offer.number.desc()).first()
    known = _is_number(call.number)
    return Pop(
        call=call,
        held=_held(call.id),
        step=offer.step if offer else "",
        earlier=tuple(calls.by_number(call.number, but=call.id)) if known else (),
        tickets=tuple(t for t in tickets.by_number(call.number) if t.call != call.id) if known else (),
        cases=_cases(call.number) if known else (),
        own_tickets=tuple(tickets.of_call(call.id)),
    )


def waiting(*, but: str = "") -> int:
    """Callers who wait for somebody, without the call `but`."""
    return int(Call.select().where(Call.state.in_(WAITING), Call.id != but).count())


def today(person: int, begin: dt.datetime, *, most: int = 20) -> tuple[CallLine, ...]:
    """The person's own calls since `begin`, newest first."""
    return calls.page(calls.Wanted(since=begin), Scope(person=person), size=most).rows


def numbers_of(ids: list[str]) -> dict[str, str]:
    """The callers' numbers of some calls."""
    return {row.id: row.number for row in Call.select(Call.id, Call.number).where(Call.id.in_(ids))} if ids else {}


def order_end(order: int, person: int) -> OrderEnd | None:
    """How the person's order ended; None when it is not his."""
    row = Order.get_or_none(Order.id == order, Order.person == person)
    return None if row is None else OrderEnd(row.done_at is not None, row.refused or "")


def _call(person: int, where: Stand) -> CallLine | None:
    if where.call:
        return calls.one(where.call, Scope())
    if where.state is not Presence.WRAP_UP:
        return None
    last = Call.select(Call.id).where(Call.agent == person).order_by(Call.talking_at.desc()).first()
    return None if last is None else calls.one(last.id, Scope())


def _is_number(number: str) -> bool:
    """A withheld number ("anonymous", "") is nobody's: it has no history."""
    return number.lstrip("+").isdigit() and len(number) >= 5


def _held(call: str) -> bool:
    turns = (Fact.HELD, Fact.RESUMED, Fact.TALKING, Fact.AGENT_LOST, Fact.ENDED)
    row = (
        CallEvent.select(CallEvent.kind)
        .where(CallEvent.call == call, CallEvent.kind.in_(turns))
        .order_by(CallEvent.seq.desc())
        .first()
    )
    return row is not None and row.kind == Fact.HELD


def _cases(number: str) -> tuple[CaseView, ...]:
    rows = CourtCase.select().where(CourtCase.party_number == number).order_by(CourtCase.number)
    return tuple(
        CaseView(row.number, row.cause, row.party, row.judge, row.division, row.stage, row.next_hearing) for row in rows
    )
