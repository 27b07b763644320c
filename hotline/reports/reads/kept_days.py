"""Sums of whole days that are kept beside the rows, so that a year is read from 365 short lines.

A day is believed only while no mark says that its rows have changed (triggers of migration 0032 write one, whoever
changes a row), and only if it was computed for the very sums that are asked: a catalogue that has changed finds
nothing. All other days of a period are read from the rows. `hotline.reports.jobs.keeping_days` computes them, with the
statement that reads the rows: there is one definition of a figure.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from hotline.reports.rules import dimensions
from hotline.reports.rules.balance import CHECKS, Implication
from hotline.reports.rules.catalogue import of_rows
from hotline.reports.rules.figures import SUMS, RowSet
from hotline.reports.rules.periods import Period
from hotline.reports.rules.predicates import Predicate, both
from hotline.store.conditions import fetched
from hotline.words import Dimension

from . import asking
from .row_sets import FigureScope

KEPT: tuple[RowSet, ...] = (RowSet.CALLS, RowSet.TALKS, RowSet.OFFERS)  # the sets whose days are kept
WHOLE, QUARTER = "", "quarter"  # cuts beside the dimensions: not divided, and by quarter hours
LEAST_DAYS = 8  # what is shorter is read from the rows
SHAPE = 1  # of what is written; a day of another shape is computed again
_SHORT = json.JSONEncoder(separators=(",", ":")).encode
GAPS_MOST = 12  # more pieces of time than these are slower than all rows at once


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


@dataclass(frozen=True, slots=True)
class KeptDays:
    """`lines`: a day, and its parts with the asked sums; `gaps`: the days that are to be read from the rows."""

    lines: tuple[tuple[str, list[tuple[Any, ...]]], ...]
    gaps: tuple[Period, ...]


def cuts(rows: RowSet) -> tuple[str, ...]:
    return (WHOLE, QUARTER, *sorted(by.value for by in dimensions.KNOWS[rows] - dimensions.OF_TIME))


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
    return tuple(found)


@cache
def _places(rows: RowSet) -> Mapping[tuple[Predicate, str], int]:
    return {asked: n for n, asked in enumerate(_asked(rows))}


@cache
def look(rows: RowSet) -> str:
    """Which sums are kept, in which order, and how they are written."""
    return hashlib.sha256(repr((SHAPE, _asked(rows))).encode()).hexdigest()


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
            "SELECT d.day, d.told FROM figure_day d WHERE d.kind = ? AND d.site = ? AND d.cut = ? AND d.look = ? "
            "AND d.day BETWEEN ? AND ? "
            "AND NOT EXISTS (SELECT 1 FROM figure_mark m WHERE m.kind = d.kind AND m.day = d.day)",
            (rows.value, scope.site or 0, cut, look(rows), asked.period.first.isoformat(),
             asked.period.last.isoformat()),
        )
    }  # fmt: skip
    gaps = runs(day for day in asked.period.days() if day.isoformat() not in lines)
    if not lines or len(gaps) > GAPS_MOST:
        return None
    return KeptDays(tuple(lines.items()), tuple(gaps))


def packed(lines: Sequence[tuple[Any, Sequence[float]]]) -> str:
    """The parts of a day and their sums as they are kept: a line with the parts, and one for each sum, empty where all
    are 0. So a figure opens the few lines that it asks for."""
    columns = zip(*(sums for _part, sums in lines), strict=True)
    told = [_SHORT([part for part, _sums in lines])]
    return "\n".join([*told, *(_SHORT(column) if any(column) else "" for column in columns)])


def _unpacked(told: str, places: Sequence[int]) -> list[tuple[Any, ...]]:
    lines = told.split("\n")
    parts = json.loads(lines[0])
    nothing = [0] * len(parts)
    columns = [json.loads(lines[place + 1]) if parts and lines[place + 1] else nothing for place in places]
    return list(zip(parts, *columns, strict=True))


def runs(days: Iterable[dt.date], most: int = 10_000) -> list[Period]:
    """Days in order as periods without holes, each of at most so many days."""
    made: list[Period] = []
    for day in days:
        if made and made[-1].last + dt.timedelta(days=1) == day and made[-1].length < most:
            made[-1] = Period(made[-1].first, day)
        else:
            made.append(Period(day, day))
    return made
