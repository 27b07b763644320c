"""A spreadsheet that somebody sent, read as text: bounded before it is unpacked, and refused with a sentence.

An .xlsx file is a ZIP of XML. What it says of its own size is what `zipfile` unpacks at most, so the sum is looked at
first; document types (entities that grow) are in no file of a spreadsheet program. Formulas are not computed."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from hotline.ports import Refused

ROWS_MOST = 1000
UNPACKED_MOST = 12 * 1024 * 1024
PARTS_MOST, COLUMNS_MOST, HEADING_WITHIN, SHEETS_MOST = 500, 40, 10, 10
ROW_LAST, MERGED_MOST = 1_048_576, 2000
_OLD_FILE = b"\xd0\xcf\x11\xe0"  # .xls, and what a password closes
_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="[$]?([A-Z]{1,3})[$]?(\d{1,7})(?::[$]?[A-Z]{1,3}[$]?(\d{1,7}))?"'
)
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with its number in the sheet and its cells as text. `wrong`: why it cannot be taken as it stands, because
    of which cell: `merged`, `formula` or `error`; "" for nothing."""

    number: int
    cells: tuple[str, ...]
    wrong: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The row of headings, and the rows below it that are not empty."""

    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read(data: bytes, is_heading: Callable[[Sequence[str]], bool]) -> SheetRows | None:
    """The first sheet with a row of headings among its first rows; None if there is no such row. Raises Refused."""
    import openpyxl  # noqa: PLC0415 - a sheet is rare, and every program would start later

    parts = _checked(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        for sheet in book.worksheets[:SHEETS_MOST]:
            found = _of_sheet(sheet, parts, is_heading)
            if found is not None:
                return found
    except Refused:
        raise
    except Exception as error:
        raise _broken() from error
    return None


def _checked(data: bytes) -> dict[str, bytes]:
    """The sheets' XML by name, after a look at everything that is packed. Raises Refused."""
    if data.startswith(_OLD_FILE):
        raise Refused("This is an old .xls file, or one with a password: save it as .xlsx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise _no_sheet()
            if len(parts) > PARTS_MOST or sum(part.file_size for part in parts) > UNPACKED_MOST:
                raise Refused("This file is too large: keep one sheet with at most %(most)s rows", most=ROWS_MOST)
            return dict(_parts(packed, parts))
    except zipfile.BadZipFile as error:
        raise _no_sheet() from error
    except Refused:
        raise
    except Exception as error:
        raise _broken() from error


def _parts(packed: zipfile.ZipFile, parts: Iterable[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            text = packed.read(part)
            if b"<!DOCTYPE" in text.replace(b"\0", b""):
                raise _broken()
            if any(int(row) > ROW_LAST for row in _ROW.findall(text)):
                raise _broken()
            yield part.filename, text


def _of_sheet(sheet: Any, parts: dict[str, bytes], is_heading: Callable[[Sequence[str]], bool]) -> SheetRows | None:
    headings: tuple[str, ...] = ()
    rows: list[SheetRow] = []
    merged = list(_merged(parts.get(str(getattr(sheet, "_worksheet_path", "")).lstrip("/"), b"")))
    if len(merged) > MERGED_MOST:
        raise _broken()
    looked = 0
    sheet.reset_dimensions()  # a file may say anything about its size
    for number, cells in enumerate(sheet.iter_rows(max_col=COLUMNS_MOST), 1):
        texts = _filled([text(cell.value) for cell in cells])
        if not texts:
            continue
        if not headings:
            looked += 1
            if is_heading(texts):
                headings = texts
            elif looked == HEADING_WITHIN:
                return None
            continue
        if len(rows) == ROWS_MOST:
            raise Refused("The sheet has more than %(most)s rows: divide it, and import the parts", most=ROWS_MOST)
        rows.append(SheetRow(number, texts, *_wrong(number, cells, merged)))
    return SheetRows(headings, tuple(rows)) if headings else None


def _filled(texts: list[str]) -> tuple[str, ...]:
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _merged(text: bytes) -> Iterator[tuple[int, int, str]]:
    """First row, last row and first cell of what is merged."""
    for column, first, last in _MERGED.findall(text):
        yield int(first), int(last or first), f"{column.decode()}{int(first)}"


def _wrong(number: int, cells: Sequence[Any], merged: list[tuple[int, int, str]]) -> tuple[str, str]:
    for first, last, cell in merged:
        if first <= number <= last:
            return "merged", cell
    kinds = {"f": "formula", "e": "error"}
    return next(((kinds[one.data_type], str(one.coordinate)) for one in cells if one.data_type in kinds), ("", ""))


def text(value: Any) -> str:
    """A cell's value as a person would have typed it: `1001` for 1001.0, `true`, a day as 2026-11-30."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return str(value).replace("\x00", "").strip()


def _no_sheet() -> Refused:
    return Refused("This is no Excel workbook: save it as .xlsx, or begin with the template")


def _broken() -> Refused:
    return Refused("This file cannot be read: open it in a spreadsheet program and save it anew as .xlsx")
