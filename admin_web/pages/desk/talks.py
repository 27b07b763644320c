"""An agent's actions on his call: play a script, consult a third party, transfer."""

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from admin_web.access import client_ip, needs, now, reader, wants_json
from hotline.callers.reads import contacts
from hotline.callers.verbs import talks
from hotline.calls.reads import choices
from hotline.people.rules.permissions import Permission

blueprint = Blueprint("talks", __name__, template_folder="templates")


@blueprint.get("/desk/choices")
@needs(Permission.USE_DESK)
def choose() -> str:
    """Targets for transfer (`for=transfer`) or consultation, with their current states."""
    given = request.args.get("for") == "transfer"
    return render_template(
        "desk/_choices.html",
        colleagues=choices.colleagues(but=reader().id),
        queues=choices.queues() if given else (),
        flows=choices.flows() if given else (),
        judges=contacts.judges() if not given and reader().may(Permission.CONTACT_JUDGES) else (),
    )


@blueprint.post("/desk/script")
@needs(Permission.USE_DESK)
def script() -> Response:
    """Play a script of the standard; the agent is free at once."""
    return _placed(talks.play_script(reader().id, request.form.get("script", ""), by=reader().login, now=now()))


@blueprint.post("/desk/consult")
@needs(Permission.USE_DESK)
def consult() -> Response:
    """Ring a third party while the caller hears music."""
    to = request.form.get("to", "")
    return _placed(talks.consult(reader().id, to, by=reader().login, now=now(), client_ip=client_ip()))


@blueprint.post("/desk/transfer")
@needs(Permission.USE_DESK)
def transfer() -> Response:
    """Transfer the caller."""
    to = request.form.get("to", "")
    return _placed(talks.transfer(reader().id, to, by=reader().login, now=now(), client_ip=client_ip()))


def _placed(order: int) -> Response:
    return jsonify(order=order) if wants_json() else redirect(url_for("desk.page", order=order), 303)
