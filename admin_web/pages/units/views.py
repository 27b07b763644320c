"""Units (A1): their tree, work in hand, people; creating, changing and dissolving."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, reader
from admin_web.pages.hours.said import days
from admin_web.ticket_forms import whole
from hotline.people.reads import people
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.tickets.reads import units
from hotline.tickets.verbs import units as verbs
from hotline.tickets.verbs.units import UnitDetails
from hotline.words import Post, UnitKind

blueprint = Blueprint("units", __name__, template_folder="templates")


@blueprint.get("/units")
@needs(Permission.MANAGE_UNITS)
def page() -> str:
    """The tree; dissolved ones when they are asked for."""
    gone = bool(request.args.get("gone"))
    found = units.tree(reader().site, all_of_them=gone)
    return render_template("units/tree.html", units=found, in_hand=units.in_hand(), gone=gone, days=days)


@blueprint.route("/units/new", methods=["GET", "POST"])
@needs(Permission.MANAGE_UNITS)
def create() -> Any:
    if request.method == "GET":
        return _form(
            None, {"site": str(reader().person.site), "ends": "17:30", "parent": request.args.get("under", "")}
        )
    try:
        made = verbs.create_unit(_details(), **_by())
    except Refused as error:
        return _form(None, dict(request.form), language.sentence(error)), 422
    return redirect(url_for("units.one", unit=made), 303)


@blueprint.route("/units/<int:unit>", methods=["GET", "POST"])
@needs(Permission.MANAGE_UNITS)
def one(unit: int) -> Any:
    row = _row(unit)
    if request.method == "GET":
        return _form(row, {name: str(getattr(row, name) or "") for name in _FIELDS})
    try:
        verbs.edit_unit(unit, _details(code=row.code), **_by())
    except Refused as error:
        return _form(row, dict(request.form), language.sentence(error)), 422
    flash(_("Saved"), "done")
    return redirect(url_for("units.one", unit=unit), 303)


@blueprint.post("/units/<int:unit>/dissolve")
@needs(Permission.MANAGE_UNITS)
def dissolve(unit: int) -> Response:
    """Dissolve a unit: its work goes to its successor, or back to the dispatcher."""
    row = _row(unit)
    moved = verbs.dissolve_unit(unit, _whole("follower"), **_by())
    flash(_("%(name)s is dissolved; %(count)s tickets have been handed on", name=row.name, count=moved), "done")
    return redirect(url_for("units.page"), 303)


@blueprint.post("/units/<int:unit>/members")
@needs(Permission.MANAGE_UNITS)
def members(unit: int) -> Response:
    """Add or remove a member of the unit."""
    _row(unit)
    person, post = _whole("person"), request.form.get("post", "")
    if person is None:
        raise Refused("There is no such person")
    change = verbs.drop_member if request.form.get("drop") else verbs.put_member
    change(unit, person, post, **_by())
    out = bool(request.form.get("drop"))
    flash(_("The person is taken out of the unit") if out else _("The person is in the unit"), "done")
    return redirect(url_for("units.one", unit=unit), 303)


_FIELDS = ("code", "name", "kind", "site", "parent", "telephone", "ends", "half")


def _details(code: str = "") -> UnitDetails:
    typed = request.form
    return UnitDetails(
        code=code or typed.get("code", "").strip(), name=typed.get("name", ""), kind=typed.get("kind", ""),
        site=_whole("site") or 0, parent=_whole("parent"), telephone=typed.get("telephone", ""),
        ends=typed.get("ends", "").strip(), half="".join(typed.getlist("half")),
    )  # fmt: skip


def _form(row: units.UnitView | None, typed: dict[str, str], error: str = "") -> str:
    others = [unit for unit in units.tree(reader().site) if row is None or unit.id != row.id]
    return render_template(
        "units/unit.html", unit=row, typed=typed, error=error, kinds=list(UnitKind), sites=people.sites(reader().site),
        units=others,
        followers=[unit for unit in others if unit.kind is not UnitKind.DISCIPLINE], posts=list(Post),
        members=units.members(row.id) if row is not None else [],
        everybody=[one for one in people.everybody() if one.active and reader().site in (None, one.site)],
        in_hand=units.in_hand().get(row.id, 0) if row is not None else 0,
    )  # fmt: skip


def _row(unit: int) -> units.UnitView:
    found = [one for one in units.tree(reader().site, all_of_them=True) if one.id == unit]
    if not found:
        abort(404)
    return found[0]


def _whole(name: str) -> int | None:
    return whole(request.form.get(name, ""))


def _by() -> dict[str, Any]:
    return {"by": reader().login, "now": now(), "client_ip": client_ip()}
