"""Return visits that time moves on (R1): the message with the link, its reminder, what calls came to, giving up."""

import datetime as dt
from typing import Any

from hotline.desk import notices, visits
from hotline.desk.tickets.acts import act
from hotline.ports import Refused
from hotline.records.database import writing
from hotline.records.queries.parameters import parameter
from hotline.records.rows import Call, Ticket, Visit, VisitTry
from hotline.rules.notices import mobile
from hotline.rules.ticket_guards import CLOCK, Wish
from hotline.rules.visits import of_keys
from hotline.words import CallState, NoticeKind, Outcome, TicketEvent, TicketState, VisitState, VisitWay

PATIENCE = dt.timedelta(days=1)  # a message is given so long before somebody calls
REMIND = dt.timedelta(hours=20)
OVER = dt.timedelta(days=14)  # a sample without an answer
MOST = 500


def ask(now: dt.datetime) -> int:
    """Send the link of fresh visits, and one reminder; how many."""
    if not parameter("visit.sms"):
        return 0
    fresh = _rows(Visit.asked_at.is_null(), Visit.tries == 0)
    for row in fresh:
        if mobile(row.ticket.caller_number):
            _send(row, NoticeKind.VISIT_LINK, now)
            Visit.update(asked_at=now, next_at=now + PATIENCE).where(Visit.id == row.id).execute()
        else:
            Visit.update(asked_at=now, reminded=1).where(Visit.id == row.id).execute()  # nothing to wait for: call
    late = [
        row for row in _rows(Visit.reminded == 0, Visit.asked_at <= now - REMIND) if mobile(row.ticket.caller_number)
    ]
    for row in late:
        _send(row, NoticeKind.VISIT_REMINDER, now)
        Visit.update(reminded=1).where(Visit.id == row.id).execute()
    return len(fresh) + len(late)


def settle(now: dt.datetime) -> int:
    """What the calls made for visits came to: nobody, a talk, or an answer by key; how many."""
    query = VisitTry.select(VisitTry, Visit, Ticket).join(Visit).join(Ticket).where(VisitTry.result == "").limit(MOST)
    settled = 0
    for attempt in list(query):
        call = _call_of(attempt)
        if call is not None and call.state == CallState.ENDED:
            settled += _came_of(attempt, call, now)
    return settled


def give_up(now: dt.datetime) -> int:
    """Those whom nobody could reach, after their clock: closed without a word; how many."""
    tries = parameter("visit.tries")
    done = 0
    for row in _rows(Visit.planned_at < now - dt.timedelta(days=1)):
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
            if visit.state == VisitState.OPEN and call.satisfaction is not None:
                said = of_keys(call.satisfaction)
                visits.answered(
                    visit.id, said, "", who=CLOCK, way=VisitWay.IVR, now=now, wants_more=False, call=call.id
                )
            return 1
        wish = Wish(TicketEvent.VISIT_TRY, ground=result, call=call.id)
        act(visit.ticket.number, wish, who=CLOCK, now=now)
    except Refused:
        return 0
    return 1


def _call_of(attempt: Any) -> Call | None:
    """The outgoing call of an attempt: of this clerk, to this number, since it was asked for."""
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


def _rows(*where: Any) -> list[Any]:
    query = Visit.select(Visit, Ticket).join(Ticket).where(Visit.state == VisitState.OPEN.value, *where)
    return list(query.order_by(Visit.id).limit(MOST))
