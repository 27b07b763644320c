"""Texts in cells of a spreadsheet: never a formula, never longer than a cell."""

from typing import Any

CELL_MOST = 32_000  # a cell can hold 32,767 UTF-16 code units
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # texts that begin so, programs may compute as formulas
OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip  # of an XlsxWriter workbook: it keeps no rows, and takes a text as it is
REST = ("……（内容过长，余下部分请在工单中查看）", "… (too long for a cell: the rest stands in the ticket)")


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
