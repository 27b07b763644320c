"""The rows behind a figure: a page of those that it counts, looks at or leaves out; and what each figure makes of a row
of its set, and why."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hotline.clock import UTC
from hotline.reports.rules.catalogue import of_rows
from hotline.reports.rules.columns import COLUMNS
from hotline.reports.rules.figures import Figure, RowSet
from hotline.reports.rules.predicates import Predicate
from hotline.store.conditions import Condition, fetched, joined, moment
from hotline.store.paging import SIZE, Page

from . import asking
from .figures import counts
from .row_sets import FigureScope, statement
from .summing import Where, narrowed


class FigurePart(StrEnum):
    """COUNTED: the rows that a figure counts. AMONG: those that it looks at. Any other part is an exclusion's id."""

    COUNTED = "counted"
    AMONG = "among"


MOMENTS = frozenset({"at", "until", "queued_at", "talking_at", "due_at", "stopped_at", "closed_at"})


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of the list: `id` as text, `at`, and the columns of its set by name."""

    id: str
    at: dt.datetime
    cells: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a figure makes of a row. `out`: the ids of the exclusions that leave it out."""

    counted: bool
    among: bool
    out: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """The first of them, "" for none."""
        return self.out[0] if self.out else ""


def part_of(figure: Figure, part: str) -> Predicate | None:
    """What the rows of a part meet; None for a part that the figure does not have."""
    if part == FigurePart.COUNTED:
        return figure.counts
    if part == FigurePart.AMONG:
        return figure.looked_at
    return next((figure.excluded(one) for one in figure.left_out if one.id == part), None)


def count(rows: RowSet, wanted: Predicate, asked: FigureScope, *, where: Where) -> int:
    """How many rows of the set meet the predicate: of a figure's part, the figure's own number of them."""
    return counts(rows, [wanted], asked, where)[0]


def page(
    rows: RowSet, wanted: Predicate, asked: FigureScope, *, where: Where, after: str = "", size: int = SIZE
) -> Page[FigureRow]:
    """The rows, newest first."""
    columns = tuple(COLUMNS[rows])
    sql, values = _narrowed(rows, wanted, asked, where, _past(after))
    names = ", ".join(f"r.{name}" for name in ("id", "at", *columns))
    order = f"r.at DESC, {_text('r.id')} DESC"
    found = fetched(f"SELECT {names} FROM {sql} ORDER BY {order} LIMIT {size + 1}", values)  # noqa: S608
    read = tuple(_found(row, columns) for row in found[:size])
    return Page(read, _mark(read[-1]) if len(found) > size else "")


def rows_of(rows: RowSet, asked: FigureScope, *, otherwise: Mapping[str, dt.datetime]) -> Iterator[FigureRow]:
    """All rows of the set, in no order. `otherwise`: the moments of rows that have none by now."""
    columns = tuple(COLUMNS[rows])
    inner, values = statement(rows, asked)
    names = ", ".join(f"r.{name}" for name in ("id", "at", *columns))
    for row in fetched(f"SELECT {names} FROM ({inner}) r", values):  # noqa: S608 - all of it is ours
        yield _found((row[0], otherwise[str(row[0])] if row[1] is None else row[1], *row[2:]), columns)


def verdicts(
    rows: RowSet, part: Predicate, asked: FigureScope, *, where: Where, also: Sequence[str] = ()
) -> Iterator[tuple[FigureRow, dict[str, Verdict]]]:
    """Each row that meets `part` with the verdict of every figure of its set: the sheet that can be checked by hand.
    `also`: columns of the set that no list shows."""
    columns, figures = tuple(dict.fromkeys((*COLUMNS[rows], *also))), of_rows(rows)
    asks, values = list[str](), list[Any]()
    for figure in figures:
        for predicate in (figure.counts, figure.looked_at, *map(figure.excluded, figure.left_out)):
            sql, given = asking.asked(predicate)
            asks.append(f"CASE WHEN {sql} THEN 1 ELSE 0 END")
            values += given
    inner, inner_values = statement(rows, asked)
    wanted, wanted_values = asking.asked(part)
    narrow, narrow_values = joined(narrowed(rows, where, asked))
    names = [f"r.{name}" for name in ("id", "at", *columns)]
    where_sql = f"{wanted} AND {narrow} ORDER BY r.at, {_text('r.id')}"
    sql = f"SELECT {', '.join([*names, *asks])} FROM ({inner}) r WHERE {where_sql}"  # noqa: S608 - all of it is ours
    for row in fetched(sql, (*values, *inner_values, *wanted_values, *narrow_values)):
        yield _found(row, columns), _verdicts(figures, [bool(one) for one in row[len(names) :]])


def _verdicts(figures: Sequence[Figure], told: list[bool]) -> dict[str, Verdict]:
    found, at = {}, 0
    for figure in figures:
        counted, among, *out = told[at : at + 2 + len(figure.left_out)]
        at += 2 + len(figure.left_out)
        why = tuple(one.id for one, left in zip(figure.left_out, out, strict=True) if left)
        found[figure.id] = Verdict(counted, among, why)
    return found


def _narrowed(
    rows: RowSet, predicate: Predicate, asked: FigureScope, where: Where, more: Sequence[Condition] = ()
) -> tuple[str, tuple[Any, ...]]:
    """The rows as what stands behind FROM, with its values."""
    inner, inner_values = statement(rows, asked)
    wanted, wanted_values = asking.asked(predicate)
    narrow, narrow_values = joined([*narrowed(rows, where, asked), *more])
    return f"({inner}) r WHERE {wanted} AND {narrow}", (*inner_values, *wanted_values, *narrow_values)


def _mark(row: FigureRow) -> str:
    return f"{row.at.isoformat()}~{row.id}"


def _past(after: str) -> list[Condition]:
    at, _, last = after.partition("~")
    if not last:
        return []
    try:
        then = dt.datetime.fromisoformat(at)
    except ValueError:
        return []
    if then.tzinfo is None:
        return []
    before, same = moment("r.at", "<", then), moment("r.at", "=", then)
    return [Condition(f"({before.sql} OR ({same.sql} AND {_text('r.id')} < ?))", (*before.values, *same.values, last))]


def _text(column: str) -> str:
    """An id as text: of equal length it sorts as the number does."""
    return f"CAST({column} AS TEXT)"


def _found(row: tuple[Any, ...], columns: tuple[str, ...]) -> FigureRow:
    cells = {
        name: _moment(value) if name in MOMENTS else value for name, value in zip(columns, row[2:], strict=False)
    }  # fmt: skip
    return FigureRow(str(row[0]), _known_moment(row[1]), cells)


def _known_moment(value: Any) -> dt.datetime:
    return (value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)).astimezone(UTC)


def _moment(value: Any) -> dt.datetime | None:
    return None if value is None else _known_moment(value)
