"""How statements become text: the same text as peewee's own, written in fewer steps.

Peewee makes four objects for each column of each statement and throws them away; that was a third of what a page cost.
Here a column is written at once and a state is made in one step.
"""

from functools import cache, lru_cache
from typing import Any

import peewee

_WRITTEN_BY_PEEWEE = peewee.Field.__sql__


class SqlContext(peewee.Context):
    """One statement that is being written."""

    __slots__ = ()
    _sql: list[str]  # what is written so far

    def __call__(self, scope: int | None = None, parentheses: bool | None = None, **more: Any) -> "SqlContext":
        state = self.state
        self.stack.append(state)
        settings = {**state.settings, **more} if more else state.settings
        self.state = peewee.State(state.scope if scope is None else scope, bool(parentheses), settings)
        return self

    def __enter__(self) -> "SqlContext":
        if self.state.parentheses:
            self._sql.append("(")
        return self

    def __exit__(self, *_: object) -> None:
        if self.state.parentheses:
            self._sql.append(")")
        self.state = self.stack.pop()

    def sql(self, obj: Any) -> Any:
        kind: Any = type(obj)
        if _is_plain(kind):
            return self._column(obj.model._meta.table, obj.column_name)
        return super().sql(obj)

    def _column(self, table: Any, name: str) -> "SqlContext":
        """Its name alone among values, else after its table's alias."""
        quote = self.state.settings.get("quote") or '""'
        if self.state.scope == peewee.SCOPE_VALUES:
            self._sql.append(_quoted(name, quote))
            return self
        if table._alias:
            self.alias_manager[table] = table._alias
        self._sql.append(_dotted(self.alias_manager[table], name, quote))
        return self


@cache
def _is_plain(kind: Any) -> bool:
    """Whether it is a class of fields whose columns peewee writes in its ordinary way."""
    return issubclass(kind, peewee.Field) and kind.__sql__ is _WRITTEN_BY_PEEWEE


@lru_cache(maxsize=10_000)
def _dotted(table: str, name: str, quote: str) -> str:
    return f"{_quoted(table, quote)}.{_quoted(name, quote)}"


@lru_cache(maxsize=10_000)
def _quoted(name: str, quote: str) -> str:
    return f"{quote[0]}{name.replace(quote[0], quote)}{quote[1]}"
