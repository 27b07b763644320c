"""Conditions on a ticket `t` as SQL with its values: a list is put together from them in some microseconds, where the
query builder takes ten times as long as the database.

Names of columns (`t.site_id`) are ours; what people typed is always a value (`?`), and ids are written out as whole
numbers.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from hotline.store.database import Statement, database, stored

NOTHING: Statement = ("1 = 0", ())


def equal(column: str, value: Any) -> Statement:
    return f"{column} = ?", (value,)


def moment(column: str, sign: str, at: dt.datetime) -> Statement:
    """`sign` is `<`, `<=`, `>`, `>=` or `=`."""
    return f"{column} {sign} ?", (stored(at),)


def past(column: str, key: str, sign: str, at: dt.datetime, last: int) -> list[Statement]:
    """After a place in an order by a moment and a key; `sign` is `>`, or `<` in an order that goes down. The first
    condition alone narrows it by an index."""
    return [moment(column, f"{sign}=", at), either(moment(column, sign, at), (f"{key} {sign} ?", (last,)))]


def known(column: str, yes: bool = True) -> Statement:
    return f"{column} IS {'NOT ' if yes else ''}NULL", ()


def flag(column: str, yes: bool) -> Statement:
    return f"{'' if yes else 'NOT '}{column}", ()


def among(column: str, ids: Iterable[int]) -> Statement:
    """One of these. Written out: thousands of values cost more than the look-up."""
    listed = ", ".join(map(str, sorted(map(int, ids))))
    return (f"{column} IN ({listed})", ()) if listed else NOTHING


def one_of(column: str, words: Sequence[str]) -> Statement:
    return (f"{column} IN ({', '.join('?' * len(words))})", tuple(words)) if words else NOTHING


def listed_in(table: str, *conditions: Statement) -> Statement:
    """A row of another table, called `o`, belongs to the ticket `t`."""
    where, values = joined(conditions)
    return f"t.id IN (SELECT o.ticket_id FROM {table} o WHERE {where})", values  # noqa: S608


def either(*conditions: Statement) -> Statement:
    sql, values = joined(conditions, " OR ")
    return f"({sql})", values


def joined(conditions: Sequence[Statement], by: str = " AND ") -> Statement:
    values = tuple(value for _, some in conditions for value in some)
    return by.join(sql for sql, _ in conditions) or "1 = 1", values


def below_in(table: str, ids: Iterable[int]) -> frozenset[int]:
    """Rows of a tree (`parent_id`) and all that are below them."""
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
