"""Pieces of SQL that the sets of rows are made of, the same on both databases."""

from collections.abc import Sequence

from hotline.store.changes import is_postgresql
from hotline.store.conditions import Condition, joined
from hotline.store.database import Statement


def one_or_none(column: str) -> str:
    return f"CASE WHEN {column} THEN 1 WHEN NOT {column} THEN 0 END"


def seconds_between(first: str, last: str) -> str:
    if is_postgresql():
        return f"CAST(EXTRACT(EPOCH FROM ({last} - {first})) AS DOUBLE PRECISION)"
    return f"round((julianday({last}) - julianday({first})) * 86400.0, 3)"  # it counts days, to some 0.05 ms


def select(columns: str, tables: str, conditions: Sequence[Condition]) -> Statement:
    where, values = joined(conditions)
    return f"SELECT {columns} FROM {tables} WHERE {where}", values  # noqa: S608 - columns and tables are ours


def moment_place() -> str:
    """A place for a moment: PostgreSQL does not guess its type everywhere."""
    return "CAST(? AS TIMESTAMPTZ)" if is_postgresql() else "?"
