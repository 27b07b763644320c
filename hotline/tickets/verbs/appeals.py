"""Keep with an appeal ticket (K7) what was asked about the judgment and what the citizen was told."""

import datetime as dt

from hotline.ports import Refused
from hotline.store.database import writing
from hotline.tickets.reads import sight
from hotline.tickets.rules.appeals import Advice, AppealQuestion
from hotline.tickets.rules.guards import Actor, TransitionRequest
from hotline.words import TicketEvent, TicketKind

from .life.acts import carry
from .life.context import TicketContext, locked


def judge(
    number: str, asked: AppealQuestion, advice: Advice, told: str, *, who: Actor, now: dt.datetime, client_ip: str
) -> None:  # fmt: skip
    """Keep question and advice; a note in the history holds `told`, what the citizen was told. Raises Refused."""
    with writing():
        if who.person is not None:
            sight.ticket(number, who.person)
        row = locked(number)
        if row.kind != TicketKind.APPEAL:
            raise Refused("This ticket is no appeal")
        w = TicketContext(row, who, now, client_ip)
        row.extra = {**row.extra, "appeal": {
            "kind": asked.kind, "document": asked.document, "instance": asked.instance,
            "served": asked.served.isoformat(), "appealed": asked.appealed, "in_force": advice.in_force,
            "route": advice.route, "until": advice.until.isoformat() if advice.until else "", "late": advice.late,
        }}  # fmt: skip
        carry(w, TransitionRequest(TicketEvent.NOTE, text=told))
