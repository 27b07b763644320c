"""A report as a workbook: its figures with their formulas, a sheet for each division, and the balance checks."""

from flask_babel import gettext as _
from flask_babel import pgettext

from admin_web import language
from admin_web.pages.figures import said
from admin_web.pages.figures.cells import headings, lines_of
from hotline.reports.reads.frozen import FrozenPage
from hotline.reports.reads.reports import ReportView
from hotline.values.sheets import BookSheet, Cell, book

from . import showing
from .counted import RowsAsked

WIDE, NARROW, FORMULA = 28, 16, 70


def written(view: ReportView) -> bytes:
    """The file's bytes."""
    return book([_figures(view), *_divisions(view), _checks(view)], language.short())


def frozen_rows(view: ReportView, asked: RowsAsked, part: str, found: FrozenPage) -> bytes:
    """The rows that were frozen and are seen now; on a sheet of its own how many are not, and why."""
    rows = asked.figure.rows
    names = tuple((name, NARROW) for name in headings(rows))
    lines = ([cell.text for cell in line] for line in lines_of(rows, found.rows, whole=False))
    label = next(label for name, label, _count in asked.parts if name == part)
    place: list[list[Cell]] = [[*asked.place]] if asked.place[0] else []
    about: list[list[Cell]] = [
        [str(pgettext("report", "Report number")), view.number], [said.text(asked.figure.label), asked.value],
        [str(pgettext("figures", "Parts")), label], *place,
        [str(_("Rows that were frozen")), found.count], [str(_("Rows in this sheet")), len(found.rows)],
        [str(_("Rows that you may not see")), found.hidden],
        [str(_("Rows that are gone or confidential by now")), found.gone],
    ]  # fmt: skip
    return book(
        [
            BookSheet(said.text(asked.figure.label), names, lines),
            BookSheet(str(_("About these rows")), ((_("What"), WIDE), (pgettext("figures", "Value"), WIDE)), about),
        ],
        language.short(),
    )


def _figures(view: ReportView) -> BookSheet:
    names = (
        (pgettext("figures", "Figure"), WIDE), (pgettext("figures", "Value"), NARROW),
        (pgettext("figures", "Limit"), NARROW), (pgettext("figures", "Period before"), NARROW),
        (pgettext("figures", "A year ago"), NARROW), (pgettext("figures", "Counted as"), FORMULA),
        (pgettext("figures", "Left out"), WIDE),
    )  # fmt: skip
    rows: list[list[Cell]] = [
        [one.label, one.number, one.limit, one.before[0], one.year_ago[0], one.formula, one.left_out]
        for _label, figures in showing.groups(view)
        for one in figures
    ]
    return BookSheet(str(pgettext("figures", "Figures")), names, rows)


def _divisions(view: ReportView) -> list[BookSheet]:
    return [
        BookSheet(
            table.title,
            tuple((heading, WIDE if n == 0 else NARROW) for n, heading in enumerate(table.headings)),
            [[line[0], *numbers] for line, numbers in zip(table.lines, table.numbers, strict=True)],
        )
        for table in showing.tables(view)
    ]


def _checks(view: ReportView) -> BookSheet:
    names = (
        (_("Check"), FORMULA), (pgettext("balance", "Left"), NARROW), (pgettext("balance", "Right"), NARROW),
        (_("Rows that break it"), NARROW),
    )  # fmt: skip
    rows: list[list[Cell]] = [[text, left, right, count] for _name, text, left, right, count in showing.balances(view)]
    return BookSheet(str(pgettext("report", "Balance checks")), names, rows)
