"""The addresses of wallboards: who keeps screens makes, changes and revokes them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, reader, settings
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.reports.reads import wall_keys
from hotline.reports.rules import walls as rules
from hotline.reports.rules.walls import Wall
from hotline.reports.verbs import walls
from hotline.words import WallPage

blueprint = Blueprint("wall_keys", __name__, template_folder="templates")
NOT_A_SITE = 0  # what was typed is none: the verb refuses it


@blueprint.get("/walls")
@needs(Permission.KEEP_WALLS)
def page() -> str:
    """The addresses, and the form for a new one."""
    return _listed()


@blueprint.post("/walls")
@needs(Permission.KEEP_WALLS)
def make() -> str | tuple[str, int]:
    """A new address, shown this once."""
    try:
        key = walls.make(_wanted(), by=reader().login, now=now(), client_ip=client_ip())
    except Refused as error:
        return _listed(typed=request.form, error=language.sentence(error)), 422
    scheme = "https" if settings().web.https else request.scheme
    address = f"{scheme}://{request.host}{url_for('wall.screen', key=key)}"
    return render_template("wall/made.html", address=address, name=request.form.get("name", "").strip())


@blueprint.post("/walls/<int:wall>")
@needs(Permission.KEEP_WALLS)
def change(wall: int) -> Response | tuple[str, int]:
    """What the screen at this address shows."""
    try:
        walls.change(wall, _wanted(), by=reader().login, now=now(), client_ip=client_ip())
    except Refused as error:
        return _listed(typed=request.form, error=language.sentence(error), about=wall), 422
    flash(_("Changed: the screen shows it within some seconds"), "done")
    return redirect(url_for("wall_keys.page"), 303)


@blueprint.post("/walls/<int:wall>/revoke")
@needs(Permission.KEEP_WALLS)
def revoke(wall: int) -> Response:
    walls.revoke(wall, by=reader().login, now=now(), client_ip=client_ip())
    flash(_("Revoked: the address shows nothing any more"), "done")
    return redirect(url_for("wall_keys.page"), 303)


def _wanted() -> Wall:
    form = request.form
    pages = tuple(page for page in WallPage if page.value in form.getlist("page"))
    return Wall(
        form.get("name", ""), _site(form.get("site", "")), pages, _number(form.get("seconds", "")),
        form.get("language", ""), bool(form.get("ranks_units")),
    )  # fmt: skip


def _site(typed: str) -> int | None:
    """The site chosen; of a branch's people it is their own, whatever they send."""
    if reader().site is not None:
        return reader().site
    return None if typed in ("", "all") else _number(typed) or NOT_A_SITE


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def _listed(*, typed: MultiDict[str, str] | None = None, error: str = "", about: int | None = None) -> str:
    found = wall_keys.listed(reader().site)
    fresh = Wall("", reader().site, (WallPage.OVERVIEW,))
    given: Any = _wanted() if typed is not None else None
    return render_template(
        "wall/keys.html", living=[one for one in found if one.revoked_at is None],
        gone=[one for one in found if one.revoked_at is not None], error=error, about=about,
        fresh=given if given is not None and about is None else fresh, typed=given, every=list(WallPage),
        sites=wall_keys.sites() if reader().head else [], rules=rules,
    )  # fmt: skip
