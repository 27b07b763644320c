"""The call bar on every page of an agent: his state, the call on his telephone, and the buttons for it."""

from typing import Any

from flask import Blueprint, Flask, Response, g, jsonify, render_template, request
from flask_babel import gettext as _

from admin_web import filters
from admin_web.access import Reader, needs, reader
from hotline.calls.reads import desk as queries
from hotline.calls.reads.desk import AgentStatus, Pop
from hotline.calls.verbs import agents
from hotline.people.reads.parameters import parameter
from hotline.people.rules.permissions import Permission
from hotline.words import Presence

blueprint = Blueprint("bar", __name__, template_folder="templates")
DESK = "desk.page"  # shows all of it itself


@blueprint.get("/bar")
@needs(Permission.USE_DESK)
def now_shown() -> Response:
    """The bar drawn anew, and what rings."""
    shown = of_reader(reader())
    html = render_template("desk/_bar.html", **shown)
    return jsonify(html=html, **telephone(shown["stand"], shown["pop"]))


def start(app: Flask) -> None:
    """Give the base template `call_bar()`: None where there is none."""

    @app.context_processor
    def given() -> dict[str, object]:
        return {"call_bar": _for_page}


def _for_page() -> dict[str, Any] | None:
    who: Reader | None = g.get("reader")
    if who is None or who.person.must_change or not who.may(Permission.USE_DESK) or not who.person.extension:
        return None
    return None if request.endpoint in (DESK, "desk.open_ticket") else of_reader(who)


def of_reader(who: Reader) -> dict[str, Any]:
    stand = queries.stand(who.id)
    return {"stand": stand, "pop": queries.pop(who.id, stand), **wrap_up(who.id, stand)}


def wrap_up(person: int, stand: AgentStatus) -> dict[str, Any]:
    """What follows a wrap-up, and how often it can still be prolonged (None: there is none)."""
    if stand.state is not Presence.WRAP_UP:
        return {"then": None, "prolongs": None, "more_seconds": 0}
    return {
        "then": queries.next_state(person),
        "prolongs": max(0, parameter("wrap_up.more_times") - agents.prolonged(person)),
        "more_seconds": parameter("wrap_up.more_seconds"),
    }


def telephone(stand: AgentStatus, pop: Pop | None) -> dict[str, Any]:
    """The title of the tab ("" for its own), and the call that rings."""
    if pop is None or not stand.call:
        return {"title": "", "ring": None}
    number = filters.number(pop.call.number) or _("Number withheld")
    title = f"{filters.label(stand.state)} {number}"
    rings = stand.state is Presence.OFFERED
    text = " · ".join(part for part in (title, pop.call.name, pop.call.line) if part)
    return {"title": title, "ring": {"call": pop.call.id, "text": text} if rings else None}
