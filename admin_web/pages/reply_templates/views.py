"""Reply templates: texts to begin an answer with, of the site and of the reader's units."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, reader
from admin_web.ticket_forms import whole
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.tickets.reads import templates, units
from hotline.tickets.rules.templates import TEXT_MOST, TITLE_MOST, WORDS
from hotline.tickets.verbs import templates as verbs
from hotline.tickets.verbs.life import actor

blueprint = Blueprint("reply_templates", __name__, template_folder="templates")


@blueprint.get("/templates")
@needs(Permission.DISPATCH, Permission.HANDLE, Permission.REVIEW)
def page() -> str:
    return render_template("reply_templates/list.html", **_shown())


@blueprint.post("/templates")
@needs(Permission.DISPATCH, Permission.HANDLE)
def put() -> Any:
    """Write one, or change the one whose id is sent; refused, the text stays."""
    typed = request.form
    try:
        verbs.put(
            whole(typed.get("template", "")), typed.get("title", ""), typed.get("text", ""),
            whole(typed.get("place", "")), who=actor(reader().id), now=now(), client_ip=client_ip(),
        )  # fmt: skip
    except Refused as error:
        told = language.sentence(error)
        return render_template("reply_templates/list.html", **_shown(), typed=typed, error=told), 422
    flash(_("Saved"), "done")
    return redirect(url_for("reply_templates.page"), 303)


@blueprint.post("/templates/<int:template>/drop")
@needs(Permission.DISPATCH, Permission.HANDLE)
def drop(template: int) -> Response:
    verbs.delete(template, who=actor(reader().id), now=now(), client_ip=client_ip())
    flash(_("The template is deleted"), "done")
    return redirect(url_for("reply_templates.page"), 303)


def _shown() -> dict[str, Any]:
    """`places`: where the reader may write templates, as (unit's id or "", name)."""
    who = actor(reader().id)
    names = [(unit.id, unit.name) for unit in units.tree(reader().person.site) if templates.mine(who, unit.id)]
    site = [("", reader().person.site_name)] if templates.mine(who, None) else []
    rows = templates.of(who)
    return {
        "rows": rows, "changeable": {str(row.id) for row in rows if row.mine}, "places": [*site, *names],
        "words": WORDS, "title_most": TITLE_MOST, "text_most": TEXT_MOST,
    }  # fmt: skip
