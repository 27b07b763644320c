"""What does not go together in a report that a person puts together: each contradiction as the field that must change
and a sentence that says what to do. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from hotline.ports import Refused
from hotline.reports.rules import dimensions
from hotline.reports.rules.figures import Figure, Measure
from hotline.reports.rules.periods import Period
from hotline.words import Dimension, OwnChart

ROWS_MOST, COLUMNS_MOST, CELLS_MOST = 400, 40, 4000
ADDS_UP = frozenset({Measure.COUNT, Measure.SUM})  # parts of it make the whole


def conflicts(
    rows: Dimension, columns: Dimension | None, figures: Sequence[Figure], where: Mapping[Dimension, str],
    chart: OwnChart | None,
) -> Iterator[tuple[str, Refused]]:  # fmt: skip
    """Each contradiction in the order in which it is told; one field may have several, of which the first is shown."""
    for figure in figures:
        if not dimensions.divides(figure, [rows]):
            yield "rows", Refused(
                "%(figure)s is not counted by “%(by)s”: choose other rows or another figure",
                figure=figure.label, by=rows,
            )  # fmt: skip
        if columns is not None and not dimensions.divides(figure, [columns]):
            yield "columns", Refused(
                "%(figure)s is not counted by “%(by)s”: choose other columns or another figure",
                figure=figure.label, by=columns,
            )  # fmt: skip
        for by in where:
            if not dimensions.divides(figure, [by]):
                yield by.value, Refused(
                    "%(figure)s cannot be narrowed to one “%(by)s”: take this filter away or choose another figure",
                    figure=figure.label, by=by,
                )  # fmt: skip
    yield from _of_two(rows, columns, figures)
    for axis in (rows, columns):
        if axis is not None and _single(axis, where):
            yield axis.value, Refused(
                "This filter leaves one “%(by)s”, and the report is divided by it: take the filter away, or divide "
                "by something else", by=axis,
            )  # fmt: skip
    yield from _of_chart(rows, columns, figures, chart)


def _single(axis: Dimension, where: Mapping[Dimension, str]) -> bool:
    """Whether a filter leaves one part of the axis; of a tree those below are still apart."""
    key = where.get(axis)
    return key is not None and not (axis in dimensions.TREES and key.isdigit())


def _of_two(
    rows: Dimension, columns: Dimension | None, figures: Sequence[Figure]
) -> Iterator[tuple[str, Refused]]:  # fmt: skip
    if columns is None:
        return
    if rows is columns:
        yield "columns", Refused("Rows and columns are the same: choose other columns, or the figures side by side")
    elif _nested(rows, columns):
        yield "columns", Refused(
            "“%(rows)s” and “%(columns)s” lie in each other, so nearly every cell would be empty: choose other columns",
            rows=rows, columns=columns,
        )  # fmt: skip
    if len(figures) > 1:
        yield "figure", Refused("With columns of their own one figure is shown: leave out the others, or choose the "
                                "figures side by side as columns")  # fmt: skip


def _nested(one: Dimension, other: Dimension) -> bool:
    both = {one, other}
    return both <= dimensions.ABSOLUTE or both <= dimensions.SHORT or both == {Dimension.DAY, Dimension.WEEKDAY}


def _of_chart(
    rows: Dimension, columns: Dimension | None, figures: Sequence[Figure], chart: OwnChart | None
) -> Iterator[tuple[str, Refused]]:
    match chart:
        case OwnChart.BARS if columns is not None:
            yield "chart", Refused("Bars show one division: choose stacked bars, a line or no chart, or the figures "
                                   "side by side as columns")  # fmt: skip
        case OwnChart.LINE if rows not in dimensions.OF_TIME:
            yield "chart", Refused("A line follows the time: choose days, weeks or another time as rows, or another "
                                   "chart")  # fmt: skip
        case OwnChart.STACKED:
            if columns is None:
                yield "chart", Refused("Stacked bars show how a number divides: choose columns, or another chart")
            for figure in figures:
                if figure.measure not in ADDS_UP:
                    yield "chart", Refused(
                        "Shares and means such as %(figure)s do not add up, so they are not stacked: choose a line or "
                        "no chart, or a figure that counts", figure=figure.label,
                    )  # fmt: skip


def too_many(rows: Dimension, columns: Dimension | None, shown: Period) -> Iterator[tuple[str, Refused]]:
    """Of the time it is known beforehand how many parts it has in the days that are shown."""
    counts = [len(dimensions.parts_in(by, shown)) for by in (rows, columns) if by in dimensions.OF_TIME and by]
    if len(counts) == 2 and counts[0] * counts[1] > CELLS_MOST:
        yield "columns", Refused(
            "Rows and columns make %(count)s cells, and at most %(most)s are shown: choose a shorter period or longer "
            "steps", count=counts[0] * counts[1], most=CELLS_MOST,
        )  # fmt: skip
    for name, by, most in (("rows", rows, ROWS_MOST), ("columns", columns, COLUMNS_MOST)):
        if by is None or by not in dimensions.OF_TIME:
            continue
        count = len(dimensions.parts_in(by, shown))
        if count > most:
            yield name, Refused(
                "“%(by)s” makes %(count)s parts in this period, and at most %(most)s are shown: choose a shorter "
                "period or longer steps", by=by, count=count, most=most,
            )  # fmt: skip
