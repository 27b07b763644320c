"""Rows by column names (`unit_id`), with the same values as row classes have, but read by our own SQL and without
creating row objects: for pages that are requested all day."""

import datetime as dt
import json
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from peewee import BooleanField

from hotline.clock import UTC
from hotline.store.changes import is_postgresql
from hotline.store.database import Json, Statement, Utc

from .conditions import Condition, fetched, joined

_Turn = tuple[int, Callable[[Any], Any]]


class Shown:
    """What is read of the row class `kind`, called `t`: some of its fields or all, and `beside` them what stands in the
    tables that `join` brings, as name → SQL (as the database gives it)."""

    def __init__(
        self, kind: Any, fields: Sequence[Any] = (), *, beside: Mapping[str, str] | None = None, join: str = ""
    ) -> None:
        beside = beside or {}
        self._fields = tuple(fields) or tuple(kind._meta.sorted_fields)
        names = [field.column_name for field in self._fields]
        self._row: Any = namedtuple(kind.__name__, (*names, *beside))  # type: ignore[misc]  # known when it is made
        self._select = f"SELECT {', '.join((*(f't.{name}' for name in names), *beside.values()))} FROM"
        self._table, self._join = f"{kind._meta.table_name} t", join
        self._moments = self._places(Utc)
        self._flags: list[_Turn] = [(place, bool) for place in self._places(BooleanField)]
        self._json: list[_Turn] = [(place, json.loads) for place in self._places(Json)]

    def rows(
        self, conditions: Sequence[Condition], order: str = "t.id", most: int | None = None, *, along: str = ""
    ) -> list[Any]:
        """All rows that meet the conditions. The order is SQL of ours. `along`: the index that SQLite must use."""
        shaped = self._shaped()
        return [shaped(row) for row in fetched(*self.statement(conditions, order, most, along=along))]

    def statement(
        self, conditions: Sequence[Condition], order: str = "t.id", most: int | None = None, *, along: str = ""
    ) -> Statement:
        """The SQL of `rows`."""
        where, values = joined(conditions)
        told = indexed(along) if along else ""
        limit = "" if most is None else f" LIMIT {int(most)}"
        return f"{self._select} {self._table}{told} {self._join} WHERE {where} ORDER BY {order}{limit}", values

    def _places(self, kind: type) -> list[int]:
        return [place for place, field in enumerate(self._fields) if isinstance(field, kind)]

    def _shaped(self) -> Callable[[Sequence[Any]], Any]:
        made, moments, others = self._row._make, self._moments, self._json
        turn: Callable[[Any], dt.datetime] = in_utc
        if not is_postgresql():
            others, turn = others + self._flags, dt.datetime.fromisoformat

        def shaped(row: Sequence[Any]) -> Any:
            values = list(row)
            for place in moments:
                if values[place] is not None:
                    values[place] = turn(values[place])
            for place, convert in others:
                if values[place] is not None:
                    values[place] = convert(values[place])
            return made(values)

        return shaped


def indexed(index: str) -> str:
    """Tells SQLite which index to use; PostgreSQL plans with its own statistics."""
    return "" if is_postgresql() else f" INDEXED BY {index}"


def in_utc(moment: dt.datetime | str) -> dt.datetime:
    """A time from either database, in UTC."""
    return dt.datetime.fromisoformat(moment) if isinstance(moment, str) else moment.astimezone(UTC)
