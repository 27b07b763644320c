"""Tickets: the list and one of them. They are opened on the desk."""

from flask import Blueprint, abort, render_template, request

from admin_web import access
from admin_web.access import needs, reader
from hotline.records.queries import tickets
from hotline.rules.permissions import Act
from hotline.words import TicketKind

blueprint = Blueprint("tickets", __name__, template_folder="templates")


@blueprint.get("/tickets")
@needs(Act.SEE_OWN_CALLS, Act.SEE_SITE_CALLS)
def page() -> str:
    """The newest tickets: an agent's own, a supervisor's site, all for the head site."""
    asked = request.args
    shown = tickets.page(
        reader().scope,
        kind=asked.get("kind", ""),
        words=asked.get("words", "").strip()[:100],
        after=asked.get("after", ""),
    )
    kept = access.kept(asked)
    return render_template("tickets/list.html", page=shown, asked=asked, kept=kept, kinds=list(TicketKind))


@blueprint.get("/tickets/<number>")
@needs(Act.SEE_OWN_CALLS, Act.SEE_SITE_CALLS)
def one(number: str) -> str:
    row = tickets.one(number, reader().scope)
    if row is None:
        abort(404)
    return render_template("tickets/ticket.html", ticket=row)
