"""The wallboard, and a supervisor's hand on an agent's state."""

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web.access import address, needs, now, reader, settings, wants_json
from hotline.clock import day_bounds, local_day
from hotline.desk import agents
from hotline.records.queries.board import Board, board
from hotline.records.queries.scope import Scope
from hotline.rules.permissions import Act

blueprint = Blueprint("board", __name__, template_folder="templates")


@blueprint.get("/board")
@needs(Act.WATCH_BOARD)
def page() -> str:
    return render_template("board/board.html", board=_board(), forced=agents.FORCED, **_day())


@blueprint.get("/board/now")
@needs(Act.WATCH_BOARD)
def pieces() -> Response:
    """The board's own part of the page, drawn anew."""
    shown = render_template("board/_board.html", board=_board(), forced=agents.FORCED, **_day())
    return jsonify(html={"board": shown})


@blueprint.post("/board/force")
@needs(Act.FORCE_STATE)
def force() -> Response:
    """Set an agent's state and say why."""
    form = request.form
    person = form.get("person", "")
    order = agents.force_state(
        int(person) if person.isascii() and person.isdigit() else 0,
        form.get("state", ""),
        form.get("note", ""),
        site=reader().site,
        by=reader().login,
        now=now(),
        address=address(),
    )
    return jsonify(order=order) if wants_json() else redirect(url_for("board.page"), 303)


def _board() -> Board:
    begin, end = day_bounds(local_day(now()))
    return board(Scope(site=reader().site), begin=begin, end=end)


def _day() -> dict[str, object]:
    return {
        "today": local_day(now()).isoformat(),
        "formulas": {
            "entered": _("Calls that arrived today on our numbers"),
            "answered": _("Calls of today that were talked to by an agent at least once"),
            "abandoned": _("Calls of today that hung up in the menu, in the queue or while a telephone rang"),
            "average_answer": _("Seconds from asking for a person to the agent's voice ÷ calls answered; under 15"),
            "connect_rate": _(
                "(talked to an agent + served by the menu + brought through by the switch) ÷ calls ended; at least 90%"
            ),
        },
        "site": settings().site,
    }
