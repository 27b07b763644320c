"""An own report as its reader sees it: headings and lines with links to their rows, and what the page says beside."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import pgettext
from markupsafe import Markup

from admin_web.access import now, reader
from admin_web.pages.figures import said
from admin_web.pages.figures.question import Question
from hotline.reports.reads import own_tables
from hotline.reports.reads.drill import FigurePart
from hotline.reports.reads.figures import TOTAL, WHOLE
from hotline.reports.reads.own_tables import OwnTable
from hotline.reports.rules import dimensions
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.figures import Figure, Value
from hotline.reports.rules.own_reports import OwnChoice, OwnTyped
from hotline.reports.rules.periods import Period
from hotline.words import Dimension

from . import own_charts


@dataclass(frozen=True, slots=True)
class OwnCell:
    """`number`: the value as it is, None for nothing. `href`: its rows, "" where there are none to open."""

    text: str
    number: float | None
    href: str = ""
    good: bool | None = None


@dataclass(frozen=True, slots=True)
class OwnLine:
    name: str
    cells: tuple[OwnCell, ...]


@dataclass(frozen=True, slots=True)
class OwnShown:
    """`total`: the line under all lines. `charts`: with their captions. `notes`: what is not shown, as sentences.
    `filters`: (dimension, part)."""

    choice: OwnChoice
    headings: tuple[str, ...]
    lines: tuple[OwnLine, ...]
    total: OwnLine
    charts: tuple[tuple[str, Markup], ...]
    notes: tuple[str, ...]
    filters: tuple[tuple[str, str], ...]

    @property
    def period(self) -> Period:
        return self.choice.period

    @property
    def empty(self) -> bool:
        """Whether no line has anything to show."""
        return not any(cell.href for line in self.lines for cell in line.cells)


def shown(choice: OwnChoice) -> OwnShown:
    """The report counted for the reader of this request, with his own rows alone."""
    table = own_tables.counted(choice, reader().tickets, now())
    names = _names(table)
    notes = _notes(table)
    charts, of_charts = own_charts.charts_of(table, names, cell_href)
    return OwnShown(
        choice=choice,
        headings=_headings(table, names),
        lines=tuple(OwnLine(names[choice.rows][key], _cells(table, key)) for key in table.rows),
        total=OwnLine(str(pgettext("own report", "All together")), _cells(table, TOTAL)),
        charts=charts,
        notes=(*notes, *of_charts),
        filters=tuple((said.label(by), said.names(by, [key])[key]) for by, key in choice.where.items()),
    )


def cell_href(choice: OwnChoice, figure: Figure, row: str, column: str) -> str:
    """The list of the rows that a cell counts."""
    period, where = choice.period, dict(choice.where)
    for by, key in zip(choice.divided, (row, column), strict=False):
        if key in (TOTAL, WHOLE):
            continue
        if by is Dimension.DAY:  # a day is a period of its own
            period = Period(dimensions.day_from(key), dimensions.day_from(key))
        else:
            where[by] = key
    asks = Question(period, None, where).fields()
    return url_for("figures.rows", figure=figure.id, part=FigurePart.COUNTED.value, **asks)  # type: ignore[arg-type]


def _cells(table: OwnTable, row: str) -> tuple[OwnCell, ...]:
    choice = table.choice
    if choice.columns is None:
        return tuple(_cell(choice, figure, row, WHOLE, table.cell(figure, row)) for figure in choice.figures)
    figure = choice.figures[0]
    return tuple(
        _cell(choice, figure, row, column, table.cell(figure, row, column)) for column in (*table.columns, TOTAL)
    )


def _cell(choice: OwnChoice, figure: Figure, row: str, column: str, value: Value) -> OwnCell:
    looked_at = value.tally.among > 0
    return OwnCell(
        said.value(figure, value.value), value.value,
        cell_href(choice, figure, row, column) if looked_at and value.value is not None else "", value.good,
    )  # fmt: skip


def _names(table: OwnTable) -> Mapping[Dimension, Mapping[str, str]]:
    choice = table.choice
    found = {choice.rows: said.names(choice.rows, table.rows)}
    return found if choice.columns is None else found | {choice.columns: said.names(choice.columns, table.columns)}


def _headings(table: OwnTable, names: Mapping[Dimension, Mapping[str, str]]) -> tuple[str, ...]:
    choice = table.choice
    if choice.columns is None:
        return (said.label(choice.rows), *(said.text(figure.label) for figure in choice.figures))
    parts = (names[choice.columns][key] for key in table.columns)
    return (said.label(choice.rows), *parts, str(pgettext("own report", "All together")))


def _notes(table: OwnTable) -> tuple[str, ...]:
    found = []
    if table.more_rows:
        found.append(str(_("%(count)s more rows are not shown, but counted in the last line: narrow the report",
                           count=table.more_rows)))  # fmt: skip
    if table.more_columns:
        found.append(str(_("%(count)s more columns are not shown, but counted in the last one: narrow the report",
                           count=table.more_columns)))  # fmt: skip
    return tuple(found)


def told_briefly(typed: OwnTyped) -> str:
    """What a report is about, in a line of the list: its figures and by what they are divided."""
    figures = [said.text(FIGURES[name].label) for name in typed.figures if name in FIGURES]
    by = [said.label(Dimension(name)) for name in (typed.rows, typed.columns) if name in set(Dimension)]
    return f"{(', ' if said.is_english() else '、').join(figures)} · {' × '.join(by)}"
