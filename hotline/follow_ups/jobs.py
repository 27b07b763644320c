"""Return visits that time moves on (R1): the message with the link, its reminder, what calls came to, giving up."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Any

from hotline.calls.rows import Call, CallEvent
from hotline.follow_ups.rules import AGAIN_BY_KEY, of_keys
from hotline.follow_ups.verbs import visits
from hotline.messages import verbs as notices
from hotline.messages.rules.notices import mobile
from hotline.people.reads.parameters import parameter
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.tickets.rows import Ticket, Visit, VisitTry
from hotline.tickets.rules.guards import CITIZEN, CLOCK, TransitionRequest
from hotline.tickets.verbs.life.acts import act
from hotline.words import CallState, Fact, NoticeKind, Outcome, TicketEvent, TicketState, VisitState, VisitWay

PATIENCE = dt.timedelta(days=1)  # a message is given so long before somebody calls
REMIND = dt.timedelta(hours=20)
OVER = dt.timedelta(days=14)  # a sample without an answer
NEVER_RANG = dt.timedelta(minutes=2)  # an order that has made no call by then makes none
MOST = 500  # rows that are read at once, and acts of a round: the next goes on with what is left


def ask(now: dt.datetime, *, most: int = MOST) -> int:
    """Send the link of fresh visits, and one reminder; how many."""
    if not parameter("visit.sms"):
        return 0
    asked = reminded = 0
    for row in islice(_rows(most, Visit.asked_at.is_null(), Visit.tries == 0), most):
        if mobile(row.ticket.caller_number):
            _send(row, NoticeKind.VISIT_LINK, now)
            Visit.update(asked_at=now, next_at=now + PATIENCE).where(Visit.id == row.id).execute()
        else:
            Visit.update(asked_at=now, reminded=1).where(Visit.id == row.id).execute()  # nothing to wait for: call
        asked += 1
    for row in islice(_rows(most, Visit.reminded == 0, Visit.asked_at <= now - REMIND), most):
        _send(row, NoticeKind.VISIT_REMINDER, now)
        Visit.update(reminded=1).where(Visit.id == row.id).execute()
        reminded += 1
    return asked + reminded


def settle(now: dt.datetime, *, most: int = MOST) -> int:
    """What the calls made for visits came to: nobody, a talk, or an answer by key; how many."""
    query = VisitTry.select(VisitTry, Visit, Ticket).join(Visit).join(Ticket).where(VisitTry.result == "")
    settled = 0
    for attempt in _pages(query, VisitTry.id, most):
        if settled >= most:
            break
        call = _call_of(attempt)
        if call is None and attempt.call is not None and attempt.at < now - NEVER_RANG:
            settled += _was_none(attempt, now)  # the order was refused, or nobody took it
        elif call is not None and call.state == CallState.ENDED:
            own = call.outcome == Outcome.NO_PICK_UP  # the clerk's own telephone: the citizen's never rang
            settled += _was_none(attempt, now) if own else _came_of(attempt, call, now)
    return settled


def give_up(now: dt.datetime, *, most: int = MOST) -> int:
    """Those whom nobody could reach, after their clock: closed without a word; how many."""
    tries = parameter("visit.tries")
    done = 0
    for row in _rows(most, Visit.planned_at < now - dt.timedelta(days=1)):
        if done >= most:
            break
        ticket = row.ticket
        over = ticket.burns_at is not None and ticket.burns_at < now
        if ticket.state == TicketState.CLOSED_AT_ONCE:
            over = row.planned_at < now - OVER
        nobody = not ticket.caller_number
        if over and (row.tries >= tries or nobody or row.sample):
            try:
                visits.give_up(row.id, who=CLOCK, now=now)
            except Refused:  # a person has been faster
                continue
            done += 1
    return done


def _send(row: Any, kind: NoticeKind, now: dt.datetime) -> None:
    link = f"{parameter('public.address')}/v/{row.word}"
    with writing():
        fields = {"number": row.ticket.number, "link": link}
        notices.put(row.ticket.caller_number, kind.value, fields, ref=f"visit:{row.id}", now=now)


def _came_of(attempt: Any, call: Call, now: dt.datetime) -> int:
    """One attempt's end; 0 where a person has been faster."""
    visit = attempt.visit
    result = "talked" if call.talking_at is not None else str(call.outcome or Outcome.FAILED)
    VisitTry.update(call=call.id).where(VisitTry.id == attempt.id).execute()
    try:
        if visit.state != VisitState.OPEN or call.talking_at is not None:
            VisitTry.update(result=result[:24]).where(VisitTry.id == attempt.id).execute()
            if visit.state == VisitState.OPEN:
                _by_key(visit, call, now)
            return 1
        wish = TransitionRequest(TicketEvent.VISIT_TRY, ground=result, call=call.id)
        act(visit.ticket.number, wish, who=CLOCK, now=now)
    except Refused:
        return 0
    return 1


def _by_key(visit: Any, call: Call, now: dt.datetime) -> None:
    """What the citizen has keyed in is his word; one who hung up before he said enough is called again."""
    told = CallEvent.select().where(CallEvent.call == call.id, CallEvent.kind == Fact.SURVEY.value)
    scores = {str(fact.data.get("asks", "")): int(fact.data["score"]) for fact in told.order_by(CallEvent.seq)}
    read = of_keys(scores)
    if read is not None:
        said, again = read
        text = AGAIN_BY_KEY if again else ""
        visits.answered(
            visit.id, said, text, who=CITIZEN, way=VisitWay.IVR, now=now, wants_more=again, call=call.id
        )  # fmt: skip


def _was_none(attempt: Any, now: dt.datetime) -> int:
    """A try that rang at nobody's is none: it counts neither for the citizen's patience nor for giving up."""
    with writing():
        gone = VisitTry.delete().where(VisitTry.id == attempt.id, VisitTry.result == "").execute()
        if gone:
            Visit.update(tries=Visit.tries - 1).where(Visit.id == attempt.visit_id, Visit.tries > 0).execute()
            announce("tickets", attempt.visit.ticket.number, at=now)
    return int(gone)


def _call_of(attempt: Any) -> Call | None:
    """The call of an attempt; of one that was written down without it the call to this number since then."""
    if attempt.call is not None:
        return Call.get_or_none(Call.id == attempt.call)
    found: Call | None = (
        Call.select()
        .where(
            Call.direction == "out",
            Call.number == attempt.visit.ticket.caller_number,
            Call.arrived_at >= attempt.at - dt.timedelta(seconds=5),
            Call.arrived_at < attempt.at + dt.timedelta(minutes=10),
        )
        .order_by(Call.arrived_at)
        .first()
    )
    return found


def _rows(size: int, *where: Any) -> Iterator[Any]:
    """Open visits that fit."""
    query = Visit.select(Visit, Ticket).join(Ticket).where(Visit.state == VisitState.OPEN.value, *where)
    return _pages(query, Visit.id, size)


def _pages(query: Any, key: Any, size: int) -> Iterator[Any]:
    """All rows in the order of their ids, so many at once, each page read before its rows are given: what is not due
    holds up nothing behind it."""
    last = 0
    while True:
        page = list(query.where(key > last).order_by(key).limit(size))
        yield from page
        if len(page) < size:
            return
        last = page[-1].id
