"""Dispute screening (K12): a person confirms or dismisses what keywords found, or enters a dispute by form."""

from flask import Blueprint, flash, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from admin_web import access
from admin_web.access import client_ip, needs, now, reader
from hotline.people.rules.permissions import Permission
from hotline.tickets.reads import disputes
from hotline.tickets.verbs import disputes as verbs
from hotline.words import DisputeLevel, DisputeState

blueprint = Blueprint("disputes", __name__, template_folder="templates")


@blueprint.get("/disputes")
@needs(Permission.SCREEN)
def page() -> str:
    asked = request.args
    state = DisputeState(asked["state"]) if asked.get("state") in set(DisputeState) else DisputeState.FOUND
    level = asked.get("level", "") if asked.get("level") in set(DisputeLevel) else ""
    found = disputes.page(reader().tickets, state, level=level, after=asked.get("after", ""))
    return render_template(
        "disputes/list.html", page=found, state=state, level=level, states=list(DisputeState),
        waiting=disputes.waiting(reader().tickets), kept=access.kept({"state": state, "level": level}),
    )  # fmt: skip


@blueprint.post("/disputes/<int:dispute>")
@needs(Permission.SCREEN)
def decide(dispute: int) -> Response:
    """Confirm it with its level and the number of people, or dismiss it with the reason."""
    typed = request.form
    if typed.get("dismiss"):
        verbs.dismiss(dispute, typed.get("text", ""), person=reader().id, now=now(), client_ip=client_ip())
        flash(_("The dispute is dismissed"), "done")
    else:
        verbs.confirm(
            dispute, typed.get("level", ""), typed.get("people", ""), typed.get("text", ""), person=reader().id,
            now=now(), client_ip=client_ip(),
        )  # fmt: skip
        flash(_("The dispute is confirmed"), "done")
    return redirect(url_for("disputes.page"), 303)


@blueprint.post("/disputes/of/<number>")
@needs(Permission.SCREEN)
def write_down(number: str) -> Response:
    """Enter a dispute that a person finds in a ticket."""
    typed = request.form
    verbs.write_down(
        number,
        typed.get("level", ""),
        typed.get("people", ""),
        typed.get("text", ""),
        person=reader().id,
        now=now(),
        client_ip=client_ip(),
    )
    flash(_("The dispute is written down"), "done")
    return redirect(url_for("tickets.one", number=number), 303)
