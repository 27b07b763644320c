"""What the original templates of papers are put together from: pages, paragraphs, tables and their rows."""

from collections.abc import Sequence
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


def new_page() -> Document:
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
        field(foot.add_run(text if not kind else ""), kind, text)
    return page


def field(run: Any, kind: str, text: str) -> None:
    run.font.size = Pt(14)
    if kind == "text":
        made = OxmlElement("w:instrText")
        made.text = text
        run._r.append(made)
    elif kind:
        made = OxmlElement("w:fldChar")
        made.set(qn("w:fldCharType"), kind)
        run._r.append(made)


def write(
    paragraph: Any, text: str, *, font: str = BODY, size: float = 16, bold: bool = False, red: bool = False
) -> None:
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.bold = font, Pt(size), bold
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if red:
        run.font.color.rgb = RED


def add(
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
    write(paragraph, text, font=font, size=size, bold=bold, red=red)
    return paragraph


def say(page: Document, text: str) -> None:
    """A paragraph of the body, begun two signs in."""
    add(page, text, first=32)


def loop(page: Document, name: str) -> None:
    """A paragraph for each line of a longer text."""
    add(page, f"{{%p for line in {name} %}}")
    say(page, "{{ line }}")
    add(page, "{%p endfor %}")


def head(page: Document) -> None:
    """Who issues it in red, the number, and the red line."""
    add(page, "{{ issuer }}", font=TITLE, size=34, bold=True, red=True, align=CENTRE, after=14)
    number = add(page, "{{ number }}", align=CENTRE, after=2)
    edges, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "12"), ("space", "6"), ("color", "C8101E")):
        line.set(qn(f"w:{key}"), value)
    edges.append(line)
    number._p.get_or_add_pPr().insert_element_before(edges, "w:shd", "w:spacing", "w:ind", "w:jc", "w:rPr")


def sign(page: Document) -> None:
    """Room for the seal over who issues it and the day."""
    for text, before in (("{{ issuer }}", 56), ("{{ date }}", 0)):
        add(page, text, align=RIGHT, before=before).paragraph_format.right_indent = Pt(32)


def new_table(page: Document, widths: Sequence[float]) -> Any:
    table = page.add_table(rows=0, cols=len(widths))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def fill(cells: Sequence[Any], texts: Sequence[str]) -> None:
    """Labels and values by turns."""
    for number, (cell, text) in enumerate(zip(cells, texts, strict=False)):
        put(cell, text, label=number % 2 == 0)


def put(cell: Any, text: str, *, label: bool, size: float = 12) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = CENTRE if label else LEFT
    paragraph.paragraph_format.line_spacing = Pt(20)
    write(paragraph, text, font=HEAVY if label else BODY, size=size)


def rows(
    page: Document, widths: Sequence[float], headings: Sequence[str], each: str, texts: Sequence[str]
) -> None:  # fmt: skip
    """A table with a row for each thing of a list."""
    table = new_table(page, widths)
    for cell, text in zip(table.add_row().cells, headings, strict=True):
        put(cell, text, label=True, size=10.5)
    put(table.add_row().cells[0], f"{{%tr for {each} %}}", label=False)
    for cell, text in zip(table.add_row().cells, texts, strict=True):
        put(cell, text, label=False, size=10.5)
    put(table.add_row().cells[0], "{%tr endfor %}", label=False)


def history(page: Document) -> None:
    """A row for each step: the rows with `for` and `endfor` do not stand in the paper."""
    widths = (34, 30, 34, 58)
    table = new_table(page, widths)
    for cell, text in zip(table.add_row().cells, ("时间", "环节", "单位", "说明"), strict=True):
        put(cell, text, label=True)
    put(table.add_row().cells[0], "{%tr for step in history %}", label=False)
    texts = ("{{ step.day }}", "{{ step.event }}", "{{ step.who }}", "{{ step.text }}")
    for cell, text in zip(table.add_row().cells, texts, strict=True):
        put(cell, text, label=False, size=10.5)
    put(table.add_row().cells[0], "{%tr endfor %}", label=False)
