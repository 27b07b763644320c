"""A row as it was read: of two who act on it at once only the first one writes, on PostgreSQL too."""

from functools import reduce
from operator import and_
from typing import Any

from hotline.store.rows import Row


def as_read(row: Row, *columns: str) -> Any:
    """The condition that this row still holds in `columns` what was read. On SQLite a transaction that writes is alone;
    on PostgreSQL another one may have committed since: its row is looked at once more, and does not fit."""
    key = row._meta.primary_key
    fields = row._meta.fields
    held = [(fields[name], row.__data__[name]) for name in columns]
    same = [column.is_null() if value is None else column == value for column, value in held]
    return reduce(and_, same, key == row.get_id())
