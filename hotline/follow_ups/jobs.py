"""Timed steps of follow-ups (R1): the message with the link, its reminder, calls' results, giving up."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Any

from hotline.calls.rows import Call, CallEvent
from hotline.calls.rules.call_ids import NEVER_RANG
from hotline.follow_ups.rules import AGAIN_BY_KEY, CLOSED_BY_KEY, NOTICE, of_keys
from hotline.follow_ups.verbs import follow_ups
from hotline.messages import verbs as notices
from hotline.messages.rows import Notice
from hotline.people.reads.parameters import parameter, public_base_url
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.tickets.rows import FollowUp, FollowUpTry, Ticket
from hotline.tickets.rules.guards import CITIZEN, CLOCK, TransitionRequest
from hotline.tickets.rules.payloads import AttemptMade
from hotline.tickets.verbs.life.acts import act
from hotline.tickets.verbs.life.following_up import call_from
from hotline.tickets.verbs.life.lookups import TicketLookups
from hotline.values.telephone import mobile
from hotline.words import (
    CallState,
    Fact,
    FollowUpChannel,
    FollowUpState,
    NoticeKind,
    NoticeState,
    Outcome,
    TicketEvent,
    TicketState,
)

PATIENCE = dt.timedelta(days=1)  # after this time without an answer to the message, a clerk calls
REMIND = dt.timedelta(hours=20)
OVER = dt.timedelta(days=14)  # a sample without an answer
ASKING = (NoticeKind.FOLLOW_UP_LINK.value, NoticeKind.FOLLOW_UP_REMINDER.value)
MOST = 500  # rows per page, and acts per round; the next round continues with the rest


def ask(now: dt.datetime, *, most: int = MOST) -> int:
    """Send the link of new follow-ups, and one reminder; returns how many."""
    if not parameter("follow_up.sms"):
        return 0
    asked, reminded, known = 0, 0, TicketLookups()
    for row in islice(_rows(most, FollowUp.asked_at.is_null(), FollowUp.tries == 0), most):
        if mobile(row.ticket.caller_number):
            _send(row, NoticeKind.FOLLOW_UP_LINK, now)
            later = call_from(row.ticket.site_id, now + PATIENCE, known)
            FollowUp.update(asked_at=now, next_at=later).where(FollowUp.id == row.id).execute()
        else:
            FollowUp.update(asked_at=now, reminded=1).where(
                FollowUp.id == row.id
            ).execute()  # no message to wait for: call
        asked += 1
    for row in islice(_rows(most, FollowUp.reminded == 0, FollowUp.asked_at <= now - REMIND), most):
        _send(row, NoticeKind.FOLLOW_UP_REMINDER, now)
        FollowUp.update(reminded=1).where(FollowUp.id == row.id).execute()
        reminded += 1
    return asked + reminded


def withdraw() -> int:
    """Delete the waiting messages that ask for an opinion which is given, or which nobody wants any more; returns how
    many. At night they wait for hours."""
    waiting = list(Notice.select(Notice.id, Notice.ref).where(
        Notice.state == NoticeState.WAITING.value, Notice.template.in_(ASKING), Notice.ref.startswith(NOTICE)
    ))  # fmt: skip
    asked = {row.id: row.ref.removeprefix(NOTICE) for row in waiting}
    open_now = FollowUp.select(FollowUp.id).where(
        FollowUp.id.in_([int(of) for of in asked.values()]), FollowUp.state == FollowUpState.OPEN.value
    )
    wanted = {str(row.id) for row in open_now}
    gone = [notice for notice, of in asked.items() if of not in wanted]
    if gone:
        with writing():
            return int(Notice.delete().where(Notice.id.in_(gone), Notice.state == NoticeState.WAITING.value).execute())
    return 0


def settle(now: dt.datetime, *, most: int = MOST) -> int:
    """Record the results of follow-ups' calls: not reached, talked, or answered by key; returns how many."""
    query = (
        FollowUpTry.select(FollowUpTry, FollowUp, Ticket).join(FollowUp).join(Ticket).where(FollowUpTry.result == "")
    )
    settled = 0
    for attempt in _pages(query, FollowUpTry.id, most):
        if settled >= most:
            break
        call = _call_of(attempt)
        if call is None and attempt.call is not None and attempt.at < now - NEVER_RANG:
            settled += _was_none(attempt, now)  # the order was refused, or nobody took it
        elif call is not None and call.state == CallState.ENDED:
            own = call.outcome == Outcome.NO_PICK_UP  # only the clerk's own telephone rang, never the citizen's
            settled += _was_none(attempt, now) if own else _came_of(attempt, call, now)
    return settled


def give_up(now: dt.datetime, *, most: int = MOST) -> int:
    """Close follow-ups of unreachable citizens after the deadline, without an answer; returns how many."""
    tries = parameter("follow_up.tries")
    done = 0
    for row in _rows(most, FollowUp.planned_at < now - dt.timedelta(days=1)):
        if done >= most:
            break
        ticket = row.ticket
        over = ticket.burns_at is not None and ticket.burns_at < now
        if ticket.state == TicketState.CLOSED_AT_ONCE:
            over = row.planned_at < now - OVER
        nobody = not ticket.caller_number
        if over and (row.tries >= tries or nobody or row.sample):
            try:
                follow_ups.give_up(row.id, who=CLOCK, now=now)
            except Refused:  # a person has acted first
                continue
            done += 1
    return done


def _send(row: Any, kind: NoticeKind, now: dt.datetime) -> None:
    link = f"{public_base_url()}/v/{row.token}"
    with writing():
        fields = {"number": row.ticket.number, "link": link}
        notices.put(row.ticket.caller_number, kind.value, fields, ref=f"{NOTICE}{row.id}", now=now)


def _came_of(attempt: Any, call: Call, now: dt.datetime) -> int:
    """Record the end of one attempt; 0 if a person has acted first."""
    follow_up = attempt.follow_up
    result = "talked" if call.talking_at is not None else str(call.outcome or Outcome.FAILED)
    FollowUpTry.update(call=call.id).where(FollowUpTry.id == attempt.id).execute()
    try:
        if follow_up.state != FollowUpState.OPEN or call.talking_at is not None:
            FollowUpTry.update(result=result[:24]).where(FollowUpTry.id == attempt.id).execute()
            if follow_up.state == FollowUpState.OPEN:
                _by_key(follow_up, call, now)
            return 1
        request = TransitionRequest(TicketEvent.FOLLOW_UP_TRY, payload=AttemptMade(result, call.id))
        act(follow_up.ticket.number, request, who=CLOCK, now=now)
    except Refused:
        return 0
    return 1


def _by_key(follow_up: Any, call: Call, now: dt.datetime) -> None:
    """Take the citizen's keys as his answer; if he hung up before giving enough answers, he is called again."""
    told = CallEvent.select().where(CallEvent.call == call.id, CallEvent.kind == Fact.SURVEY.value)
    scores = {str(fact.data.get("asks", "")): int(fact.data["score"]) for fact in told.order_by(CallEvent.seq)}
    read = of_keys(scores)
    if read is not None:
        said, again = read
        text = "" if again is None or not said.negative else AGAIN_BY_KEY if again else CLOSED_BY_KEY
        follow_ups.answered(
            follow_up.id, said, text, who=CITIZEN, way=FollowUpChannel.IVR, now=now, wants_more=again, call=call.id
        )  # fmt: skip


def _was_none(attempt: Any, now: dt.datetime) -> int:
    """Delete an attempt that never rang: it is not counted, neither for the next call nor for giving up."""
    with writing():
        gone = FollowUpTry.delete().where(FollowUpTry.id == attempt.id, FollowUpTry.result == "").execute()
        if gone:
            FollowUp.update(tries=FollowUp.tries - 1).where(
                FollowUp.id == attempt.follow_up_id, FollowUp.tries > 0
            ).execute()
            announce("tickets", attempt.follow_up.ticket.number, at=now)
    return int(gone)


def _call_of(attempt: Any) -> Call | None:
    """The call of an attempt; for an attempt recorded without one, the first call to this number since then."""
    if attempt.call is not None:
        return Call.get_or_none(Call.id == attempt.call)
    found: Call | None = (
        Call.select()
        .where(
            Call.direction == "out",
            Call.number == attempt.follow_up.ticket.caller_number,
            Call.arrived_at >= attempt.at - dt.timedelta(seconds=5),
            Call.arrived_at < attempt.at + dt.timedelta(minutes=10),
        )
        .order_by(Call.arrived_at)
        .first()
    )
    return found


def _rows(size: int, *where: Any) -> Iterator[Any]:
    """Open follow-ups that fit."""
    query = FollowUp.select(FollowUp, Ticket).join(Ticket).where(FollowUp.state == FollowUpState.OPEN.value, *where)
    return _pages(query, FollowUp.id, size)


def _pages(query: Any, key: Any, size: int) -> Iterator[Any]:
    """All rows in id order, read page by page; each page is read fully before its rows are yielded. So rows that are
    not due do not block the rows after them."""
    last = 0
    while True:
        page = list(query.where(key > last).order_by(key).limit(size))
        yield from page
        if len(page) < size:
            return
        last = page[-1].id
