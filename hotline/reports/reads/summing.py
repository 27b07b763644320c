"""The statement that sums the rows of a set: narrowed, divided by dimensions, and by a grain of time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hotline.reports.rules import dimensions
from hotline.reports.rules.figures import RowSet
from hotline.store.conditions import Condition, among, equal, fetched, joined
from hotline.store.database import Statement
from hotline.words import Dimension

from . import asking, trees, working
from .kept_days import Sums
from .row_sets import FigureScope, statement

Where = Mapping[Dimension, str]  # a part of a dimension, as a key: an id, a code, or a part of the time


@dataclass(frozen=True, slots=True)
class Grain:
    """How fine a statement divides the time: not at all, in days, in quarter hours, or in those of any day or week.
    `broken`: finer than days; `fold`: to which quarter hour others fall."""

    sql: Callable[[], str] | None
    broken: bool = True
    fold: Callable[[int], int] | None = None


WHOLE_TIME, DAYS, QUARTERS = Grain(None, broken=False), Grain(asking.day, broken=False), Grain(asking.quarter)
CLOCK = Grain(asking.quarter_of_any_day, fold=dimensions.of_any_day)
WEEK = Grain(asking.quarter_of_any_week, fold=dimensions.of_any_week)


def narrowed(rows: RowSet, where: Where, asked: FigureScope) -> list[Condition]:
    """`where` as conditions on the set `r`."""
    return [_narrowed(rows, dimension, key, asked) for dimension, key in where.items()]


def _narrowed(rows: RowSet, dimension: Dimension, key: str, asked: FigureScope) -> Condition:
    if dimension is Dimension.WORKING:
        sql, values = working.told(asked.period)
        return Condition(f"{sql} = {int(key)}", values)
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


def _key(rows: RowSet, by: Dimension, asked: FigureScope) -> Statement:
    return working.told(asked.period) if by is Dimension.WORKING else (f"r.{dimensions.column(rows, by)}", ())


def read_sums(
    rows: RowSet, grain: Grain, named: Sequence[Dimension], sums: Sums, asked: FigureScope, where: Where,
    *, also: Sequence[str] = (),
) -> list[tuple[Any, ...]]:  # fmt: skip
    """The sums by further columns (`also`), by the dimensions of `named`, and by the time if the grain has one."""
    parts: list[Statement] = [(f"r.{column}", ()) for column in also]
    parts += [_key(rows, by, asked) for by in named]
    keys, key_values = [sql for sql, _ in parts], [value for _, values in parts for value in values]
    keys += [grain.sql()] if grain.sql is not None else []
    inner, inner_values = statement(rows, asked)
    narrow, narrow_values = joined(narrowed(rows, where, asked))
    return fetched(
        f"SELECT {', '.join([*keys, *sums.sql])} FROM ({inner}) r WHERE {narrow}"  # noqa: S608 - all of it is ours
        + (f" GROUP BY {', '.join(str(n + 1) for n in range(len(keys)))}" if keys else ""),
        (*key_values, *sums.values, *inner_values, *narrow_values),
    )
