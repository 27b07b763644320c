"""Turn one of our Word files into PDF: paragraphs, tables, margins, rules, with a font for rare characters.

It draws only what official papers contain; other features of Word (pictures, columns, boxes) are left out.
"""

import io
import logging
import re
from collections.abc import Iterator, Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from fpdf import FPDF

from .fonts import take

logging.getLogger("fpdf").setLevel(logging.ERROR)

MM = 25.4 / 72  # millimetres in a point
_ALIGN = {WD_ALIGN_PARAGRAPH.CENTER: "C", WD_ALIGN_PARAGRAPH.RIGHT: "R"}
_PAD = 1.2
_NEVER_FIRST = "，。、；：？！）》」』”’〕】％"
_NO_SHAPE = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\ufeff\u00ad\u2060-\u2064]")  # select a shape; have none


def of_docx(written: bytes, *, fonts: Sequence[str], bold: Sequence[str], title: str = "") -> bytes:
    """The file as PDF. Raises Refused if no font is installed."""
    read = docx.Document(io.BytesIO(written))
    page = _page(read)
    take(page, fonts, bold, set("".join(read.element.body.itertext())))
    page.set_title(title)
    page.add_page()
    for block in _blocks(read):
        if isinstance(block, Paragraph):
            _paragraph(page, block)
        else:
            _table(page, block)
    return bytes(page.output())


class _Page(FPDF):
    """A4 with the file's margins and the page number between two dashes, as on official papers."""

    def footer(self) -> None:
        self.set_y(-22)
        self.set_font("text", size=14)
        self.set_text_color(0, 0, 0)
        self.cell(0, 8, f"— {self.page_no()} —", align="C")


def _page(read: Document) -> _Page:
    section = read.sections[0]
    page = _Page(format="A4")
    page.set_margins(_mm(section.left_margin, 28), _mm(section.top_margin, 37), _mm(section.right_margin, 26))
    page.set_auto_page_break(auto=True, margin=_mm(section.bottom_margin, 35))
    page.set_lang("zh-CN")
    page.c_margin = 0
    return page


def text_of(written: bytes) -> str:
    """The text of a Word file that is drawn."""
    body = docx.Document(io.BytesIO(written)).element.body
    return _NO_SHAPE.sub("", "".join(piece.text or "" for piece in body.iter(qn("w:t"))))


def _blocks(read: Document) -> Iterator[Paragraph | Table]:
    for element in read.element.body.iterchildren():
        if element.tag == qn("w:p"):
            yield Paragraph(element, read._body)
        elif element.tag == qn("w:tbl"):
            yield Table(element, read._body)


def _paragraph(page: FPDF, paragraph: Paragraph) -> None:
    shape, size = paragraph.paragraph_format, _size(paragraph)
    height = _line(paragraph, size)
    page.ln(_mm(shape.space_before, 0))
    _style(page, paragraph, size)
    left, right = _mm(shape.left_indent, 0), _mm(shape.right_indent, 0)
    width = page.epw - left - right
    text = _text(paragraph)
    align = _ALIGN.get(paragraph.alignment, "L")  # type: ignore[arg-type]
    for number, line in enumerate(text.split("\n")):
        first = _mm(shape.first_line_indent, 0) if align == "L" and number == 0 else 0.0
        for place, piece in enumerate(
            _balanced(page, line, width) if align == "C" else broken(page, line, width, first)
        ):
            if page.will_page_break(height):
                page.add_page()
            page.set_x(page.l_margin + left + (first if place == 0 else 0))
            page.cell(width - (first if place == 0 else 0), height, piece, align=align, new_x="LMARGIN", new_y="NEXT")
    _rule(page, paragraph)
    page.ln(_mm(shape.space_after, 0))


def broken(page: FPDF, text: str, width: float, first: float = 0.0, *, hangs: bool = True) -> list[str]:
    """Break a line into lines that fit: between any two Chinese characters, never before a stop, and not inside a Latin
    word that fits on a line of its own. The first line is indented by `first`. A stop hangs over the margin, or, unless
    `hangs`, takes the character before it to the next line."""
    done: list[str] = []
    now, room = "", width - first
    for word in _words(text):
        stop = bool(now) and word in _NEVER_FIRST
        if page.get_string_width(now + word) <= room or (hangs and stop and now[-1] not in _NEVER_FIRST):
            now += word
            continue
        cut = 0 if hangs or not stop else _taken_along(now)
        if cut:
            done.append(now[:cut].rstrip(" "))
            now, room = now[cut:] + word, width
            continue
        if now:
            done.append(now.rstrip(" "))
            now, room = "", width
        for sign in word if page.get_string_width(word) > room else (word.lstrip(" "),):
            if now and page.get_string_width(now + sign) > room:
                done.append(now)
                now, room = "", width
            now += sign
    return [*done, now]


def _taken_along(line: str) -> int:
    """Where to cut a line so that the stop after it does not begin the next one; 0 if there is no such place."""
    cut = len(line) - 1
    while cut > 0 and line[cut] in _NEVER_FIRST:
        cut -= 1
    while cut > 0 and line[cut].isascii() and line[cut - 1].isascii() and " " not in line[cut - 1 : cut + 1]:
        cut -= 1
    return cut


def _balanced(page: FPDF, text: str, width: float) -> list[str]:
    """Break a title into lines of about the same length, so that the last line is not a single character."""
    pieces = broken(page, text, width)
    if len(pieces) < 2:
        return pieces
    even = broken(page, text, min(width, page.get_string_width(text) / len(pieces) * 1.08))
    return even if len(even) == len(pieces) else pieces


def _words(text: str) -> Iterator[str]:
    """Split into single Chinese characters and whole Latin words and numbers."""
    word = ""
    for sign in text:
        if sign.isascii() and sign != " ":
            word += sign
            continue
        if word:
            yield word
        word = ""
        yield sign
    if word:
        yield word


def _table(page: FPDF, table: Table) -> None:
    """Draw the rows with their borders; a row that fits on one page is not split."""
    grid = [float(cell.width or 0) for cell in table.columns]
    total = sum(grid) or 1.0
    widths = [page.epw * width / total for width in grid] if sum(grid) else [page.epw / len(grid)] * len(grid)
    page.set_draw_color(0, 0, 0)
    page.set_line_width(0.2)
    for row in table.rows:
        cells: list[tuple[Any, float]] = []
        for cell, width in zip(row.cells, widths, strict=False):
            if cells and cells[-1][0]._tc is cell._tc:  # merged with the cell before
                cells[-1] = (cell, cells[-1][1] + width)
            else:
                cells.append((cell, width))
        _row(page, cells, _mm(row.height, 0))
    page.ln(2)


def _row(page: FPDF, cells: list[tuple[Any, float]], least: float) -> None:
    """Draw one row, split if it is longer than a page."""
    wrapped = [_cell_lines(page, cell, width - 2 * _PAD) for cell, width in cells]
    step = max((height for lines in wrapped for _, height, _, _ in lines), default=6.0)
    while True:
        room = page.page_break_trigger - page.get_y()
        longest = max(len(lines) for lines in wrapped)
        fits = int((room - 2 * _PAD) / step)
        whole_page = int((page.page_break_trigger - page.t_margin - 2 * _PAD) / step)
        if longest > fits and (longest <= whole_page or fits < 2):
            page.add_page()
            continue
        count = min(longest, fits)
        height = max(count * step + 2 * _PAD, min(least, room))
        _draw(page, cells, [lines[:count] for lines in wrapped], height, step)
        wrapped = [lines[count:] for lines in wrapped]
        if not any(wrapped):
            return


Line = tuple[str, float, Paragraph, str]  # text, height, its paragraph, alignment


def _cell_lines(page: FPDF, cell: Any, width: float) -> list[Line]:
    found: list[Line] = []
    for paragraph in cell.paragraphs:
        size = _size(paragraph)
        _style(page, paragraph, size)
        height, align = _line(paragraph, size), _ALIGN.get(paragraph.alignment, "L")
        for line in _text(paragraph).split("\n"):
            found += [(piece, height, paragraph, align) for piece in broken(page, line, width, hangs=False)]
    return found


def _draw(page: FPDF, cells: list[tuple[Any, float]], wrapped: list[list[Line]], height: float, step: float) -> None:
    x, y = page.l_margin, page.get_y()
    for (_, width), lines in zip(cells, wrapped, strict=True):
        page.rect(x, y, width, height)
        top = y + max(_PAD, (height - len(lines) * step) / 2)
        for number, (text, _, paragraph, align) in enumerate(lines):
            _style(page, paragraph, _size(paragraph))
            page.set_xy(x + _PAD, top + number * step)
            page.cell(width - 2 * _PAD, step, text, align=align)
        x += width
    page.set_xy(page.l_margin, y + height)


def _text(paragraph: Paragraph) -> str:
    return _NO_SHAPE.sub("", paragraph.text.replace("\t", "　　"))


def _style(page: FPDF, paragraph: Paragraph, size: float) -> None:
    """Set font and colour from the paragraph's first run: official papers change neither inside a paragraph."""
    run = next((run for run in paragraph.runs if run.text.strip()), None)
    bold = run is not None and (bool(run.bold) or "黑" in (run.font.name or ""))
    page.set_font("text", "B" if bold else "", size)
    colour = run.font.color.rgb if run is not None and run.font.color is not None else None
    page.set_text_color(*(colour if colour is not None else (0, 0, 0)))


def _size(paragraph: Paragraph) -> float:
    for run in paragraph.runs:
        if run.font.size is not None:
            return float(run.font.size.pt)
    style = paragraph.style
    return float(style.font.size.pt) if style is not None and style.font.size is not None else 16.0


def _line(paragraph: Paragraph, size: float) -> float:
    """The height of a line: as given in points or as a multiple, else computed from the font size."""
    given = paragraph.paragraph_format.line_spacing
    if given is None:
        return size * 1.45 * MM
    return float(given) * size * 1.3 * MM if isinstance(given, float) else float(given.pt) * MM


def _rule(page: FPDF, paragraph: Paragraph) -> None:
    """Draw the line under a paragraph, such as under the name at the head of a paper."""
    found = paragraph._p.find(f".//{qn('w:pBdr')}/{qn('w:bottom')}")
    if found is None:
        return
    colour, size = found.get(qn("w:color")) or "000000", float(found.get(qn("w:sz")) or 8) / 8
    page.set_draw_color(*(int(colour[n : n + 2], 16) if colour != "auto" else 0 for n in (0, 2, 4)))
    page.set_line_width(size * MM)
    y = page.get_y() + 1
    page.line(page.l_margin, y, page.l_margin + page.epw, y)
    page.ln(2)


def _mm(length: Any, otherwise: float) -> float:
    return float(otherwise) if length is None else float(length.mm)
