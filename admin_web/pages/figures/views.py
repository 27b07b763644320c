"""Figures of a period with their formulas; one figure divided and drawn; the rows that it counts, also as a sheet."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from flask_babel import pgettext

from admin_web import filters, language
from admin_web.access import client_ip, needs, now, reader
from admin_web.downloads import spreadsheet
from hotline.clock import local_day
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.reports.reads import drill, figures
from hotline.reports.reads.drill import FigurePart
from hotline.reports.reads.row_sets import FigureScope, may_read
from hotline.reports.rules import dimensions
from hotline.reports.rules.balance import BY_ID
from hotline.reports.rules.catalogue import FIGURES, GROUPS
from hotline.reports.rules.figures import Figure, RowSet, Value
from hotline.reports.rules.own_reports import FILTERS
from hotline.reports.rules.periods import Period, before, compared, days_begun, period_of
from hotline.reports.verbs.sheets import note_sheet
from hotline.words import Dimension, OwnChart, OwnPeriod, PeriodKind, WorkingTime

from . import drawing, said, sheet
from . import question as questions
from .cells import headings, lines_of
from .question import Question

blueprint = Blueprint("figures", __name__, template_folder="templates")
ROWS_MOST = 20_000  # rows of one sheet
DIVIDED_MOST = 400  # parts that are drawn and listed


@blueprint.get("/figures")
@needs(Permission.SEE_FIGURES)
def page() -> str:
    """All figures of a period, each with its formula, beside the period before and the same a year ago."""
    asks = _question()
    wanted = [figure for figure in FIGURES.values() if _shown(figure, asks)]
    values = _values(wanted, asks.period, asks)
    earlier = [(period, _values(wanted, period, asks)) for period in compared(asks.period, local_day(now()))]
    groups = [
        (name, said.text(label), [_line(figure, values, earlier, asks) for figure in ones if figure.id in values])
        for name, label, ones in GROUPS
    ]
    return render_template(
        "figures/figures.html", asks=asks, groups=[group for group in groups if group[2]],
        earlier=[period for period, _ in earlier], sees_calls=may_read(RowSet.CALLS, reader().tickets), **_chosen(asks),
    )  # fmt: skip


@blueprint.get("/figures/<figure>")
@needs(Permission.SEE_FIGURES)
def one(figure: str) -> str:
    """A figure: its formula, what it leaves out, and its parts by one dimension as chart and table."""
    asks, found = _question(), _figure(figure)
    dims = [by for by in Dimension if figures.knows(found, by, asks.where)]
    by = asks.by if asks.by in dims else _first(dims, asks.period)
    asks = Question(asks.period, by, asks.where, asks.wrong)
    if not figures.knows(found, None, asks.where):
        abort(404)
    whole = figures.one(found, _asked(asks.period), where=asks.where)
    earlier = [
        (period, figures.one(found, _asked(period), where=asks.where))
        for period in compared(asks.period, local_day(now()))
    ]
    lines = figures.read([found], _asked(asks.period), by=by, where=asks.where) if by is not None else []
    parts = [(line.key, line.values[found.id]) for line in lines if found.id in line.values]
    if by is not None and by not in dimensions.OF_TIME:
        parts.sort(key=lambda part: -(part[1].value or 0.0))
    names = said.names(by, [key for key, _value in parts]) if by is not None else {}
    shown = parts[:DIVIDED_MOST]
    return render_template(
        "figures/figure.html", asks=asks, figure=found, whole=whole, said=said, names=names, parts=shown,
        more=len(parts) - len(shown), chart=_chart(found, shown, names, asks), dims=dims, earlier=earlier,
        rows_of=lambda part, **more: _address("rows", asks, found.id, part, **more), parts_of=_parts(found),
        report_of_it=_report_of(found, asks),
        **_chosen(asks),
    )  # fmt: skip


@blueprint.get("/figures/<figure>/rows")
@needs(Permission.SEE_FIGURES)
def rows(figure: str) -> str:
    """The rows that a figure counts, looks at or leaves out."""
    return _rows(figure, request.args)


@blueprint.post("/figures/<figure>/sheet")
@needs(Permission.SEE_FIGURES)
def as_sheet(figure: str) -> FlaskResponse | tuple[str, int]:
    """These rows as a sheet: a line for each, with what every figure of the set makes of it, and why."""
    asks, found, part = _question(request.form), _figure(figure), request.form.get("part", "")
    wanted = drill.part_of(found, part)
    if wanted is None:
        abort(404)
    try:
        count = drill.count(found.rows, wanted, _asked(asks.period), where=asks.where)
        if count > ROWS_MOST:
            raise Refused("A sheet holds at most %(most)s rows: choose fewer days or one part", most=ROWS_MOST)
        note_sheet(reader().id, figure=found.id, part=part, rows=count, now=now(), client_ip=client_ip())
    except Refused as error:
        return _rows(figure, request.form, wrong=language.sentence(error)), 422
    content = sheet.written(found, part, _asked(asks.period), asks.where)
    return spreadsheet(content, said.text(found.label), plain=found.id, now=now())


@blueprint.get("/figures/balance/<check>")
@needs(Permission.SEE_FIGURES)
def breaking(check: str) -> str:
    """The rows that break a balance check."""
    asks, found = _question(), BY_ID.get(check)
    if found is None or not may_read(found.rows, reader().tickets):
        abort(404)
    asked = _asked(asks.period)
    listed = drill.page(found.rows, found.breaks, asked, where={}, after=request.args.get("after", ""))
    return render_template(
        "figures/breaking.html", asks=asks, check=found, said=said, listed=listed, headings=headings(found.rows),
        count=drill.count(found.rows, found.breaks, asked, where={}),
        lines=lines_of(found.rows, listed.rows), kept={"check": check, **asks.fields(by=None)},
    )  # fmt: skip


def _rows(figure: str, typed: Mapping[str, str], *, wrong: str = "") -> str:
    asks, found = _question(typed), _figure(figure)
    part = typed.get("part", "") or FigurePart.COUNTED
    wanted = drill.part_of(found, part)
    if wanted is None or not figures.knows(found, None, asks.where):
        abort(404)
    asked = _asked(asks.period)
    listed = drill.page(found.rows, wanted, asked, where=asks.where, after=typed.get("after", ""))
    return render_template(
        "figures/rows.html", asks=asks, figure=found, part=part, parts_of=_parts(found), said=said, listed=listed,
        count=drill.count(found.rows, wanted, asked, where=asks.where), headings=headings(found.rows),
        lines=lines_of(found.rows, listed.rows), most=ROWS_MOST, refused=wrong,
        kept={"figure": found.id, "part": part, **asks.fields()}, **_chosen(asks),
    )  # fmt: skip


# ---- what is asked and for whom


def _question(typed: Mapping[str, str] | None = None) -> Question:
    return questions.read(request.args if typed is None else typed, local_day(now()))


def _asked(period: Period) -> FigureScope:
    return FigureScope(period, reader().tickets, now())


def _figure(name: str) -> Figure:
    """A figure that this reader sees at all."""
    found = FIGURES.get(name)
    if found is None or not may_read(found.rows, reader().tickets):
        abort(404)
    return found


def _shown(figure: Figure, asks: Question) -> bool:
    return figures.knows(figure, None, asks.where)


def _values(wanted: Sequence[Figure], period: Period, asks: Question) -> Mapping[str, Value]:
    return figures.read(wanted, _asked(period), where=asks.where)[0].values


def _first(dims: Sequence[Dimension], period: Period) -> Dimension | None:
    """How a figure is divided where nobody has chosen: a long time by months, a month by days, a day by hours."""
    days = period.length
    wanted = (Dimension.MONTH if days > 92 else Dimension.DAY) if days > 1 else Dimension.HOUR
    return next((by for by in (wanted, *dims) if by in dims), None)


# ---- what is shown


def _line(figure: Figure, values: Mapping[str, Value], earlier: Sequence[tuple[Period, Mapping[str, Value]]],
          asks: Question) -> dict[str, Any]:  # fmt: skip
    value = values[figure.id]
    then = [given[figure.id].value for _period, given in earlier if figure.id in given]
    return {
        "figure": figure,
        "label": said.text(figure.label),
        "formula": said.text(figure.formula),
        "source": said.text(figure.source),
        "value": said.value(figure, value.value),
        "good": value.good,
        "limit": said.limit(figure),
        "earlier": [(said.value(figure, one), said.change(figure, value.value, one)) for one in then],
        "left_out": [
            (said.text(one.label), value.left_out[one.id], _address("rows", asks, figure.id, one.id, by=None))
            for one in figure.left_out if value.left_out.get(one.id)
        ],
        "href": _address("one", asks, figure.id, by=None),
    }  # fmt: skip


def _chart(figure: Figure, parts: Sequence[tuple[str, Value]], names: dict[str, str], asks: Question) -> Any:
    if asks.by is None:
        return None
    return drawing.drawn(
        figure, parts, asks.by, name=lambda key: drawing.brief(asks.by, asks.period, names.get(key, key)),
        href=lambda key: _address(
            "rows", asks, figure.id, FigurePart.COUNTED, **({"by": None} | _in_part(asks, key))
        ),
    )  # fmt: skip


def _in_part(asks: Question, key: str) -> dict[str, str | None]:
    """The address of one part: a day is a period of its own, everything else narrows."""
    if asks.by is Dimension.DAY:
        return {"span": "day", "day": key, "since": None, "until": None}
    return {asks.by.value: key} if asks.by is not None else {}


def _parts(figure: Figure) -> list[tuple[str, str]]:
    """The parts whose rows can be opened, with what they are called."""
    known = [
        (FigurePart.COUNTED.value, str(pgettext("figures", "Counted"))),
        (FigurePart.AMONG.value, str(pgettext("figures", "Looked at"))),
    ]
    return known + [(one.id, str(_("Left out: %(why)s", why=said.text(one.label)))) for one in figure.left_out]


def _address(endpoint: str, asks: Question, figure: str = "", part: str = "", **changed: str | None) -> str:
    """A page of figures about the same question, with some of it changed."""
    given: dict[str, Any] = {"figure": figure or None, "part": part or None, **asks.fields(**changed)}
    return url_for(f"figures.{endpoint}", **given)


def _report_of(figure: Figure, asks: Question) -> str:
    """The page of a new own report that begins with this figure, its division, its days and its filters."""
    days = {"first": asks.period.first.isoformat(), "last": asks.period.last.isoformat()}
    where = {by.value: key for by, key in asks.where.items() if by in FILTERS}
    given = {"figure": figure.id, "rows": asks.by and asks.by.value, "period": OwnPeriod.FIXED.value, **days, **where}
    return url_for("own_choosing.new", **given, chart=OwnChart.BARS.value)  # type: ignore[arg-type]


def _narrowed(asks: Question) -> list[tuple[str, str, dict[str, str]]]:
    """What the question is narrowed to: the dimension, the part, and the question without it."""
    return [
        (filters.label(by), said.names(by, [key])[key], asks.fields(**{by.value: None}))
        for by, key in asks.where.items()
    ]  # fmt: skip


def _chosen(asks: Question) -> dict[str, Any]:
    """What the form of the period offers."""
    period = asks.period
    after = Period(period.last, period.last) if period.kind is PeriodKind.FREE else None
    following = None
    if after is None and period.last < local_day(now()):
        following = period_of(period.kind, period.last + dt.timedelta(days=1))
    return {
        "spans": list(PeriodKind),
        "working_times": list(WorkingTime) if may_read(RowSet.CALLS, reader().tickets) else [],
        "working_label": filters.label(Dimension.WORKING),
        "narrowed": _narrowed(asks),
        "previous_href": asks.at(before(period)),
        "next_href": asks.at(following) if following is not None else None,
        "days_begun": days_begun(period, local_day(now())),
        "in_part": lambda key: _in_part(asks, key),
        "counted": FigurePart.COUNTED.value,
        "among": FigurePart.AMONG.value,
    }
