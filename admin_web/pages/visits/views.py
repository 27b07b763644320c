"""Return visits (R1): whom to ask next, the call, and what the citizen says."""

from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import address, needs, now, reader, wants_json
from hotline.follow_ups import reads as visits
from hotline.follow_ups.rules import Said
from hotline.follow_ups.verbs import visit_calls as calls
from hotline.follow_ups.verbs import visits as verbs
from hotline.people.reads.parameters import parameter, quiet
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.tickets.reads import inbox
from hotline.tickets.reads import page as ticket_page
from hotline.tickets.verbs.life import actor
from hotline.words import VisitWay

blueprint = Blueprint("visits", __name__, template_folder="templates")
WHYS = ("no_answer", "busy", "switched_off", "wrong_number", "asks_later")


@blueprint.get("/visits")
@needs(Permission.VISIT)
def page() -> str:
    later = bool(request.args.get("later"))
    found = inbox.visits(
        reader().tickets, now=now(), due=not later, numbers=reader().sees_numbers, after=request.args.get("after", "")
    )
    waiting = inbox.visits_waiting(reader().tickets, now=now())
    return render_template("visits/list.html", page=found, later=later, waiting=waiting)


@blueprint.get("/visits/<int:visit>")
@needs(Permission.VISIT)
def one(visit: int) -> str:
    return render_template("visits/visit.html", **_shown(visit))


@blueprint.post("/visits/<int:visit>/call")
@needs(Permission.VISIT)
def call(visit: int) -> Response:
    """Ring the clerk, then the citizen."""
    _number(visit)
    return _placed(
        visit, calls.call(visit, reader().id, by=reader().login, now=now(), address=address(), quiet=quiet())
    )


@blueprint.post("/visits/<int:visit>/survey")
@needs(Permission.VISIT)
def survey(visit: int) -> Response:
    """Hand the citizen over to the voice survey."""
    _number(visit)
    return _placed(visit, calls.survey(visit, reader().id, by=reader().login, now=now()))


@blueprint.post("/visits/<int:visit>/hang-up")
@needs(Permission.VISIT)
def hang_up(visit: int) -> Response:
    """End the call of the visit."""
    _number(visit)
    return _placed(visit, calls.hang_up(visit, reader().id, by=reader().login, now=now()))


@blueprint.get("/visits/<int:visit>/now")
@needs(Permission.VISIT)
def pieces(visit: int) -> FlaskResponse:
    """How the call goes, drawn anew."""
    return jsonify(html={"visit-call": render_template("visits/_call.html", **_shown(visit))})


@blueprint.post("/visits/<int:visit>/answer")
@needs(Permission.VISIT)
def answer(visit: int) -> Any:
    """What the citizen has said on the telephone."""
    _number(visit)
    typed = request.form
    try:
        verbs.answered(
            visit, _said(typed), typed.get("text", ""), who=actor(reader().id), way=VisitWay.CALL, now=now(),
            wants_more=bool(typed.get("again")), call=_call(visit), address=address(),
        )  # fmt: skip
    except Refused as error:
        return render_template("visits/visit.html", **_shown(visit), typed=typed, error=language.sentence(error)), 422
    flash(_("The visit is written down"), "done")
    return redirect(url_for("visits.page"), 303)


@blueprint.post("/visits/<int:visit>/missed")
@needs(Permission.VISIT)
def missed(visit: int) -> Response:
    """Nobody was reached: why, and tried again later; or given up after enough tries."""
    _number(visit)
    why = request.form.get("why", "")
    if request.form.get("give_up"):
        verbs.give_up(visit, who=actor(reader().id), now=now(), address=address())
    else:
        reason = why if why in WHYS else "not_reached"
        verbs.not_reached(visit, reason, person=reader().id, now=now(), call=_call(visit), address=address())
    return redirect(url_for("visits.page"), 303)


def _said(typed: Any) -> Said:
    def yes(name: str) -> bool | None:
        return {"yes": True, "no": False}.get(typed.get(name, ""))

    grade = typed.get("satisfied", "")
    return Said(yes("handled"), yes("solved"), int(grade) if grade in ("1", "2", "3", "4", "5") else None)


def _shown(visit: int) -> dict[str, Any]:
    number = _number(visit)
    found = ticket_page.whole(number, reader().tickets, language=language.short())
    if found is None:
        abort(404)
    row = next(one for one in found.visits if one.id == visit)
    tries = [one for one in found.tries if one.visit_id == visit]
    return {
        "ticket": found, "row": found.row, "visit": row, "tries": tries, "typed": {}, "whys": _whys(),
        "may_give_up": row.tries >= parameter("visit.tries"), "telephone": reader().person.extension,
        "call": visits.last_call(visit), "Stage": visits.Stage,
    }  # fmt: skip


def _placed(visit: int, order: int) -> Response:
    href = url_for("visits.one", visit=visit)
    return jsonify(order=order) if wants_json() else redirect(href, 303)


def _call(visit: int) -> str:
    """The call in which the citizen said what is written down now: the reader's last one of this visit."""
    last = visits.last_call(visit)
    return last.call if last is not None and last.person == reader().id and last.outcome is not None else ""


def _whys() -> dict[str, str]:
    return {
        "no_answer": _("No answer"), "busy": _("Busy"), "switched_off": _("Switched off"),
        "wrong_number": _("Wrong number"), "asks_later": _("Asks to be called later"),
    }  # fmt: skip


def _number(visit: int) -> str:
    number = visits.ticket_of(visit, reader().tickets)
    if number is None:
        abort(404)
    return number
