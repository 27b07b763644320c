"""Who can decide a review, and what the desk does when nobody can: it gives the review to another unit."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hotline.tickets.reads.reviews import deciders, writers_of
from hotline.tickets.rules.guards import Actor, TransitionRequest
from hotline.tickets.rules.life import JUDGED
from hotline.words import ClockKind, NoticeKind, TicketEvent, TicketState

from . import clocks
from .context import TicketContext
from .dissolving import following, judge_of
from .lookups import TicketLookups
from .supervision import said

E = TicketEvent
ASKS: Mapping[TicketEvent, TicketState] = {
    E.ASK_REVIEW: TicketState.UNDER_REVIEW, E.ASK_REREVIEW: TicketState.UNDER_REREVIEW,
}  # fmt: skip


def redirect_review(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """Another unit decides: the limit of the review goes on, and the unit is told of it."""
    unit, was = w.known.unit(request.unit), w.row.holder_id
    w.row.holder = unit.id
    w.step(request.event, new, text=request.text, unit=unit.id, was=was)
    for clock in clocks.running(w):
        if clock.kind == ClockKind.RECHECK:
            clock.unit = unit.id
            clock.save()
    clocks.recompute(w)  # the day of another unit may end at another hour
    clocks.settle(w)
    w.tell_unit(NoticeKind.REVIEW_GIVEN, unit, until=said(w.row.burns_at, w.row.burns_provisional))


def decidable(unit: int | None, writers: frozenset[int], known: TicketLookups) -> bool:
    """Whether somebody can decide it who has not written what is reviewed."""
    found = frozenset[int]().union(*deciders(known.above(unit)).values())
    return bool(found - writers if known.parameter("ticket.four_eyes") else found)


def would_decide(w: TicketContext, event: TicketEvent) -> Any:
    """The unit that a review would go to if it were asked for now."""
    follower = following(w.known.unit(w.row.unit_id))
    return w.known.unit(judge_of(w, follower.id if follower is not None else w.row.unit_id, ASKS[event]))


@dataclass(frozen=True, slots=True)
class ReviewedBy:
    """The unit that decides a review, asked or about to be asked, and whether anybody of it can."""

    unit: str
    able: bool


def reviewed_by(row: Any, may_do: frozenset[TicketEvent], who: Actor, now: dt.datetime) -> ReviewedBy | None:
    """None if there is no review and none can be asked for."""
    w = TicketContext(row, who, now)
    asking = next((event for event in ASKS if event in may_do), None)
    if asking is None and w.state not in JUDGED:
        return None
    unit = would_decide(w, asking) if asking is not None else w.known.unit(row.holder_id)
    if unit is None:
        return None
    writers = frozenset(writers_of([row.id]).get(row.id, set()))
    return ReviewedBy(unit.name, decidable(unit.id, writers, w.known))


EFFECTS: Mapping[TicketEvent, Callable[[TicketContext, TransitionRequest, TicketState], None]] = {
    E.REDIRECT_REVIEW: redirect_review
}
