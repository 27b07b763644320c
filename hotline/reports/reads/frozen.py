"""The rows that a report counted: packed into a file when it is made, and opened again for who looks at it.

The file says which rows and what each figure made of them, and nothing of what stands in them: that is read anew, so
that what was erased stays erased and what became confidential stays closed. Each set of rows is a packed part of its
own, so that a figure opens its part alone. The page's marks are places in the list, newest first.
"""

import datetime as dt
import gzip
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hotline.clock import local_day
from hotline.people.reads.scope import Scope
from hotline.ports import Refused
from hotline.reports.rules import dimensions
from hotline.reports.rules.content import DIVISIONS, FROZEN
from hotline.reports.rules.figures import Figure, RowSet
from hotline.reports.rules.periods import Period
from hotline.reports.rules.predicates import EVERY
from hotline.store.paging import SIZE
from hotline.words import Dimension

from . import drill, trees
from .drill import FigurePart, FigureRow
from .reports import ReportView
from .row_sets import FigureScope
from .summing import Where

AT_ONCE = 500  # rows looked up with one statement
CHECKED_MOST = 20_000  # of so many rows it is said how many cannot be shown; of more, for each page alone
Parts = dict[str, list[int]]  # where the rows of a set stand in the file: the first byte, and how many
_Kept = tuple[str, dt.datetime]  # a row's id and moment: a span is cut at midnight, and only both tell its pieces apart


@dataclass(frozen=True, slots=True)
class FrozenPage:
    """Rows of a part of a figure, newest first, as they stand now. `count`: how many were frozen; `hidden`: of these
    the reader may not see so many; `gone`: so many are gone or confidential by now, and nobody sees them here;
    `checked`: how many rows the last two are about."""

    count: int
    rows: tuple[FigureRow, ...]
    hidden: int
    gone: int
    checked: int
    next: str = ""


def folder_of(data: Path) -> Path:
    """Where the files of reports lie in the data folder."""
    return data / "reports"


def packed(asked: FigureScope) -> tuple[bytes, int, Parts]:
    """The rows behind the figures as a packed file of lines, how many there are, and where each set stands. A line: the
    set, the row's id and moment, which figures count it, which look at it and do not, which leave it out and why, and
    in which part of each division it lies."""
    out, count, parts = io.BytesIO(), 0, Parts()
    for rows in FROZEN:
        begin = out.tell()
        with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as file:
            for line in _lines(rows, asked):
                file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
                count += 1
        parts[rows.value] = [begin, out.tell() - begin]
    return out.getvalue(), count, parts


def _lines(rows: RowSet, asked: FigureScope) -> Iterator[dict[str, Any]]:
    divided = [by for by, _names in DIVISIONS if by in dimensions.KNOWS[rows]]
    columns = {by: dimensions.column(rows, by) for by in divided}
    part = {by: trees.folding(by, {}) for by in divided}
    for row, verdicts in drill.verdicts(rows, EVERY, asked, where={}, also=tuple(columns.values())):
        yield {
            "set": rows.value, "id": row.id, "at": row.at.isoformat(),
            "counted": [name for name, verdict in verdicts.items() if verdict.counted],
            "not": [name for name, verdict in verdicts.items() if verdict.among and not verdict.counted],
            "out": [[name, why] for name, verdict in verdicts.items() for why in verdict.out],
            "in": {by.value: part[by](row.cells[column]) for by, column in columns.items()},
        }  # fmt: skip


def knows_parts(view: ReportView) -> bool:
    """Whether the report's file says what is left out, and in which part of a division a row lies."""
    return "parts" in view.content


def page(
    view: ReportView, figure: Figure, part: str, where: Where, *, folder: Path, scope: Scope, now: dt.datetime,
    after: str = "", size: int = SIZE,
) -> FrozenPage:  # fmt: skip
    """The rows of a part of a figure, as they were counted. Raises Refused where the file is gone or another one."""
    kept = _kept(view, figure, part, where, folder)
    begin = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    shown = kept[begin : begin + size]
    asked = FigureScope(view.period, scope, now)
    found = _found(figure.rows, shown, asked)
    checked = kept if len(kept) <= CHECKED_MOST else shown
    seen = found if checked is shown else _found(figure.rows, checked, asked)
    there = seen if scope == Scope() else _found(figure.rows, checked, replace(asked, scope=Scope()))
    gone = sum(key not in there for key in checked)
    hidden = sum(key in there and key not in seen for key in checked)
    rows = tuple(found[key] for key in shown if key in found)
    more = str(begin + size) if begin + size < len(kept) else ""
    return FrozenPage(len(kept), rows, hidden, gone, len(checked), more)


def _kept(view: ReportView, figure: Figure, part: str, where: Where, folder: Path) -> list[_Kept]:
    """The rows of the part, newest first."""
    named = f'"{figure.id}"'.encode()  # most lines name it nowhere: they are not read any further
    found: list[_Kept] = []
    for text in _of_set(view, figure.rows, folder).splitlines():
        if named not in text:
            continue
        line = json.loads(text)
        at = dt.datetime.fromisoformat(line["at"])
        if line["set"] == figure.rows.value and _is_of(line, figure.id, part) and _lies_in(line, at, where):
            found.append((line["id"], at))
    return found[::-1]


def _of_set(view: ReportView, rows: RowSet, folder: Path) -> bytes:
    """The lines of a set; of a report of an older version, those of all sets."""
    try:
        whole = (folder / Path(view.file).name).read_bytes() if view.file else b""
    except OSError as error:
        raise Refused(
            "The file with the rows of this report is missing: ask your administrator for the backup"
        ) from error
    if hashlib.sha256(whole).hexdigest() != view.sha256:
        raise Refused("The file with the rows of this report was changed after it was made: its rows cannot be trusted")
    begin, length = view.content.get("parts", {}).get(rows.value, (0, len(whole)))
    return gzip.decompress(whole[begin : begin + length])


def _is_of(line: Mapping[str, Any], figure: str, part: str) -> bool:
    if part == FigurePart.COUNTED:
        return figure in line["counted"]
    if part == FigurePart.AMONG:
        return figure in line["counted"] or figure in line["not"]
    return [figure, part] in line.get("out", [])


def _lies_in(line: Mapping[str, Any], at: dt.datetime, where: Where) -> bool:
    return all(_part(line, at, by) == key for by, key in where.items())


def _part(line: Mapping[str, Any], at: dt.datetime, by: Dimension) -> str | None:
    if by in dimensions.OF_TIME:
        return dimensions.part_of(by, dimensions.quarter_of(at))
    part: str | None = line.get("in", {}).get(by.value)
    return part


def _found(rows: RowSet, keys: Sequence[_Kept], asked: FigureScope) -> dict[_Kept, FigureRow]:
    """Those of the rows that the scope sees, wherever in time they lie by now."""
    found: dict[_Kept, FigureRow] = {}
    for n in range(0, len(keys), AT_ONCE):
        some = keys[n : n + AT_ONCE]
        then = dict(some)  # of a set whose ids come once
        known = replace(asked, period=_days(rows, some, asked.period), ids=tuple(then), since=asked.begin)
        for row in drill.rows_of(rows, known, otherwise=then):
            found[row.id, row.at if rows is RowSet.SPANS else then[row.id]] = row
    return found


def _days(rows: RowSet, keys: Sequence[_Kept], period: Period) -> Period:
    """The days in which pieces of spans lie: the fewer, the fewer pieces are cut."""
    days = [local_day(at) for _id, at in keys] if rows is RowSet.SPANS else []
    return Period(min(days), max(days)) if days else period
