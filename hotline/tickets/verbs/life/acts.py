"""Act on a ticket in one transaction: find and lock it, check the rules, carry out the event, write the history."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from hotline.clock import day_bounds, local_day
from hotline.ports import Refused
from hotline.store.changes import is_postgresql
from hotline.store.database import writing
from hotline.tickets.rows import Entry, Member, Supervision, Ticket, TicketRequest, TicketShare, TicketStep, Unit, Urge
from hotline.tickets.rules import guards as ticket_guards
from hotline.tickets.rules import life as ticket_life
from hotline.tickets.rules.guards import Actor, Blocked, GuardFacts, TransitionRequest
from hotline.tickets.rules.payloads import Grounded, PartMeant
from hotline.tickets.rules.templates import open_words
from hotline.values.privacy import tidy
from hotline.words import EntryKind, ShareState, TicketEvent, TicketState

from . import clocks, correcting, dispatching, dissolving, following_up, handling, reviewing, supervision
from .context import TicketContext, locked, locked_with
from .lookups import TicketLookups

E = TicketEvent
_OF_THE_FORM = frozenset({"text", "ground", "unit", "member", "parent", "rating", "not_shared", "another_judge"})
OPEN_SHARES = (ShareState.OPEN, ShareState.TAKEN)
Effect = Callable[[TicketContext, TransitionRequest, TicketState], None]
EFFECTS: Mapping[TicketEvent, Effect] = {
    **dispatching.EFFECTS, **correcting.EFFECTS, **handling.EFFECTS, **following_up.EFFECTS, **supervision.EFFECTS,
    **dissolving.EFFECTS, **reviewing.EFFECTS,
}  # fmt: skip
_WRITTEN: Mapping[TicketEvent, tuple[TicketEvent, ...]] = {
    E.UNIT_APPROVE: (E.REPLY,),
    E.APPROVE: (E.REPLY, E.UNIT_APPROVE),
    E.APPROVE_RETURN: (E.ASK_RETURN,),
    E.REFUSE_RETURN: (E.ASK_RETURN,),
    E.APPROVE_EXTENSION: (E.ASK_EXTENSION,),
    E.REFUSE_EXTENSION: (E.ASK_EXTENSION,),
    E.UPHOLD: (E.REPLY, E.UNIT_APPROVE),
    E.OVERTURN: (E.REPLY, E.UNIT_APPROVE),
}


def act(
    number: str, request: TransitionRequest, *, who: Actor, now: dt.datetime, seen: int | None = None,
    client_ip: str = "", known: TicketLookups | None = None,
) -> TicketState:  # fmt: skip
    """Carry out the event; return the new state. `seen` is the count of steps that the person saw: when somebody else
    has acted since, he is asked to look again. Raises Refused; nothing is changed then."""
    request = replace(request, text=tidy(request.text), parent=tidy(request.parent))
    if left := open_words(request.text):
        raise Refused("{%(word)s} still stands in the text: write what belongs there, or take it out", word=left[0])
    with writing():
        row = _row(tidy(number), request)
        if seen is not None and seen != row.steps and (seen > row.steps or _moved_since(row, seen, request.event)):
            raise Refused("Somebody else has just acted on this ticket: look at it again, your text is kept")
        return carry(TicketContext(row, who, now, client_ip, known=known or TicketLookups()), request)


def _moved_since(row: Any, seen: int, event: TicketEvent) -> bool:
    """Whether anything that touches this act has happened since the person's page was made: a note or an urge by
    another does not, the same act once more does."""
    since = TicketStep.select(TicketStep.event).where(TicketStep.ticket == row.id, TicketStep.number > seen)
    happened = {TicketEvent(step.event) for step in since}
    return bool(happened - ticket_life.BESIDE) or event in happened - ticket_life.AGAIN


def _row(number: str, request: TransitionRequest) -> Any:
    """The ticket, locked; when other tickets are going to change too, those are locked as well."""
    if request.event not in ticket_life.ENDING:
        return locked(number)
    return locked_with(number, request.parent if request.event is E.MERGE else "")


def carry(w: TicketContext, request: TransitionRequest) -> TicketState:
    """`act` inside a transaction that has begun."""
    move = ticket_life.move(w.state, request.event)
    known = facts(w, request, frozenset(move.needs) if move is not None else frozenset())
    wrong = ticket_guards.refusal(known, request, w.who)
    if wrong is not None:
        raise wrong
    new = ticket_life.after(w.state, request.event)
    assert new is not None  # the guards have checked it
    EFFECTS[request.event](w, request, new)
    if w.settles:
        clocks.settle(w)
    w.keep()
    if not w.open and w.state is not TicketState.MERGED:
        following_up.close_children(w)
    return w.state


def offered(row: Ticket, who: Actor, now: dt.datetime) -> frozenset[TicketEvent]:
    """The events that a page offers this person for this ticket now. Texts and choices are checked later."""
    return frozenset(event for event, why in judged(row, who, now).items() if why is None)


def judged(row: Ticket, who: Actor, now: dt.datetime) -> dict[TicketEvent, Blocked | None]:
    """The events that belong to this person and the ticket's state: None if they are offered now, else why not yet."""
    w = TicketContext(row, who, now)
    possible = {event: ticket_life.move(w.state, event) for event in ticket_life.events(w.state)}
    needs = frozenset(need for move in possible.values() if move is not None for need in move.needs)
    known, writers = facts(w, TransitionRequest(E.NOTE), needs), _writers(row)
    found: dict[TicketEvent, Blocked | None] = {}
    for event, move in possible.items():
        request, facts_ = TransitionRequest(event), replace(known, asked_by=_asked_by(writers, event))
        if move is None or move.seat is ticket_life.ActorRelation.CLOCK:
            continue
        if ticket_guards.related(facts_, request, move, who):
            found[event] = _against(facts_, request, move, who)
    return found


def _against(known: GuardFacts, request: TransitionRequest, move: ticket_life.Move, who: Actor) -> Blocked | None:
    """What speaks against it, whatever the form will say."""
    for need in move.needs:
        why = None if need in _OF_THE_FORM else ticket_guards.GUARDS[need](known, request, who)
        if why is not None:
            return Blocked(why, idle=need in ticket_guards.IDLE)
    return None


# ---- the facts that the guards check


def facts(w: TicketContext, request: TransitionRequest, needs: frozenset[str]) -> GuardFacts:
    """Read only the facts that the guards need. When the request names no share, any share counts as one's own."""
    row = w.row
    shares = _shares(row) if row.way is not None else []
    above_shares = {one.id: w.known.above(one.unit_id) for one in shares}
    any_share: frozenset[int] = frozenset().union(*above_shares.values())
    charged, part = w.known.above(row.unit_id), request.of(PartMeant).id
    return GuardFacts(
        state=w.state, site=row.site_id, confidential=row.confidential, opened_by=row.opened_by_id, way=row.way,
        paused=row.paused_at is not None, reviews=row.reviews, had_unit=row.unit_id is not None,
        unit_above=charged, holder_above=charged if row.holder_id == row.unit_id else w.known.above(row.holder_id),
        share_above=any_share if part is None else above_shares.get(part, frozenset()),
        any_share_above=any_share,
        open_shares=sum(one.state in OPEN_SHARES for one in shares),
        shared_with=frozenset({row.unit_id} | {one.unit_id for one in shares if one.state != ShareState.DROPPED}),
        open_request=_asked(row) if needs & {"no_request", "request"} else False,
        asked_by=_asked_by(_writers(row), request.event) if "other_person" in needs else frozenset(),
        four_eyes=w.known.parameter("ticket.four_eyes") if "other_person" in needs else True,
        supervised=_supervised(row, request, answered=False) if "supervised" in needs else False,
        answered=_supervised(row, request, answered=True) if "answered" in needs else False,
        urged_today=_urged_today(w) if "not_urged_today" in needs else False,
        unit_ok=_unit_ok(request, row) if "unit" in needs else False,
        parent_ok=_parent_ok(row, request) if "parent" in needs else False,
        children=Ticket.select().where(Ticket.parent == row.id).count() if "no_children" in needs else 0,
        member_ok=_member_ok(row, request) if "member" in needs else False,
        ground_ok=_ground_ok(request) if "ground" in needs else False,
        waits_for=tuple(w.known.unit(one.unit_id).name for one in shares if one.state in OPEN_SHARES),
        holder=row.holder_id, charged=row.unit_id,
        judge_ok=reviewing.decidable(request.unit, frozenset(), w.known) if "another_judge" in needs else False,
    )  # fmt: skip


def _shares(row: Ticket) -> list[TicketShare]:
    return list(TicketShare.select().where(TicketShare.ticket == row.id).order_by(TicketShare.id))


def _asked(row: Ticket) -> bool:
    return TicketRequest.select().where(
        TicketRequest.ticket == row.id, TicketRequest.kind == "extension", TicketRequest.granted.is_null()
    ).exists()  # fmt: skip


def _writers(row: Ticket) -> dict[str, int | None]:
    """Who last wrote a reply, approved it for the unit, or asked for a return or an extension, by event."""
    events = sorted({one.value for several in _WRITTEN.values() for one in several})
    steps = (
        TicketStep.select(TicketStep.event, TicketStep.person)
        .where(TicketStep.ticket == row.id, TicketStep.event.in_(events))
        .order_by(TicketStep.number)
    )
    return {step.event: step.person_id for step in list(steps)}


def _asked_by(writers: Mapping[str, int | None], event: TicketEvent) -> frozenset[int]:
    """Who wrote the text that this event approves or refuses."""
    found = (writers.get(one.value) for one in _WRITTEN.get(event, ()))
    return frozenset(person for person in found if person is not None)


def _supervised(row: Ticket, request: TransitionRequest, *, answered: bool) -> bool:
    where = [Supervision.ticket == row.id, Supervision.rating.is_null()]
    where.append(Supervision.answered_at.is_null(not answered))
    if (meant := request.of(PartMeant).id) is not None:
        where.append(Supervision.id == meant)
    return Supervision.select().where(*where).exists()


def _urged_today(w: TicketContext) -> bool:
    begin, end = day_bounds(local_day(w.now))
    return Urge.select().where(
        Urge.ticket == w.row.id, Urge.step == supervision.urged_as(w.who).value, Urge.at >= begin, Urge.at < end
    ).exists()  # fmt: skip


def _unit_ok(request: TransitionRequest, row: Ticket) -> bool:
    wanted = {request.unit, *request.others}
    if request.unit is None or request.unit in request.others or len(request.others) != len(set(request.others)):
        return False
    found = Unit.select().where(Unit.id.in_(list(wanted)), Unit.active == True, Unit.kind != "discipline")  # noqa: E712
    found = found.order_by(Unit.id)
    if is_postgresql():  # locked: a unit being dissolved at the same moment then hands on this ticket too
        found = found.for_update("FOR SHARE")  # type: ignore[arg-type]  # the stubs know FOR UPDATE alone
    return len(list(found)) == len(wanted)


def _parent_ok(row: Ticket, request: TransitionRequest) -> bool:
    other = Ticket.get_or_none(Ticket.number == request.parent)
    return (
        other is not None
        and other.id != row.id
        and other.parent is None
        and not other.confidential
        and TicketState(other.state) in ticket_life.OPEN_STATES
    )


def _member_ok(row: Ticket, request: TransitionRequest) -> bool:
    return Member.select().where(Member.unit == row.unit_id, Member.person == request.person).exists()


def _ground_ok(request: TransitionRequest) -> bool:
    return Entry.select().where(
        Entry.kind == EntryKind.REFUSAL.value, Entry.code == tidy(request.of(Grounded).ground), Entry.active == True  # noqa: E712
    ).exists()  # fmt: skip
