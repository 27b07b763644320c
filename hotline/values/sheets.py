"""Spreadsheets: a table as a file, and texts in cells that are never a formula and never longer than a cell."""

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

CELL_MOST = 32_000  # a cell can hold 32,767 UTF-16 code units
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # texts that begin so, programs may compute as formulas
OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip  # of an XlsxWriter workbook: it keeps no rows, and takes a text as it is
_NO_NAME = re.compile(r"[\[\]:*?/\\]")  # what a sheet's name may not hold
REST = ("……（内容过长，余下部分请在工单中查看）", "… (too long for a cell: the rest stands in the ticket)")


Cell = str | int | float | dt.datetime | None  # of a table; a time as it is shown, without a zone


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A sheet of a file: its name, the headings with their widths, and the rows."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Cell]]


def table(name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]], language: str) -> bytes:
    """A file with one sheet: the headings with their widths, then the rows."""
    return book([BookSheet(name, columns, rows)], language)


def book(sheets: Iterable[BookSheet], language: str) -> bytes:
    """A file with these sheets; their names differ."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, OPTIONS)
    formats = {
        "bold": made.add_format({"bold": True, "bottom": 1}),
        "quoted": made.add_format({"quote_prefix": True}),
        "moment": made.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }
    for one in sheets:
        _write(made.add_worksheet(_NO_NAME.sub(" ", one.name)[:31]), one, formats, language)
    made.close()
    return out.getvalue()


def _write(sheet: Any, given: BookSheet, formats: dict[str, Any], language: str) -> None:
    for column, (heading, width) in enumerate(given.columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, formats["bold"])
    sheet.freeze_panes(1, 0)
    last = 0
    for last, cells in enumerate(given.rows, 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, dt.datetime):
                sheet.write_datetime(last, column, cell, formats["moment"])
            elif isinstance(cell, int | float):
                sheet.write_number(last, column, cell)
            elif cell:
                write_text(sheet, last, column, cell, language, formats["quoted"])
    sheet.autofilter(0, 0, last, len(given.columns) - 1)


def write_text(sheet: Any, row: int, column: int, text: str, language: str, quoted: Any) -> None:
    """Write a text into a cell of an XlsxWriter sheet; `quoted` is the book's format for what could be a formula."""
    shown = in_a_cell(text, language)
    sheet.write_string(row, column, shown, quoted if shown.startswith(FORMULA) else None)


def in_a_cell(text: str, language: str) -> str:
    """The whole text, or as much as a cell can hold and a note that there is more."""
    wide = text.encode("utf-16-le", "ignore")
    if len(wide) <= 2 * CELL_MOST:
        return text
    rest = REST[not language.startswith("zh")]
    return wide[: 2 * (CELL_MOST - len(rest))].decode("utf-16-le", "ignore") + rest
