"""A citizen's rating after a look at his ticket: once per round; it goes to the open follow-up if there is one."""

import datetime as dt

from hotline.follow_ups.rules import TEXT_MOST, Said
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.tickets.rows import FollowUp, Ticket
from hotline.tickets.rules.guards import CITIZEN
from hotline.tickets.rules.life import CLOSED
from hotline.tickets.verbs.life.context import TicketContext, locked
from hotline.values.privacy import fitting
from hotline.words import FollowUpChannel, FollowUpState, TicketEvent, TicketState

from . import follow_ups


def rate(
    number: str, said: Said, text: str, *, now: dt.datetime, wants_more: bool, client_ip: str
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
                follow_up.id,
                said,
                text,
                who=CITIZEN,
                way=FollowUpChannel.WEB,
                now=now,
                wants_more=wants_more,
                client_ip=client_ip,
            )
        row = locked(number)
        w = TicketContext(row, CITIZEN, now, client_ip)
        if w.state not in CLOSED or row.confidential:
            raise Refused("There is nothing to rate yet")
        if (row.handled, row.solved, row.satisfied) != (None, None, None):
            raise Refused("You have answered already")
        row.handled, row.solved, row.satisfied = said.row()
        w.step(TicketEvent.NOTE, w.state, text=fitting(text, TEXT_MOST), satisfied=said.satisfied, solved=said.solved)
        w.keep()
        return w.state
