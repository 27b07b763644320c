"""Who works where, for the controller: agents with their last state, lines with positions and ladders, open calls."""

from typing import Any

from hotline.records.rows import AgentState, Call, Line, Offer, Person, Position, Site
from hotline.rules.floor import FloorAgent, FloorLine, OpenCall
from hotline.words import CallState, Presence, Reason


def agents() -> list[FloorAgent]:
    """Active people with a telephone."""
    states = {state.person_id: state for state in AgentState.select()}
    people = (
        Person.select(Person, Site).join(Site).where(Person.active, Person.extension.is_null(False)).order_by(Person.id)
    )
    return [_agent(person, states.get(person.id)) for person in people]


def _agent(person: Any, now: Any) -> FloorAgent:
    if now is None:
        return FloorAgent(
            person.id, person.site.code, person.extension, Presence.OFF, Reason.SIGNED_OUT, 0.0, None, None
        )
    until = None if now.until is None else now.until.timestamp()
    return FloorAgent(
        person.id, person.site.code, person.extension, Presence(now.state), Reason(now.reason),
        now.since.timestamp(), until, now.call,
    )  # fmt: skip


def lines() -> list[FloorLine]:
    """Active lines; positions in their order."""
    seats: dict[tuple[int, str], list[int]] = {}
    sitting = Position.select().join(Person).where(Person.active).order_by(Position.place, Position.id)
    for position in sitting:
        seats.setdefault((position.line_id, position.kind), []).append(position.person_id)
    return [
        FloorLine(
            code=line.code,
            site=line.site.code,
            a=tuple(seats.get((line.id, "A"), ())),
            b=tuple(seats.get((line.id, "B"), ())),
            ladder=tuple((step["whom"], float(step["seconds"])) for step in line.ladder),
            ring_seconds=line.ring_seconds,
            wrap_up_seconds=line.wrap_up_seconds,
        )
        for line in Line.select(Line, Site).join(Site).where(Line.active).order_by(Line.id)
    ]


def open_calls() -> list[OpenCall]:
    rows = list(Call.select().where(Call.state != CallState.ENDED.value))
    offers = Offer.select().where(Offer.ended_at.is_null(), Offer.call.in_([r.id for r in rows])).order_by(Offer.number)
    open_offers = {offer.call: (offer.number, offer.person_id) for offer in offers}
    return [
        OpenCall(
            r.id, r.seq, r.offers, r.line, r.agent_id, r.number, r.profile, r.dialled, CallState(r.state),
            None if r.queued_at is None else r.queued_at.timestamp(), r.talking_at is not None, open_offers.get(r.id),
        )
        for r in rows
    ]  # fmt: skip
