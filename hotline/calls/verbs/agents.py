"""Requests of agents, and of supervisors for agents, to the controller. Every request is an order row."""

import datetime as dt

from hotline.calls.orders.place import place
from hotline.calls.rows import AgentState, Order, PresenceChange
from hotline.calls.rules.order_kinds import (
    Answer,
    Command,
    ForceState,
    HandOver,
    HangUp,
    Hold,
    MaskRecording,
    MoreTime,
    Mute,
    Resume,
    Return,
    SetPresence,
    ThreeWay,
    UnmaskRecording,
    Unmute,
)
from hotline.people.reads.parameters import parameter
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.values.privacy import whole
from hotline.words import AWAY_REASONS, AuditAction, OrderKind, Presence, Reason

_CONTROLS: dict[str, Command] = {
    OrderKind.ANSWER: Answer(),
    OrderKind.HANG_UP: HangUp(),
    OrderKind.HOLD: Hold(),
    OrderKind.RESUME: Resume(),
    OrderKind.MUTE: Mute(),
    OrderKind.UNMUTE: Unmute(),
    OrderKind.MASK: MaskRecording(),
    OrderKind.UNMASK: UnmaskRecording(),
    OrderKind.THREE_WAY: ThreeWay(),
    OrderKind.RETURN: Return(),
    OrderKind.HAND_OVER: HandOver(),
}
FORCED = (Presence.READY, Presence.AWAY, Presence.OFF)


def request_state(person: int, state: str, reason: str, *, by: str, now: dt.datetime) -> int:
    """A person sets his own state: ready, away with a reason, or off. Returns the order's id."""
    with writing():
        has_telephone(person)
        why = _reason(person, state, reason)
        return place(SetPresence(Presence(state), why), person=person, by=by, now=now)


def more_time(person: int, *, by: str, now: dt.datetime) -> int:
    """A person prolongs his wrap-up, so many times for a call as the parameter allows. Returns the order's id."""
    with writing():
        has_telephone(person)
        stands = AgentState.get_or_none(AgentState.person == person)
        if stands is None or stands.state != Presence.WRAP_UP:
            raise Refused("You are not in wrap-up")
        most = parameter("wrap_up.more_times")
        if prolonged(person) >= most:
            raise Refused("Wrap-up was prolonged %(most)s times already", most=most)
        return place(MoreTime(parameter("wrap_up.more_seconds")), person=person, by=by, now=now)


def prolonged(person: int) -> int:
    """How often the person has prolonged his present wrap-up."""
    changes = PresenceChange.select().where(
        PresenceChange.person == person, PresenceChange.reason == Reason.CALL_ENDED.value
    )
    ended = changes.order_by(PresenceChange.at.desc()).first()
    orders = Order.select().where(
        Order.person == person, Order.kind == OrderKind.MORE_TIME.value, Order.refused.is_null()
    )
    return int(orders.where(Order.placed_at >= ended.at).count() if ended is not None else orders.count())


def control(person: int, kind: str, *, by: str, now: dt.datetime) -> int:
    """Requests without parameters: answer, hang up, hold, mute, mask the recording, three-way, go back, hand over.
    Returns the order's id."""
    if kind not in _CONTROLS:
        raise Refused("There is no such order")
    with writing():
        has_telephone(person)
        return place(_CONTROLS[kind], person=person, by=by, now=now)


def force_state(
    person: int, state: str, note: str, *, site: int | None, by: str, now: dt.datetime, client_ip: str
) -> int:
    """A supervisor sets another person's state and says why. `site` None: any site. Returns the order's id."""
    if state not in FORCED:
        raise Refused("A state that can be forced is ready, away or off")
    note = whole(note, 200)
    if not note:
        raise Refused("Say why")
    with writing():
        row = has_telephone(person)
        if site is not None and row.site_id != site:
            raise Refused("This agent belongs to another site")
        order = place(ForceState(Presence(state), Reason.BY_HAND, note), person=person, by=by, now=now)
        audit.asked(
            AuditAction.FORCE_STATE, f"person:{person}", order, by=by, now=now, client_ip=client_ip, state=state,
            note=note,
        )  # fmt: skip
        return order


def has_telephone(person: int) -> Person:
    """The person, who must have a desk with a telephone. Raises Refused."""
    row = Person.get_or_none(Person.id == person)
    if row is None or not row.active or not may(row.roles, Permission.USE_DESK):
        raise Refused("Choose an agent")
    if not row.extension:
        raise Refused("%(name)s has no telephone", name=row.name)
    return row


def _reason(person: int, state: str, reason: str) -> Reason:
    if state == Presence.AWAY:
        if reason not in AWAY_REASONS:
            raise Refused("Choose a reason for being away")
        return Reason(reason)
    if state == Presence.OFF:
        return Reason.SIGNED_OUT
    if state != Presence.READY:
        raise Refused("You can be ready, away or off")
    stands = AgentState.get_or_none(AgentState.person == person)
    return Reason.SIGNED_IN if stands is None or stands.state == Presence.OFF else Reason.BY_HAND
