"""A sheet that somebody sent: read as typed, and refused with a sentence where it is no sheet, too much or a trap."""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.ports import Refused
from hotline.values.sheet_read import ROWS_MOST, SheetRow, SheetRows, read
from tests.effort import often

pytestmark = pytest.mark.unit
DAY = dt.datetime(2026, 11, 30)  # noqa: DTZ001 - a spreadsheet knows no time zones
OLD = "This is an old .xls file, or one with a password: save it as .xlsx without a password"
MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%b</sheetData></worksheet>'
BROKEN = "This file cannot be read: open it in a spreadsheet program and save it anew as .xlsx"
NO_BOOK = "This is no Excel workbook: save it as .xlsx, or begin with the template"
TOO_LARGE = "This file is too large: keep one sheet with at most 1000 rows"
LONG = "The sheet has more than 1000 rows: divide it, and import the parts"


def is_heading(texts: Sequence[str]) -> bool:
    return "login" in texts


def book(*rows: Sequence[Any], before: Sequence[Sequence[Any]] = (), merge: str = "") -> bytes:
    made: Any = openpyxl.Workbook()
    for row in (*before, ("login", "name"), *rows):
        made.active.append(row)
    if merge:
        made.active.merge_cells(merge)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The file with other parts: `sheet=…` for the first sheet, `more=…` for a new one."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "more": "xl/more.xml", "book": "xl/workbook.xml"}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        given = {names[name]: text for name, text in parts.items()}
        for name in {*old.namelist(), *given}:
            new.writestr(name, given[name] if name in given else old.read(name))
    return out.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read(data, is_heading)
    return refused.value.sentence()


def test_cells_are_read_as_a_person_would_have_typed_them() -> None:
    given = (("a", 1001.0), (None, None), ("b", 0.5), ("c", True), (" d ", DAY), ("007", ""), ("e", "１００１"))
    assert read(book(*given), is_heading) == SheetRows(
        ("login", "name"),
        (
            SheetRow(2, ("a", "1001")), SheetRow(4, ("b", "0.5")), SheetRow(5, ("c", "true")),
            SheetRow(6, ("d", "2026-11-30")), SheetRow(7, ("007",)), SheetRow(8, ("e", "１００１")),
        ),
    )  # fmt: skip


def test_headings_may_stand_below_a_title() -> None:
    rows = read(book(("a", "b"), before=[("座席名单",), (None,)], merge="A1:B1"), is_heading)
    assert rows == SheetRows(("login", "name"), (SheetRow(4, ("a", "b")),))


def test_a_formula_an_error_and_merged_cells_are_told_with_their_cell() -> None:
    rows = read(book(("a", "=1+1"), ("b", "#REF!"), ("c", "c"), ("d", "d"), ("e", "e"), merge="A4:A5"), is_heading)
    assert rows is not None
    assert [(row.number, row.wrong, row.cell) for row in rows.rows] == [
        (2, "formula", "B2"), (3, "error", "B3"), (4, "merged", "A4"), (5, "merged", "A4"), (6, "", ""),
    ]  # fmt: skip


def test_no_heading_is_nothing_and_another_sheet_is_looked_at() -> None:
    made: Any = openpyxl.Workbook()
    made.active.append(("说明",))
    made.create_sheet().append(("login", "x"))
    out = io.BytesIO()
    made.save(out)
    assert read(out.getvalue(), is_heading) == SheetRows(("login", "x"), ())
    assert read(book(), lambda texts: False) is None


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", NO_BOOK),
        (b"login,name\na,b\n", NO_BOOK),
        (b"PK\x03\x04 no zip", NO_BOOK),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, OLD),
        (book(("a", "b"))[:-200], NO_BOOK),
        (repacked(book(), sheet=b"<worksheet"), BROKEN),
        (repacked(book(), book=b"\0\1\2"), BROKEN),
        (repacked(book(), more=b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), BROKEN),
        (repacked(book(), more='<!DOCTYPE x><x/>'.encode("utf-16")), BROKEN),
        (repacked(book(), more=b" " * 13_000_000), TOO_LARGE),
        (repacked(book(), sheet=MAIN % b'<row r="99999999999"><c r="A1"/></row>'), BROKEN),
        (book(*[(f"p{n}", "x") for n in range(ROWS_MOST + 1)]), LONG),
    ],
)  # fmt: skip
def test_what_is_no_sheet_is_too_much_or_a_trap_gets_a_sentence(data: bytes, sentence: str) -> None:
    assert refusal(data) == sentence


def test_fifty_thousand_rows_are_refused_quickly() -> None:
    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet()
    sheet.append(("login", "name"))
    for n in range(50_000):
        sheet.append((f"p{n}", "x"))
    out = io.BytesIO()
    made.save(out)
    assert refusal(out.getvalue()) in (LONG, TOO_LARGE)


def test_as_many_rows_as_allowed_are_read() -> None:
    rows = read(book(*[(f"p{n}", "x") for n in range(ROWS_MOST)]), is_heading)
    assert rows is not None
    assert len(rows.rows) == ROWS_MOST


@settings(max_examples=often(60, 2000))
@given(at=st.integers(0, 20_000), byte=st.integers(0, 255))
def test_a_damaged_file_is_read_or_refused_and_never_an_error_of_ours(at: int, byte: int) -> None:
    data = bytearray(WHOLE)
    data[at % len(data)] = byte
    try:
        rows = read(bytes(data), is_heading)
    except Refused:
        return
    assert rows is None or isinstance(rows, SheetRows)


WHOLE = book(("a", "王"), ("b", 1001.0))
