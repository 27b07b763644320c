"""After the answer: the follow-up (R1), what the citizen's answer causes, reopening, review and second review."""

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from hotline.ports import Refused
from hotline.tickets.rows import FollowUp, FollowUpTry, Ticket, Unit
from hotline.tickets.rules.guards import CLOCK, TransitionRequest
from hotline.tickets.rules.payloads import AttemptMade, CitizenAnswer
from hotline.tickets.rules.tickets import of_another
from hotline.values.quiet_hours import Quiet
from hotline.words import ClockKind, FollowUpChannel, FollowUpState, NoticeKind, TicketEvent, TicketState
from hotline.workdays.rules import calling_times

from . import clocks
from .context import TicketContext, held
from .dispatching import back_to_the_desk, close_child, end, unmerge
from .dissolving import following, judge_of
from .lookups import TicketLookups
from .supervision import carry_on

MOMENT = dt.timedelta(minutes=15)  # within this time a clerk enters the result of his call


def plan(w: TicketContext, *, sample: bool = False) -> FollowUp:
    """Plan the follow-up of this round of handling; the citizen is called as soon as people are called at all."""
    follow_up: FollowUp = FollowUp.create(
        ticket=w.row.id, round=w.row.round, state=FollowUpState.OPEN.value, planned_at=w.now,
        next_at=call_from(w.row.site_id, w.now, w.known), sample=sample, token=secrets.token_urlsafe(12),
    )  # fmt: skip
    return follow_up


def call_from(site: int, moment: dt.datetime, known: TicketLookups) -> dt.datetime:
    """The first time from `moment` on at which a clerk of the site calls citizens."""
    still = Quiet(
        dt.time.fromisoformat(known.parameter("quiet.begins")), dt.time.fromisoformat(known.parameter("quiet.ends"))
    )
    return calling_times.call_from(known.calendar(site), still, known.closing(None), moment)


def follow_up_close(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """The citizen has answered; handled, solved and satisfied are three separate answers."""
    told = _said(w, request.of(CitizenAnswer), request.text, FollowUpState.DONE)
    w.step(request.event, new, text=request.text, said=list(told.said), call=told.call)
    end(w)


def follow_up_refuse(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """The citizen rejects the answer: the ticket goes back to the unit with its history and new clocks."""
    told = _said(w, request.of(CitizenAnswer), request.text, FollowUpState.DONE)
    unit = following(w.known.unit(w.row.unit_id))
    new_round(w, request.event)
    w.row.taken_at = w.row.replied_at = None
    if unit is None:
        w.step(request.event, TicketState.ACCEPTED, text=request.text, said=list(told.said), call=told.call)
        back_to_the_desk(w)
        return
    w.row.unit = unit.id
    w.step(request.event, new, text=request.text, said=list(told.said), call=told.call)
    again(w, unit)


def follow_up_give_up(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """The citizen was not reached. Answers that he had sent before the calls are kept."""
    follow_up = _follow_up(w)
    said = (follow_up.handled, follow_up.solved, follow_up.satisfied)
    _said(w, replace(request.of(CitizenAnswer), said=said), follow_up.text, FollowUpState.GIVEN_UP)
    w.step(request.event, new, text=request.text)
    end(w)


def follow_up_try(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """The citizen was not reached: plan the next try after some hours."""
    follow_up = _follow_up(w)
    if follow_up.state != FollowUpState.OPEN:
        raise Refused("This visit is over")
    gap = dt.timedelta(hours=w.known.parameter("follow_up.gap_hours"))
    follow_up.next_at = call_from(w.row.site_id, w.now + gap, w.known)
    begun = FollowUpTry.get_or_none(FollowUpTry.follow_up == follow_up.id, FollowUpTry.result == "")
    if begun is None:
        begun = _settled_before(follow_up, w) or begin_try(follow_up, w.who.person, w.now)
    tried = request.of(AttemptMade)
    FollowUpTry.update(call=tried.call or begun.call, result=tried.result[:24] or "not_reached").where(
        FollowUpTry.id == begun.id
    ).execute()
    follow_up.save()
    w.step(request.event, new, text=request.text, call=tried.call)


def _settled_before(follow_up: Any, w: TicketContext) -> Any:
    """The clerk's recent call, if the system recorded its end before the clerk did; it is no second attempt."""
    return (
        FollowUpTry.select()
        .where(
            FollowUpTry.follow_up == follow_up.id, FollowUpTry.person == w.who.person, FollowUpTry.call.is_null(False),
            FollowUpTry.at >= w.now - MOMENT,
        )
        .order_by(FollowUpTry.id.desc())
        .first()
    )  # fmt: skip


def begin_try(follow_up: Any, person: int | None, now: dt.datetime) -> Any:
    """Record one more attempt by telephone; its result is filled in when it is known."""
    follow_up.tries += 1
    return FollowUpTry.create(
        follow_up=follow_up.id, number=follow_up.tries, way=FollowUpChannel.CALL.value, at=now, person=person
    )


def reopen(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    new_round(w, request.event)
    w.step(request.event, new, text=request.text)
    FollowUp.update(state=FollowUpState.GIVEN_UP.value, done_at=w.now).where(
        FollowUp.ticket == w.row.id, FollowUp.state == FollowUpState.OPEN.value
    ).execute()  # a sample's follow-up: the matter is being handled again, so asking now makes no sense
    back_to_the_desk(w)


def ask_review(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """The unit above reviews the answer; if there is none above, the hotline does. Of a merged ticket the unit whose
    answer it got is reviewed, and it follows its parent no more."""
    if w.row.parent is not None:
        w.row.unit = Ticket.get_by_id(w.row.parent).unit_id or w.row.unit_id
        w.row.parent = None
    follower = following(w.known.unit(w.row.unit_id))
    w.row.unit = follower.id if follower is not None else w.row.unit_id
    w.row.holder = judge_of(w, w.row.unit_id, new)
    w.row.closed_at = None
    w.step(request.event, new, text=request.text, unit=w.row.holder_id)
    clocks.begin(w, ClockKind.RECHECK, unit=w.row.holder_id)
    carry_on(w)


def uphold(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    w.row.reviews += 1
    w.step(request.event, new, text=request.text)
    end(w)
    w.tell_citizen(NoticeKind.TICKET_CLOSED, link=w.public_link)


def overturn(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """The review sets the answer aside: the unit handles the ticket again."""
    w.row.reviews += 1
    new_round(w, request.event)
    w.row.taken_at = w.row.replied_at = None
    unit = following(w.known.unit(w.row.unit_id))
    if unit is None:
        w.step(request.event, TicketState.ACCEPTED, text=request.text)
        back_to_the_desk(w)
        return
    w.row.unit = unit.id
    w.step(request.event, new, text=request.text)
    again(w, unit)


def new_round(w: TicketContext, event: TicketEvent) -> None:
    """Begin the next round of handling: the citizen's answer on the round before stays in that round's follow-up."""
    w.row.round += 1
    w.row.again_at, w.row.again_event = w.now, event.value
    rated(w, (None, None, None), None)


def rated(w: TicketContext, said: tuple[bool | None, bool | None, int | None], round_: int | None) -> None:
    """Write the citizen's answer on a round into the ticket. Three times None: he has not answered on it."""
    w.row.handled, w.row.solved, w.row.satisfied = said
    w.row.rated_round = None if said == (None, None, None) else round_


def again(w: TicketContext, unit: Unit) -> None:
    """Give the ticket to the unit once more, with new clocks."""
    clocks.stop_all(w, but=clocks.ANEW)
    w.row.parent = None
    w.row.holder, w.row.dispatched_at, w.row.handler = unit.id, w.now, None
    clocks.begin(w, ClockKind.TAKE, unit=unit.id)
    clocks.begin(w, ClockKind.FINISH, unit=unit.id)
    carry_on(w)


def close_children(w: TicketContext) -> None:
    """Close the tickets merged into a closed one (K9); if it ended without an answer, take them up again instead."""
    for child in held(Ticket.parent == w.row.id, Ticket.state == TicketState.MERGED.value):
        one = TicketContext(child, CLOCK, w.now)
        if w.state in (TicketState.CLOSED, TicketState.FINAL):
            request = TransitionRequest(TicketEvent.CLOSE_CHILD, text=of_another(w.row))
            close_child(one, request, TicketState.CLOSED)
            child.rated_round = child.round if child.rated_round == w.row.round else None
        else:
            unmerge(one, TransitionRequest(TicketEvent.UNMERGE, text=w.row.number), TicketState.ACCEPTED)
        clocks.settle(one)
        one.keep()


def _said(w: TicketContext, told: CitizenAnswer, text: str, state: FollowUpState) -> CitizenAnswer:
    """Write the citizen's answer into the ticket and its follow-up; return it for the history."""
    handled, solved, satisfied = told.said
    rated(w, told.said, w.row.round)
    follow_up = _follow_up(w)
    follow_up.state, follow_up.done_at, follow_up.person = state.value, w.now, w.who.person
    follow_up.way = told.channel or follow_up.way
    follow_up.handled, follow_up.solved, follow_up.satisfied, follow_up.text = handled, solved, satisfied, text
    follow_up.call = told.call or follow_up.call
    follow_up.save()
    return told


def _follow_up(w: TicketContext) -> Any:
    found = FollowUp.get_or_none(FollowUp.ticket == w.row.id, FollowUp.round == w.row.round)
    if found is None:
        raise Refused("There is no such visit")
    return found


E = TicketEvent
EFFECTS: Mapping[TicketEvent, Callable[[TicketContext, TransitionRequest, TicketState], None]] = {
    E.FOLLOW_UP_CLOSE: follow_up_close, E.FOLLOW_UP_REFUSE: follow_up_refuse,
    E.FOLLOW_UP_GIVE_UP: follow_up_give_up, E.FOLLOW_UP_TRY: follow_up_try,
    E.REOPEN: reopen, E.ASK_REVIEW: ask_review, E.ASK_REREVIEW: ask_review, E.UPHOLD: uphold, E.OVERTURN: overturn,
}  # fmt: skip
