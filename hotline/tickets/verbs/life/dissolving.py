"""After a unit is dissolved: which unit follows it, which one reviews in its place, and what happens to its tickets."""

from collections.abc import Callable, Mapping
from typing import Any

from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.rules.life import ANSWERED, AT_THE_DESK, JUDGED
from hotline.tickets.rules.payloads import Dissolved
from hotline.words import ClockKind, TicketEvent, TicketState

from . import clocks
from .context import TicketContext, desk_of
from .dispatching import back_to_the_desk, drop_shares, the_desk
from .supervision import carry_on

OF_THE_HOLDER = frozenset(
    {ClockKind.ACCEPT, ClockKind.DISPATCH, ClockKind.REVIEW, ClockKind.RETURN, ClockKind.FOLLOW_UP, ClockKind.RECHECK}
)


def following(unit: Any) -> Any:
    """The unit itself if it is active, else the unit that took over from it; None if none did."""
    seen: set[int] = set()
    while unit is not None and not unit.active and unit.id not in seen:
        seen.add(unit.id)
        unit = unit.followed_by
    return unit if unit is not None and unit.active else None


def judge_of(w: TicketContext, unit: int | None, state: TicketState) -> int:
    """The unit that reviews another unit's answer: the active unit above; for the second review, the one above that; if
    there is none, the hotline."""
    above = _above(w, unit)
    if state is TicketState.UNDER_REREVIEW:
        above = _above(w, above)
    return above if above is not None else desk_of(w.row.site_id)


def remove_unit(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """A unit is dissolved. Its follower takes the ticket in its present state. Without one it is dispatched anew; but
    an approved answer stays, with its unit's name, while the citizen or the reviewing unit must act next."""
    gone, row, was = request.of(Dissolved).unit or w.row.unit_id, w.row, w.row.holder_id
    follower = following(w.known.unit(request.unit))
    if row.unit_id == gone and follower is None and w.state not in ANSWERED:
        w.step(request.event, TicketState.ACCEPTED, text=request.text, was=gone)
        drop_shares(w)
        back_to_the_desk(w)
        return
    if row.unit_id == gone and follower is not None:
        row.unit, row.handler = follower.id, None
        drop_shares(w, of=follower.id)  # no unit is its own co-handler
    if row.holder_id == gone:
        row.holder = follower.id if follower is not None else None
    if w.state in AT_THE_DESK and row.holder_id != was:
        row.holder = the_desk(w)
    if w.state in JUDGED and row.holder_id in (None, row.unit_id):
        row.holder = judge_of(w, row.unit_id, w.state)  # no unit reviews its own answer
    w.step(request.event, new, text=request.text, unit=row.unit_id, was=gone)
    _clocks_of(w, gone, follower)
    clocks.recompute(w)
    carry_on(w)


def _clocks_of(w: TicketContext, gone: int | None, follower: Any) -> None:
    """The unit's clocks run on for whoever took over. `carry_on` restarts a supervision that nobody took over."""
    for clock in clocks.running(w):
        if clock.unit_id != gone:
            continue
        if clock.kind in OF_THE_HOLDER:
            clock.unit = w.row.holder_id
        elif follower is not None:
            clock.unit = follower.id
        clock.save()


def _above(w: TicketContext, unit: int | None) -> int | None:
    """The nearest active unit above, or the follower of a dissolved one."""
    row, seen = w.known.unit(unit), {unit}
    while row is not None and row.parent_id is not None and row.parent_id not in seen:
        seen.add(row.parent_id)
        row = w.known.unit(row.parent_id)
        found = following(row)
        if found is not None and found.id not in (unit, w.row.unit_id):
            return int(found.id)
    return None


EFFECTS: Mapping[TicketEvent, Callable[[TicketContext, TransitionRequest, TicketState], None]] = {
    TicketEvent.REMOVE_UNIT: remove_unit
}
