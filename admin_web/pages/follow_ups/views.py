"""Follow-ups (R1): whom to ask next, the call, and what the citizen says."""

from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, reader, wants_json
from hotline.follow_ups import reads as follow_ups
from hotline.follow_ups.rules import Said
from hotline.follow_ups.verbs import follow_up_calls as calls
from hotline.follow_ups.verbs import follow_ups as verbs
from hotline.people.reads.parameters import parameter, quiet
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.tickets.reads import inbox
from hotline.tickets.reads import page as ticket_page
from hotline.tickets.verbs.life import actor
from hotline.words import FollowUpChannel

blueprint = Blueprint("follow_ups", __name__, template_folder="templates")
WHYS = ("no_answer", "busy", "switched_off", "wrong_number", "asks_later")


@blueprint.get("/visits")
@needs(Permission.FOLLOW_UP)
def page() -> str:
    later = bool(request.args.get("later"))
    found = inbox.follow_ups(
        reader().tickets, now=now(), due=not later, numbers=reader().sees_numbers, after=request.args.get("after", "")
    )
    waiting = inbox.follow_ups_waiting(reader().tickets, now=now())
    return render_template("follow_ups/list.html", page=found, later=later, waiting=waiting)


@blueprint.get("/visits/<int:follow_up>")
@needs(Permission.FOLLOW_UP)
def one(follow_up: int) -> str:
    return render_template("follow_ups/follow_up.html", **_shown(follow_up))


@blueprint.post("/visits/<int:follow_up>/call")
@needs(Permission.FOLLOW_UP)
def call(follow_up: int) -> Response:
    """Ring the clerk, then the citizen."""
    _number(follow_up)
    return _placed(
        follow_up,
        calls.call(follow_up, reader().id, by=reader().login, now=now(), client_ip=client_ip(), quiet=quiet()),
    )


@blueprint.post("/visits/<int:follow_up>/survey")
@needs(Permission.FOLLOW_UP)
def survey(follow_up: int) -> Response:
    """Transfer the citizen to the voice survey."""
    _number(follow_up)
    return _placed(follow_up, calls.survey(follow_up, reader().id, by=reader().login, now=now()))


@blueprint.post("/visits/<int:follow_up>/hang-up")
@needs(Permission.FOLLOW_UP)
def hang_up(follow_up: int) -> Response:
    """End the call of the follow-up."""
    _number(follow_up)
    return _placed(follow_up, calls.hang_up(follow_up, reader().id, by=reader().login, now=now()))


@blueprint.get("/visits/<int:follow_up>/now")
@needs(Permission.FOLLOW_UP)
def pieces(follow_up: int) -> FlaskResponse:
    """The call's progress, rendered anew."""
    return jsonify(html={"visit-call": render_template("follow_ups/_call.html", **_shown(follow_up))})


@blueprint.post("/visits/<int:follow_up>/answer")
@needs(Permission.FOLLOW_UP)
def answer(follow_up: int) -> Any:
    """Record the citizen's answer on the telephone."""
    _number(follow_up)
    typed = request.form
    try:
        verbs.answered(
            follow_up, _said(typed), typed.get("text", ""), who=actor(reader().id), way=FollowUpChannel.CALL, now=now(),
            wants_more=bool(typed.get("again")), call=_call(follow_up), client_ip=client_ip(),
        )  # fmt: skip
    except Refused as error:
        return render_template(
            "follow_ups/follow_up.html", **_shown(follow_up), typed=typed, error=language.sentence(error)
        ), 422
    flash(_("The visit is written down"), "done")
    return redirect(url_for("follow_ups.page"), 303)


@blueprint.post("/visits/<int:follow_up>/missed")
@needs(Permission.FOLLOW_UP)
def missed(follow_up: int) -> Response:
    """Record a failed attempt and its reason; it is repeated later, or given up after enough attempts."""
    _number(follow_up)
    why = request.form.get("why", "")
    if request.form.get("give_up"):
        verbs.give_up(follow_up, who=actor(reader().id), now=now(), client_ip=client_ip())
    else:
        reason = why if why in WHYS else "not_reached"
        verbs.not_reached(
            follow_up, reason, person=reader().id, now=now(), call=_call(follow_up), client_ip=client_ip()
        )
    return redirect(url_for("follow_ups.page"), 303)


def _said(typed: Any) -> Said:
    def yes(name: str) -> bool | None:
        return {"yes": True, "no": False}.get(typed.get(name, ""))

    grade = typed.get("satisfied", "")
    return Said(yes("handled"), yes("solved"), int(grade) if grade in ("1", "2", "3", "4", "5") else None)


def _shown(follow_up: int) -> dict[str, Any]:
    number = _number(follow_up)
    found = ticket_page.whole(number, reader().tickets, language=language.short())
    if found is None:
        abort(404)
    row = next(one for one in found.follow_ups if one.id == follow_up)
    tries = [one for one in found.tries if one.follow_up_id == follow_up]
    return {
        "ticket": found, "row": found.row, "follow_up": row, "tries": tries, "typed": {}, "whys": _whys(),
        "may_give_up": row.tries >= parameter("follow_up.tries"), "telephone": reader().person.extension,
        "call": follow_ups.last_call(follow_up), "Stage": follow_ups.Stage,
    }  # fmt: skip


def _placed(follow_up: int, order: int) -> Response:
    href = url_for("follow_ups.one", follow_up=follow_up)
    return jsonify(order=order) if wants_json() else redirect(href, 303)


def _call(follow_up: int) -> str:
    """The call in which the citizen gave this answer: the reader's last one for this follow-up."""
    last = follow_ups.last_call(follow_up)
    return last.call if last is not None and last.person == reader().id and last.outcome is not None else ""


def _whys() -> dict[str, str]:
    return {
        "no_answer": _("No answer"), "busy": _("Busy"), "switched_off": _("Switched off"),
        "wrong_number": _("Wrong number"), "asks_later": _("Asks to be called later"),
    }  # fmt: skip


def _number(follow_up: int) -> str:
    number = follow_ups.ticket_of(follow_up, reader().tickets)
    if number is None:
        abort(404)
    return number
