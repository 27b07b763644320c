"""Subjects of the house with their official classes, and how many tickets each had lately."""

import datetime as dt
from dataclasses import dataclass

from hotline.people.reads.scope import Scope
from hotline.reports.rows import TopicClass
from hotline.reports.rules.classes import class_of
from hotline.reports.rules.figures import RowSet
from hotline.reports.rules.periods import Period
from hotline.reports.rules.predicates import EVERY
from hotline.store.conditions import fetched
from hotline.tickets.reads import dictionary
from hotline.words import EntryKind

from . import asking
from .row_sets import FigureScope, statement

COUNTED_DAYS = 365


@dataclass(frozen=True, slots=True)
class MappedTopic:
    """`own`: the code chosen for it, "" for none; `code`: the class to which it belongs, "" for none. `tickets`: of the
    last 365 days, of this subject itself."""

    id: int
    code: str
    label: str
    depth: int
    active: bool
    own: str
    official: str
    tickets: int


def own_classes() -> dict[int, str]:
    """The codes that subjects have of their own."""
    return {row.topic_id: row.code for row in list(TopicClass.select())}


def mapped(language: str, now: dt.datetime, today: dt.date) -> tuple[list[MappedTopic], int]:
    """All subjects as a tree, and how many tickets of these days have no subject at all."""
    asked = FigureScope(Period(today - dt.timedelta(days=COUNTED_DAYS), today), Scope(), now)
    inner, values = statement(RowSet.TICKETS, asked)
    wanted, more = asking.asked(EVERY)
    sql = f"SELECT r.topic, COUNT(*) FROM ({inner}) r WHERE {wanted} GROUP BY 1"  # noqa: S608 - all of it is ours
    counts = dict(fetched(sql, (*values, *more)))
    topics = dictionary.entries(EntryKind.TOPIC, language, all_of_them=True)
    own, parents = own_classes(), {one.id: one.parent for one in topics}
    return [
        MappedTopic(
            one.id, one.code, one.label, one.depth, one.active, own.get(one.id, ""), class_of(one.id, own, parents),
            counts.get(one.id, 0),
        )
        for one in topics
    ], counts.get(None, 0)  # fmt: skip
