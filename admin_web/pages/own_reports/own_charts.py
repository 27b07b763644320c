"""The charts of an own report: bars of each figure, lines over the time, or a number stacked by its parts."""

from collections.abc import Callable, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import pgettext
from markupsafe import Markup

from admin_web import series_charts
from admin_web.pages.figures import drawing, said
from admin_web.series_charts import SERIES_MOST, ChartSeries
from hotline.reports.reads.figures import TOTAL, WHOLE
from hotline.reports.reads.own_tables import OwnTable
from hotline.reports.rules import dimensions
from hotline.reports.rules.figures import Figure
from hotline.reports.rules.own_reports import OwnChoice
from hotline.words import Dimension, OwnChart

Names = Mapping[Dimension, Mapping[str, str]]
Href = Callable[[OwnChoice, Figure, str, str], str]
DRAWN_MOST = 40  # bars that lie below each other


def charts_of(table: OwnTable, names: Names, href: Href) -> tuple[tuple[tuple[str, Markup], ...], tuple[str, ...]]:
    """Each drawing with its caption, and what they leave out, as sentences. Where nothing is known nothing is drawn."""
    choice = table.choice
    rows, notes = table.rows, list[str]()
    if choice.chart is OwnChart.NONE or not rows:
        return (), ()
    if choice.rows not in dimensions.OF_TIME and len(rows) > DRAWN_MOST:
        rows = rows[:DRAWN_MOST]
        notes.append(str(_("The chart draws the first %(count)s rows; the table has all of them.", count=DRAWN_MOST)))
    if choice.chart is OwnChart.BARS:
        made = [(figure, _bars(table, figure, rows, names, href)) for figure in choice.figures]
    elif choice.chart is OwnChart.LINE:
        made = [(figure, _lines(table, figure, names, href)) for figure in choice.figures]
    else:
        made = [(choice.figures[0], _stacked(table, choice.figures[0], rows, names, href))]
    if choice.columns is not None and len(table.columns) > SERIES_MOST:
        notes.append(
            str(_("The chart draws the largest columns and the others together; the table has all of them."))
            if choice.chart is OwnChart.STACKED
            else str(_("The chart draws the %(count)s largest columns; the table has all of them.", count=SERIES_MOST))
        )
    return tuple((said.text(figure.label), one) for figure, one in made if one is not None), tuple(notes)


def title_of(choice: OwnChoice, figure: Figure) -> str:
    """What a chart is called: its figure, by what it is divided, and the days."""
    by = " × ".join(said.label(one) for one in choice.divided)
    return f"{said.text(figure.label)} · {by} · {choice.period.first} – {choice.period.last}"


def described(choice: OwnChoice, figure: Figure) -> str:
    return str(_("%(formula)s. The table under the chart has the same numbers.", formula=said.text(figure.formula)))


def _bars(table: OwnTable, figure: Figure, rows: Sequence[str], names: Names, href: Href) -> Markup | None:
    choice = table.choice
    return drawing.drawn(
        figure, [(key, table.cell(figure, key)) for key in rows], choice.rows,
        name=lambda key: _row_name(choice, names, key), href=lambda key: href(choice, figure, key, WHOLE),
        title=title_of(choice, figure), described=described(choice, figure),
    )  # fmt: skip


def _lines(table: OwnTable, figure: Figure, names: Names, href: Href) -> Markup | None:
    choice = table.choice
    keys = _largest(table, figure) if choice.columns is not None else (WHOLE,)
    top = drawing.highest(figure, [table.cell(figure, row, key).value for row in table.rows for key in keys])
    if top is None:
        return None
    limit = drawing.bound(figure)
    return series_charts.lines(
        title_of(choice, figure), [_row_name(choice, names, row) for row in table.rows],
        [_series(table, figure, key, table.rows, names, href, top) for key in keys],
        top=said.value(figure, top), mark=None if limit is None else min(1.0, limit / top),
        said=described(choice, figure),
    )  # fmt: skip


def _stacked(table: OwnTable, figure: Figure, rows: Sequence[str], names: Names, href: Href) -> Markup | None:
    choice = table.choice
    totals = [table.cell(figure, row, TOTAL).value or 0.0 for row in rows]
    top = max(totals)
    if not top:
        return None
    more = len(table.columns) + table.more_columns > SERIES_MOST
    keys = _largest(table, figure, SERIES_MOST - 1 if more else SERIES_MOST)
    series = [_series(table, figure, key, rows, names, href, top) for key in keys]
    if more:
        series.append(_others(table, figure, keys, rows, href, top))
    told = [said.value(figure, total) for total in totals]
    heads = [_row_name(choice, names, row) for row in rows]
    title, about = title_of(choice, figure), described(choice, figure)
    if choice.rows in dimensions.OF_TIME:
        return series_charts.stacked_columns(title, heads, series, told, top=said.value(figure, top), said=about)
    return series_charts.stacked_bars(title, heads, series, told, said=about)


def _largest(table: OwnTable, figure: Figure, most: int = SERIES_MOST) -> tuple[str, ...]:
    """The columns that are drawn, in the order of the table."""
    size = {key: table.cell(figure, TOTAL, key).value or 0.0 for key in table.columns}
    drawn = sorted(table.columns, key=lambda key: -size[key])[:most]
    return tuple(key for key in table.columns if key in drawn)


def _series(
    table: OwnTable, figure: Figure, column: str, rows: Sequence[str], names: Names, href: Href, top: float
) -> ChartSeries:  # fmt: skip
    choice = table.choice
    values = [table.cell(figure, row, column).value for row in rows]
    name = said.text(figure.label) if choice.columns is None else names[choice.columns][column]
    return ChartSeries(
        name, tuple(None if value is None else value / top for value in values),
        tuple(said.value(figure, value) for value in values),
        tuple(href(choice, figure, row, column) for row in rows),
    )  # fmt: skip


def _others(
    table: OwnTable, figure: Figure, keys: Sequence[str], rows: Sequence[str], href: Href, top: float
) -> ChartSeries:  # fmt: skip
    """All columns but these, so that a bar is as long as its whole."""
    left = [
        (table.cell(figure, row, TOTAL).value or 0.0) - sum(table.cell(figure, row, key).value or 0.0 for key in keys)
        for row in rows
    ]
    return ChartSeries(
        str(pgettext("own report", "all others")), tuple(max(0.0, one) / top for one in left),
        tuple(said.value(figure, one) for one in left), tuple("" for _row in rows),
    )  # fmt: skip


def _row_name(choice: OwnChoice, names: Names, key: str) -> str:
    return drawing.brief(choice.rows, choice.period, names[choice.rows][key])
