"""A citizen's rating after a look at his ticket: once per round; it goes to the open follow-up if there is one.

A ticket that was merged is rated like its parent, in the parent's rounds; who wants his own matter handled again takes
it out of the merger, so that nobody else's handling begins anew.
"""

import datetime as dt
from typing import Any

from hotline.follow_ups.rules import TEXT_MOST, Said, complaint
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.tickets.rows import FollowUp, Ticket
from hotline.tickets.rules.guards import CITIZEN, TransitionRequest
from hotline.tickets.rules.life import CLOSED
from hotline.tickets.verbs.life import clocks
from hotline.tickets.verbs.life.context import TicketContext, locked
from hotline.tickets.verbs.life.dispatching import unmerge
from hotline.tickets.verbs.life.following_up import new_round, rated
from hotline.values.privacy import fitting
from hotline.words import FollowUpChannel, FollowUpState, TicketEvent, TicketState

from . import follow_ups


def by_token(
    token: str, said: Said, text: str, *, now: dt.datetime, wants_more: bool | None, client_ip: str
) -> TicketState:  # fmt: skip
    """Record the citizen's answer on the page of a message's link: while the follow-up is open, and also after it was
    given up, until the ticket is handled again. Raises Refused."""
    given: dict[str, Any] = {"now": now, "wants_more": wants_more, "client_ip": client_ip}
    row = FollowUp.get_or_none(FollowUp.token == token)
    if row is not None and row.state == FollowUpState.GIVEN_UP:
        ticket = row.ticket
        if row.round == ticket.round and TicketState(ticket.state) in CLOSED:
            return rate(ticket.number, said, text, **given)
    return follow_ups.by_token(token, said, text, way=FollowUpChannel.WEB, **given)


def rate(
    number: str, said: Said, text: str, *, now: dt.datetime, wants_more: bool | None, client_ip: str
) -> TicketState:  # fmt: skip
    """Raises Refused. A closed ticket stays closed: the reader of the note calls a dissatisfied citizen back."""
    with writing():
        follow_up = (
            FollowUp.select(FollowUp.id)
            .join(Ticket)
            .where(Ticket.number == number, FollowUp.state == FollowUpState.OPEN.value)
            .first()
        )
        if follow_up is not None:
            return follow_ups.answered(
                follow_up.id, said, text, who=CITIZEN, way=FollowUpChannel.WEB, now=now, wants_more=wants_more,
                client_ip=client_ip,
            )  # fmt: skip
        w = TicketContext(locked(number), CITIZEN, now, client_ip)
        parent = Ticket.get_by_id(w.row.parent) if w.state is TicketState.MERGED else None
        round_ = w.row.round if parent is None else parent.round
        if w.row.confidential or not _answered(w, parent):
            raise Refused("There is nothing to rate yet")
        if w.row.rated_round == round_:
            raise Refused("You have answered already")
        words = fitting(text.strip(), TEXT_MOST)
        wrong = complaint(said, words, wants_more=wants_more, decides=parent is not None)
        if wrong is not None:
            raise Refused(wrong)
        _write(w, said, words, round_, alone=parent is not None and bool(wants_more) and said.negative)
        return w.state


def _answered(w: TicketContext, parent: Ticket | None) -> bool:
    return w.state in CLOSED if parent is None else TicketState(parent.state) is TicketState.FOLLOWING_UP


def _write(w: TicketContext, said: Said, text: str, round_: int, *, alone: bool) -> None:
    """`alone`: the merged ticket is handled again by itself."""
    rated(w, said.row(), round_)
    w.step(TicketEvent.NOTE, w.state, text=text, satisfied=said.satisfied, solved=said.solved, said=list(said.row()))
    if alone:
        unmerge(w, TransitionRequest(TicketEvent.UNMERGE, text=text), TicketState.ACCEPTED)
        new_round(w, TicketEvent.UNMERGE)
        clocks.settle(w)
    w.keep()
