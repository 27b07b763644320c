"""Tickets for lists: the columns that a list shows, with the names of unit and handler."""

from collections.abc import Sequence
from typing import Any

from hotline.store.conditions import Condition
from hotline.store.shaped import Shown
from hotline.tickets.rows import Ticket
from hotline.tickets.rules.life import OPEN_STATES

FIELDS = (
    Ticket.id, Ticket.site, Ticket.number, Ticket.kind, Ticket.state, Ticket.way, Ticket.subject, Ticket.caller_number,
    Ticket.caller_name, Ticket.former_names, Ticket.hides_name, Ticket.opened_at, Ticket.burns_at, Ticket.burns_kind,
    Ticket.burns_provisional, Ticket.yellow_at, Ticket.due_at,
    Ticket.closed_at, Ticket.urgent, Ticket.paused_at, Ticket.urges, Ticket.supervisions,
    Ticket.returns, Ticket.extensions, Ticket.round, Ticket.steps,
    Ticket.channel, Ticket.topic, Ticket.place, Ticket.case_number,
)  # fmt: skip
NAMES = {"unit_name": "u.name", "handler_name": "h.name"}
NAMED = "LEFT JOIN unit u ON u.id = t.unit_id LEFT JOIN person h ON h.id = t.handler_id"
LISTED = Shown(Ticket, FIELDS, beside=NAMES, join=NAMED)
_OPEN = ", ".join(repr(state.value) for state in sorted(OPEN_STATES))
OPEN = Condition(f"t.state IN ({_OPEN})", (), "t.state", "IN")
OPEN_INDEX = "ticket_open"  # the index of open tickets; `OPEN` must repeat its condition word for word
BURNING = "ticket_burns_at_id"  # few clocks run; SQLite does not know that, so queries name the index


def read(
    conditions: Sequence[Condition], order: str, most: int, *, shown: Shown = LISTED, burning: bool = False
) -> list[Any]:
    """Tickets; `burning`: use the index of running clocks."""
    return shown.rows(conditions, order, most, along=BURNING if burning else "")
