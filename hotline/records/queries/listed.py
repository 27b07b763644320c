"""Rows of tickets for lists: the columns that a list shows, read without making a row class of each."""

from collections import namedtuple
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from peewee import SQL

from hotline.records.changes import is_postgresql
from hotline.records.database import database
from hotline.records.rows import Ticket

LISTED = (
    Ticket.id, Ticket.number, Ticket.kind, Ticket.state, Ticket.way, Ticket.subject, Ticket.unit, Ticket.handler,
    Ticket.caller_number, Ticket.caller_name, Ticket.hides_name, Ticket.opened_at, Ticket.burns_at, Ticket.yellow_at,
    Ticket.due_at, Ticket.closed_at, Ticket.urgent, Ticket.provisional, Ticket.paused_at, Ticket.urges,
    Ticket.supervisions, Ticket.returns, Ticket.extensions, Ticket.round, Ticket.steps,
)  # fmt: skip


def read(query: Any, columns: tuple[Any, ...] = LISTED) -> list[Any]:
    """Rows by the names of their columns (`unit_id`), of a query that selects just these."""
    shape: Any = _shape(tuple(column.column_name for column in columns))
    return [shape._make(row) for row in query.tuples()]


def by_burning(query: Any) -> Any:
    """Along the index of what burns: few tickets do, which SQLite does not see among all the others, so it is told."""
    if is_postgresql():
        return query
    return query.from_(SQL('"ticket" AS "t1" INDEXED BY "ticket_burns_at_id"'))


def among(ids: Iterable[int]) -> Any:
    """The condition that a ticket is one of these. Written out: thousands of parameters cost more than the look-up."""
    listed = ", ".join(map(str, map(int, ids)))
    return SQL(f'"t1"."id" IN ({listed})' if listed else "1 = 0")


def names(kind: Any, ids: Iterable[int | None]) -> dict[int, str]:
    """The names of some units or people."""
    wanted = sorted({int(one) for one in ids if one is not None})
    if not wanted:
        return {}
    sql = f'SELECT "id", "name" FROM "{kind._meta.table_name}" WHERE "id" IN ({", ".join(map(str, wanted))})'  # noqa: S608
    return dict(database.execute_sql(sql).fetchall())


@lru_cache
def _shape(columns: tuple[str, ...]) -> Any:
    return namedtuple("Listed", columns)
