"""Figures of a period for a reader: divided, narrowed, and with what each leaves out. One statement for each set of
rows and grain of time reads all figures that need it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from hotline.reports.rules import dimensions
from hotline.reports.rules.figures import SUMS, Figure, Measure, RowSet, Tally, Value, value
from hotline.reports.rules.predicates import Predicate
from hotline.store.conditions import Condition, among, equal, fetched, joined
from hotline.words import Dimension

from . import asking, kept_days, trees
from .kept_days import Sums
from .row_sets import FigureScope, may_read, statement

Where = Mapping[Dimension, str]  # a part of a dimension, as a key: an id, a code, or a part of the time
DIGITS = 6  # of a sum: the database adds in an order of its own, and the last bits differ
WHOLE = ""  # the key of what is not divided
TOTAL = "*"  # the key of all parts of a dimension together
Parts = dict[tuple[str, ...], dict[str, Value]]  # values by the key in each dimension, and by the figure's id


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One part of a dimension: its key, and the figures' values by their id."""

    key: str
    values: Mapping[str, Value] = field(hash=False)


@dataclass(frozen=True, slots=True)
class _Grain:
    """How fine a statement divides the time: not at all, in days, in quarter hours, or in those of any day or week.
    `broken`: finer than days; `fold`: to which quarter hour others fall."""

    sql: Callable[[], str] | None
    broken: bool = True
    fold: Callable[[int], int] | None = None


_WHOLE, _DAYS, _QUARTERS = _Grain(None, broken=False), _Grain(asking.day, broken=False), _Grain(asking.quarter)
_CLOCK = _Grain(asking.quarter_of_any_day, fold=dimensions.of_any_day)
_WEEK = _Grain(asking.quarter_of_any_week, fold=dimensions.of_any_week)


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
    sets: dict[tuple[RowSet, _Grain], list[Figure]] = {}
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


def narrowed(rows: RowSet, where: Where) -> list[Condition]:
    """`where` as conditions on the set `r`."""
    return [_narrowed(rows, dimension, key) for dimension, key in where.items()]


def _narrowed(rows: RowSet, dimension: Dimension, key: str) -> Condition:
    column = f"r.{dimensions.column(rows, dimension)}"
    if dimension in dimensions.OF_TIME:
        return _at_time(dimension, key)
    if dimension is Dimension.OFFICIAL:
        return _of_class(column, key)
    if key == dimensions.NONE:
        return Condition(f"{column} IS NULL")
    if key.startswith(dimensions.ITSELF):
        return equal(column, int(key.removeprefix(dimensions.ITSELF)))
    if dimension in dimensions.TREES:
        return among(column, trees.below(dimension, int(key)))
    return equal(column, int(key) if dimension in (Dimension.SITE, Dimension.AGENT, Dimension.URGENT) else key)


def _of_class(column: str, key: str) -> Condition:
    """The subjects of an official class; of none: all others, and no subject."""
    classes = trees.class_by_topic()
    if key != dimensions.NONE:
        return among(column, [topic for topic, code in classes.items() if code == key])
    mapped = among(column, classes)
    return Condition(f"({column} IS NULL OR NOT ({mapped.sql}))", mapped.values)


def _at_time(dimension: Dimension, key: str) -> Condition:
    if dimension in dimensions.SHORT:
        hour, minutes = map(int, key.split(":"))
        first, length = (hour * 4 + minutes // 15), 4 if dimension is Dimension.HOUR else 2
        return Condition(f"{asking.quarter_of_day()} BETWEEN {first} AND {first + length - 1}")
    if dimension is Dimension.WEEKDAY:
        return Condition(f"{asking.weekday()} = {int(key)}")
    first_day, last_day = dimensions.days_of(dimension, key)
    return Condition(f"{asking.day()} BETWEEN ? AND ?", (first_day.isoformat(), last_day.isoformat()))


def nothing(figure: Figure) -> Value:
    """Its value where there is no row."""
    return Value(figure, value(figure, Tally()), Tally(), {one.id: 0 for one in figure.left_out})


def _grain(figure: Figure, bys: Sequence[Dimension]) -> _Grain:
    if figure.measure is Measure.WORST_DAY:
        return _QUARTERS
    if dimensions.SHORT & {*bys}:
        long = dimensions.LONG & {*bys}
        return (_WEEK if long == {Dimension.WEEKDAY} else _QUARTERS) if long else _CLOCK
    return _DAYS if figure.measure is Measure.DAILY or dimensions.LONG & {*bys} else _WHOLE


def _read(
    rows: RowSet, grain: _Grain, figures: Sequence[Figure], asked: FigureScope, bys: Sequence[Dimension],
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
    found = list(_sums(rows, _WHOLE, (), sums, asked, where or {}))
    return [sum(int(row[place]) for row in found) for place in places]


def _sums(
    rows: RowSet, grain: _Grain, named: Sequence[Dimension], sums: Sums, asked: FigureScope, where: Where
) -> Iterator[Sequence[Any]]:
    """The parts in each dimension of `named`, the time if the grain has one, and the sums: from the days that are kept,
    and from the rows of all others. A part may come more than once."""
    kept = None
    if not where and len(named) < 2 and not (named and grain.broken):
        cut = kept_days.QUARTER if grain.broken else (named[0].value if named else kept_days.WHOLE)
        kept = kept_days.found(rows, cut, sums, asked)
    if kept is None:
        yield from _read_sums(rows, grain, named, sums, asked, where)
        return
    if not named and grain.sql is None:  # what is not divided has sums, though there are no rows
        yield [0] * len(sums.sql)
    if grain.broken:
        yield from _folded(grain, kept.lines)
    else:
        for day, lines in kept.lines:
            for part, *told in lines:
                yield (*([part] if named else ()), *((day,) if grain.sql is not None else ()), *told)
    for period in kept.gaps:
        yield from _read_sums(rows, grain, named, sums, replace(asked, period=period), where)


def _folded(grain: _Grain, days: Sequence[tuple[str, Sequence[tuple[Any, ...]]]]) -> Iterator[Sequence[Any]]:
    """The sums of quarter hours; those that fall together come once."""
    made: dict[int, list[Any]] = {}
    for _day, lines in days:
        for quarter, *told in lines:
            at = quarter if grain.fold is None else grain.fold(quarter)
            made[at] = [a + b for a, b in zip(made[at], told, strict=True)] if at in made else told
    for at, told in made.items():
        yield (at, *told)


def _read_sums(
    rows: RowSet, grain: _Grain, named: Sequence[Dimension], sums: Sums, asked: FigureScope, where: Where
) -> list[tuple[Any, ...]]:
    keys = [f"r.{dimensions.column(rows, by)}" for by in named]
    keys += [grain.sql()] if grain.sql is not None else []
    inner, inner_values = statement(rows, asked)
    narrow, narrow_values = joined(narrowed(rows, where))
    return fetched(
        f"SELECT {', '.join([*keys, *sums.sql])} FROM ({inner}) r WHERE {narrow}"  # noqa: S608 - all of it is ours
        + (f" GROUP BY {', '.join(str(n + 1) for n in range(len(keys)))}" if keys else ""),
        (*sums.values, *inner_values, *narrow_values),
    )


def day_sums(rows: RowSet, cut: str, asked: FigureScope) -> dict[str, list[tuple[Any, list[Any]]]]:
    """All sums of the set by day, as they are kept: for each part of the cut (part, sums)."""
    by, sums = kept_days.dimension_of(cut), kept_days.every_sum(rows)
    grain, named = _QUARTERS if cut == kept_days.QUARTER else _DAYS, () if by is None else (by,)
    made: dict[str, list[tuple[Any, list[Any]]]] = {}
    for row in _read_sums(rows, grain, named, sums, asked, {}):
        time, counted = row[len(named)], list(row[len(named) + 1 :])
        day = time if isinstance(time, str) else dimensions.day_of(int(time)).isoformat()
        part = row[0] if named else int(time) if grain.broken else None
        made.setdefault(day, []).append((part, counted))
    return made


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
