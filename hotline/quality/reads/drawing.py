"""A week of a plan as it would be drawn: what fits, what is chosen, who inspects it and who gets a second look."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import fn

from hotline.people.reads.remit import head_site
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.quality.rows import Inspection, QualityDraw
from hotline.quality.rules.assigning import Inspector, shared
from hotline.quality.rules.plans import Choice
from hotline.quality.rules.sampling import Candidate, at_most, gets_second_look, random_of_each
from hotline.tickets.rows import Ticket
from hotline.words import Inspected, InspectionState, SampleClass

from .population import population


@dataclass(frozen=True, slots=True)
class Drawing:
    """`first` and `second`: by reference who looks; a drawn one whom nobody may inspect is in neither."""

    fits: Sequence[Candidate]
    drawn: Sequence[Candidate]
    first: Mapping[str, int]
    second: Mapping[str, int]

    @property
    def nobody(self) -> int:
        return sum(one.ref not in self.first for one in self.drawn)

    def told(self) -> dict[str, Any]:
        """How well the sample covers: of each agent and line [how many there were, how many were drawn]."""
        agents, lines = dict[str, list[int]](), dict[str, list[int]]()
        chosen = {one.ref for one in self.drawn}
        for one in self.fits:
            for place, key in ((agents, str(one.agent)), (lines, one.line)):
                count = place.setdefault(key, [0, 0])
                count[0] += 1
                count[1] += one.ref in chosen
        return {"agents": agents, "lines": lines, "nobody": self.nobody, "second": len(self.second)}


def draw(inspected: Inspected, choice: Choice, seed: str, week: dt.date, site: int | None) -> Drawing:
    """Draw a week without writing anything. What has been inspected before is left out of the sample."""
    fits = population(inspected, choice, week, site)
    taken = _taken(inspected, [one.ref for one in fits])
    free = [one for one in fits if one.ref not in taken]
    each = choice.how is SampleClass.RANDOM
    chosen = random_of_each(free, choice.each, f"{seed}{week}") if each else sorted(free, key=lambda one: one.ref)
    chosen = at_most(chosen, choice.most, f"{seed}{week}")
    confidential = choice.how is SampleClass.CONFIDENTIAL
    people = inspectors(confidential=confidential)
    first = shared(chosen, people)
    again = [one for one in chosen if one.ref in first and gets_second_look(seed, one.ref, choice.blind)]
    second = {} if confidential else shared(again, people, but=first)
    return Drawing(fits, chosen, first, second)


def inspectors(*, confidential: bool) -> list[Inspector]:
    """The active people who inspect, with what waits for them; of confidential calls the discipline inspectors."""
    wanted, head = Permission.READ_CONFIDENTIAL if confidential else Permission.INSPECT, head_site()
    count = fn.COUNT(Inspection.id)
    waiting: Any = Inspection.select(Inspection.inspector, count).where(Inspection.state == InspectionState.OPEN.value)
    load = dict(list(waiting.group_by(Inspection.inspector).tuples()))
    return [
        Inspector(row.id, row.site_id, row.site_id == head, load.get(row.id, 0))
        for row in list(Person.select().where(Person.active == True).order_by(Person.id))  # noqa: E712
        if may(row.roles, wanted)
    ]


def is_drawn(plan: int, week: dt.date) -> bool:
    return bool(QualityDraw.select().where(QualityDraw.plan == plan, QualityDraw.week == week.isoformat()).exists())


def _taken(inspected: Inspected, refs: list[str]) -> set[str]:
    found: set[str] = set()
    for n in range(0, len(refs), 500):
        rows = Inspection.select(Inspection.ref).where(
            Inspection.inspected == inspected.value, Inspection.ref.in_(refs[n : n + 500])
        )
        found |= {row.ref for row in list(rows)}
    return found


def involved(ticket: str) -> frozenset[int]:
    """Who registered or handled a ticket."""
    row = Ticket.get_or_none(Ticket.number == ticket) if ticket else None
    return frozenset() if row is None else frozenset({row.opened_by_id, row.handler_id} - {None})
