"""What the dispatcher does: accept, refuse, answer, dispatch, merge; and how a ticket comes back to him."""

from collections.abc import Callable, Mapping

from hotline.ports import Refused
from hotline.tickets.rows import Entry, TicketRequest, TicketShare
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.rules.life import OPEN_STATES
from hotline.tickets.rules.payloads import Grounded
from hotline.values.privacy import tidy
from hotline.words import (
    ClockKind,
    EntryKind,
    NoticeKind,
    ShareState,
    TicketEvent,
    TicketState,
    UnitKind,
    Way,
)

from . import clocks
from .context import TicketContext, desk_of, locked
from .supervision import carry_on


def accept(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """Accepted: the accept clock stops, the finish clock begins."""
    w.row.accepted_at = w.now
    w.step(request.event, new, text=request.text)
    clocks.stop(w, ClockKind.ACCEPT)
    clocks.begin(w, ClockKind.FINISH)


def refuse(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    ground = Entry.get(Entry.kind == EntryKind.REFUSAL.value, Entry.code == tidy(request.of(Grounded).ground))
    w.step(request.event, new, text=request.text, ground=ground.code, ground_label=ground.zh)
    end(w)
    w.tell_citizen(NoticeKind.TICKET_NOT_ACCEPTED, reason=ground.zh)


def answer(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """The hotline answers at once and no unit is needed (only closing in the call is shorter)."""
    w.row.reply, w.row.replied_at = request.text, w.now
    w.row.accepted_at = w.row.accepted_at or w.now
    w.step(request.event, new, text=request.text)
    end(w)


def dispatch(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """Send the ticket to a unit with a way of handling, a joint one also to co-handlers. Dispatching also accepts."""
    way = request.way or Way.TRANSFER
    unit = w.known.unit(request.unit)
    if way is Way.OWN and unit.kind != UnitKind.HOTLINE:
        raise Refused("What the hotline handles itself stays with the hotline's unit")
    if way is Way.JOINT and not request.others:
        raise Refused("Choose a co-handler, or another way of handling")
    if w.row.accepted_at is None:
        w.row.accepted_at = w.now
    w.row.way, w.row.dispatched_at, w.row.taken_at, w.row.handler = way.value, w.now, None, None
    w.row.unit = w.row.holder = unit.id
    w.step(request.event, new, text=request.text, unit=unit.id, way=way.value, others=list(request.others))
    clocks.stop(w, ClockKind.ACCEPT)
    clocks.stop(w, ClockKind.DISPATCH)
    clocks.begin(w, ClockKind.TAKE, unit=unit.id)
    clocks.begin(w, ClockKind.FINISH, unit=unit.id, begun=w.row.accepted_at if w.row.round == 0 else w.now)
    carry_on(w)
    for other in request.others:
        share(w, other, request.text)
    if w.row.round == 0 and way is not Way.OWN:
        w.tell_citizen(NoticeKind.TICKET_DISPATCHED, unit=unit.name)


def share(w: TicketContext, unit: int, wanted: str) -> None:
    made = TicketShare.create(ticket=w.row.id, unit=unit, state=ShareState.OPEN.value, wanted=wanted, asked_at=w.now)
    clocks.begin(w, ClockKind.SHARE, unit=unit, ref=made.id)


def merge(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """Merge the ticket into another (K9): from now on it follows that one; the citizen gets a message."""
    parent = locked(request.parent)  # locked: else the parent could end before this child is in it
    if TicketState(parent.state) not in OPEN_STATES or parent.parent is not None:
        raise Refused("Choose an open ticket to merge it into")
    w.row.parent = parent.id
    w.row.rated_round = None  # from now on he rates the parent's rounds
    w.step(request.event, new, text=request.text, parent=parent.number)
    drop_shares(w)
    end(w, closed=False)
    w.tell_citizen(NoticeKind.TICKET_MERGED)
    w.row.holder = parent.holder_id


def unmerge(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    w.row.parent = w.row.rated_round = w.row.handled = w.row.solved = w.row.satisfied = None
    w.step(request.event, new, text=request.text)
    back_to_the_desk(w)


def close_child(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """The parent is closed: close a ticket that was merged into it, with the parent's answer."""
    w.row.reply, w.row.replied_at = request.text, w.now
    w.step(request.event, new, text="")
    end(w)
    w.tell_citizen(NoticeKind.TICKET_CLOSED, link=w.public_link)


def withdraw(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    w.step(request.event, new, text=request.text)
    drop_shares(w)
    end(w)


def back_to_the_desk(w: TicketContext) -> None:
    """The ticket must be dispatched again: the finish clock starts anew; the desk has a day to find the right unit."""
    clocks.stop_all(w, but=clocks.ANEW)
    clocks.no_pause(w)
    lapse(w)
    w.row.unit = w.row.handler = w.row.way = w.row.parent = None
    w.row.taken_at = w.row.dispatched_at = w.row.closed_at = None
    w.row.holder = the_desk(w)
    w.row.accepted_at = w.row.accepted_at or w.now
    clocks.begin(w, ClockKind.DISPATCH)
    clocks.begin(w, ClockKind.FINISH)
    carry_on(w)


def the_desk(w: TicketContext) -> int:
    """The desk in charge of the ticket: for a confidential one the discipline inspection's, else the hotline's."""
    return desk_of(w.row.site_id, UnitKind.DISCIPLINE if w.row.confidential else UnitKind.HOTLINE)


def lapse(w: TicketContext) -> None:
    """Refuse the requests that nobody decided in time: they no longer matter."""
    TicketRequest.update(granted=False, decided_at=w.now, answer="").where(
        TicketRequest.ticket == w.row.id, TicketRequest.granted.is_null()
    ).execute()


def drop_shares(w: TicketContext, *, of: int | None = None) -> None:
    """Release the co-handlers: all of them, or only the unit `of`."""
    mine = TicketShare.select().where(
        TicketShare.ticket == w.row.id, TicketShare.state.in_([ShareState.OPEN.value, ShareState.TAKEN.value])
    )
    for share in list(mine if of is None else mine.where(TicketShare.unit == of)):
        TicketShare.update(state=ShareState.DROPPED.value).where(TicketShare.id == share.id).execute()
        clocks.stop(w, ClockKind.SHARE, ref=share.id)


def end(w: TicketContext, *, closed: bool = True) -> None:
    """End the ticket's handling: no clock runs, and no unit must act next."""
    clocks.stop_all(w)
    clocks.no_pause(w)
    lapse(w)
    if closed:
        w.row.closed_at = w.now
    w.row.holder = None


EFFECTS: Mapping[TicketEvent, Callable[[TicketContext, TransitionRequest, TicketState], None]] = {
    TicketEvent.ACCEPT: accept,
    TicketEvent.REFUSE: refuse,
    TicketEvent.ANSWER: answer,
    TicketEvent.DISPATCH: dispatch,
    TicketEvent.MERGE: merge,
    TicketEvent.UNMERGE: unmerge,
    TicketEvent.CLOSE_CHILD: close_child,
    TicketEvent.WITHDRAW: withdraw,
}
