"""The town of the demo: who works in it, what they do to a ticket, and what waits."""

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

from hotline import rows
from hotline.people.reads.scope import Scope
from hotline.ports import Refused
from hotline.tickets.reads import suggestions
from hotline.tickets.rules.guards import Actor, TransitionRequest
from hotline.tickets.rules.life import OPEN_STATES
from hotline.tickets.rules.likeness import About
from hotline.tickets.verbs.life import Matter, act, open_ticket
from hotline.tickets.verbs.life.lookups import TicketLookups
from hotline.words import Post, TicketEvent


@dataclass(slots=True)
class Town:
    """Everybody who works in it, by login; the clock goes on by hand."""

    chance: random.Random
    now: dt.datetime
    people: dict[str, Actor] = field(default_factory=dict)
    units: dict[str, Any] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    known: TicketLookups = field(default_factory=TicketLookups)
    advice: dict[Any, int | None] = field(default_factory=dict)
    waiting: dict[int, list[Any]] = field(default_factory=dict)  # supervisions by ticket
    staff: dict[tuple[int, Post], str] = field(default_factory=dict)  # a login by unit and post
    asked: set[int] = field(default_factory=set)  # tickets with an extension to decide

    def do(self, number: str, event: TicketEvent, by: str, text: str = "按规定办理。", **given: Any) -> bool:
        """Whether it was done; what the rules refuse is counted, not hidden."""
        try:
            act(
                number,
                TransitionRequest(event, text=text, **given),
                who=self.people[by],
                now=self.now,
                known=self.known,
            )
        except Refused as error:
            self.refused[error.code] = self.refused.get(error.code, 0) + 1
            return False
        return True

    def happens(self, share: float) -> bool:
        return self.chance.random() < share

    def members(self, unit: int, post: Post) -> str:
        return self.staff[unit, post]


def register(town: Town, matter: Matter, token: str) -> str:
    person = town.people["agent1"].person
    assert person is not None
    return open_ticket(matter, person=person, token=token, draft=None, now=town.now, client_ip="")


def look(town: Town) -> None:
    """What is to be decided and answered now, for all tickets at once."""
    requests = rows.TicketRequest.select().where(
        rows.TicketRequest.kind == "extension", rows.TicketRequest.granted.is_null()
    )
    town.asked = {row.ticket_id for row in requests}
    town.waiting = {}
    for one in rows.Supervision.select().where(rows.Supervision.rating.is_null()):
        town.waiting.setdefault(one.ticket_id, []).append(one)


def open_tickets() -> list[Any]:
    states = [state.value for state in OPEN_STATES]
    return list(rows.Ticket.select().where(rows.Ticket.state.in_(states)).order_by(rows.Ticket.id))


def suggested(town: Town, row: Any) -> int | None:
    """The unit by the rules, asked once a day for each subject and place."""
    key = (row.topic_id, row.place_id, row.kind, town.now.date())
    if key not in town.advice:
        found = suggestions.suggestions(row.topic_id, row.place_id, row.kind, row.site_id, now=town.now)
        town.advice[key] = found[0].unit if found else None
    return town.advice[key]


def twin(town: Town, row: Any) -> str | None:
    """An older open ticket about the same."""
    about = About(row.caller_number, "", row.place_id, row.address, row.topic_id, row.subject, row.text)
    for one in suggestions.twins(about, Scope(), now=town.now, leave_out=row.number):
        if one.open and one.number < row.number and one.points >= 80:
            return one.number
    return None
