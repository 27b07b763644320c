"""Strange text in an exported list: it stands in its cell as it was written, computes nothing and breaks no file."""

import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from hotline import rows
from hotline.people.reads.scope import Scope
from hotline.store.changes import is_postgresql
from hotline.tickets.jobs import exports
from hotline.tickets.reads.exports import progress
from hotline.tickets.rules.query import TicketQuery
from hotline.tickets.verbs.exports import ask_export
from hotline.values.sheets import CELL_MOST, REST, in_a_cell
from tests.builders import NOW, new_ticket

pytestmark = pytest.mark.unit
STRANGE = {
    "formula": "=1+1",
    "function": "@SUM(A1:A9)",
    "command": "=cmd|' /C calc'!A0",
    "plus": "+86 13800001234",
    "tab": "\t=1+1",
    "link": "https://x.cn/?a=1&b=<2>",
    "markup": "</t></is><c><f>1+1</f></c>",
    "escape": "_x0041_",
    "emoji": "👨‍👩‍👧 电梯停运 😀",
    "right to left": "\u202e工单\u202c abc \u200f",
    "zero width": "工\u200b单\ufeff",
    "bell": "a\x07b\x0bc\x1fd",
    "no character": "a\ufffe\uffffb",
    "lines": "一\n二\n\n三",
    "blanks": "  两边  ",
    "rare": "𠮷野家 𬺈",
    "marks": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤a̴̵̞l̢̹̉g̡͎̯o",
    "number": "00123456789012345678",
    "date": "1-2",
    "yes": "TRUE",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "exports").mkdir()
    return tmp_path / "exports"


def written(folder: Path, person: Any) -> tuple[Path, dict[str, Any]]:
    """The file of a list with one ticket, and its cells by their headings."""
    ask_export(TicketQuery(), Scope(), person=person.id, numbers=True, now=NOW, client_ip="")
    assert exports.write_next(folder, "head", lambda: NOW)
    file = folder / progress(person.id)[0].file
    heads, line = openpyxl.load_workbook(file).worksheets[0].iter_rows()
    return file, {str(head.value): cell for head, cell in zip(heads, line, strict=True)}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_a_cell_says_what_was_written(supervisor: Any, folder: Path, text: str) -> None:
    new_ticket(opened_by=supervisor, subject=text, text=text, reply=text, caller_name=text, case_number=text)
    file, cells = written(folder, supervisor)
    for name in ("主题", "内容", "答复", "来电人", "案号"):
        cell = cells[name]
        assert (name, unescape(cell.value), cell.data_type, cell.hyperlink) == (name, text, "s", None)
    with zipfile.ZipFile(file) as parts:  # every part is XML, and none holds a formula
        sheet = parts.read("xl/worksheets/sheet1.xml")
        assert all(ElementTree.fromstring(parts.read(part)) is not None for part in parts.namelist())
    assert b"<f>" not in sheet


def test_a_nul_that_an_older_version_let_in(supervisor: Any, folder: Path) -> None:
    if is_postgresql():
        pytest.skip("PostgreSQL keeps none")
    new_ticket(opened_by=supervisor)
    rows.Ticket.update(text="a\x00=1+1").execute()
    _, cells = written(folder, supervisor)
    assert unescape(cells["内容"].value) == "a\x00=1+1"


@pytest.mark.parametrize("sign", ["法", "😀", "𠮷", "\u202e"])
def test_what_a_cell_cannot_hold_says_that_there_is_more(supervisor: Any, folder: Path, sign: str) -> None:
    """Excel refuses a file in which a cell has more than 32,767 characters; a sign beyond the basic plane is two."""
    new_ticket(opened_by=supervisor, text=sign * 40_000, reply=sign * 16_000)
    _, cells = written(folder, supervisor)
    long, whole = cells["内容"].value, cells["答复"].value
    assert (long.endswith(sign + REST[0]), whole) == (True, sign * 16_000)
    assert CELL_MOST - 1 <= units(long) <= CELL_MOST


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(st.text(max_size=40), st.integers(0, 3000), st.sampled_from(["zh_CN", "en"]))
def test_no_cell_holds_more_than_it_can_and_no_sign_is_halved(text: str, times: int, language: str) -> None:
    shown = in_a_cell(text * times, language)
    if units(text * times) <= CELL_MOST:
        assert shown == text * times
    else:
        rest = REST[language == "en"]
        assert (units(shown) <= CELL_MOST, shown.endswith(rest)) == (True, True)
        assert (text * times).startswith(shown.removesuffix(rest))
