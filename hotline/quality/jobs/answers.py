"""Lets results stand that nobody appealed against in time; finds deciders; ends looks that may be made no more."""

import datetime as dt

from hotline.clock import local_day
from hotline.quality.reads import sight
from hotline.quality.rows import Inspection
from hotline.quality.verbs import appeals
from hotline.quality.verbs.holding import change, step
from hotline.store.database import writing
from hotline.words import InspectionClosed, InspectionEvent, InspectionState

BATCH = 200


def let_stand(now: dt.datetime) -> int:
    """Results whose day is over are accepted; gives how many."""
    late = (Inspection.state == InspectionState.SCORED.value) & (Inspection.answer_due < local_day(now).isoformat())
    rows = list(Inspection.select().where(late).order_by(Inspection.id).limit(BATCH))
    for row in rows:
        with writing():
            change(row, state=InspectionState.ACCEPTED.value)
            step(row, InspectionEvent.LEFT, person=None, now=now)
    return len(rows)


def find_deciders(now: dt.datetime) -> int:
    """Give appeals that nobody decides to somebody who may by now; gives how many."""
    given = 0
    waits = (Inspection.state == InspectionState.APPEALED.value) & Inspection.decider.is_null()
    for row in list(Inspection.select().where(waits).order_by(Inspection.id).limit(BATCH)):
        with writing():
            chosen = appeals.decider_of(row)
            if chosen is not None:
                change(row, decider=chosen)
                given += 1
    return given


def close_hidden(now: dt.datetime) -> int:
    """End looks at what is released to nobody by now; gives how many."""
    hidden = (Inspection.state == InspectionState.OPEN.value) & (Inspection.confidential == False)  # noqa: E712
    rows = list(Inspection.select().where(hidden, ~sight.plain()).limit(BATCH))
    for row in rows:
        with writing():
            change(row, state=InspectionState.CLOSED.value, closed_why=InspectionClosed.NOT_RELEASED.value)
            step(row, InspectionEvent.CLOSED, person=None, now=now)
    return len(rows)
