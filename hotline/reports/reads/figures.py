"""Figures of a period for a reader: divided, narrowed, and with what each leaves out. One statement for each set of
rows and grain of time reads all figures that need it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from hotline.reports.rules import dimensions
from hotline.reports.rules.figures import SUMS, Figure, Measure, RowSet, Tally, Value, value
from hotline.reports.rules.predicates import Predicate
from hotline.words import Dimension

from . import kept_days, trees
from .kept_days import Sums
from .row_sets import FigureScope, may_read
from .summing import CLOCK, DAYS, QUARTERS, WEEK, WHOLE_TIME, Grain, Where, read_sums

DIGITS = 6  # of a sum: the database adds in an order of its own, and the last bits differ
WHOLE = ""  # the key of what is not divided
TOTAL = "*"  # the key of all parts of a dimension together
Parts = dict[tuple[str, ...], dict[str, Value]]  # values by the key in each dimension, and by the figure's id


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One part of a dimension: its key, and the figures' values by their id."""

    key: str
    values: Mapping[str, Value] = field(hash=False)


def read(
    figures: Sequence[Figure], asked: FigureScope, *, by: Dimension | None = None, where: Where | None = None
) -> list[FigureLine]:
    """The parts in order, each with its figures; of figures that know neither `by` nor `where` nothing is said. What
    is not divided is one line with the key ""."""
    where = where or {}
    bys = () if by is None else (by,)
    values = {key[0] if key else WHOLE: found for key, found in parts(figures, asked, bys=bys, where=where).items()}
    if by is None:  # what has no rows has a value too: nothing
        seen = [figure for figure in figures if knows(figure, None, where) and may_read(figure.rows, asked.scope)]
        values = {WHOLE: {figure.id: nothing(figure) for figure in seen} | values.get(WHOLE, {})}
    return [FigureLine(key, values[key]) for key in sorted(values)]


def parts(
    figures: Sequence[Figure], asked: FigureScope, *, bys: Sequence[Dimension], where: Where, totals: bool = False
) -> Parts:
    """What has rows in each part of several dimensions at once, with one statement for a set and a grain. `totals`:
    also of all parts of a dimension together, under the key TOTAL."""
    sets: dict[tuple[RowSet, Grain], list[Figure]] = {}
    for figure in figures:
        if dimensions.divides(figure, (*bys, *where)) and may_read(figure.rows, asked.scope):
            sets.setdefault((figure.rows, _grain(figure, bys)), []).append(figure)
    values: Parts = {}
    for (rows, grain), ones in sets.items():
        for key, found in _read(rows, grain, ones, asked, bys, where, totals=totals).items():
            values.setdefault(key, {}).update(found)
    return values


def one(figure: Figure, asked: FigureScope, *, where: Where | None = None) -> Value:
    """A single figure's value."""
    return read([figure], asked, where=where)[0].values[figure.id]


def knows(figure: Figure, by: Dimension | None, where: Where) -> bool:
    """Whether the figure can be divided and narrowed so."""
    return dimensions.divides(figure, (*where, *([by] if by is not None else [])))


def nothing(figure: Figure) -> Value:
    """Its value where there is no row."""
    return Value(figure, value(figure, Tally()), Tally(), {one.id: 0 for one in figure.left_out})


def _grain(figure: Figure, bys: Sequence[Dimension]) -> Grain:
    if figure.measure is Measure.WORST_DAY:
        return QUARTERS
    if dimensions.SHORT & {*bys}:
        long = dimensions.LONG & {*bys}
        return (WEEK if long == {Dimension.WEEKDAY} else QUARTERS) if long else CLOCK
    return DAYS if figure.measure is Measure.DAILY or dimensions.LONG & {*bys} else WHOLE_TIME


def _read(
    rows: RowSet, grain: Grain, figures: Sequence[Figure], asked: FigureScope, bys: Sequence[Dimension],
    where: Where, *, totals: bool,
) -> Parts:  # fmt: skip
    """The values of figures of one set, by key and figure."""
    sums = Sums()
    slots = [_FigureSums(figure, sums) for figure in figures]
    named = [by for by in bys if by not in dimensions.OF_TIME]
    made: dict[tuple[str, ...], dict[int | str, list[float]]] = {}
    over = {by: trees.folding(by, where) for by in named}
    for row in _sums(rows, grain, named, sums, asked, where):
        time = row[len(named)] if grain.sql is not None else WHOLE
        told = tuple(over[by](row[named.index(by)]) if by in over else _part(by, time) for by in bys)
        counts = [float(one) for one in row[len(row) - len(sums.sql) :]]
        for key in product(*((part, TOTAL) for part in told)) if totals else (told,):
            kept = made.setdefault(key, {})
            kept[time] = [a + b for a, b in zip(kept[time], counts, strict=True)] if time in kept else counts
    return {key: {slot.figure.id: slot.value(times, asked) for slot in slots} for key, times in made.items()}


def counts(rows: RowSet, wanted: Sequence[Predicate], asked: FigureScope, where: Where | None = None) -> list[int]:
    """How many rows of the set meet each of the predicates."""
    sums = Sums()
    places = [sums.place(predicate) for predicate in wanted]
    found = list(_sums(rows, WHOLE_TIME, (), sums, asked, where or {}))
    return [sum(int(row[place]) for row in found) for place in places]


def _sums(
    rows: RowSet, grain: Grain, named: Sequence[Dimension], sums: Sums, asked: FigureScope, where: Where
) -> Iterator[Sequence[Any]]:
    """The parts in each dimension of `named`, the time if the grain has one, and the sums: from the days that are kept,
    and from the rows of all others. A part may come more than once."""
    kept = None
    if not where and len(named) < 2 and not (named and grain.broken):
        cut = kept_days.QUARTER if grain.broken else (named[0].value if named else kept_days.WHOLE)
        kept = kept_days.found(rows, cut, sums, asked)
    if kept is None:
        yield from read_sums(rows, grain, named, sums, asked, where)
        return
    if not named and grain.sql is None:  # what is not divided has sums, though there are no rows
        yield [0] * len(sums.sql)
    if grain.sql is None or grain.broken:
        keyed = bool(named) or grain.broken
        yield from (line if keyed else line[1:] for line in kept.together(grain.fold))
    else:
        for day, (part, *told) in kept.lines():
            yield (*([part] if named else ()), day, *told)
    for period in kept.gaps:
        yield from read_sums(rows, grain, named, sums, replace(asked, period=period), where)


def _part(by: Dimension, time: int | str) -> str:
    if isinstance(time, str):
        return dimensions.part_of_day(by, dimensions.day_from(time))
    return dimensions.part_of(by, int(time))


class _FigureSums:
    """Where a figure's numbers stand in a row of the statement."""

    def __init__(self, figure: Figure, sums: Sums) -> None:
        self.figure = figure
        self._counted, self._among = sums.place(figure.counts), sums.place(figure.looked_at)
        adds = figure.measure in SUMS
        self._total = sums.place(figure.counts, figure.of) if adds else None
        self._whole = sums.place(figure.looked_at, figure.of) if adds else None
        self._left_out = {one.id: sums.place(figure.excluded(one)) for one in figure.left_out}

    def value(self, times: Mapping[int | str, list[float]], asked: FigureScope) -> Value:
        rows = list(times.values())
        whole = sum((self._tally(row) for row in rows), Tally())
        left_out = {name: sum(int(row[place]) for row in rows) for name, place in self._left_out.items()}
        return Value(self.figure, value(self.figure, whole, self._parts(times, asked)), whole, left_out)

    def _tally(self, row: list[float]) -> Tally:
        total, whole = (0.0 if place is None else round(row[place], DIGITS) for place in (self._total, self._whole))
        return Tally(int(row[self._counted]), int(row[self._among]), total, whole)

    def _parts(self, times: Mapping[int | str, list[float]], asked: FigureScope) -> Iterable[Tally]:
        """Days, or all quarter hours of the period up to now: one without rows is a part of each window, too."""
        match self.figure.measure:
            case Measure.DAILY:
                days: dict[str, Tally] = {}
                for time, row in times.items():
                    day = time if isinstance(time, str) else dimensions.day_of(time).isoformat()
                    days[day] = days.get(day, Tally()) + self._tally(row)
                return [days[day] for day in sorted(days)]
            case Measure.WORST_DAY:
                known = {int(time): self._tally(row) for time, row in times.items()}
                if not known:
                    return []
                last = min(dimensions.quarter_of(asked.end) - 1, max(dimensions.quarter_of(asked.now), max(known)))
                first = dimensions.quarter_of(asked.begin)
                return [known.get(n, Tally()) for n in range(first, last + 1)]
        return []
