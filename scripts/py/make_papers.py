"""Write the original templates of papers: `python -m scripts.py.make_papers [FOLDER]` (default content/papers).

For whoever has spoiled a template and wants the first version back; files that are there stay unless --over is said.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

BODY, TITLE, HEAVY = "仿宋", "宋体", "黑体"
RED = RGBColor(0xC8, 0x10, 0x1E)
CENTRE, RIGHT, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
LINE = Pt(28)


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="make_papers", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("content/papers"))
    parser.add_argument("--over", action="store_true", help="write over templates that are there")
    said = parser.parse_args(words)
    said.folder.mkdir(parents=True, exist_ok=True)
    for name, make in PAPERS.items():
        file = said.folder / f"{name}.docx"
        if file.exists() and not said.over:
            print(f"{file}: 已有，未改动 / is there, left alone")
            continue
        page = _page()
        make(page)
        page.save(str(file))
        print(f"{file}: 已写好 / written")
    return 0


def slip(page: Document) -> None:
    """The handling slip: a form to fill in on one sheet, with what was done so far."""
    page.sections[0].top_margin = page.sections[0].bottom_margin = Mm(25)
    _add(page, "{{ kind }}", font=TITLE, size=22, bold=True, align=CENTRE, after=6)
    _add(page, "{{ number }}", size=14, align=RIGHT, after=4)
    table = _table(page, (26, 52, 26, 52))
    for left, right in (
        (("工单编号", "{{ ticket }}"), ("登记时间", "{{ opened }}")),
        (("受理渠道", "{{ channel }}"), ("诉求类型", "{{ matter }}")),
        (("来电人", "{{ caller }}"), ("联系电话", "{{ caller_number }}")),
        (("事项分类", "{{ topic }}"), ("办理方式", "{{ way }}")),
        (("承办单位", "{{ unit }}"), ("办结期限", "{{ due }}")),
    ):
        _fill(table.add_row().cells, (*left, *right))
    place = "{{ place }}{% if place and address %} {% endif %}{{ address }}"
    for label, text, height in (
        ("发生地点", place, 9), ("诉求标题", "{{ subject }}", 9), ("诉求内容", "{{ text }}", 30),
        ("转办意见", "{{ opinion }}", 16), ("办理结果", "{{ reply }}", 26), ("领导批示", "", 16),
    ):  # fmt: skip
        row = table.add_row()
        row.height = Mm(height)
        _fill(row.cells, (label, text))
        row.cells[1].merge(row.cells[3])
    _add(page, "{{ issuer }}　　经办人：{{ person }}　　{{ date }}", size=12, align=RIGHT, before=6)
    _add(page, "办理经过", font=HEAVY, size=14, before=10, after=4)
    _history(page)


def letter(page: Document) -> None:
    """The letter that assigns a matter to a unit."""
    _head(page)
    _add(page, "关于交办“{{ subject }}”的函", font=TITLE, size=22, bold=True, align=CENTRE, before=18, after=18)
    _add(page, "{{ unit }}：")
    _say(page, "我单位于{{ opened_day }}登记受理群众诉求一件（工单编号：{{ ticket }}），现交你单位办理。有关情况如下：")
    _say(page, "一、诉求人：{{ caller }}，联系电话：{{ caller_number }}。")
    _say(page, "二、诉求内容")
    _loop(page, "text_lines")
    _say(page, "三、办理要求")
    _loop(page, "opinion_lines")
    _say(
        page,
        "请于{{ due }}前办结，将办理结果书面报送我单位"
        "{% if caller == '（保密）' %}，由我单位向诉求人答复{% else %}，并向诉求人答复{% endif %}。",
    )
    _sign(page)


def reply(page: Document) -> None:
    """The answer to who brought the matter."""
    _head(page)
    _add(page, "{{ kind }}", font=TITLE, size=22, bold=True, align=CENTRE, before=18, after=18)
    _add(page, "{{ to }}：")
    _say(page, "您于{{ opened_day }}提出的“{{ subject }}”一事（工单编号：{{ ticket }}）收悉。经办理，现答复如下：")
    _loop(page, "reply_lines")
    _say(page, "如对本答复有异议，可以凭工单编号向热线申请复查。感谢您对我们工作的支持与监督。")
    _loop(page, "attachment_lines")
    _sign(page)


def extension(page: Document) -> None:
    """Word to who brought the matter that it takes longer."""
    _head(page)
    _add(page, "{{ kind }}", font=TITLE, size=22, bold=True, align=CENTRE, before=18, after=18)
    _add(page, "{{ to }}：")
    _say(page, "您于{{ opened_day }}提出的“{{ subject }}”一事（工单编号：{{ ticket }}），由{{ unit }}办理。"
         "因下列原因，不能在原定期限内办结：")  # fmt: skip
    _say(page, "{{ reason }}")
    _say(page, "经批准，办理期限延长{{ days }}个工作日，至{{ due }}止。特此告知，敬请谅解。")
    _sign(page)


def circular(page: Document) -> None:
    """Criticism of a unit for a matter that is late."""
    _head(page)
    _add(page, "关于{{ unit }}逾期未办结诉求件的通报", font=TITLE, size=22, bold=True, align=CENTRE, before=18,
         after=18)  # fmt: skip
    _add(page, "{{ unit }}：")
    _say(page, "工单{{ ticket }}“{{ subject }}”由你单位承办，应于{{ due }}前办结，现已逾期。经多次催办、督办，"
         "仍未按要求办理，现予通报批评。")  # fmt: skip
    _loop(page, "opinion_lines")
    _say(page, "请你单位立即查明原因、抓紧办理，并将整改情况书面报送。办理经过附后。")
    _sign(page)
    _add(page, "附：办理经过", font=HEAVY, size=14, before=14, after=4)
    _history(page)


def report(page: Document) -> None:
    """The report of a period: its figures beside the limits and the periods before, their divisions, the checks."""
    page.sections[0].top_margin = page.sections[0].bottom_margin = Mm(25)
    page.sections[0].left_margin = page.sections[0].right_margin = Mm(20)
    _add(page, "{{ title }}", font=TITLE, size=20, bold=True, align=CENTRE, after=6)
    _add(page, "编号 {{ number }}　状态 {{ state }}　生成 {{ made }}", size=12, align=CENTRE, after=6)
    _add(page, "{% if why %}本版为更正版，原因：{{ why }}{% endif %}", size=12)
    _rows(page, (22, 42, 24, 24, 24, 34), ("类别", "指标", "数值", "标准", "上一期", "去年同期"), "one in figures",
          ("{{ one.group }}", "{{ one.name }}", "{{ one.value }}", "{{ one.limit }}", "{{ one.before }}",
           "{{ one.year_ago }}"))  # fmt: skip
    _add(page, "分项情况", font=HEAVY, size=14, before=10, after=4)
    _rows(page, (30, 36, 104), ("划分", "名称", "指标"), "one in lines",
          ("{{ one.title }}", "{{ one.name }}", "{{ one.text }}"))  # fmt: skip
    _add(page, "平衡校验", font=HEAVY, size=14, before=10, after=4)
    _rows(page, (110, 20, 20, 20), ("校验", "左", "右", "差异行数"), "one in balances",
          ("{{ one.text }}", "{{ one.left }}", "{{ one.right }}", "{{ one.rows }}"))  # fmt: skip
    _add(page, "{% if changes %}与上一版不同的指标{% endif %}", font=HEAVY, size=14, before=10, after=4)
    _rows(page, (80, 45, 45), ("指标", "上一版", "本版"), "one in changes",
          ("{{ one.name }}", "{{ one.then }}", "{{ one.now }}"))  # fmt: skip
    _add(page, "指标的计算方法", font=HEAVY, size=14, before=10, after=4)
    _rows(page, (50, 120), ("指标", "计算方法"), "one in figures", ("{{ one.name }}", "{{ one.formula }}"))


PAPERS: dict[str, Callable[[Document], None]] = {
    "slip": slip, "letter": letter, "reply": reply, "extension": extension, "circular": circular,
    "report": report,
}  # fmt: skip


def _page() -> Document:
    """A4 with the margins of official papers, and the number of the page at the foot."""
    page = docx.Document()
    section = page.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    normal = page.styles["Normal"]
    normal.font.name, normal.font.size = BODY, Pt(16)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    foot = section.footer.paragraphs[0]
    foot.alignment = CENTRE
    for text, kind in (("— ", ""), ("", "begin"), ("PAGE", "text"), ("", "end"), (" —", "")):
        _field(foot.add_run(text if not kind else ""), kind, text)
    return page


def _field(run: Any, kind: str, text: str) -> None:
    run.font.size = Pt(14)
    if kind == "text":
        made = OxmlElement("w:instrText")
        made.text = text
        run._r.append(made)
    elif kind:
        made = OxmlElement("w:fldChar")
        made.set(qn("w:fldCharType"), kind)
        run._r.append(made)


def _write(
    paragraph: Any, text: str, *, font: str = BODY, size: float = 16, bold: bool = False, red: bool = False
) -> None:
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.bold = font, Pt(size), bold
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if red:
        run.font.color.rgb = RED


def _add(
    page: Document, text: str, *, font: str = BODY, size: float = 16, bold: bool = False, red: bool = False,
    align: Any = LEFT, before: float = 0, after: float = 0, first: float = 0,
) -> Any:  # fmt: skip
    paragraph = page.add_paragraph()
    paragraph.alignment = align
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing = LINE if size == 16 else Pt(size * 1.6)
    if first:
        shape.first_line_indent = Pt(first)
    _write(paragraph, text, font=font, size=size, bold=bold, red=red)
    return paragraph


def _say(page: Document, text: str) -> None:
    """A paragraph of the body, begun two signs in."""
    _add(page, text, first=32)


def _loop(page: Document, name: str) -> None:
    """A paragraph for each line of a longer text."""
    _add(page, f"{{%p for line in {name} %}}")
    _say(page, "{{ line }}")
    _add(page, "{%p endfor %}")


def _head(page: Document) -> None:
    """Who issues it in red, the number, and the red line."""
    _add(page, "{{ issuer }}", font=TITLE, size=34, bold=True, red=True, align=CENTRE, after=14)
    number = _add(page, "{{ number }}", align=CENTRE, after=2)
    edges, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "12"), ("space", "6"), ("color", "C8101E")):
        line.set(qn(f"w:{key}"), value)
    edges.append(line)
    number._p.get_or_add_pPr().insert_element_before(edges, "w:shd", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _sign(page: Document) -> None:
    """Room for the seal over who issues it and the day."""
    for text, before in (("{{ issuer }}", 56), ("{{ date }}", 0)):
        _add(page, text, align=RIGHT, before=before).paragraph_format.right_indent = Pt(32)


def _table(page: Document, widths: Sequence[float]) -> Any:
    table = page.add_table(rows=0, cols=len(widths))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _fill(cells: Sequence[Any], texts: Sequence[str]) -> None:
    """Labels and values by turns."""
    for number, (cell, text) in enumerate(zip(cells, texts, strict=False)):
        _put(cell, text, label=number % 2 == 0)


def _put(cell: Any, text: str, *, label: bool, size: float = 12) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = CENTRE if label else LEFT
    paragraph.paragraph_format.line_spacing = Pt(20)
    _write(paragraph, text, font=HEAVY if label else BODY, size=size)


def _rows(
    page: Document, widths: Sequence[float], headings: Sequence[str], each: str, texts: Sequence[str]
) -> None:  # fmt: skip
    """A table with a row for each thing of a list."""
    table = _table(page, widths)
    for cell, text in zip(table.add_row().cells, headings, strict=True):
        _put(cell, text, label=True, size=10.5)
    _put(table.add_row().cells[0], f"{{%tr for {each} %}}", label=False)
    for cell, text in zip(table.add_row().cells, texts, strict=True):
        _put(cell, text, label=False, size=10.5)
    _put(table.add_row().cells[0], "{%tr endfor %}", label=False)


def _history(page: Document) -> None:
    """A row for each step: the rows with `for` and `endfor` do not stand in the paper."""
    widths = (34, 30, 34, 58)
    table = _table(page, widths)
    for cell, text in zip(table.add_row().cells, ("时间", "环节", "单位", "说明"), strict=True):
        _put(cell, text, label=True)
    _put(table.add_row().cells[0], "{%tr for step in history %}", label=False)
    texts = ("{{ step.day }}", "{{ step.event }}", "{{ step.who }}", "{{ step.text }}")
    for cell, text in zip(table.add_row().cells, texts, strict=True):
        _put(cell, text, label=False, size=10.5)
    _put(table.add_row().cells[0], "{%tr endfor %}", label=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
