"""A report as a workbook: its figures with their formulas, a sheet for each division, and the balance checks."""

from flask_babel import gettext as _
from flask_babel import pgettext

from admin_web import language
from hotline.reports.reads.reports import ReportView
from hotline.values.sheets import BookSheet, Cell, book

from . import showing

WIDE, NARROW, FORMULA = 28, 16, 70


def written(view: ReportView) -> bytes:
    """The file's bytes."""
    return book([_figures(view), *_divisions(view), _checks(view)], language.short())


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
