"""The subjects of tickets for lists of rows, and whom a text must not name. No confidential ticket has one."""

from collections.abc import Iterable
from dataclasses import dataclass

from hotline.reports.rules.figures import RowSet
from hotline.tickets.rows import Ticket

OF_TICKETS = frozenset({RowSet.TICKETS, RowSet.STEPS, RowSet.CLOCKS, RowSet.FOLLOW_UPS, RowSet.POINTS})
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class TicketSubject:
    """As `admin_web.ticket_page.told_of` asks for it."""

    subject: str
    caller_number: str
    caller_name: str
    former_names: str
    hides_name: bool
    opened_by_id: int


def subjects_of(numbers: Iterable[str]) -> dict[str, TicketSubject]:
    """By the ticket's number."""
    wanted = sorted(set(numbers))
    found: dict[str, TicketSubject] = {}
    for n in range(0, len(wanted), AT_ONCE):
        rows = Ticket.select(
            Ticket.number,
            Ticket.subject,
            Ticket.caller_number,
            Ticket.caller_name,
            Ticket.former_names,
            Ticket.hides_name,
            Ticket.opened_by,
        ).where(Ticket.number.in_(wanted[n : n + AT_ONCE]), Ticket.confidential == False)  # noqa: E712
        for row in list(rows):
            found[row.number] = TicketSubject(
                row.subject, row.caller_number, row.caller_name, row.former_names, row.hides_name, row.opened_by_id
            )
    return found
