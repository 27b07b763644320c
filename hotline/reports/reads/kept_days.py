"""Sums of whole days that are kept beside the rows, so that a year is read from 365 short lines.

A day is believed only while no mark says that its rows have changed (triggers of migration 0032 write one, whoever
changes a row), and only if it was computed for the very sums that are asked: a catalogue that has changed finds
nothing. All other days of a period are read from the rows. `hotline.reports.jobs.keeping_days` computes them, with the
statement that reads the rows: there is one definition of a figure.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from hotline.clock import local_day
from hotline.people.reads.parameters import parameter
from hotline.reports.rules import dimensions
from hotline.reports.rules.balance import CHECKS, Implication
from hotline.reports.rules.catalogue import of_rows
from hotline.reports.rules.figures import SUMS, RowSet
from hotline.reports.rules.periods import Period
from hotline.reports.rules.predicates import EVERY, Predicate, both
from hotline.store.conditions import fetched
from hotline.store.shaped import in_utc
from hotline.words import Dimension

from . import asking
from .row_sets import FigureScope

# the sets whose days are kept; spans of states are few
KEPT: tuple[RowSet, ...] = (
    RowSet.CALLS, RowSet.TALKS, RowSet.OFFERS, RowSet.TICKETS, RowSet.STEPS, RowSet.CLOCKS, RowSet.FOLLOW_UPS,
)  # fmt: skip
OF_TICKETS = frozenset({RowSet.TICKETS, RowSet.STEPS, RowSet.CLOCKS, RowSet.FOLLOW_UPS})
MOVING = frozenset({RowSet.TICKETS, RowSet.CLOCKS})  # each act on a ticket changes the day of its opening
WHOLE, QUARTER = "", "quarter"  # cuts beside the dimensions: not divided, and by quarter hours
LEAST_DAYS = 8  # what is shorter is read from the rows
SHAPE = 1  # of what is written; a day of another shape is computed again
_SHORT = json.JSONEncoder(separators=(",", ":")).encode
GAPS_MOST = 12  # pieces of time that are read from the rows, each by a statement
STANDS = "stands"  # of a step: how it changes the number of open tickets


class Sums:
    """The columns of a statement: a sum that several figures need is asked once."""

    def __init__(self) -> None:
        self.sql: list[str] = []
        self.values: list[object] = []
        self.places: dict[tuple[Predicate, str], int] = {}

    def place(self, predicate: Predicate, column: str = "") -> int:
        if (predicate, column) not in self.places:
            sql, values = asking.summed(predicate, column) if column else asking.counted(predicate)
            self.places[predicate, column] = len(self.sql)
            self.sql.append(sql)
            self.values += values
        return self.places[predicate, column]


DaySums = dict[str, list[tuple[Any, list[Any]]]]  # by day: its parts, each with its sums
_FIRST = {
    RowSet.CALLS: 'SELECT MIN(arrived_at) FROM "call"',
    RowSet.TALKS: 'SELECT MIN(arrived_at) FROM "call"',
    RowSet.OFFERS: "SELECT MIN(offered_at) FROM offer",
    RowSet.TICKETS: "SELECT MIN(opened_at) FROM ticket",
    RowSet.STEPS: "SELECT MIN(at) FROM ticket_step",
    RowSet.CLOCKS: "SELECT MIN(due_at) FROM ticket_clock",
    RowSet.FOLLOW_UPS: "SELECT MIN(done_at) FROM follow_up",
}


def first_day(rows: RowSet) -> dt.date | None:
    """The day of the first row; None without one."""
    begin = fetched(_FIRST[rows])[0][0]
    if begin is None:
        return None
    return local_day(in_utc(begin if isinstance(begin, dt.datetime) else dt.datetime.fromisoformat(begin)))


@dataclass(frozen=True, slots=True)
class KeptDays:
    """`days`: a day, its parts, and for each asked sum the numbers of these parts, None where all are 0; `gaps`: the
    days that are to be read from the rows."""

    days: tuple[tuple[str, list[Any], list[list[float] | None]], ...]
    gaps: tuple[Period, ...]

    def lines(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """A day, and one of its parts with its sums."""
        for day, parts, columns in self.days:
            nothing = [0] * len(parts)
            for line in zip(parts, *(column or nothing for column in columns), strict=True):
                yield day, line

    def together(self, fold: Callable[[Any], Any] | None = None) -> Iterator[tuple[Any, ...]]:
        """Each part with its sums over all days; `fold`: under which other part one is counted."""
        seen: dict[Any, None] = {}
        sums: list[dict[Any, float]] = [{} for _ in self.days[0][2]]
        for _day, named, columns in self.days:
            parts = named if fold is None else [fold(part) for part in named]
            seen |= dict.fromkeys(parts)
            for kept, column in zip(sums, columns, strict=True):
                if column is not None:
                    for part, number in zip(parts, column, strict=True):
                        kept[part] = kept.get(part, 0) + number
        for part in seen:
            yield (part, *(kept.get(part, 0) for kept in sums))


def cuts(rows: RowSet) -> tuple[str, ...]:
    """What is kept of the set. Tickets by quarter hours are seldom asked for, and read from the rows."""
    return (
        WHOLE,
        *(() if rows in OF_TICKETS else (QUARTER,)),
        *sorted(by.value for by in dimensions.KNOWS[rows] - dimensions.OF_TIME - dimensions.OF_HOURS),
    )


def dimension_of(cut: str) -> Dimension | None:
    return Dimension(cut) if cut not in (WHOLE, QUARTER) else None


def every_sum(rows: RowSet) -> Sums:
    """All that the catalogue's figures and the balance checks ask of the set."""
    sums = Sums()
    for predicate, column in _asked(rows):
        sums.place(predicate, column)
    return sums


@cache
def _asked(rows: RowSet) -> tuple[tuple[Predicate, str], ...]:
    found: dict[tuple[Predicate, str], None] = {}
    for figure in of_rows(rows):
        sides: tuple[Predicate, ...] = (figure.counts, figure.looked_at)
        found |= dict.fromkeys((side, "") for side in (*sides, *map(figure.excluded, figure.left_out)))
        found |= dict.fromkeys((side, figure.of) for side in sides if figure.measure in SUMS)
    for check in (check for check in CHECKS if check.rows is rows):
        sides = (check.breaks, check.given, both(check.given, check.then)) if isinstance(check, Implication) else (
            check.breaks, check.whole, *(both(check.whole, part) for _label, part in check.parts))  # fmt: skip
        found |= dict.fromkeys((side, "") for side in sides)
    if rows is RowSet.STEPS:
        found[EVERY, STANDS] = None
    return tuple(found)


@cache
def _places(rows: RowSet) -> Mapping[tuple[Predicate, str], int]:
    return {asked: n for n, asked in enumerate(_asked(rows))}


def look(rows: RowSet) -> str:
    """Which sums are kept, in which order, how they are written, and which subjects are of which class."""
    return _look(rows, str(parameter("report.supply_subjects")) if rows is RowSet.CLOCKS else "")


@cache
def _look(rows: RowSet, subjects: str) -> str:
    return hashlib.sha256(repr((SHAPE, _asked(rows), subjects)).encode()).hexdigest()


def found(rows: RowSet, cut: str, sums: Sums, asked: FigureScope) -> KeptDays | None:
    """The kept days of the period; None where reading all rows is better, or right."""
    scope, places = asked.scope, _places(rows) if rows in KEPT else {}
    if rows not in KEPT or scope.person is not None or scope.units is not None or asked.ids is not None:
        return None
    if asked.period.length < LEAST_DAYS or not all(one in places for one in sums.places):
        return None
    wanted = [places[one] for one in sums.places]
    lines = {
        day: _unpacked(told, wanted)
        for day, told in fetched(
            "SELECT d.day, COALESCE(s.told, '[]') FROM figure_day d "  # a site without rows that day has no line
            "LEFT JOIN figure_day s ON s.kind = d.kind AND s.site = ? AND s.cut = d.cut AND s.day = d.day "
            "WHERE d.kind = ? AND d.site = 0 AND d.cut = ? AND d.look = ? AND d.day BETWEEN ? AND ? "
            "AND NOT EXISTS (SELECT 1 FROM figure_mark m WHERE m.kind = d.kind AND m.day = d.day)",
            (scope.site or 0, rows.value, cut, look(rows), asked.period.first.isoformat(),
             asked.period.last.isoformat()),
        )
    }  # fmt: skip
    gaps = joined_gaps(runs(day for day in asked.period.days() if day.isoformat() not in lines))
    known = tuple((day, *told) for day, told in lines.items() if not _within(day, gaps))
    return KeptDays(known, tuple(gaps)) if known else None


def _within(day: str, gaps: Sequence[Period]) -> bool:
    return any(gap.first.isoformat() <= day <= gap.last.isoformat() for gap in gaps)


def joined_gaps(gaps: Sequence[Period], most: int = GAPS_MOST) -> list[Period]:
    """At most so many: those are joined that lie nearest to each other, and what was kept between them is read too."""
    made = list(gaps)
    while len(made) > most:
        n = min(range(len(made) - 1), key=lambda one: made[one + 1].first - made[one].last)
        made[n : n + 2] = [Period(made[n].first, made[n + 1].last)]
    return made


def packed(lines: Sequence[tuple[Any, Sequence[float]]]) -> str:
    """The parts of a day and their sums as they are kept: a line with the parts, and one for each sum, empty where all
    are 0. So a figure opens the few lines that it asks for."""
    columns = zip(*(sums for _part, sums in lines), strict=True)
    told = [_SHORT([part for part, _sums in lines])]
    return "\n".join([*told, *(_SHORT(column) if any(column) else "" for column in columns)])


def _unpacked(told: str, places: Sequence[int]) -> tuple[list[Any], list[list[float] | None]]:
    lines = told.split("\n")
    parts = json.loads(lines[0])
    return parts, [json.loads(lines[place + 1]) if parts and lines[place + 1] else None for place in places]


def runs(days: Iterable[dt.date], most: int = 10_000) -> list[Period]:
    """Days in order as periods without holes, each of at most so many days."""
    made: list[Period] = []
    for day in days:
        if made and made[-1].last + dt.timedelta(days=1) == day and made[-1].length < most:
            made[-1] = Period(made[-1].first, day)
        else:
            made.append(Period(day, day))
    return made
