"""Reports: the list, asking for one, one with its figures and checks, publishing, correcting, and its files."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import filters, language
from admin_web.access import client_ip, needs, now, reader, settings
from admin_web.downloads import spreadsheet
from admin_web.pages.figures import said
from admin_web.pages.figures.cells import headings, lines_of
from admin_web.paper_making import MAKERS
from admin_web.ticket_forms import whole
from hotline.clock import local_day
from hotline.people.reads import people
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.reports.reads import frozen, reports, sending
from hotline.reports.reads.drill import FigurePart
from hotline.reports.reads.frozen import FrozenPage
from hotline.reports.reads.reports import ReportView
from hotline.reports.verbs import reports as verbs
from hotline.reports.verbs import sending as sending_verbs
from hotline.store.paging import SIZE
from hotline.values.file_names import disposition
from hotline.values.typed import day
from hotline.words import PeriodKind, ReportPaper, ReportState

from . import counted, paper, risk_paper, sheet, showing
from .counted import RowsAsked
from .titles import title_of

blueprint = Blueprint("reports", __name__, template_folder="templates")
ROWS_MOST = frozen.CHECKED_MOST  # rows of one sheet: of so many it is known who may not see which
KINDS = [kind for kind in PeriodKind if kind is not PeriodKind.FREE]


@blueprint.get("/reports")
@needs(Permission.SEE_FIGURES)
def page() -> str:
    if reader().tickets.units is not None:
        abort(404)
    return _list()


@blueprint.post("/reports/new")
@needs(Permission.PUBLISH_REPORTS)
def ask() -> Response | tuple[str, int]:
    """Ask for the report of a period; who asks for one that is there is led to it."""
    form = request.form
    try:
        kind, chosen = form.get("kind", ""), day(form.get("day", ""))
        if kind not in set(KINDS) or chosen is None:
            raise Refused("Choose what the report is about, and a day in that time")
        made = verbs.ask(
            PeriodKind(kind), chosen, site=_site(form.get("site", "")), person=reader().id, now=now(),
            client_ip=client_ip(),
        )  # fmt: skip
    except Refused as error:
        return _list(typed=form, wrong=language.sentence(error)), 422
    return redirect(url_for("reports.one", report=made), 303)


@blueprint.get("/reports/<int:report>")
@needs(Permission.SEE_FIGURES)
def one(report: int) -> str:
    """A report with all that it says; who was sent it has read it now."""
    view = _seen(report)
    sending_verbs.read(view.id, person=reader().id, now=now())
    return _one(view)


@blueprint.post("/reports/<int:report>/send")
@needs(Permission.PUBLISH_REPORTS)
def send(report: int) -> Response | tuple[str, int]:
    """Send a published report to a list of people inside the house."""
    view, chosen = _seen(report), whole(request.form.get("list", ""))
    try:
        if chosen is None:
            raise Refused("Choose a list")
        count = sending_verbs.send(view.id, chosen, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _one(_seen(report), wrong=language.sentence(error)), 422
    flash(_("Sent to %(count)s people who had not got it yet", count=count), "done")
    return redirect(url_for("reports.one", report=report), 303)


@blueprint.get("/reports/<int:report>/now")
@needs(Permission.SEE_FIGURES)
def pieces(report: int) -> FlaskResponse:
    """Whether it is still being made: the page looks again until it is."""
    view = _seen(report)
    answer = jsonify(state=view.state.value, busy=_busy(view))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/reports/<int:report>/rows/<figure>")
@needs(Permission.SEE_FIGURES)
def rows(report: int, figure: str) -> str | tuple[str, int]:
    """The rows that a figure of the report counted, looked at or left out when it was made."""
    return _rows(_seen(report), figure, request.args)


@blueprint.post("/reports/<int:report>/rows/<figure>/sheet")
@needs(Permission.SEE_FIGURES)
def rows_sheet(report: int, figure: str) -> FlaskResponse | tuple[str, int]:
    """The same rows as a sheet: exactly those that were frozen and that the reader sees, and how many he does not."""
    view, part = _seen(report), request.form.get("part", "") or FigurePart.COUNTED
    asked = counted.asked(view, figure, part, request.form)
    if asked is None:
        abort(404)
    try:
        found = _frozen(view, asked, part, size=ROWS_MOST)
        if found.count > ROWS_MOST:
            raise Refused("A sheet holds at most %(most)s rows: choose fewer days or one part", most=ROWS_MOST)
        shape = f"xlsx:{asked.figure.id}:{part}"
        verbs.note_file(view.id, shape, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        page = _rows(view, figure, request.form, wrong=language.sentence(error))
        return page if isinstance(page, tuple) else (page, 422)
    name = f"{view.number} {said.text(asked.figure.label)}"
    content = sheet.frozen_rows(view, asked, part, found)
    return spreadsheet(content, name, plain=f"{view.number}-{asked.figure.id}", now=now())


def _frozen(view: ReportView, asked: RowsAsked, part: str, *, after: str = "", size: int = SIZE) -> FrozenPage:
    return frozen.page(
        view, asked.figure, part, asked.where, folder=frozen.folder_of(settings().data), scope=reader().tickets,
        now=now(), after=after, size=size,
    )  # fmt: skip


def _rows(view: ReportView, figure: str, typed: Mapping[str, str], *, wrong: str = "") -> str | tuple[str, int]:
    part = typed.get("part", "") or FigurePart.COUNTED
    asked = counted.asked(view, figure, part, typed)
    if asked is None:
        abort(404)
    found = None
    try:
        found = _frozen(view, asked, part, after=typed.get("after", ""))
    except Refused as error:
        wrong = language.sentence(error)
    page = render_template(
        "reports/rows.html",
        view=view,
        title=title_of(view),
        asked=asked,
        part=part,
        found=found,
        wrong=wrong,
        said=said,
        most=ROWS_MOST,
        figures_of=_figures_of(view),
        headings=headings(asked.figure.rows),
        lines=list(lines_of(asked.figure.rows, found.rows)) if found is not None else [],
    )
    return page if found is not None else (page, 422)


@blueprint.post("/reports/<int:report>/publish")
@needs(Permission.PUBLISH_REPORTS)
def publish(report: int) -> Response | tuple[str, int]:
    view = _seen(report)
    try:
        verbs.publish(view.id, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _one(_seen(report), wrong=language.sentence(error)), 422
    flash(_("The report is published"), "done")
    return redirect(url_for("reports.one", report=report), 303)


@blueprint.post("/reports/<int:report>/correct")
@needs(Permission.PUBLISH_REPORTS)
def correct(report: int) -> Response | tuple[str, int]:
    """A new version of a published report, with the reason."""
    view, why = _seen(report), request.form.get("why", "")
    try:
        made = verbs.correct(view.id, why, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _one(_seen(report), wrong=language.sentence(error), why=why), 422
    return redirect(url_for("reports.one", report=made), 303)


@blueprint.post("/reports/<int:report>/file")
@needs(Permission.SEE_FIGURES)
def as_file(report: int) -> FlaskResponse | tuple[str, int]:
    """The report as xlsx, docx or pdf."""
    view, shape = _seen(report), request.form.get("shape", "")
    try:
        if shape not in ("xlsx", *MAKERS) or not view.content:
            raise Refused("This report is not made yet")
        verbs.note_file(view.id, shape, person=reader().id, now=now(), client_ip=client_ip())
        if shape == "xlsx":
            return spreadsheet(sheet.written(view), title_of(view), plain=view.number, now=now())
        return _paper(view, ReportPaper.REPORT, shape, title_of(view), paper.fields(view, title_of(view)))
    except Refused as error:
        return _one(_seen(report), wrong=language.sentence(error)), 422


@blueprint.post("/reports/<int:report>/brief")
@needs(Permission.SEE_FIGURES)
def brief(report: int) -> FlaskResponse | tuple[str, int]:
    """The risk brief of a month as docx or pdf."""
    view, shape = _seen(report), request.form.get("shape", "")
    title = f"{title_of(view)} {filters.label(ReportPaper.RISK)}"
    told = risk_paper.fields(view, title)
    try:
        if shape not in MAKERS or not told:
            raise Refused("This report holds no risk brief: only that of a month does")
        verbs.note_file(view.id, f"risk.{shape}", person=reader().id, now=now(), client_ip=client_ip())
        return _paper(view, ReportPaper.RISK, shape, title, told)
    except Refused as error:
        return _one(_seen(report), wrong=language.sentence(error)), 422


def _paper(view: ReportView, kind: ReportPaper, shape: str, title: str, told: dict[str, Any]) -> FlaskResponse:
    """A filled template as a download. Raises Refused."""
    content = getattr(current_app.extensions["papers"], shape)(kind, _code(view), told)
    answer = current_app.response_class(bytes(content), mimetype=MAKERS[shape])
    name = f"{view.number}{'-risk' if kind is ReportPaper.RISK else ''}.{shape}"
    answer.headers["Content-Disposition"] = disposition(f"{title}.{shape}", plain=name)
    return answer


# ---- what is shown


def _list(*, typed: Any = None, wrong: str = "") -> str:
    today = local_day(now())
    given = typed or {"kind": "month", "day": (today.replace(day=1) - dt.timedelta(days=1)).isoformat(), "site": ""}
    return render_template(
        "reports/list.html", page=reports.listed(reader().site, after=request.args.get("after", "")), kinds=KINDS,
        typed=given, wrong=wrong, sites=people.sites() if reader().site is None else [], title=title_of, said=said,
    )  # fmt: skip


def _one(view: ReportView, *, wrong: str = "", why: str = "") -> str:
    return render_template(
        "reports/report.html", view=view, wrong=wrong, why=why, title=title_of(view), groups=showing.groups(view),
        tables=showing.tables(view), balances=showing.balances(view), changed=showing.changed(view),
        versions=reports.versions(view, reader().site), busy=_busy(view), over=view.period.last < local_day(now()),
        figures_of=_figures_of(view), risk=risk_paper.fields(view, title_of(view)), sent=sending.of_report(view.id),
        lists=[one for one in sending.lists(reader().site) if one.site == view.site],
    )  # fmt: skip


def _figures_of(view: ReportView) -> dict[str, str]:
    """The period of the report as the address of figures: where their rows are opened."""
    given = {"span": view.kind.value, "day": view.period.first.isoformat()}
    return given | ({"site": str(view.site)} if view.site is not None else {})


def _busy(view: ReportView) -> bool:
    return view.state in (ReportState.WAITING, ReportState.RUNNING)


def _seen(report: int) -> ReportView:
    """A report of the reader's site; a unit's people have none."""
    view = reports.one(report, reader().site) if reader().tickets.units is None else None
    if view is None:
        abort(404)
    return view


def _site(typed: str) -> int | None:
    """A branch's people ask for their own site alone."""
    if reader().site is not None:
        return reader().site
    return whole(typed)


def _code(view: ReportView) -> str:
    return next((site.code for site in people.sites() if site.id == view.site), settings().site)
