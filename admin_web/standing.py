"""Where tickets stand, for an agent who tells it to a caller: the sentence he reads out, and whether he may open it."""

from collections.abc import Sequence
from dataclasses import dataclass

from hotline.citizens.reads import Progress
from hotline.citizens.rules.progress_told import progress_told
from hotline.clock import local_day
from hotline.tickets.reads.lookup import TicketStanding

from .access import now, reader


@dataclass(frozen=True, slots=True)
class Told:
    """`opens`: the reader may open its page; else the proof that the caller gave shows him this much of it."""

    stands: TicketStanding
    said: str
    opens: bool


def told(found: Sequence[TicketStanding]) -> list[Told]:
    """The tickets for the page, those that are open first."""
    me = reader()
    ordered = sorted(found, key=lambda one: (not one.open, -one.opened_at.timestamp()))
    return [Told(one, said(one), me.opens(one.site, one.opened_by)) for one in ordered]


def said(one: TicketStanding | Progress) -> str:
    return progress_told(
        one.state, one.unit, opened=local_day(one.opened_at), due=local_day(one.due_at) if one.due_at else None,
        today=local_day(now()), provisional=one.provisional, paused=one.paused, merged=one.merged,
    )  # fmt: skip
