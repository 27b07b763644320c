"""Conditions on a ticket `t` as SQL with values: a list's query is built from them in microseconds, while peewee's
query builder takes ten times as long as the database.

Column names (`t.site_id`) are ours; text from people is always a parameter (`?`); ids are inserted as integers.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import SQL

from hotline.store.database import Statement, database, stored

_COMPARING = frozenset({"=", "<>", "<", "<=", ">", ">="})


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL with `?` for each value. `column` and `sign` say what it tests, for the code that chooses an index; the SQL
    text itself is never parsed. Both are empty if it tests more than one column."""

    sql: str
    values: tuple[Any, ...] = ()
    column: str = ""
    sign: str = ""

    def compares(self, column: str) -> bool:
        """Whether only rows that have a value there can meet it, by what that value is."""
        return self.column == column and self.sign in _COMPARING


NOTHING = Condition("1 = 0")


def equal(column: str, value: Any) -> Condition:
    return Condition(f"{column} = ?", (value,), column, "=")


def compared(column: str, sign: str, value: Any) -> Condition:
    """`sign` is `<`, `<=`, `>`, `>=`, `=` or `<>`."""
    return Condition(f"{column} {sign} ?", (value,), column, sign)


def moment(column: str, sign: str, at: dt.datetime) -> Condition:
    return Condition(f"{column} {sign} ?", (stored(at),), column, sign)


def past(column: str, key: str, sign: str, at: dt.datetime, last: int) -> list[Condition]:
    """Rows after a position in an order by time and key; `sign` is `>`, or `<` for descending order. The first
    condition is redundant, but it lets the database use an index."""
    return [moment(column, f"{sign}=", at), either(moment(column, sign, at), compared(key, sign, last))]


def known(column: str, yes: bool = True) -> Condition:
    sign = "IS NOT NULL" if yes else "IS NULL"
    return Condition(f"{column} {sign}", (), column, sign)


def flag(column: str, yes: bool) -> Condition:
    return Condition(column, (), column, "IS TRUE") if yes else Condition(f"NOT {column}", (), column, "IS FALSE")


def among(column: str, ids: Iterable[int]) -> Condition:
    """One of these ids. They are written into the SQL: binding thousands of values costs more than the look-up."""
    listed = ", ".join(map(str, sorted(map(int, ids))))
    return Condition(f"{column} IN ({listed})", (), column, "IN") if listed else NOTHING


def one_of(column: str, words: Sequence[str]) -> Condition:
    return Condition(f"{column} IN ({', '.join('?' * len(words))})", tuple(words), column, "IN") if words else NOTHING


def listed_in(table: str, *conditions: Condition) -> Condition:
    """A row of another table, alias `o`, belongs to the ticket `t`."""
    where, values = joined(conditions)
    sql = f"t.id IN (SELECT o.ticket_id FROM {table} o WHERE {where})"  # noqa: S608
    return Condition(sql, values, "t.id", "IN")


def either(*conditions: Condition) -> Condition:
    sql, values = joined(conditions, " OR ")
    return Condition(f"({sql})", values)


def no(condition: Condition) -> Condition:
    return Condition(f"NOT ({condition.sql})", condition.values)


def joined(conditions: Sequence[Condition], by: str = " AND ") -> Statement:
    values = tuple([value for one in conditions for value in one.values])
    return by.join([one.sql for one in conditions]) or "1 = 1", values


def clause(conditions: Sequence[Condition]) -> SQL:
    """The condition as part of a peewee query in which the ticket also has the alias `t`."""
    sql, values = joined(conditions)
    return SQL(f"({sql.replace('?', database.obj.param)})", values)


def below_in(table: str, ids: Iterable[int]) -> frozenset[int]:
    """Rows of a tree (`parent_id`) and all their descendants."""
    first = ", ".join(f"({int(one)})" for one in ids)
    if not first:
        return frozenset()
    below = f"SELECT c.id FROM {table} c JOIN below b ON c.parent_id = b.id"  # noqa: S608
    sql = f"WITH RECURSIVE below(id) AS (VALUES {first} UNION {below}) SELECT id FROM below"  # noqa: S608
    return frozenset(row[0] for row in fetched(sql))


def fetched(sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """All rows of a statement with `?` for each value."""
    made = database.obj
    rows: list[tuple[Any, ...]] = made.execute_sql(sql.replace("?", made.param), values).fetchall()
    return rows
