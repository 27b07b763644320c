"""What a file would run is found where its reader finds it, however it is named, and ordinary files are let in."""

import io
import zipfile
import zlib
from pathlib import Path

import docx
import openpyxl
import pytest
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st

from hotline.outside import inside
from hotline.outside.file_store import Files, StoredFile
from hotline.outside.inside import BROKEN, LOCKED, MACRO, MANY, SCRIPT, look

pytestmark = pytest.mark.unit
TYPES = "[Content_Types].xml"
PROGRAM = "application/vnd.ms-office.vbaProject"
RELATION = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
TEMPLATE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"


def ole(*names, kind=1):
    """An OLE file with these entries in its directory."""
    entries = b""
    for name in ("Root Entry", *names):
        text = name.encode("utf-16-le") + b"\0\0"
        entry = bytearray(128)
        entry[: len(text)] = text
        entry[64:66] = len(text).to_bytes(2, "little")
        entry[66] = 5 if name == "Root Entry" else kind
        entries += entry
    return inside.OLE + bytes(504) + entries


def word(*, types="", relations="", before=0, **parts):
    """A Word file with further content types, relationships and parts, and empty parts before all others."""
    plain, made = io.BytesIO(), io.BytesIO()
    docx.Document().save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w") as new:
        for number in range(before):
            new.writestr(f"x/{number}", b"")
        for name in old.namelist():
            text = old.read(name)
            if name == TYPES:
                text = text.replace(b"</Types>", types.encode() + b"</Types>")
            if name == "word/_rels/document.xml.rels":
                text = text.replace(b"</Relationships>", relations.encode() + b"</Relationships>")
            new.writestr(name, text)
        for name, text in parts.items():
            new.writestr(name.replace("__", "/"), text)
    return made.getvalue()


def related(kind, target="evil.bin", mode="Internal"):
    return f'<Relationship Id="x" Type="{kind}" Target="{target}" TargetMode="{mode}"/>'


def typed(kind):
    return f'<Override PartName="/word/evil.bin" ContentType="{kind}"/>'


def pdf(text=b"", packed=b"", heading=b"/Type /ObjStm /Filter /FlateDecode"):
    stream = zlib.compress(packed)
    return b"%PDF-1.7\n" + text + b"\n5 0 obj <<" + heading + b">> stream\r\n" + stream + b"\nendstream\n%%EOF"


RUNS = {
    "named": (word(word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"), MACRO),
    "named in capitals": (word(WORD__VBAPROJECT=b"x"), MACRO),
    "renamed, an OLE file": (word(word__evil=ole("VBA", "PROJECT")), MACRO),
    "renamed, by its type": (word(types=typed(PROGRAM), word__evil=b"x"), MACRO),
    "renamed, by its type in other letters": (word(types=typed(PROGRAM.upper()), word__evil=b"x"), MACRO),
    "renamed, its type written with numbers": (word(types=typed("application/vnd.ms-office.vba&#80;roject")), MACRO),
    "renamed, by its relationship": (word(relations=related(RELATION), word__evil=b"x"), MACRO),
    "a document with macros, named docx": (
        word(types=typed("application/vnd.ms-word.document.macroEnabled.main+xml")),
        MACRO,
    ),
    "sheets of old macros": (word(types=typed("application/vnd.ms-excel.macrosheet+xml")), MACRO),
    "a template from elsewhere": (word(relations=related(TEMPLATE, "https://x.cn/a.dotm", "External")), MACRO),
    "a template from another computer": (word(relations=related(TEMPLATE, "\\\\10.0.0.1\\a.dotm", "External")), MACRO),
    "behind 10,000 parts": (word(before=10_000, word__vbaProject=b"x"), MANY),
    "old Word": (ole("WordDocument", "Macros"), MACRO),
    "old Excel": (ole("Workbook", "_VBA_PROJECT_CUR"), MACRO),
    "old, in other letters": (ole("Workbook", "_vba_Project_Cur"), MACRO),
    "old, the stream alone": (ole("WordDocument", "_VBA_PROJECT", kind=2), MACRO),
    "old, locked": (ole("EncryptedPackage", "EncryptionInfo", kind=2), LOCKED),
    "script": (pdf(b"1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >> endobj"), SCRIPT),
    "script, written with numbers": (pdf(b"<< /S /J#61va#53cript >>"), SCRIPT),
    "script, packed": (pdf(packed=b"<< /S /JavaScript >>" * 3), SCRIPT),
    "script, packed, its stream written with numbers": (pdf(packed=b"/JavaScript", heading=b"/Type /Obj#53tm"), SCRIPT),
    "a program is started": (pdf(b"<< /S /Launch /F (cmd.exe) >>"), SCRIPT),
    "half a file": (word()[:-40], BROKEN),
    "no archive": (b"PK\x03\x04" + bytes(100), BROKEN),
}


@pytest.fixture
def written(tmp_path):
    def write(data):
        (tmp_path / "file").write_bytes(data)
        return tmp_path / "file"

    return write


@pytest.mark.parametrize("name", RUNS)
def test_what_would_run_is_found(written, name):
    data, word_ = RUNS[name]
    assert look(written(data)).wrong == word_


def ordinary():
    page, book, sheet = FPDF(), io.BytesIO(), openpyxl.Workbook()
    page.add_page()
    page.set_font("helvetica")
    page.cell(text="JavaScript Launch")
    sheet.save(book)
    return {
        "docx": word(), "xlsx": book.getvalue(), "doc": ole("WordDocument", "1Table", kind=2),
        "pdf": bytes(page.output()),
        "template here": word(relations=related(TEMPLATE, "file:///C:/Office/Normal.dotm", "External")),
        "link": word(relations=related("http://x/hyperlink", "https://x.cn", "External")),
        "embedded": word(word__embeddings__a=ole("Workbook", kind=2)), "picture": b"\xff\xd8\xff" + bytes(3000),
    }  # fmt: skip


@pytest.mark.parametrize("name", list(ordinary()))
def test_ordinary_files_are_let_in(written, name):
    assert look(written(ordinary()[name])).wrong == ""


@pytest.mark.parametrize("path", sorted(Path("content/papers").glob("*.docx")), ids=lambda path: path.name)
def test_our_own_papers_are_let_in(path):
    found = look(path)
    assert (found.wrong, TYPES in found.parts) == ("", True)


def test_a_part_that_grows_when_it_is_read_is_no_office_file(written):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr(TYPES, b"<Types>" + b" " * inside.TEXT_MOST + b"</Types>")
    assert look(written(made.getvalue())).wrong == BROKEN
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        new.writestr(TYPES, b'<!DOCTYPE a [<!ENTITY b "c">]><Types>&b;</Types>')
    assert look(written(made.getvalue())).wrong == BROKEN


def test_a_stream_that_grows_is_not_unpacked_beyond_its_bound(written, monkeypatch):
    monkeypatch.setattr(inside, "UNPACKED_MOST", 100_000)
    seen: list[bytes] = []
    real = inside._unpacked

    def unpacked(*given_):
        seen.append(real(*given_))
        return seen[-1]

    monkeypatch.setattr(inside, "_unpacked", unpacked)
    assert look(written(pdf(packed=bytes(50_000_000)))).wrong == MANY
    assert sum(map(len, seen)) < 100_000 + 1_100 * inside.BLOCK


def test_what_is_found_is_known_to_who_keeps_the_file(tmp_path):
    kept: list[StoredFile] = []
    for name in ("renamed, by its type", "old Word", "script"):
        Files(tmp_path).put(io.BytesIO(RUNS[name][0]), most=1_000_000, check=kept.append)
    Files(tmp_path).put(io.BytesIO(b"\xff\xd8\xff"), most=1_000_000, check=kept.append)
    assert [one.wrong for one in kept] == [MACRO, MACRO, SCRIPT, ""]


@given(st.sampled_from((b"PK\x03\x04", inside.OLE, b"%PDF-1.7 stream\n /ObjStm stream\n")), st.binary(max_size=600))
def test_any_bytes_have_an_answer(tmp_path_factory, begin, rest):
    file = tmp_path_factory.getbasetemp() / "any"
    file.write_bytes(begin + rest)
    assert look(file).wrong in {"", MACRO, SCRIPT, MANY, LOCKED, BROKEN}
