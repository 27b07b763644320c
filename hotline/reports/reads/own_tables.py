"""An own report counted for a reader: its rows, columns and cells, with totals; one statement for a set of rows and a
grain of time, however many cells there are."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from hotline.clock import local_day
from hotline.people.reads.scope import Scope
from hotline.reports.rules import dimensions
from hotline.reports.rules.figures import Figure, RowSet, Value
from hotline.reports.rules.own_conflicts import CELLS_MOST, COLUMNS_MOST, ROWS_MOST
from hotline.reports.rules.own_reports import OwnChoice, shown_days
from hotline.words import Dimension

from .figures import TOTAL, WHOLE, nothing, parts
from .row_sets import FigureScope, may_read

Cells = Mapping[tuple[str, str, str], Value]


@dataclass(frozen=True, slots=True)
class OwnTable:
    """`rows`, `columns`: keys in the order in which they are shown; `columns` is empty where the figures stand side by
    side. `more_rows`, `more_columns`: how many are left out; the totals count them too."""

    choice: OwnChoice
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Cells = field(hash=False)
    more_rows: int = 0
    more_columns: int = 0

    def cell(self, figure: Figure, row: str, column: str = WHOLE) -> Value:
        """The value of a cell; of a whole row, column or table with TOTAL; nothing where there are no rows."""
        return self.cells.get((row, column, figure.id)) or nothing(figure)


def sets_seen(scope: Scope) -> frozenset[RowSet]:
    """The sets of rows that a reader sees."""
    return frozenset(rows for rows in RowSet if may_read(rows, scope))


def counted(choice: OwnChoice, scope: Scope, now: dt.datetime) -> OwnTable:
    """The table for a reader: nothing of what his scope does not hold is in it."""
    asked = FigureScope(choice.period, scope, now)
    found = parts(choice.figures, asked, bys=choice.divided, where=choice.where, totals=True)
    cells = {
        (key[0], key[1] if len(key) > 1 else WHOLE, figure): value
        for key, values in found.items()
        for figure, value in values.items()
    }
    today = local_day(now)
    columns = _keys(choice, choice.columns, cells, 1, today) if choice.columns is not None else ()
    shown_columns = columns[:COLUMNS_MOST]
    rows = _keys(choice, choice.rows, cells, 0, today)
    shown_rows = rows[: min(ROWS_MOST, CELLS_MOST // max(1, len(shown_columns), len(choice.figures)))]
    return OwnTable(
        choice, shown_rows, shown_columns, cells, len(rows) - len(shown_rows), len(columns) - len(shown_columns)
    )


def _keys(choice: OwnChoice, by: Dimension, cells: Cells, place: int, today: dt.date) -> tuple[str, ...]:
    """The parts of a dimension: of the time all that have begun, of others those with rows, the greatest first."""
    found = {key[place] for key in cells} - {TOTAL, WHOLE}
    if by in dimensions.OF_TIME:
        return tuple(sorted(found | {*dimensions.parts_in(by, shown_days(choice.period, today))}))
    across = WHOLE if choice.columns is None else TOTAL
    first = choice.figures[0].id

    def order(key: str) -> tuple[bool, float, str]:
        value = cells.get((key, across, first) if place == 0 else (TOTAL, key, first))
        return key == dimensions.NONE, -(value.value or 0.0) if value is not None else 0.0, key

    return tuple(sorted(found, key=order))
