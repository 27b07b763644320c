"""The judges' directory: everybody may read it, administrators may change it."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, reader
from admin_web.ticket_forms import whole
from hotline.callers.reads import contacts
from hotline.callers.reads.contacts import ChamberView, JudgeView
from hotline.callers.verbs import contacts as verbs
from hotline.callers.verbs.contacts import JudgeForm
from hotline.people.reads import people
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused

blueprint = Blueprint("directory", __name__, template_folder="templates")
Answer = Response | str | tuple[str, int]


@blueprint.get("/judges")
@needs(Permission.CONTACT_JUDGES, Permission.MANAGE_LINES)
def page() -> str:
    """The judges by chamber; `words` are searched in the names of both."""
    words = request.args.get("words", "").strip()[:64]
    judges = contacts.judges(words, all_of_them=reader().may(Permission.MANAGE_LINES))
    mine = {one.id for one in _chambers()}
    return render_template("contacts/judges.html", judges=judges, chambers=contacts.chambers(), words=words, mine=mine)


@blueprint.route("/judges/new", methods=["GET", "POST"])
@needs(Permission.MANAGE_LINES)
def new() -> Answer:
    if request.method == "GET":
        return _judge_form(None, {"active": "1", "chamber": request.args.get("chamber", "")})
    return _save_judge(None)


@blueprint.route("/judges/<int:judge>", methods=["GET", "POST"])
@needs(Permission.MANAGE_LINES)
def judge(judge: int) -> Answer:
    row = contacts.judge(judge)
    if row is None or row.chamber not in {one.id for one in _chambers()}:
        abort(404)
    return _judge_form(row, _typed(row)) if request.method == "GET" else _save_judge(row)


@blueprint.route("/judges/chambers/new", methods=["GET", "POST"])
@needs(Permission.MANAGE_LINES)
def new_chamber() -> Answer:
    return _chamber_form(None, {}) if request.method == "GET" else _save_chamber(None)


@blueprint.route("/judges/chambers/<int:chamber>", methods=["GET", "POST"])
@needs(Permission.MANAGE_LINES)
def chamber(chamber: int) -> Answer:
    row = next((one for one in _chambers() if one.id == chamber), None)
    if row is None:
        abort(404)
    if request.method == "GET":
        return _chamber_form(row, {"name": row.name, "telephone": row.telephone})
    return _save_chamber(row)


def _save_judge(row: JudgeView | None) -> Answer:
    form = request.form
    given = JudgeForm(
        chamber=whole(form.get("chamber", "")) or 0,
        name=form.get("name", ""),
        title=form.get("title", ""),
        telephone=form.get("telephone", ""),
        mobile=form.get("mobile", ""),
        chief=bool(form.get("chief")),
        active=bool(form.get("active")),
    )
    try:
        verbs.save_judge(row.id if row else None, given, **_by())
    except Refused as error:
        return _judge_form(row, form, language.sentence(error)), 422
    flash(_("%(name)s is kept", name=given.name), "done")
    return redirect(url_for("directory.page"), 303)


def _save_chamber(row: ChamberView | None) -> Answer:
    form = request.form
    site = row.site if row else whole(form.get("site", "")) or 0
    try:
        if all(place.id != site for place in people.sites(reader().site)):
            raise Refused("Choose a site")
        verbs.save_chamber(row.id if row else None, site, form.get("name", ""), form.get("telephone", ""), **_by())
    except Refused as error:
        return _chamber_form(row, form, language.sentence(error)), 422
    flash(_("%(name)s is kept", name=form.get("name", "")), "done")
    return redirect(url_for("directory.page"), 303)


def _judge_form(row: JudgeView | None, typed: Any, error: str = "") -> str:
    return render_template(
        "contacts/judge.html", judge=row, typed=typed, error=error, chambers=_chambers(), several=_several()
    )


def _chamber_form(row: ChamberView | None, typed: Any, error: str = "") -> str:
    sites = people.sites(reader().site)
    return render_template("contacts/chamber.html", chamber=row, typed=typed, error=error, sites=sites)


def _chambers() -> tuple[ChamberView, ...]:
    """The chambers that the reader may change."""
    return tuple(one for one in contacts.chambers() if reader().site in (None, one.site))


def _several() -> bool:
    """Whether there are several sites, so that a chamber's name alone does not identify it."""
    return len(people.sites()) > 1


def _typed(row: JudgeView) -> dict[str, str]:
    return {
        "chamber": str(row.chamber),
        "name": row.name,
        "title": row.title,
        "telephone": row.telephone,
        "mobile": row.mobile,
        "chief": "1" if row.chief else "",
        "active": "1" if row.active else "",
    }


def _by() -> dict[str, Any]:
    return {"by": reader().login, "now": now(), "client_ip": client_ip()}
