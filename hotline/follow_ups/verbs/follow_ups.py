"""Follow-ups (R1): by telephone, message or voice survey; the citizen's answer, failed attempts, giving up."""

import datetime as dt

from hotline.callers.verbs import call_backs
from hotline.follow_ups.rules import TEXT_MOST, Said, complaint, event
from hotline.people.reads.parameters import parameter
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.tickets.reads import sight
from hotline.tickets.rows import FollowUp, FollowUpTry, Ticket
from hotline.tickets.rules.guards import CITIZEN, CLOCK, Actor, TransitionRequest
from hotline.tickets.rules.payloads import AttemptMade, CitizenAnswer
from hotline.tickets.verbs.life.acts import act
from hotline.tickets.verbs.life.context import actor, locked
from hotline.tickets.verbs.life.following_up import begin_try
from hotline.values.privacy import fitting
from hotline.values.quiet_hours import Quiet
from hotline.words import FollowUpChannel, FollowUpState, TicketEvent, TicketState

ROUNDS = 3  # after this many rounds sent back by the citizen, a clerk talks to him first


def call(follow_up: int, person: int, *, by: str, now: dt.datetime, client_ip: str, quiet: Quiet) -> int:
    """Ring the clerk, then the citizen; recorded like every call. Returns the order's id. Raises Refused."""
    with writing():
        sight.ticket(_open(follow_up).ticket.number, person, Permission.FOLLOW_UP)
        ticket = locked(_open(follow_up).ticket.number)  # lock: keep an answer given at the same time
        row = _open(follow_up)
        order = call_backs.dial(
            ticket.caller_number, person, line=None, by=by, now=now, client_ip=client_ip, quiet=quiet,
            name=ticket.caller_name,
        )  # fmt: skip
        FollowUpTry.update(result="not_reached").where(
            FollowUpTry.follow_up == follow_up, FollowUpTry.result == ""
        ).execute()
        begin_try(row, person, now)
        row.save()
        announce("tickets", ticket.number, at=now)
    return order


def answered(
    follow_up: int, said: Said, text: str, *, who: Actor, way: FollowUpChannel, now: dt.datetime,
    wants_more: bool | None, call: str = "", seen: int | None = None, client_ip: str = "",
) -> TicketState:  # fmt: skip
    """Record the citizen's answer to a clerk, page or voice survey. Returns the new state. Raises Refused.

    `wants_more` None: he has not said whether it is to be handled again. If it is not solved, that is refused; by keys
    he cannot be asked back, so a clerk talks to him."""
    row = _open(follow_up)
    ticket, words = row.ticket, fitting(text.strip(), TEXT_MOST)
    sample = ticket.state == TicketState.CLOSED_AT_ONCE
    if way is FollowUpChannel.IVR and said.negative and wants_more is None and not sample:
        return _for_a_clerk(row, said, words, way, now)
    wrong = complaint(said, words, wants_more=wants_more, decides=not sample)
    if wrong is not None:
        raise Refused(wrong)
    if sample:
        return _sample(row, said, words, who, way, now)
    what = event(said, wants_more=wants_more)
    if what is TicketEvent.FOLLOW_UP_REFUSE and who is CITIZEN and ticket.round >= ROUNDS:
        return _for_a_clerk(row, said, words, way, now)
    request = TransitionRequest(what, text=words, payload=CitizenAnswer(said.row(), way.value, call))
    return act(ticket.number, request, who=who, now=now, seen=seen, client_ip=client_ip)


def by_token(
    token: str, said: Said, text: str, *, way: FollowUpChannel, now: dt.datetime, wants_more: bool | None,
    client_ip: str,
) -> TicketState:  # fmt: skip
    """Record the citizen's answer on the page of the message's link. Raises Refused."""
    row = FollowUp.get_or_none(FollowUp.token == token)
    if row is None:
        raise Refused("This link is not valid")
    return answered(row.id, said, text, who=CITIZEN, way=way, now=now, wants_more=wants_more, client_ip=client_ip)


def not_reached(
    follow_up: int, why: str, *, person: int, now: dt.datetime, call: str = "", client_ip: str = ""
) -> None:  # fmt: skip
    """Record an attempt that reached nobody; the next one is some hours later. Raises Refused."""
    row = _open(follow_up)
    request = TransitionRequest(TicketEvent.FOLLOW_UP_TRY, payload=AttemptMade(why, call))
    act(row.ticket.number, request, who=actor(person), now=now, client_ip=client_ip)


def give_up(follow_up: int, *, who: Actor, now: dt.datetime, client_ip: str = "") -> None:
    """All attempts failed: close without the citizen's answer; statistics count it as such."""
    row = _open(follow_up)
    if who is not CLOCK and row.tries < parameter("follow_up.tries"):
        raise Refused("Try %(tries)s times before giving up", tries=parameter("follow_up.tries"))
    if row.ticket.state == TicketState.CLOSED_AT_ONCE:
        with writing():
            FollowUp.update(state=FollowUpState.GIVEN_UP.value, done_at=now, person=who.person).where(
                FollowUp.id == follow_up
            ).execute()
            announce("tickets", row.ticket.number, at=now)
        return
    act(row.ticket.number, TransitionRequest(TicketEvent.FOLLOW_UP_GIVE_UP), who=who, now=now, client_ip=client_ip)


def _sample(row: FollowUp, said: Said, text: str, who: Actor, way: FollowUpChannel, now: dt.datetime) -> TicketState:
    """A consultation closed during the call: its state stays, the answer is recorded."""
    with writing():
        handled, solved, satisfied = said.row()
        FollowUp.update(
            state=FollowUpState.DONE.value, way=way.value, handled=handled, solved=solved, satisfied=satisfied,
            text=text, person=who.person, done_at=now,
        ).where(FollowUp.id == row.id, FollowUp.state == FollowUpState.OPEN.value).execute()  # fmt: skip
        Ticket.update(handled=handled, solved=solved, satisfied=satisfied, rated_round=row.round).where(
            Ticket.id == row.ticket_id
        ).execute()
        announce("tickets", row.ticket.number, at=now)
    return TicketState.CLOSED_AT_ONCE


def _for_a_clerk(row: FollowUp, said: Said, text: str, way: FollowUpChannel, now: dt.datetime) -> TicketState:
    """A clerk calls before anything happens: it was sent back too often, or it is not clear what the citizen wants. The
    answer stays on the follow-up."""
    with writing():
        handled, solved, satisfied = said.row()
        FollowUp.update(
            way=way.value, handled=handled, solved=solved, satisfied=satisfied, text=text, next_at=now
        ).where(FollowUp.id == row.id).execute()
        announce("tickets", row.ticket.number, at=now)
    return TicketState(row.ticket.state)


def _open(follow_up: int) -> FollowUp:
    row = FollowUp.get_or_none(FollowUp.id == follow_up)
    if row is None:
        raise Refused("There is no such visit")
    if row.state != FollowUpState.OPEN:
        raise Refused("This visit is over")
    found: FollowUp = row
    return found
