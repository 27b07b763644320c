"""A day of an agent: the spans in which he stood in each state, cut at midnight, and how long each state lasted."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hotline.clock import day_bounds
from hotline.people.reads.scope import Scope
from hotline.reports.rules.figures import RowSet
from hotline.reports.rules.periods import Period
from hotline.reports.rules.predicates import EVERY
from hotline.words import Dimension, Presence, Reason

from .drill import page
from .row_sets import FigureScope

MOST = 5000  # spans of one day; an agent changes his state some hundred times
SHOWN = (Presence.READY, Presence.OFFERED, Presence.TALKING, Presence.WRAP_UP, Presence.AWAY)


@dataclass(frozen=True, slots=True)
class StateSpan:
    """`from_before`: it began on an earlier day, and `begins` is midnight; `goes_on`: it was not over at `ends`,
    which is midnight or the moment of asking. `reason`: None for a code that is not known any more."""

    begins: dt.datetime
    ends: dt.datetime
    state: Presence
    reason: Reason | None
    seconds: float
    from_before: bool
    goes_on: bool


def spans(person: int, day: dt.date, scope: Scope, now: dt.datetime) -> tuple[StateSpan, ...]:
    """The day's spans in order, Off too; empty for who is not in the reader's scope, and before he ever signed in."""
    asked = FigureScope(Period(day, day), scope, now)
    found = page(RowSet.SPANS, EVERY, asked, where={Dimension.AGENT: str(person)}, size=MOST).rows
    begin, end = day_bounds(day)
    return tuple(
        StateSpan(
            row.at, row.cells["until"], Presence(row.cells["state"]), _reason(row.cells["reason"]),
            float(row.cells["seconds"]), from_before=row.at == begin, goes_on=row.cells["until"] in (end, now),
        )
        for row in sorted(found, key=lambda row: row.at)
    )  # fmt: skip


def lasted(given: Sequence[StateSpan]) -> Mapping[tuple[Presence, Reason | None], float]:
    """Seconds by state, and of Away by its reason too; the states in the order of `SHOWN`."""
    found: dict[tuple[Presence, Reason | None], float] = {}
    for state in SHOWN:
        for one in given:
            if one.state is state:
                key = (state, one.reason if state is Presence.AWAY else None)
                found[key] = found.get(key, 0.0) + one.seconds
    return found


def _reason(code: str) -> Reason | None:
    return Reason(code) if code in set(Reason) else None
