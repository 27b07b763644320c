"""What a citizen says of an answer after asking after his ticket: once a round, to the visit where one is open."""

import datetime as dt

from hotline.follow_ups.rules import TEXT_MOST, Said
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.tickets.rows import Ticket, Visit
from hotline.tickets.rules.guards import CITIZEN
from hotline.tickets.rules.life import CLOSED
from hotline.tickets.verbs.life.context import TicketContext, locked
from hotline.values.privacy import fitting
from hotline.words import TicketEvent, TicketState, VisitState, VisitWay

from . import visits


def rate(
    number: str, said: Said, text: str, *, now: dt.datetime, wants_more: bool, address: str
) -> TicketState:  # fmt: skip
    """Raises Refused. A closed ticket stays closed: who is not content is called back by whoever reads the note."""
    with writing():
        visit = (
            Visit.select(Visit.id)
            .join(Ticket)
            .where(Ticket.number == number, Visit.state == VisitState.OPEN.value)
            .first()
        )
        if visit is not None:
            return visits.answered(
                visit.id, said, text, who=CITIZEN, way=VisitWay.WEB, now=now, wants_more=wants_more, address=address
            )
        row = locked(number)
        w = TicketContext(row, CITIZEN, now, address)
        if w.state not in CLOSED or row.confidential:
            raise Refused("There is nothing to rate yet")
        if (row.handled, row.solved, row.satisfied) != (None, None, None):
            raise Refused("You have answered already")
        row.handled, row.solved, row.satisfied = said.row()
        w.step(TicketEvent.NOTE, w.state, text=fitting(text, TEXT_MOST), satisfied=said.satisfied, solved=said.solved)
        w.keep()
        return w.state
