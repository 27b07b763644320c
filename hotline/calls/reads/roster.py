"""Who works where, for the controller: agents with their last state, lines with positions and ladders, open calls."""

import datetime as dt
from typing import Any

from hotline.calls.rows import AgentState, Call, Line, Offer, Position, Skill, TelephoneTurn
from hotline.calls.rules.roster import OpenCall, RosterAgent, RosterLine, RosterStep, Shift, sits
from hotline.clock import CHINA
from hotline.people.rows import Person, Site
from hotline.people.rules.permissions import Permission, may
from hotline.words import CallState, Presence, Reason


def agents() -> list[RosterAgent]:
    """Active people with a telephone."""
    states = {state.person_id: state for state in AgentState.select()}
    skills: dict[int, list[tuple[str, int]]] = {}
    for skill in Skill.select().order_by(Skill.code):
        skills.setdefault(skill.person_id, []).append((skill.code, skill.level))
    people = (
        Person.select(Person, Site).join(Site).where(Person.active, Person.extension.is_null(False)).order_by(Person.id)
    )
    return [_agent(person, states.get(person.id), tuple(skills.get(person.id, ()))) for person in people]


def turns() -> dict[str, int]:
    """How often the password of each extension of an active person was changed."""
    changed = {row.extension: row.turn for row in list(TelephoneTurn.select())}
    holders = Person.select(Person.extension).where(Person.active, Person.extension.is_null(False))
    return {str(row.extension): changed.get(str(row.extension), 0) for row in list(holders.order_by(Person.id))}


def _agent(person: Any, now: Any, skills: tuple[tuple[str, int], ...]) -> RosterAgent:
    takes = may(person.roles, Permission.USE_DESK)
    if now is None:
        return RosterAgent(
            person.id, person.site.code, person.extension, Presence.OFF, Reason.SIGNED_OUT, 0.0, None, None, skills,
            takes,
        )  # fmt: skip
    until = None if now.until is None else now.until.timestamp()
    return RosterAgent(
        person.id, person.site.code, person.extension, Presence(now.state), Reason(now.reason),
        now.since.timestamp(), until, now.call, skills, takes,
    )  # fmt: skip


def lines(now: dt.datetime) -> list[RosterLine]:
    """Active lines; positions in order, only people on shift at `now`."""
    seats: dict[tuple[int, str], list[int]] = {}
    local = now.astimezone(CHINA)
    sitting = Position.select().join(Person).where(Person.active).order_by(Position.place, Position.id)
    for position in sitting:
        shift = Shift(position.person_id, position.kind, position.days, position.begins, position.ends)
        if sits(shift, local):
            seats.setdefault((position.line_id, position.kind), []).append(position.person_id)
    return [
        RosterLine(
            code=line.code,
            site=line.site.code,
            a=tuple(seats.get((line.id, "A"), ())),
            b=tuple(seats.get((line.id, "B"), ())),
            ladder=tuple(rung(step) for step in line.ladder),
            ring_seconds=line.ring_seconds,
            wrap_up_seconds=line.wrap_up_seconds,
            needs=tuple(sorted(line.needs.items())),
            most_waiting=line.most_waiting,
            announce_seconds=line.announce_seconds,
            tests_silence=line.tests_silence,
            hours=line.hours,
        )
        for line in Line.select(Line, Site).join(Site).where(Line.active).order_by(Line.id)
    ]


def rung(step: dict[str, Any]) -> RosterStep:
    """A step of a ladder, as in the line's row."""
    return RosterStep(
        step["whom"], float(step["seconds"]), step.get("skip", True), tuple(step.get("sites", ())),
        float(step.get("load", 0)),
    )  # fmt: skip


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
