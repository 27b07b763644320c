"""Lines: the ladder, the people and shifts on A and B, and the hours with their preview."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, reader
from admin_web.pages.hours import form as hours_form
from admin_web.pages.hours import said
from hotline.calls.reads import lines
from hotline.calls.reads.lines import LineView
from hotline.calls.verbs import lines as verbs
from hotline.calls.verbs.lines import Plan
from hotline.people.reads import people
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.words import PositionKind, Whom

from . import form

blueprint = Blueprint("lines", __name__, template_folder="templates")
Answer = Response | str | tuple[str, int]


@blueprint.get("/lines")
@needs(Permission.MANAGE_LINES)
def page() -> str:
    """Every line; one without A or B has a warning."""
    rows = [(line, lines.times(line.hours, line.site_code)) for line in lines.all_lines(reader().site)]
    shown = [(line, said.opening(times.at(now()), now())) for line, times in rows]
    return render_template("lines/list.html", lines=shown, Whom=Whom)


@blueprint.route("/lines/new", methods=["GET", "POST"])
@needs(Permission.MANAGE_LINES)
def new() -> Answer:
    if request.method == "GET":
        return _form(None, form.FIRST)
    plan = form.plan(request.form)
    try:
        line = verbs.create_line(request.form.get("code", ""), form.whole(request.form.get("site", "")), plan, **_by())
    except Refused as error:
        return _form(None, plan, language.sentence(error)), 422
    return redirect(url_for("lines.one", line=line), 303)


@blueprint.route("/lines/<int:line>", methods=["GET", "POST"])
@needs(Permission.MANAGE_LINES)
def one(line: int) -> Answer:
    """A line's ladder, seconds, positions and hours."""
    row = _found(line)
    if request.method == "GET":
        return _form(row, _plan_of(row))
    plan = form.plan(request.form)
    try:
        verbs.edit_line(line, plan, **_by())
    except Refused as error:
        return _form(row, plan, language.sentence(error)), 422
    flash(_("%(name)s is changed", name=plan.name), "done")
    return redirect(url_for("lines.one", line=line), 303)


@blueprint.post("/lines/<int:line>/positions")
@needs(Permission.MANAGE_LINES)
def put_on(line: int) -> Response:
    """Put a person on a position, or change his shift."""
    given = request.form
    verbs.put_on(line, given.get("kind", ""), form.whole(given.get("person", "")), form.shift(given), **_by())
    flash(_("The position is filled"), "done")
    return redirect(url_for("lines.one", line=line, _anchor="positions"), 303)


@blueprint.post("/lines/<int:line>/positions/<int:position>/free")
@needs(Permission.MANAGE_LINES)
def take_off(line: int, position: int) -> Response:
    verbs.take_off(line, position, **_by())
    flash(_("The person is taken off the position"), "done")
    return redirect(url_for("lines.one", line=line, _anchor="positions"), 303)


def _found(line: int) -> LineView:
    row = lines.one_line(line, reader().site)
    if row is None:
        abort(404)
    return row


def _plan_of(row: LineView) -> Plan:
    return Plan(
        row.name, row.ladder, row.ring_seconds, row.wrap_up_seconds, row.active, row.needs, row.most_waiting,
        row.announce_seconds, row.tests_silence, row.shown_number,
    )  # fmt: skip


def _form(line: LineView | None, plan: Plan, error: str = "") -> str:
    shown: dict[str, Any] = {"times": None}
    if line is not None:
        times = lines.times(line.hours, line.site_code)
        shown = {
            "times": times,
            "opening": said.opening(times.at(now()), now()),
            "today": said.today(times, now()),
            "coming": said.coming(times, now()),
            "unknown_year": said.unknown_year(times, now()),
            "hours": hours_form.typed(line.hours),
            "weekday_names": said.weekday_names(),
            "sitting": {seat.id: seat.sits(now()) for seat in line.seats},
        }
    return render_template(
        "lines/line.html", line=line, plan=plan, steps=form.rows(plan), error=error, whoms=form.choices(),
        needs=form.shown(plan.needs), codes=lines.skill_codes(), kinds=list(PositionKind), said=said,
        agents=people.telephones(reader().site), sites=people.sites(reader().site), typed=request.form, **shown,
    )  # fmt: skip


def _by() -> dict[str, Any]:
    return {"by": reader().login, "now": now(), "client_ip": client_ip()}
