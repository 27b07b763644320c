"""Papers that were issued for tickets."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from hotline.people.rows import Person, Site
from hotline.tickets.rows import Paper, Ticket
from hotline.words import PaperKind


@dataclass(frozen=True, slots=True)
class PaperView:
    id: int
    kind: PaperKind
    number: str
    fields: dict[str, Any]
    who: str
    at: dt.datetime
    ticket: str
    site: int
    site_code: str
    confidential: bool


def of_ticket(ticket: int) -> list[PaperView]:
    """All papers of a ticket, newest first."""
    return [_view(row) for row in list(_all().where(Paper.ticket == ticket).order_by(Paper.id.desc()))]


def one(paper: int) -> PaperView | None:
    row = _all().where(Paper.id == paper).first()
    return None if row is None else _view(row)


def _all() -> Any:
    query = Paper.select(Paper, Person, Ticket, Site).left_outer_join(Person).switch(Paper).join(Ticket)
    return query.join(Site, on=(Ticket.site == Site.id))


def _view(row: Any) -> PaperView:
    ticket = row.ticket
    return PaperView(
        id=row.id, kind=PaperKind(row.kind), number=row.number, fields=row.fields,
        who=row.person.name if row.person is not None else "", at=row.at, ticket=ticket.number, site=ticket.site_id,
        site_code=ticket.site.code, confidential=ticket.confidential,
    )  # fmt: skip
