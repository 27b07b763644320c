"""Click-to-call for a follow-up: the clerk's telephone rings, then the citizen's; the follow-up owns the call.

A clerk needs a telephone and the right to follow up; he has no agent's desk and is in no queue. The follow-up verbs,
or the voice survey, record the follow-up's result.
"""

import datetime as dt

from hotline.calls.orders.place import place
from hotline.calls.rows import Call, Order
from hotline.calls.rules.call_ids import call_of
from hotline.calls.rules.order_kinds import Command, HangUp, Target, Transfer
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.tickets.rows import FollowUpTry
from hotline.values.quiet_hours import Quiet
from hotline.words import CallState

from . import follow_ups

SURVEY = "visit"  # the flow of the voice survey


def call(follow_up: int, person: int, *, by: str, now: dt.datetime, client_ip: str, quiet: Quiet) -> int:
    """Ring the clerk, then the citizen; recorded like every call. Returns the order's id. Raises Refused."""
    _clerk(person)
    if _running(follow_up) is not None:
        raise Refused("This call is being made already")
    order = follow_ups.call(follow_up, person, by=by, now=now, client_ip=client_ip, quiet=quiet)
    with writing():
        made = call_of(order, Order.get_by_id(order).placed_at)
        FollowUpTry.update(call=made).where(FollowUpTry.follow_up == follow_up, FollowUpTry.result == "").execute()
    return order


def survey(follow_up: int, person: int, *, by: str, now: dt.datetime) -> int:
    """Transfer the citizen to the voice survey; the clerk is free. Returns the order's id. Raises Refused."""
    to = Transfer((Target(flow=SURVEY),))
    return _of_the_call(follow_up, person, to, (CallState.TALKING,), by=by, now=now)


def hang_up(follow_up: int, person: int, *, by: str, now: dt.datetime) -> int:
    """End the call, or cancel the ringing. Returns the order's id. Raises Refused."""
    return _of_the_call(follow_up, person, HangUp(), (CallState.DIALLING, CallState.TALKING), by=by, now=now)


def _of_the_call(
    follow_up: int, person: int, command: Command, states: tuple[CallState, ...], *, by: str, now: dt.datetime
) -> int:
    _clerk(person)
    with writing():
        running = _running(follow_up, person)
        if running is None or running.state not in states:
            raise Refused("You have no call")
        return place(command, person=person, by=by, now=now)


def _clerk(person: int) -> Person:
    who = Person.get_or_none(Person.id == person)
    if who is None or not who.active or not may(who.roles, Permission.FOLLOW_UP):
        raise Refused("You may not call out")
    if not who.extension:
        raise Refused("You have no telephone: ask the administrator")
    found: Person = who
    return found


def _running(follow_up: int, person: int | None = None) -> Call | None:
    """The running call of a follow-up; only this clerk's call if one is given."""
    tries = FollowUpTry.select(FollowUpTry.call).where(
        FollowUpTry.follow_up == follow_up, FollowUpTry.call.is_null(False)
    )
    if person is not None:
        tries = tries.where(FollowUpTry.person == person)
    found: Call | None = Call.select().where(Call.id.in_([one.call for one in tries]), Call.ended_at.is_null()).first()
    return found
