"""The exported lists of one person: waiting, being written or ready."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from hotline.tickets.rows import Export
from hotline.tickets.rules.query import TicketQuery, read
from hotline.words import ExportState

SHOWN = 20


@dataclass(frozen=True, slots=True)
class ExportView:
    """`rows`: how many rows the file will have, known once writing has begun; `file`: its name in its folder;
    `numbers`: it has whole telephone numbers."""

    id: int
    state: ExportState
    query: TicketQuery
    asked_at: dt.datetime
    done_at: dt.datetime | None
    rows: int
    written: int
    file: str
    error: str
    numbers: bool

    @property
    def percent(self) -> int:
        if self.state is ExportState.DONE:
            return 100
        return min(99, self.written * 100 // self.rows) if self.rows else 0


def progress(person: int) -> list[ExportView]:
    """The last exports that a person asked for, newest first."""
    mine = Export.select().where(Export.person == person)
    return [_view(row) for row in list(mine.order_by(Export.id.desc()).limit(SHOWN))]


def ready(export: int, person: int) -> ExportView | None:
    """The person's own export, if it is ready to download."""
    row = Export.get_or_none(Export.id == export, Export.person == person, Export.state == ExportState.DONE.value)
    return None if row is None or not row.file else _view(row)


def _view(row: Any) -> ExportView:
    kept = row.query if isinstance(row.query, dict) else {}
    return ExportView(
        id=row.id, state=ExportState(row.state), query=read(kept.get("query")), asked_at=row.asked_at,
        done_at=row.done_at, rows=row.rows, written=row.written, file=row.file, error=row.error, numbers=row.numbers,
    )  # fmt: skip
