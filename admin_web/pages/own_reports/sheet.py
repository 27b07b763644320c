"""An own report as a workbook: the table as it is shown, and a sheet that says what was chosen."""

from flask_babel import gettext as _
from flask_babel import pgettext

from admin_web import filters, language
from admin_web.access import now, reader
from admin_web.pages.figures import said
from hotline.reports.reads.own_reports import OwnReportView
from hotline.values.sheets import BookSheet, Cell, book

from .showing import OwnCell, OwnShown

WIDE, NARROW, TEXT = 28, 16, 70


def written(view: OwnReportView, shown: OwnShown) -> bytes:
    """The file's bytes. Numbers are as they are, not as they are rounded for reading; a dash is where there is none."""
    return book([_table(shown), _chosen(view, shown)], language.short())


def _table(shown: OwnShown) -> BookSheet:
    columns = tuple((heading, WIDE if n == 0 else NARROW) for n, heading in enumerate(shown.headings))
    rows: list[list[Cell]] = [
        [line.name, *(_number(cell) for cell in line.cells)] for line in (*shown.lines, shown.total)
    ]
    rows += [[note] for note in shown.notes]
    return BookSheet(str(pgettext("own report", "Table")), columns, rows)


def _chosen(view: OwnReportView, shown: OwnShown) -> BookSheet:
    choice = shown.choice
    lines: list[tuple[str, str]] = [
        (str(pgettext("own report", "Report")), view.name),
        (str(pgettext("own report", "Description")), view.about),
        (str(pgettext("figures", "Period")), f"{shown.period.first} – {shown.period.last}"),
        (str(pgettext("own report", "Rows")), said.label(choice.rows)),
        (str(pgettext("own report", "Columns")), "" if choice.columns is None else said.label(choice.columns)),
        *((name, part) for name, part in shown.filters),
        *((said.text(figure.label), said.text(figure.formula)) for figure in choice.figures),
        (_("Counted for"), reader().person.name),
        (_("Counted at"), filters.local(now())),
    ]
    return BookSheet(
        str(pgettext("own report", "What was chosen")),
        ((pgettext("own report", "Chosen"), WIDE), (pgettext("own report", "Value"), TEXT)),
        lines,
    )


def _number(cell: OwnCell) -> Cell:
    return cell.text if cell.number is None else cell.number
