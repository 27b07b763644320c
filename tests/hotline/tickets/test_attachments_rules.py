"""Which files are taken, what their names become, how much fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.tickets.rules import attachments as rules

pytestmark = pytest.mark.unit
PDF, EXE, ZIP = b"%PDF-1.7\n", b"MZ\x90\x00\x03", b"PK\x03\x04\x14\x00"


def said(refused):
    return None if refused is None else refused.sentence()


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("判决书.PDF", PDF), ("a.jpg", b"\xff\xd8\xff\xe0"), ("a.jpeg", b"\xff\xd8\xff\xe1"),
        ("a.png", b"\x89PNG\r\n\x1a\n"), ("a.gif", b"GIF89a"), ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("a.docx", ZIP), ("a.xlsx", ZIP), ("a.txt", "证据".encode()),
        ("a.txt", "证据".encode("gb18030")), ("a.txt", "证据".encode()[:5]), ("a.txt", "证据".encode("utf-16")),
        ("a.mp3", b"ID3\x04"), ("a.mp3", b"\xff\xfb\x90"), ("a.wav", b"RIFF\x00\x00\x00\x00WAVE"),
        ("a.amr", b"#!AMR\n"), ("a.mp4", b"\x00\x00\x00\x18ftypmp42"),
    ],
)  # fmt: skip
def test_what_is_taken(name, head):
    assert rules.refusal(name, len(head), head, most=20) is None


def test_what_is_not_taken():
    only = ", ".join(rules.KINDS)
    other = "“%s” is not what its name says: there is something else in it"
    assert [
        said(rules.refusal(name, size, head, most=20))
        for name, size, head in (
            ("a.exe", 5, EXE), ("a", 5, PDF), ("a.pdf.exe", 5, PDF), ("a.pdf", 0, b""),
            ("a.pdf", 20 * rules.MEGABYTE + 1, PDF), ("a.pdf", 5, EXE), ("a.txt", 5, EXE), ("a.jpg", 5, PDF),
            ("a.pdf", 12, b"<html>%PDF-"), ("a.svg", 5, b"<svg>"), ("a.html", 5, b"<html"),
        )
    ] == [
        f"“a.exe” cannot be taken: only {only}", f"“a” cannot be taken: only {only}",
        f"“a.pdf.exe” cannot be taken: only {only}", "“a.pdf” is empty",
        "“a.pdf” is too large: at most 20 MB a file", other % "a.pdf", other % "a.txt", other % "a.jpg",
        other % "a.pdf", f"“a.svg” cannot be taken: only {only}", f"“a.html” cannot be taken: only {only}",
    ]  # fmt: skip
    assert rules.refusal("a.pdf", 20 * rules.MEGABYTE, PDF, most=20) is None


def test_what_is_packed_in_an_office_file():
    word = ["[Content_Types].xml", "word/document.xml"]
    assert rules.packed_refusal("a.docx", word) is None
    assert rules.packed_refusal("a.pdf", ()) is None
    assert said(rules.packed_refusal("a.xlsx", word)) == said(rules.packed_refusal("a.xlsx", ["x.exe"]))
    assert "something else" in said(rules.packed_refusal("a.docx", ()))
    words = {"macro": "macro", "script": "script", "many": "parts", "locked": "password", "broken": "something else"}
    assert rules.inside_refusal("a.docx", "") is None
    for word_, sentence in words.items():
        assert sentence in said(rules.inside_refusal("a.docx", word_))


def test_how_much_fits():
    mega = rules.MEGABYTE
    assert rules.room_refusal([40 * mega, 40 * mega], 20 * mega, most=100) is None
    assert said(rules.room_refusal([40 * mega, 40 * mega], 20 * mega + 1, most=100)) == (
        "All files of a ticket together are at most 100 MB"
    )
    assert rules.room_refusal([1] * 59, 1, most=100) is None
    assert said(rules.room_refusal([1] * 60, 1, most=100)) == "At most 60 files with one ticket"


@pytest.mark.parametrize(
    ("given", "shown", "saved"),
    [
        ("判决书.pdf", "判决书.pdf", "判决书.pdf"),
        ("../../etc/passwd.txt", "../../etc/passwd.txt", "passwd.txt"),
        (r"C:\Users\张\a.pdf", r"C:\Users\张\a.pdf", "a.pdf"),
        ("a\u202efdp.exe", "afdp.exe", "afdp.exe"),
        ("a\x00b\r\n.pdf", "ab.pdf", "ab.pdf"),
        ("a<b>:c?.pdf", "a<b>:c?.pdf", "a_b__c_.pdf"),
        ("con.txt", "con.txt", "_con.txt"),
        ("COM1.tar.pdf", "COM1.tar.pdf", "_COM1.tar.pdf"),
        ("a.pdf. .", "a.pdf. .", "a.pdf"),
        ("", "", "file"),
        ("..", "..", "file"),
        ("证" * 300 + ".pdf", "证" * 196 + ".pdf", "证" * 78 + ".pdf"),
    ],
)
def test_names(given, shown, saved):
    assert (rules.shown(given), rules.saved_as(given)) == (shown, saved)


@given(st.text())
def test_any_name_can_be_kept_anywhere(name):
    saved = rules.saved_as(name)
    assert 0 < len(saved.encode()) <= 255
    assert not set('<>:"/\\|?*\r\n\0') & set(saved)
    assert saved not in (".", "..")
    assert len(rules.shown(name)) <= rules.NAME_MOST


def test_what_a_unit_does_not_get():
    cases = [(h, u, f) for h in (False, True) for u in (False, True) for f in (False, True)]
    held = [c for c in cases if rules.held_back(hides_name=c[0], for_unit=c[1], with_form=c[2])]
    assert held == [(True, True, True)]
