"""Own reports: the list, one with its table and chart, its sheet; copying and deleting."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, reader
from admin_web.downloads import spreadsheet
from admin_web.pages.figures import said
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.reports.reads import own_drafts, own_reports
from hotline.reports.reads.own_reports import OwnReportView
from hotline.reports.verbs import own_reports as verbs

from . import sheet, showing

blueprint = Blueprint("own_reports", __name__, template_folder="templates")
WHOSE = ("", "mine", "shared")


@blueprint.get("/own-reports")
@needs(Permission.SEE_FIGURES)
def page() -> str:
    """One's own reports and those that are shared with one's role."""
    return _list()


@blueprint.get("/own-reports/<int:report>")
@needs(Permission.SEE_FIGURES)
def one(report: int) -> str:
    return _one(_seen(report))


@blueprint.post("/own-reports/<int:report>/file")
@needs(Permission.SEE_FIGURES)
def as_file(report: int) -> FlaskResponse | tuple[str, int]:
    """The table as a sheet: exactly what is shown."""
    view = _seen(report)
    choice = own_drafts.checked_for(view.typed, reader().id, now()).choice
    try:
        if choice is None:
            raise Refused("This report cannot be counted as it is: make a copy and change what is marked there")
        found = showing.shown(choice)
        verbs.note_file(
            view.id, rows=len(found.lines), person=reader().id, now=now(), client_ip=client_ip()
        )  # fmt: skip
    except Refused as error:
        return _one(view, wrong=language.sentence(error)), 422
    return spreadsheet(sheet.written(view, found), view.name, plain=f"report-{view.id}", now=now())


@blueprint.post("/own-reports/<int:report>/copy")
@needs(Permission.SEE_FIGURES)
def copy(report: int) -> Response | tuple[str, int]:
    """A report of one's own that is the same; it is shared with nobody."""
    view = _seen(report)
    try:
        made = verbs.copy(view.id, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _one(view, wrong=language.sentence(error)), 422
    flash(_("This is your copy: change it as you like"), "done")
    return redirect(url_for("own_choosing.edit", report=made), 303)


@blueprint.post("/own-reports/<int:report>/delete")
@needs(Permission.SEE_FIGURES)
def delete(report: int) -> Response | tuple[str, int]:
    try:
        verbs.delete(report, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _list(wrong=language.sentence(error)), 422
    flash(_("The report is deleted"), "done")
    return redirect(url_for("own_reports.page"), 303)


# ---- what is shown


def _list(*, wrong: str = "") -> str:
    text, whose = request.args.get("q", ""), request.args.get("whose", "")
    whose = whose if whose in WHOSE else ""
    found = own_reports.listed(reader().id, text=text, whose=whose, after=request.args.get("after", ""))
    kept = {name: value for name, value in (("q", text), ("whose", whose)) if value}
    return render_template(
        "own_reports/list.html", page=found, text=text, whose=whose, kept=kept, wrong=wrong,
        told=showing.told_briefly, said=said,
    )  # fmt: skip


def _one(view: OwnReportView, *, wrong: str = "") -> str:
    checked = own_drafts.checked_for(view.typed, reader().id, now())
    found: Any = None if checked.choice is None else showing.shown(checked.choice)
    return render_template(
        "own_reports/report.html", view=view, shown=found, wrong=wrong, said=said,
        faults=[language.sentence(refused) for refused in checked.wrong.values()],
        pinned=own_reports.is_pinned(view.id, reader().id),
    )  # fmt: skip


def _seen(report: int) -> OwnReportView:
    """One's own, or one that is shared with one's role; any other is not there."""
    view = own_reports.one(report, reader().id)
    if view is None:
        abort(404)
    return view
