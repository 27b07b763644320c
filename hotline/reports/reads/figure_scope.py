"""What is read of a set of rows: the period, for whom, and the moment of asking; and what its statements share."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hotline.clock import day_bounds
from hotline.people.reads.scope import Scope
from hotline.reports.rules.periods import Period
from hotline.store.conditions import Condition, among, either, equal, joined, moment, one_of
from hotline.store.database import Statement


@dataclass(frozen=True, slots=True)
class FigureScope:
    """What is read: the period, for whom, and the moment of asking, which says what is due by now. `ids`: rows that are
    known already, wherever in time they lie by now; `since`: the beginning of the period that they were found in."""

    period: Period
    scope: Scope
    now: dt.datetime
    ids: tuple[str, ...] | None = None
    since: dt.datetime | None = None

    @property
    def begin(self) -> dt.datetime:
        return day_bounds(self.period.first)[0]

    @property
    def end(self) -> dt.datetime:
        return day_bounds(self.period.last)[1]

    def within(self, column: str) -> list[Condition]:
        if self.ids is not None:
            return self.chosen(f"{column.partition('.')[0]}.id")
        return [moment(column, ">=", self.begin), moment(column, "<", self.end)]

    def chosen(self, column: str) -> list[Condition]:
        """The rows that are known already; nothing where all of the period are asked for. A call's id is a text."""
        if self.ids is None:
            return []
        return [one_of(column, self.ids) if column == "c.id" else among(column, map(int, self.ids))]


def select(columns: str, tables: str, conditions: Sequence[Condition]) -> Statement:
    where, values = joined(conditions)
    return f"SELECT {columns} FROM {tables} WHERE {where}", values  # noqa: S608 - columns and tables are ours


def at_site(scope: Scope, person: str, *others: str) -> list[Condition]:
    """A site's rows are those of its lines or of its people; a person's own are his."""
    if scope.person is not None:
        return [equal(person, scope.person)]
    if scope.site is not None:
        return [either(*(equal(column, scope.site) for column in ("p.site_id", *others)))]
    return []
