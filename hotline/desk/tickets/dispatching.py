"""What the dispatcher does: accept, refuse, answer, dispatch, merge, correct; and what a dissolved unit leaves."""

from collections.abc import Callable, Mapping

from hotline.ports import Refused
from hotline.records import search
from hotline.records.rows import Entry, Supervision, TicketRequest, TicketShare, Unit
from hotline.rules.ticket_guards import Wish
from hotline.rules.ticket_life import OPEN_STATES
from hotline.words import (
    ClockKind,
    EntryKind,
    NoticeKind,
    ShareState,
    TicketEvent,
    TicketKind,
    TicketState,
    UnitKind,
    Way,
)

from . import clocks
from .working import Working, desk_of, locked

CORRECTED = frozenset({"subject", "text", "kind", "topic", "place", "address", "case_number", "urgent", "hides_name"})


def accept(w: Working, wish: Wish, new: TicketState) -> None:
    """Accepted: the finish clock begins; the accept clock goes on until somebody has the work."""
    w.row.accepted_at = w.now
    w.step(wish.event, new, text=wish.text)
    clocks.begin(w, ClockKind.FINISH)


def refuse(w: Working, wish: Wish, new: TicketState) -> None:
    ground = Entry.get(Entry.kind == EntryKind.REFUSAL.value, Entry.code == wish.ground)
    w.step(wish.event, new, text=wish.text, ground=ground.code, ground_label=ground.zh)
    end(w)
    w.tell_citizen(NoticeKind.TICKET_NOT_ACCEPTED, reason=ground.zh)


def answer(w: Working, wish: Wish, new: TicketState) -> None:
    """The hotline answers at once; nobody need be dispatched (the shortest way but closing in the call)."""
    w.row.reply, w.row.replied_at = wish.text, w.now
    w.row.accepted_at = w.row.accepted_at or w.now
    w.step(wish.event, new, text=wish.text)
    end(w)


def dispatch(w: Working, wish: Wish, new: TicketState) -> None:
    """To a unit, in a way of handling; a joint ticket also to its co-handlers. Dispatching accepts."""
    way = wish.way or Way.TRANSFER
    unit = w.known.unit(wish.unit)
    if way is Way.OWN and unit.kind != UnitKind.HOTLINE:
        raise Refused("What the hotline handles itself stays with the hotline's unit")
    if way is Way.JOINT and not wish.others:
        raise Refused("Choose a co-handler, or another way of handling")
    if w.row.accepted_at is None:
        w.row.accepted_at = w.now
    w.row.way, w.row.dispatched_at, w.row.taken_at, w.row.handler = way.value, w.now, None, None
    w.row.unit = w.row.holder = unit.id
    w.step(wish.event, new, text=wish.text, unit=unit.id, way=way.value, others=list(wish.others))
    clocks.stop(w, ClockKind.ACCEPT)
    clocks.begin(w, ClockKind.TAKE, unit=unit.id)
    clocks.begin(w, ClockKind.FINISH, unit=unit.id, begun=w.row.accepted_at if w.row.round == 0 else w.now)
    for other in wish.others:
        share(w, other, wish.text)
    if w.row.round == 0 and way is not Way.OWN:
        w.tell_citizen(NoticeKind.TICKET_DISPATCHED, unit=unit.name)


def share(w: Working, unit: int, wanted: str) -> None:
    made = TicketShare.create(
        ticket=w.row.id, unit=unit, state=ShareState.OPEN.value, wanted=wanted[:500], asked_at=w.now
    )
    clocks.begin(w, ClockKind.SHARE, unit=unit, ref=made.id)


def merge(w: Working, wish: Wish, new: TicketState) -> None:
    """Into another ticket (K9): from now on it follows that one, and who brought it is told."""
    parent = locked(wish.parent)  # held: else it could end before it has this child
    if TicketState(parent.state) not in OPEN_STATES or parent.parent is not None:
        raise Refused("Choose an open ticket to merge it into")
    w.row.parent = parent.id
    w.step(wish.event, new, text=wish.text, parent=parent.number)
    drop_shares(w)
    end(w, closed=False)
    w.tell_citizen(NoticeKind.TICKET_MERGED, into=parent.number)
    w.row.holder = parent.holder_id


def unmerge(w: Working, wish: Wish, new: TicketState) -> None:
    w.row.parent = None
    w.step(wish.event, new, text=wish.text)
    back_to_the_desk(w)


def close_child(w: Working, wish: Wish, new: TicketState) -> None:
    """The parent is closed: so is what was merged into it, with the parent's answer."""
    w.row.reply, w.row.replied_at = wish.text, w.now
    w.step(wish.event, new, text="")
    end(w)
    w.tell_citizen(NoticeKind.TICKET_CLOSED, link=wish.fields.get("link", ""))


def withdraw(w: Working, wish: Wish, new: TicketState) -> None:
    w.step(wish.event, new, text=wish.text)
    drop_shares(w)
    end(w)


def correct(w: Working, wish: Wish, new: TicketState) -> None:
    """Fields as they should have been registered; the step keeps what they were."""
    wrong = set(wish.fields) - CORRECTED
    if wrong or not wish.fields:
        raise Refused("There is nothing to correct")
    if "kind" in wish.fields and wish.fields["kind"] not in set(TicketKind):
        raise Refused("Choose what kind of matter it is")
    was = {}
    for name, value in sorted(wish.fields.items()):
        field = f"{name}_id" if name in ("topic", "place") else name
        was[name] = getattr(w.row, field)
        typed: object = value
        if name in ("topic", "place"):
            typed = int(value) if value else None
        elif name in ("urgent", "hides_name"):
            typed = value in ("1", "true")
        setattr(w.row, field, typed)
    w.step(wish.event, new, text=wish.text, was=was)
    search.index(w.row)
    if "kind" in wish.fields and w.state is TicketState.ACCEPTED:
        clocks.begin(w, ClockKind.FINISH, begun=w.row.accepted_at)


def remove_unit(w: Working, wish: Wish, new: TicketState) -> None:
    """The unit is dissolved: its follower takes the ticket as it stands; without one it is dispatched anew."""
    follower = Unit.get_or_none(Unit.id == wish.unit, Unit.active == True) if wish.unit else None  # noqa: E712
    was = w.row.unit_id
    if follower is not None:
        w.row.unit, w.row.handler = follower.id, None
        if w.row.holder_id == was:
            w.row.holder = follower.id
        w.step(wish.event, new, text=wish.text, unit=follower.id, was=was)
        for clock in clocks.running(w):
            if clock.unit_id == was:
                clock.unit = follower.id
                clock.save()
        clocks.recompute(w)
        Supervision.update(unit=follower.id).where(
            Supervision.ticket == w.row.id, Supervision.unit == was, Supervision.answered_at.is_null()
        ).execute()
        return
    w.step(wish.event, TicketState.ACCEPTED, text=wish.text, was=was)
    drop_shares(w)
    back_to_the_desk(w)


def back_to_the_desk(w: Working) -> None:
    """To be dispatched again: the finish clock begins anew, and the desk has a day to find the right unit."""
    clocks.stop_all(w)
    clocks.no_pause(w)
    lapse(w)
    w.row.unit = w.row.handler = w.row.way = w.row.parent = None
    w.row.taken_at = w.row.dispatched_at = w.row.closed_at = None
    w.row.holder = desk_of(w.row.site_id, UnitKind.DISCIPLINE if w.row.confidential else UnitKind.HOTLINE)
    w.row.accepted_at = w.row.accepted_at or w.now
    clocks.begin(w, ClockKind.ACCEPT)
    clocks.begin(w, ClockKind.FINISH)


def lapse(w: Working) -> None:
    """What nobody decided in time is of no use any more."""
    TicketRequest.update(granted=False, decided_at=w.now, answer="").where(
        TicketRequest.ticket == w.row.id, TicketRequest.granted.is_null()
    ).execute()


def drop_shares(w: Working) -> None:
    TicketShare.update(state=ShareState.DROPPED.value).where(
        TicketShare.ticket == w.row.id, TicketShare.state.in_([ShareState.OPEN.value, ShareState.TAKEN.value])
    ).execute()


def end(w: Working, *, closed: bool = True) -> None:
    """No clock runs any more, and nobody has the next word."""
    clocks.stop_all(w)
    clocks.no_pause(w)
    lapse(w)
    if closed:
        w.row.closed_at = w.now
    w.row.holder = None


EFFECTS: Mapping[TicketEvent, Callable[[Working, Wish, TicketState], None]] = {
    TicketEvent.ACCEPT: accept,
    TicketEvent.REFUSE: refuse,
    TicketEvent.ANSWER: answer,
    TicketEvent.DISPATCH: dispatch,
    TicketEvent.MERGE: merge,
    TicketEvent.UNMERGE: unmerge,
    TicketEvent.CLOSE_CHILD: close_child,
    TicketEvent.WITHDRAW: withdraw,
    TicketEvent.CORRECT: correct,
    TicketEvent.REMOVE_UNIT: remove_unit,
}
