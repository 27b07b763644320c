"""The agent's desk: his state, the call on his telephone and the data on its caller."""

import datetime as dt
from dataclasses import dataclass, replace

from hotline.calls.rows import AgentState, Call, CallEvent, CallLeg, Offer, Order, PresenceChange
from hotline.calls.rules.talk import THIRDS, TURNS, Talk, talk
from hotline.people.reads.scope import Scope
from hotline.people.rows import Person
from hotline.values.telephone import telephone
from hotline.words import CallState, Fact, OfferResult, OrderKind, Party, Presence, Reason

from . import calls, listed
from .calls import CallLine

WAITING = (CallState.QUEUED, CallState.OFFERING)


@dataclass(frozen=True, slots=True)
class AgentStatus:
    """An agent's state; `until` is the end of wrap-up."""

    state: Presence = Presence.OFF
    reason: Reason | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    call: str = ""


@dataclass(frozen=True, slots=True)
class Third:
    """A third party in the call. `since`: when its telephone began to ring, or when it answered."""

    kind: Party
    name: str
    number: str
    up: bool
    since: dt.datetime


@dataclass(frozen=True, slots=True)
class Tried:
    """A third party who did not answer."""

    name: str
    number: str
    result: OfferResult
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An outgoing call. `rings`: whose telephone rings now, the agent's or the citizen's; None once they talk."""

    rings: Party | None
    call_back: int | None
    contact: int | None


@dataclass(frozen=True, slots=True)
class Pop:
    """The call on the agent's telephone and its caller's history.

    `mine`: the person is the call's agent; else `asked_as` is his role in it, if he was asked to join. `taken_by`: the
    supervisor who took the call from him.
    """

    call: CallLine
    talk: Talk
    third: Third | None
    tried: tuple[Tried, ...]
    out: Outgoing | None
    mine: bool
    asked_as: Party | None
    step: str
    earlier: tuple[CallLine, ...]
    taken_by: str

    @property
    def held(self) -> bool:
        return self.talk.held


@dataclass(frozen=True, slots=True)
class OrderEnd:
    """The state of an order: open, done, or refused with a message id; `said`: the message id of what was done.

    `line`: the line to which the caller was transferred, and his `place` there (0: he is served already); `to`: the
    name of any other target.
    """

    done: bool
    refused: str
    said: str = ""
    line: str = ""
    place: int = 0
    to: str = ""


def stand(person: int) -> AgentStatus:
    row = AgentState.get_or_none(AgentState.person == person)
    if row is None:
        return AgentStatus()
    return AgentStatus(Presence(row.state), Reason(row.reason), row.since, row.until, row.call or "")


def pop(person: int, where: AgentStatus) -> Pop | None:
    """The call that rings, is connected or has just ended on the person's telephone."""
    call = _call(person, where)
    if call is None:
        return None
    offer = Offer.select().where(Offer.call == call.id, Offer.person == person).order_by(Offer.number.desc()).first()
    known = telephone(call.number).identifies
    stands = _talk(call.id)
    talks = where.state is Presence.TALKING and call.state is CallState.TALKING
    return Pop(
        call=call,
        talk=stands,
        third=_third(call.id, stands),
        tried=_tried(call.id),
        out=_outgoing(call),
        mine=talks and call.agent == person,
        asked_as=_asked_as(call, person),
        step=offer.step if offer else "",
        earlier=tuple(calls.by_number(call.number, but=call.id)) if known else (),
        taken_by=_taken_by(call, person),
    )


def waiting(*, but: str = "") -> int:
    """The waiting callers, except the call `but`."""
    return int(Call.select().where(Call.state.in_(WAITING), Call.id != but).count())


def today(person: int, begin: dt.datetime, *, most: int = 20) -> tuple[CallLine, ...]:
    """The person's own calls since `begin`, newest first."""
    return listed.page(listed.CallFilter(since=begin), Scope(person=person), size=most).rows


def numbers_of(ids: list[str]) -> dict[str, str]:
    """The callers' numbers of these calls."""
    return {row.id: row.number for row in Call.select(Call.id, Call.number).where(Call.id.in_(ids))} if ids else {}


def newest_order(person: int) -> int | None:
    """The person's latest order."""
    row = Order.select(Order.id).where(Order.person == person).order_by(Order.id.desc()).first()
    return None if row is None else int(row.id)


def order_end(order: int, person: int, login: str = "") -> OrderEnd | None:
    """The result of an order of the person's, or one that he placed for somebody else; None if it is neither."""
    row = Order.get_or_none(Order.id == order, (Order.person == person) | (Order.placed_by == login))
    if row is None:
        return None
    end = OrderEnd(row.done_at is not None, row.refused or "", row.data.get("said", ""))
    to = row.data.get("to", ({},))[0] if row.kind == OrderKind.TRANSFER else {}
    if not end.done or end.refused or not to:
        return end
    if not to.get("line"):
        return replace(end, to=to.get("name") or to.get("dialled") or to.get("flow", ""))
    return replace(end, line=to.get("name") or to["line"], place=_place(row.person_id, to["line"]))


def _place(person: int, line: str) -> int:
    """The place in a line of the caller whom this person has just transferred; 0 if he does not wait any more.

    Callers who have talked to somebody are served before those who have not.
    """
    given = Call.select().where(Call.line == line, Call.state.in_(WAITING), Call.talking_at.is_null(False))
    mine = given.where(Call.agent == person).order_by(Call.talking_at.desc()).first()
    return 0 if mine is None else 1 + given.where(Call.queued_at < mine.queued_at).count()


def missed(person: int) -> str:
    """The call that was offered last to this person, if he did not answer it; "" else."""
    last = Offer.select().where(Offer.person == person).order_by(Offer.id.desc()).first()
    if last is None or last.ended_at is None or last.result == OfferResult.ANSWERED:
        return ""
    return str(last.call)


def next_state(person: int) -> Presence:
    """What follows the person's wrap-up: ready, or what he wished while he talked."""
    began = _last_change(person, Presence.TALKING)
    wish = Order.select().where(
        Order.person == person,
        Order.kind.in_([OrderKind.PRESENCE.value, OrderKind.FORCE_STATE.value]),
        Order.done_at.is_null(False),
        Order.refused.is_null(),
    )
    last = wish.order_by(Order.id.desc()).first()
    if last is None or began is None or last.placed_at < began.at:
        return Presence.READY
    return Presence(last.data["state"])


def _last_change(person: int, to: Presence) -> PresenceChange | None:
    changes = PresenceChange.select().where(PresenceChange.person == person, PresenceChange.new == to.value)
    last: PresenceChange | None = changes.order_by(PresenceChange.at.desc(), PresenceChange.id.desc()).first()
    return last


def _call(person: int, where: AgentStatus) -> CallLine | None:
    """The call that he has, or has just had: it stays in sight while he wraps up or does the paperwork on it."""
    if where.call:
        return calls.one(where.call, Scope())
    if where.state is Presence.WRAP_UP:
        last = Call.select(Call.id).where(Call.agent == person).order_by(Call.talking_at.desc()).first()
        return None if last is None else calls.one(last.id, Scope())
    return _paperwork(person) if (where.state, where.reason) == (Presence.AWAY, Reason.PAPERWORK) else None


def _paperwork(person: int) -> CallLine | None:
    """The call after whose wrap-up he went on to the paperwork."""
    came, wrapped = _last_change(person, Presence.AWAY), _last_change(person, Presence.WRAP_UP)
    if came is None or came.old != Presence.WRAP_UP or wrapped is None or not wrapped.call:
        return None
    return calls.one(wrapped.call, Scope())


def _taken_by(call: CallLine, person: int) -> str:
    """The name of the supervisor who took this call from the person; "" if nobody did."""
    if call.agent == person or call.talking_at is None:
        return ""
    orders = (
        Order.select(Order, Person)
        .join(Person, on=(Order.person == Person.id))
        .where(Order.kind == OrderKind.TAKE_OVER.value, Order.placed_at >= call.arrived_at, Order.refused.is_null())
    )
    names = [row.person.name for row in orders.order_by(Order.id.desc()) if row.data.get("agent") == person]
    return names[0] if names and call.agent is not None else ""


def _talk(call: str) -> Talk:
    turns = [kind.value for kind in TURNS]
    facts = (
        CallEvent.select(CallEvent.kind, CallEvent.data)
        .where(CallEvent.call == call, CallEvent.kind.in_(turns))
        .order_by(CallEvent.seq)
    )
    return talk((Fact(fact.kind), fact.data) for fact in facts)


def _third(call: str, stands: Talk) -> Third | None:
    leg = CallLeg.get_or_none(CallLeg.call == call, CallLeg.leg == stands.leg) if stands.leg else None
    if leg is None:
        return None
    since = leg.answered_at if stands.up and leg.answered_at else leg.begun_at
    return Third(Party(leg.kind), leg.name or getattr(leg.person, "name", ""), leg.dialled, stands.up, since)


def _tried(call: str) -> tuple[Tried, ...]:
    thirds = [kind.value for kind in THIRDS]
    legs = CallLeg.select().where(CallLeg.call == call, CallLeg.kind.in_(thirds), CallLeg.answered_at.is_null())
    return tuple(
        Tried(leg.name or getattr(leg.person, "name", ""), leg.dialled, OfferResult(leg.result), leg.ended_at)
        for leg in legs.order_by(CallLeg.id)
        if leg.result and leg.ended_at
    )


def _outgoing(call: CallLine) -> Outgoing | None:
    row = Call.get_by_id(call.id)
    if row.direction != "out":
        return None
    legs = list(CallLeg.select().where(CallLeg.call == call.id).order_by(CallLeg.id))
    ringing = [Party(leg.kind) for leg in legs if leg.answered_at is None and leg.ended_at is None]
    contact = next((leg.contact for leg in legs if leg.contact is not None), None)
    rings = (ringing[-1] if ringing else Party.AGENT) if row.state == CallState.DIALLING else None
    return Outgoing(rings, row.call_back, contact)


def _asked_as(call: CallLine, person: int) -> Party | None:
    """The person's role in another agent's call: a consulted colleague, or a listening supervisor."""
    if call.agent == person or call.agent is None:
        return None
    leg = CallLeg.get_or_none(CallLeg.call == call.id, CallLeg.person == person, CallLeg.ended_at.is_null())
    return None if leg is None else Party(leg.kind)
