"""Spreadsheets: a table as a file, and texts in cells that are never a formula and never longer than a cell."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

CELL_MOST = 32_000  # a cell can hold 32,767 UTF-16 code units
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # texts that begin so, programs may compute as formulas
OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip  # of an XlsxWriter workbook: it keeps no rows, and takes a text as it is
REST = ("……（内容过长，余下部分请在工单中查看）", "… (too long for a cell: the rest stands in the ticket)")


Cell = str | int | float | dt.datetime | None  # of a table; a time as it is shown, without a zone


def table(name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]], language: str) -> bytes:
    """A file with one sheet: the headings with their widths, then the rows."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    bold, quoted = book.add_format({"bold": True, "bottom": 1}), book.add_format({"quote_prefix": True})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet = book.add_worksheet(name[:31])
    for column, (heading, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, bold)
    sheet.freeze_panes(1, 0)
    last = 0
    for last, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, dt.datetime):
                sheet.write_datetime(last, column, cell, moment)
            elif isinstance(cell, int | float):
                sheet.write_number(last, column, cell)
            elif cell:
                write_text(sheet, last, column, cell, language, quoted)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    book.close()
    return out.getvalue()


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
