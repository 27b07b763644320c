"""What units and reviewers do: take, share, reply, approve, send back; decide returns, extensions and pauses."""

from collections.abc import Callable, Mapping
from typing import Any

from hotline.ports import Refused
from hotline.tickets.rows import TicketRequest, TicketShare
from hotline.tickets.rules import limits
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.rules.payloads import PartMeant
from hotline.words import ClockKind, NoticeKind, ShareState, TicketEvent, TicketState

from . import clocks
from .context import TicketContext, desk_of
from .dispatching import back_to_the_desk, drop_shares, lapse, share
from .dissolving import following
from .following_up import plan
from .supervision import carry_on, said


def take(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """The unit signs for the ticket: the take clock stops, and whoever took it is its handler."""
    w.row.taken_at = w.now
    w.row.handler = w.row.handler_id or w.who.person
    w.step(request.event, new, text=request.text)
    clocks.stop(w, ClockKind.TAKE)


def assign(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    w.row.handler = request.person
    w.step(request.event, new, text=request.text, handler=request.person)


def add_share(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    assert request.unit is not None  # a guard has checked it
    w.step(request.event, new, text=request.text, others=[request.unit])
    share(w, request.unit, request.text)


def take_share(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    mine = _share(w, request, {ShareState.OPEN})
    mine.state, mine.taken_at, mine.handler = ShareState.TAKEN.value, w.now, w.who.person
    mine.save()
    w.step(request.event, new, unit=mine.unit_id)


def reply_share(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    mine = _share(w, request, {ShareState.OPEN, ShareState.TAKEN})
    mine.state, mine.replied_at, mine.reply = ShareState.REPLIED.value, w.now, request.text
    mine.taken_at, mine.handler = mine.taken_at or w.now, mine.handler_id or w.who.person
    mine.save()
    w.step(request.event, new, text=request.text, unit=mine.unit_id)
    clocks.stop(w, ClockKind.SHARE, ref=mine.id)


def drop_share(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    mine = _share(w, request, {ShareState.OPEN, ShareState.TAKEN})
    mine.state = ShareState.DROPPED.value
    mine.save()
    w.step(request.event, new, text=request.text, others=[mine.unit_id])
    clocks.stop(w, ClockKind.SHARE, ref=mine.id)


def reply(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    w.row.reply, w.row.replied_at = request.text, w.now
    w.step(request.event, new, text=request.text)


def unit_approve(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """The unit approves its answer: its clock stops, and the hotline's reviewer must act next."""
    w.row.holder = desk_of(w.row.site_id)
    w.step(request.event, new, text=request.text)
    lapse(w)
    clocks.stop(w, ClockKind.FINISH)
    clocks.begin(w, ClockKind.REVIEW, unit=w.row.holder_id)


def unit_send_back(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    w.step(request.event, new, text=request.text)


def approve(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """The hotline approves the answer; a follow-up asks the citizen. Answers of the hotline need only this."""
    w.row.holder = desk_of(w.row.site_id)
    w.step(request.event, new, text=request.text)
    lapse(w)
    clocks.stop(w, ClockKind.FINISH)
    clocks.stop(w, ClockKind.REVIEW)
    clocks.begin(w, ClockKind.FOLLOW_UP, unit=w.row.holder_id)
    plan(w)


def send_back(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """Not good enough: the unit's clock resumes where it stopped; it may be overdue already."""
    unit = following(w.known.unit(w.row.unit_id))
    if unit is None:  # the unit was dissolved during the review and has no follower
        w.step(request.event, TicketState.ACCEPTED, text=request.text)
        back_to_the_desk(w)
        return
    w.row.unit = w.row.holder = unit.id
    w.step(request.event, new, text=request.text)
    clocks.stop(w, ClockKind.REVIEW)
    clocks.go_on(w, ClockKind.FINISH, unit=unit.id)
    carry_on(w)


# ---- what a unit may ask for, and the decisions


def ask_return(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """The unit says it is not competent: the dispute desk decides within a day; the finish clock keeps running."""
    if request.unit is not None and w.known.unit(request.unit) is None:
        raise Refused("Choose a unit that works")
    lapse(w)
    TicketRequest.create(
        ticket=w.row.id, kind="return", unit=w.row.unit_id, person=w.who.person, asked_at=w.now, reason=request.text,
        suggested=request.unit,
    )  # fmt: skip
    w.row.returns += 1
    w.row.holder = desk_of(w.row.site_id)
    w.step(request.event, new, text=request.text, suggested=request.unit)
    clocks.stop(w, ClockKind.TAKE)
    clocks.begin(w, ClockKind.RETURN, unit=w.row.holder_id)


def approve_return(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    _decide(w, "return", request, granted=True)
    w.step(request.event, new, text=request.text)
    drop_shares(w)
    back_to_the_desk(w)


def refuse_return(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """The ticket stays with the unit; by asking for the return, the unit has signed for it."""
    open_request = _decide(w, "return", request, granted=False)
    w.row.holder = w.row.unit_id
    w.row.taken_at = w.row.taken_at or open_request.asked_at
    w.row.handler = w.row.handler_id or open_request.person_id
    w.step(request.event, new, text=request.text)
    clocks.stop(w, ClockKind.RETURN)


def ask_extension(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    if w.row.extensions >= w.known.parameter("ticket.extensions"):
        raise Refused("This ticket has been extended as often as may be")
    given = next((one.half_days for one in clocks.running(w) if one.kind == ClockKind.FINISH), limits.DAY)
    most = limits.extension_most(given)
    if not 1 <= request.half_days <= most:
        raise Refused(
            "Ask for 1 to %(most)s workdays more: no more than the matter's own limit", most=most // limits.DAY
        )
    TicketRequest.create(
        ticket=w.row.id, kind="extension", unit=w.row.unit_id, person=w.who.person, asked_at=w.now, reason=request.text,
        half_days=request.half_days,
    )  # fmt: skip
    w.step(request.event, new, text=request.text, half_days=request.half_days)


def approve_extension(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    open_request = _decide(w, "extension", request, granted=True)
    w.row.extensions += 1
    clocks.extend(w, open_request.half_days)
    clocks.settle(w)
    w.step(request.event, new, text=request.text, half_days=open_request.half_days)
    if w.row.due_at is None:  # the clock is paused: the new day is not known yet
        w.tell_citizen(NoticeKind.EXTENDED_PAUSED)
    else:
        w.tell_citizen(NoticeKind.TICKET_EXTENDED, until=said(w.row.due_at, w.row.provisional))


def refuse_extension(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    _decide(w, "extension", request, granted=False)
    w.step(request.event, new, text=request.text)


def pause(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    clocks.pause(w, request.text)
    w.step(request.event, new, text=request.text)


def resume(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """The clocks run again. A citizen who was told of an extension without its day now gets the day."""
    extended = TicketRequest.select().where(
        TicketRequest.ticket == w.row.id, TicketRequest.kind == "extension", TicketRequest.granted == True,  # noqa: E712
        TicketRequest.decided_at >= w.row.paused_at,
    ).exists()  # fmt: skip
    clocks.resume(w)
    clocks.settle(w)
    w.step(request.event, new, text=request.text)
    if extended and w.row.due_at is not None:
        w.tell_citizen(NoticeKind.CLOCK_RESUMED, until=said(w.row.due_at, w.row.provisional))


def _decide(w: TicketContext, kind: str, request: TransitionRequest, *, granted: bool) -> Any:
    open_request = (
        TicketRequest.select()
        .where(TicketRequest.ticket == w.row.id, TicketRequest.kind == kind, TicketRequest.granted.is_null())
        .order_by(TicketRequest.id.desc())
        .first()
    )
    if open_request is None:
        raise Refused("Nobody asks for this any more")
    open_request.granted, open_request.decided_at, open_request.decided_by = granted, w.now, w.who.person
    open_request.answer = request.text
    open_request.save()
    return open_request


def _share(w: TicketContext, request: TransitionRequest, states: set[ShareState]) -> Any:
    found = TicketShare.get_or_none(TicketShare.id == request.of(PartMeant).id, TicketShare.ticket == w.row.id)
    if found is None or found.state not in states:
        raise Refused("This co-handler's part is over")
    return found


E = TicketEvent
EFFECTS: Mapping[TicketEvent, Callable[[TicketContext, TransitionRequest, TicketState], None]] = {
    E.TAKE: take, E.ASSIGN: assign, E.ADD_SHARE: add_share, E.TAKE_SHARE: take_share, E.REPLY_SHARE: reply_share,
    E.DROP_SHARE: drop_share, E.REPLY: reply, E.UNIT_APPROVE: unit_approve, E.UNIT_SEND_BACK: unit_send_back,
    E.APPROVE: approve, E.SEND_BACK: send_back, E.ASK_RETURN: ask_return, E.APPROVE_RETURN: approve_return,
    E.REFUSE_RETURN: refuse_return, E.ASK_EXTENSION: ask_extension, E.APPROVE_EXTENSION: approve_extension,
    E.REFUSE_EXTENSION: refuse_extension, E.PAUSE: pause, E.RESUME: resume,
}  # fmt: skip
