"""Lines and their A and B positions."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import address, needs, now, reader
from hotline.desk import lines as verbs
from hotline.desk.lines import Plan
from hotline.ports import Refused
from hotline.records.queries import lines, people
from hotline.records.queries.lines import LineView
from hotline.rules.permissions import Act
from hotline.words import PositionKind, Whom

blueprint = Blueprint("lines", __name__, template_folder="templates")
Answer = Response | str | tuple[str, int]
STEPS = 5  # rows for steps in the form


@blueprint.get("/lines")
@needs(Act.MANAGE_PEOPLE)
def page() -> str:
    """Every line; one without A or B bears a warning."""
    return render_template("lines/list.html", lines=lines.all_lines(), Whom=Whom)


@blueprint.route("/lines/new", methods=["GET", "POST"])
@needs(Act.MANAGE_PEOPLE)
def new() -> Answer:
    if request.method == "GET":
        return _form(None, Plan("", (("A", 15), ("B", 15), ("pool", 20)), 15, 30))
    site = request.form.get("site", "")
    plan = _plan()
    try:
        line = verbs.create_line(request.form.get("code", ""), _whole(site), plan, **_by())
    except Refused as error:
        return _form(None, plan, language.sentence(error)), 422
    return redirect(url_for("lines.one", line=line), 303)


@blueprint.route("/lines/<int:line>", methods=["GET", "POST"])
@needs(Act.MANAGE_PEOPLE)
def one(line: int) -> Answer:
    """A line's ladder, seconds and positions."""
    row = _found(line)
    if request.method == "GET":
        return _form(row, Plan(row.name, row.ladder, row.ring_seconds, row.wrap_up_seconds, row.active))
    plan = _plan()
    try:
        verbs.edit_line(line, plan, **_by())
    except Refused as error:
        return _form(row, plan, language.sentence(error)), 422
    flash(_("%(name)s is changed", name=plan.name), "done")
    return redirect(url_for("lines.one", line=line), 303)


@blueprint.post("/lines/<int:line>/positions")
@needs(Act.MANAGE_PEOPLE)
def put_on(line: int) -> Response:
    verbs.put_on(line, request.form.get("kind", ""), _whole(request.form.get("person", "")), **_by())
    return redirect(url_for("lines.one", line=line), 303)


@blueprint.post("/lines/<int:line>/positions/<int:position>/free")
@needs(Act.MANAGE_PEOPLE)
def take_off(line: int, position: int) -> Response:
    verbs.take_off(line, position, **_by())
    return redirect(url_for("lines.one", line=line), 303)


def _found(line: int) -> LineView:
    row = lines.one_line(line)
    if row is None:
        abort(404)
    return row


def _form(line: LineView | None, plan: Plan, error: str = "") -> str:
    steps = [*plan.ladder, *[("", 0)] * max(0, STEPS - len(plan.ladder))]
    return render_template(
        "lines/line.html", line=line, plan=plan, steps=steps, error=error, whoms=list(Whom), kinds=list(PositionKind),
        agents=people.telephones(), sites=people.sites(), code=request.form.get("code", ""),
    )  # fmt: skip


def _plan() -> Plan:
    form = request.form
    steps = zip(form.getlist("whom"), form.getlist("seconds"), strict=False)
    return Plan(
        name=form.get("name", ""),
        ladder=tuple((whom, _whole(seconds)) for whom, seconds in steps if whom),
        ring_seconds=_whole(form.get("ring_seconds", "")),
        wrap_up_seconds=_whole(form.get("wrap_up_seconds", "")) if form.get("wrap_up_seconds", "").strip() else -1,
        active=bool(form.get("active")),
    )


def _whole(text: str) -> int:
    """A small whole number as typed; 0 for anything else, which the verb refuses."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _by() -> dict[str, Any]:
    return {"by": reader().login, "now": now(), "address": address()}
