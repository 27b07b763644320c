"""Telephones that registered with wrong passwords: from where, how often, and letting one in again."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web.access import client_ip, needs, now, of_the_house, reader
from hotline.calls.reads import telephone_tries
from hotline.calls.verbs import telephone_tries as verbs
from hotline.people.rules.permissions import Permission

blueprint = Blueprint("telephones", __name__, template_folder="templates")


@blueprint.get("/telephones")
@needs(Permission.MANAGE_PEOPLE)
@of_the_house
def page() -> str:
    found = telephone_tries.listed(now(), after=request.args.get("after", ""))
    return render_template("telephones/list.html", page=found, at=now())


@blueprint.post("/telephones/<int:entry>/let-in")
@needs(Permission.MANAGE_PEOPLE)
@of_the_house
def let_in(entry: int) -> Response:
    """Let it register again before its time."""
    verbs.let_in(entry, by=reader().login, now=now(), client_ip=client_ip())
    flash(_("It may register again within seconds"), "done")
    return redirect(url_for("telephones.page"), 303)
