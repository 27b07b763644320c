"""Files that make more work than they may are cut off with a sentence; the next file finds a process that works."""

import io
import subprocess
import sys
import zipfile
from typing import Any

import docx
import openpyxl
import pytest

from hotline.outside import papers, sheets
from hotline.outside.apart import Maker, TooMuch, WorkLimits
from hotline.outside.papers import Papers
from hotline.ports import Refused
from hotline.values.sheet_read import SheetRow, SheetRows
from hotline.words import PaperKind

pytestmark = pytest.mark.unit
SMALL = WorkLimits(seconds=120.0, cpu_seconds=2, memory_mb=400, answer_mb=1)
TOO_MUCH = "slip.docx takes too much time or memory to fill in: make the template simpler"


@pytest.fixture(scope="module")
def made():
    maker = Maker(SMALL)
    yield maker
    maker.stop()


@pytest.fixture
def maker(made, monkeypatch):
    for module in (papers, sheets):
        monkeypatch.setattr(module, "MAKER", made)
    return made


def filled(folder, text, **fields):
    page = docx.Document()
    page.add_paragraph(text)
    page.save(str(folder / "slip.docx"))
    return Papers((folder,), (), ()).docx(PaperKind.SLIP, "head", {"subject": "词", **fields})


def shown(written):
    return "\n".join(one.text for one in docx.Document(io.BytesIO(written)).paragraphs)


@pytest.mark.parametrize(
    "text",
    [
        "{{ 'a' * 300000000 }}",
        "{{ 'a' * 3000000000 }}",
        "{{ ('a' * 3000000)|length }}{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}",
        "{{ (9 ** 99999999) > 1 }}",
        "{{ 'a'|center(3000000000) }}",
    ],
    ids=["long", "longer", "loops", "power", "wide"],
)
def test_a_template_that_makes_too_much_work_is_a_sentence_and_the_next_is_filled_in(maker, tmp_path, text):
    with pytest.raises(Refused) as refused:
        filled(tmp_path, text)
    assert refused.value.sentence() == TOO_MUCH
    assert shown(filled(tmp_path, "{{ subject }}")) == "词"


def test_a_template_that_unpacks_to_gigabytes_is_a_sentence(maker, tmp_path):
    page = io.BytesIO()
    docx.Document().save(page)
    with zipfile.ZipFile(page) as old, zipfile.ZipFile(tmp_path / "slip.docx", "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != "word/document.xml":
                new.writestr(name, old.read(name))
        with new.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(600):
                part.write(b" " * 1024 * 1024)
    with pytest.raises(Refused) as refused:
        Papers((tmp_path,), (), ()).docx(PaperKind.SLIP, "head", {})
    assert refused.value.sentence() == TOO_MUCH
    assert shown(filled(tmp_path, "{{ subject }}")) == "词"


def test_an_answer_may_not_be_larger_than_its_limit(tmp_path):
    narrow = Maker(WorkLimits(answer_mb=0))
    with pytest.raises(TooMuch):
        narrow.ask("people_sheet", data=b"no sheet")
    assert narrow._process is None


def test_an_answer_in_time_is_needed(tmp_path):
    hasty = Maker(WorkLimits(seconds=0.001))  # no process starts so fast
    with pytest.raises(TooMuch):
        hasty.ask("undrawn", file=str(tmp_path / "x"), fields={}, fonts=[])
    assert hasty._process is None


def test_it_ends_also_with_something_unsent(maker):
    process = maker._started()
    process.kill()
    process.wait()
    process.stdin.write(b"x")
    maker.stop()
    assert (maker._process, process.stdin.closed) == (None, True)


def test_a_process_that_died_between_two_works_is_replaced(maker, tmp_path):
    assert shown(filled(tmp_path, "{{ subject }}")) == "词"
    maker._process.kill()
    maker._process.wait()
    assert shown(filled(tmp_path, "{{ subject }}")) == "词"


def test_what_nobody_foresaw_is_raised_and_the_process_goes_on(maker):
    with pytest.raises(RuntimeError, match="KeyError"):
        maker.ask("no such work")
    before = maker._process.pid
    with pytest.raises(Refused, match="no Excel workbook"):
        sheets.people_rows(b"no sheet")
    assert maker._process.pid == before


def test_it_writes_no_file_and_knows_nothing_of_the_programs_surroundings(maker, monkeypatch, tmp_path):
    monkeypatch.setenv("TINGSU_SECRET", "x")
    maker.stop()
    assert shown(filled(tmp_path, "{{ subject }}")) == "词"
    with open(f"/proc/{maker._process.pid}/environ", "rb") as known:
        assert b"TINGSU_SECRET" not in known.read()
    with open(f"/proc/{maker._process.pid}/limits") as limits:
        told = {line[:26].strip(): line[26:].split()[0] for line in limits}
    assert (told["Max file size"], told["Max core file size"], told["Max address space"]) == (
        "0", "0", str(400 * 1024 * 1024),
    )  # fmt: skip


def test_a_sheet_comes_back_as_it_is_read(maker):
    book: Any = openpyxl.Workbook()
    for row in (["姓名", "登录名"], ["张三", "zhang3"]):
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    assert sheets.people_rows(packed.getvalue()) == SheetRows(("姓名", "登录名"), (SheetRow(2, ("张三", "zhang3")),))
    book.active.delete_rows(1)
    packed = io.BytesIO()
    book.save(packed)
    assert sheets.people_rows(packed.getvalue()) is None


def test_the_web_starts_without_what_opens_files_of_strangers():
    told = "import sys, admin_web.app; print(*{'docx', 'docxtpl', 'fpdf', 'openpyxl', 'fontTools'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
