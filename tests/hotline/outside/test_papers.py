"""Papers from Word templates: texts stay texts, faults of a template are sentences, PDF is the same paper."""

import io
import shutil
from pathlib import Path

import docx
import pytest
from fpdf import FPDF

from hotline.outside import filling, pdf
from hotline.outside.papers import Papers, of
from hotline.ports import Refused
from hotline.settings import load
from hotline.tickets.rules import papers as rules
from hotline.tickets.rules.papers import Numbers
from hotline.words import PaperKind

pytestmark = pytest.mark.unit
CONTENT = Path("content/papers")
HISTORY = [{"day": "2026-11-20 10:00", "event": "登记", "who": "热线", "text": "a < b & c {{ d }}"}]
HOSTILE = "{{ 7*7 }} {% for x in y %} <w:p/> &amp; \x07\x0c\u202e龘䶮𠮷\n第二行"
fonts = pytest.mark.skipif(
    not Path(load().papers.fonts[0].partition("#")[0]).is_file(), reason="fonts-noto-cjk is not installed"
)


def fields(**given):
    texts = dict.fromkeys(rules.TEXTS, "词") | given
    return {**rules.complete(texts, HISTORY, hides=False), "number": "南法热转〔2026〕12号"}


def papers(*folders):
    chosen = load().papers
    return Papers((*folders, CONTENT), tuple(chosen.fonts), tuple(chosen.bold_fonts))


def text_of(made):
    read = docx.Document(io.BytesIO(made))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in read.paragraphs), *cells])


def template(folder, *lines):
    page = docx.Document()
    for line in lines:
        page.add_paragraph(line)
    page.save(str(folder / "slip.docx"))
    return folder


@pytest.mark.parametrize("kind", list(PaperKind))
def test_each_paper_is_made_of_its_template(kind):
    shown = text_of(papers().docx(kind, "head", fields(subject=HOSTILE, kind=kind.zh)))
    assert "{{ 7*7 }} {% for x in y %} <w:p/> &amp; 龘䶮𠮷" in shown
    assert "南法热转〔2026〕12号" in shown
    if kind in (PaperKind.SLIP, PaperKind.CIRCULAR):
        assert "a < b & c {{ d }}" in shown


def test_a_template_is_looked_for_in_the_sites_own_folder_first(tmp_path):
    (tmp_path / "east").mkdir()
    template(tmp_path, "总院 {{ number }}")
    template(tmp_path / "east", "东区 {{ number }}")
    made = papers(tmp_path)
    assert [text_of(made.docx(PaperKind.SLIP, site, fields())) for site in ("east", "head")] == [
        "东区 南法热转〔2026〕12号", "总院 南法热转〔2026〕12号",
    ]  # fmt: skip
    assert made.template(PaperKind.REPLY, "east") == CONTENT / "reply.docx"


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["工单 {{ tickett }}"], "slip.docx names a field that there is not: tickett (paragraph: “工单 {{ tickett }}”)"),  # noqa: E501
        (["{{ history[0].when }}"], "slip.docx names a field that there is not: when (paragraph: “{{ history[0].when }}”)"),  # noqa: E501
        (["{{ ticket"], "slip.docx has a mistake in its tags near “{{ ticket”"),
        (["好", "{{ ticket + }}"], "slip.docx has a mistake in its tags near “{{ ticket + }}”"),
        (["{{ ticket|nofilter }}"], "slip.docx has a mistake in its tags near “{{ ticket|nofilter }}”"),
        (["{{ 1/0 }}"], "slip.docx has a mistake in its tags near “{{ 1/0 }}”"),
        (["{{ ticket + 1 }}"], "slip.docx has a mistake in its tags near “{{ ticket + 1 }}”"),
        (["{% foor x in history %}"], "slip.docx has a mistake in its tags near “{% foor x in history %}”"),
        (["{% if ticket %}"], "slip.docx has a mistake in its tags: one that is begun is not ended, or ended twice"),
        (["{% endif %}"], "slip.docx has a mistake in its tags: one that is begun is not ended, or ended twice"),
        (["{{ ticket.__class__.__mro__ }}"], "slip.docx asks for something that a template may not do"),
        (["{% for x in range(999999) %}{% endfor %}"], "slip.docx asks for something that a template may not do"),
    ],
)  # fmt: skip
def test_a_fault_of_a_template_is_a_sentence(tmp_path, lines, sentence):
    with pytest.raises(Refused) as refused:
        papers(template(tmp_path, *lines)).docx(PaperKind.SLIP, "head", fields())
    assert refused.value.sentence() == sentence


@pytest.mark.parametrize("data", [b"", b"no word file", b"PK\x03\x04broken"])
def test_what_is_no_word_file_is_a_sentence(tmp_path, data):
    (tmp_path / "slip.docx").write_bytes(data)
    with pytest.raises(Refused) as refused:
        papers(tmp_path).docx(PaperKind.SLIP, "head", fields())
    assert refused.value.sentence() == "slip.docx is no Word file (.docx) that can be read"


def test_a_template_that_is_not_there(tmp_path):
    with pytest.raises(Refused) as refused:
        Papers((tmp_path,), (), ()).docx(PaperKind.SLIP, "head", fields())
    assert refused.value.sentence() == f"There is no template slip.docx: put one into {tmp_path}"


def test_how_papers_are_numbered(tmp_path):
    words = {"slip": "热转", "letter": "热交", "reply": "热复", "extension": "热延", "circular": "热通"}
    assert papers().numbers() == Numbers({}, words, 1)
    assert Papers((tmp_path,), (), ()).numbers() == Numbers()
    (tmp_path / "numbers.yml").write_text("sites: {head: 南法}\ndigits: 4\n", encoding="utf-8")
    assert papers(tmp_path).numbers() == Numbers({"head": "南法"}, {}, 4)
    (tmp_path / "numbers.yml").write_text("units: {housing: 南建}\n", encoding="utf-8")
    assert papers(tmp_path).numbers() == Numbers(units={"housing": "南建"})


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("digits: 99", ["1:1: digits: 99 太大，最大为 6 / 99 is too much; the most is 6"]),
        ("digits: yes", [
            "1:1: digits: “yes”不是整数；请直接写数字，例如 30，不加引号，不以 0 开头，不用 _ 和 : / `yes` is no whole "
            "number; write plain figures such as 30, without quotation marks, leading 0, _ or :",
        ]),
        ("words: {slipp: 转}\ndigits: 0\ndigits: 1", [
            "1:9: words.slipp: 没有“slipp”；应为其中之一：slip, letter, reply, extension, circular / `slipp` is not "
            "known here; one of these is needed: slip, letter, reply, extension, circular",
            "3:1: -: “digits”重复出现，前一处（第 2 行）会丢失 / `digits` stands twice; the first would be lost "
            "(line 2)",
        ]),
        ("a: b: c", [
            "1:5: -: 冒号加空格表示名称结束；含有冒号的文字请加引号 / a colon with a space ends a name; put quotation "
            "marks round a text that holds one",
        ]),
        ("- 1", ["1:1: -: 应为“名称: 值” / names with their values are needed here"]),
    ],
)  # fmt: skip
def test_numbers_that_cannot_be_used(tmp_path, text, problems):
    (tmp_path / "numbers.yml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        papers(tmp_path).numbers()
    told = " · ".join(f"numbers.yml:{one}" for one in problems)
    assert refused.value.sentence() == f"The numbers of papers cannot be used: {told}"


def test_without_a_font_there_is_no_pdf_but_the_word_file():
    bare = Papers((CONTENT,), ("/no/font.ttc#2",), ())
    with pytest.raises(Refused, match="No Chinese font is installed"):
        bare.pdf(PaperKind.REPLY, "head", fields())
    assert "词" in text_of(bare.docx(PaperKind.REPLY, "head", fields()))


def test_a_font_that_is_none_is_a_sentence(tmp_path):
    (tmp_path / "a.ttf").write_bytes(b"no font")
    with pytest.raises(Refused, match=r"A font of papers\.fonts cannot be used"):
        Papers((CONTENT,), (str(tmp_path / "a.ttf"),), ()).pdf(PaperKind.REPLY, "head", fields())


@fonts
def test_the_pdf_is_the_same_paper():
    made = papers().pdf(PaperKind.SLIP, "head", fields(caller="龘䶮𠮷", text="很长的诉求。" * 2000))
    assert made.startswith(b"%PDF-")
    assert made.count(b"/Type /Page\n") > 3


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
@fonts
def test_rare_signs_and_the_number_stand_in_the_pdf(tmp_path):
    import subprocess

    (tmp_path / "a.pdf").write_bytes(papers().pdf(PaperKind.REPLY, "head", fields(caller="龘䶮𠮷")))
    read = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, check=True).stdout.decode()
    assert [sign for sign in ("龘䶮𠮷", "南法热转〔2026〕12号", "—1—") if sign not in read.replace(" ", "")] == []


@fonts
def test_lines_are_broken_as_chinese_is():
    page = FPDF()
    file, _, number = load().papers.fonts[0].partition("#")
    page.add_font("text", fname=file, collection_font_number=int(number))
    page.set_font("text", size=10)
    sign = page.get_string_width("字")
    assert pdf.broken(page, "一二三四五六", sign * 3.1) == ["一二三", "四五六"]
    assert pdf.broken(page, "一二三，四", sign * 3.1) == ["一二三，", "四"]
    assert pdf.broken(page, "一二三四", sign * 3.1, sign) == ["一二", "三四"]
    assert pdf.broken(page, "一 abcdefgh", sign * 5) == ["一", "abcdefgh"]
    assert pdf.broken(page, "一二三，四", sign * 3.1, hangs=False) == ["一二", "三，四"]
    assert pdf.broken(page, "一二）。四", sign * 3.1, hangs=False) == ["一", "二）。", "四"]
    assert pdf.broken(page, "一二 ab，四", sign * 4, hangs=False) == ["一二", "ab，四"]
    assert "".join(pdf.broken(page, "a" * 100, sign * 3)) == "a" * 100
    assert pdf.broken(page, "", sign) == [""]


@fonts
def test_no_text_of_a_table_crosses_its_border(monkeypatch):
    wide: list[tuple[str, float]] = []
    real, seen = pdf._Page.cell, []

    def cell(page, w, h, text, **given):
        seen.append(text)
        if w and page.get_string_width(text) > w + 0.01:  # 0: as wide as the page
            wide.append((text, w))
        return real(page, w, h, text, **given)

    monkeypatch.setattr(pdf._Page, "cell", cell)
    texts = ["昨晚又施工到凌晨一点，没有解决。", "已经修复，请来电人核实。”）", "A" * 60, "见 http://x.cn/abc，谢谢！"]
    rows = [{**HISTORY[0], "text": "一" * shift + text} for text in texts for shift in range(17)]
    made = {**fields(reply="很好。" * 40), "history": rows}
    chosen = papers()
    filling.made_pdf(chosen.template(PaperKind.SLIP, "head"), made, chosen.fonts, chosen.bold_fonts)
    assert any("没有解决。" in text for text in seen)
    assert wide == []


@fonts
def test_signs_that_no_font_has_are_told_by_field():
    rare = fields(caller="马\ue000龘䶮𠮷", text="😀བོད་قىز", opinion="好\U000e0100", reply="😀", kind="办理转送单")
    made = papers()
    assert made.undrawn(PaperKind.SLIP, "head", fields()) == {}
    assert made.undrawn(PaperKind.SLIP, "head", rare) == {
        "caller": "\ue000", "text": "".join(dict.fromkeys("😀བོད་قىز")), "reply": "😀",
    }  # fmt: skip
    assert made.undrawn(PaperKind.REPLY, "head", rare) == {"to": "\ue000", "reply": "😀"}


@fonts
def test_signs_of_the_template_itself_are_told(tmp_path):
    made = papers(template(tmp_path, "😀 {{ subject }}"))
    assert made.undrawn(PaperKind.SLIP, "head", fields(text="😀")) == {"": "😀"}


def test_without_a_font_nothing_can_be_told_of_its_signs(tmp_path):
    (tmp_path / "a.ttf").write_bytes(b"no font")
    for file, sentence in (("/no/font.ttc#2", "No Chinese font is installed"), (tmp_path / "a.ttf", "cannot be used")):
        with pytest.raises(Refused, match=sentence):
            Papers((CONTENT,), (str(file),), ()).undrawn(PaperKind.REPLY, "head", fields())


def test_a_reply_lists_its_files_and_has_no_line_without_any():
    alone, two = ({**fields(), "attachments": names} for names in ([], ["甲.jpg", "乙.pdf"]))
    shown = [text_of(papers().docx(PaperKind.REPLY, "head", one)) for one in (alone, two)]
    assert [[line for line in text.split("\n") if "附件" in line or ".pdf" in line] for text in shown] == [
        [], ["附件：1. 甲.jpg", "　　　2. 乙.pdf"],
    ]  # fmt: skip


def test_the_slip_has_the_answer_in_its_row():
    made = papers().docx(PaperKind.SLIP, "head", fields(reply="已修复。", opinion="意见"))
    rows = docx.Document(io.BytesIO(made)).tables[0].rows
    assert {row.cells[0].text: row.cells[1].text for row in rows}["办理结果"] == "已修复。"


def test_a_paper_that_an_older_program_kept_can_be_made():
    kept = {key: value for key, value in fields().items() if key not in ("attachments", "reply_day")}
    assert "南法热转〔2026〕12号" in text_of(papers().docx(PaperKind.REPLY, "head", kept))


def test_the_originals_can_be_made_again(tmp_path, capsys):
    from scripts.py import make_papers

    assert make_papers.main([str(tmp_path)]) == 0
    assert make_papers.main([str(tmp_path)]) == 0
    assert capsys.readouterr().out.count("left alone") == len(make_papers.PAPERS) == 9
    for name in make_papers.PAPERS:
        originals = [docx.Document(str(folder / f"{name}.docx")).element.body.xml for folder in (tmp_path, CONTENT)]
        assert originals[0] == originals[1]


def test_settings_name_the_folders(tmp_path):
    assert of(load(papers={"folder": str(tmp_path)})).folders == (tmp_path, CONTENT)
    assert of(load()).folders == (CONTENT,)
