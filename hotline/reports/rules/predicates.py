"""What can be asked of a row, as data: the same is asked of rows in a database and of a row in the hand. Pure.

A row is a mapping from column to value. A value that is not known (None) meets no test but `NoValue` and `Not`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Is:
    """The column has one of these values."""

    column: str
    values: tuple[str | int | bool, ...]


@dataclass(frozen=True, slots=True)
class AtMost:
    """The column is at most so much."""

    column: str
    most: float


@dataclass(frozen=True, slots=True)
class AtLeast:
    column: str
    least: float


@dataclass(frozen=True, slots=True)
class HasValue:
    column: str


@dataclass(frozen=True, slots=True)
class NoValue:
    column: str


@dataclass(frozen=True, slots=True)
class NotAfter:
    """The moment in one column is not later than the one in the other; both are known."""

    column: str
    other: str


@dataclass(frozen=True, slots=True)
class All:
    tests: tuple["Predicate", ...] = ()


@dataclass(frozen=True, slots=True)
class Any_:  # noqa: N801 - beside `All`, and not typing's
    tests: tuple["Predicate", ...]


@dataclass(frozen=True, slots=True)
class Not:
    test: "Predicate"


Predicate = Is | AtMost | AtLeast | HasValue | NoValue | NotAfter | All | Any_ | Not
EVERY = All()


def one(column: str, *values: str | int | bool) -> Is:
    return Is(column, tuple(str(value) if isinstance(value, str) else value for value in values))


def both(*tests: Predicate) -> Predicate:
    """All of them; a test that asks nothing is left out."""
    asked = tuple(dict.fromkeys(test for test in tests if test != EVERY))
    return asked[0] if len(asked) == 1 else All(asked)


def holds(test: Predicate, row: Row) -> bool:
    """Whether the row meets the test."""
    match test:
        case All(tests):
            return all(holds(each, row) for each in tests)
        case Any_(tests):
            return any(holds(each, row) for each in tests)
        case Not(inner):
            return not holds(inner, row)
        case NoValue(column):
            return row[column] is None
    return row[test.column] is not None and _meets(test, row)


def _meets(test: Is | AtMost | AtLeast | HasValue | NotAfter, row: Row) -> bool:
    value = row[test.column]
    match test:
        case Is(_, values):
            return value in values
        case AtMost(_, most):
            return bool(value <= most)
        case AtLeast(_, least):
            return bool(value >= least)
        case NotAfter(_, other):
            return row[other] is not None and bool(value <= row[other])
    return True
