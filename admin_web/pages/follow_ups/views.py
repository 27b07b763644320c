"""Follow-ups (R1): whom to ask next, the call, and what the citizen says."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _

from admin_web import language
from admin_web.access import client_ip, needs, now, reader, wants_json
from hotline.follow_ups import reads as follow_ups
from hotline.follow_ups.rules import FIELDS, Said, stars
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
LARGEST_ID = 2**63 - 1
AHEAD = 20  # of those who are called later, shown below the list of today
WHYS = ("no_answer", "busy", "switched_off", "wrong_number", "asks_later")


@blueprint.get("/visits")
@needs(Permission.FOLLOW_UP)
def page() -> str:
    """Whom to call now; below, and on a page of their own, those who are called later, and from when."""
    later, scope = bool(request.args.get("later")), reader().tickets
    given: dict[str, Any] = {"now": now(), "numbers": reader().sees_numbers}
    found = inbox.follow_ups(scope, due=not later, after=request.args.get("after", ""), **given)
    ahead = None if later else inbox.follow_ups(scope, due=False, size=AHEAD, **given)
    shown = [row[0] for some in (found, ahead) if some is not None for row in some.rows]
    return render_template(
        "follow_ups/list.html", page=found, later=later, ahead=ahead, asked=follow_ups.asked_by_message(shown),
        waiting=inbox.follow_ups_waiting(scope, now=now()),
    )  # fmt: skip


@blueprint.get("/visits/<int:follow_up>")
@needs(Permission.FOLLOW_UP)
def one(follow_up: int) -> str:
    return render_template("follow_ups/follow_up.html", **_shown(follow_up, {}))


@blueprint.post("/visits/<int:follow_up>/call")
@needs(Permission.FOLLOW_UP)
def call(follow_up: int) -> Any:
    """Ring the clerk, then the citizen."""
    me = reader()
    return _ordered(
        follow_up,
        lambda: calls.call(follow_up, me.id, by=me.login, now=now(), client_ip=client_ip(), quiet=quiet()),
    )


@blueprint.post("/visits/<int:follow_up>/survey")
@needs(Permission.FOLLOW_UP)
def survey(follow_up: int) -> Any:
    """Transfer the citizen to the voice survey."""
    return _ordered(follow_up, lambda: calls.survey(follow_up, reader().id, by=reader().login, now=now()))


@blueprint.post("/visits/<int:follow_up>/hang-up")
@needs(Permission.FOLLOW_UP)
def hang_up(follow_up: int) -> Any:
    """End the call of the follow-up."""
    return _ordered(follow_up, lambda: calls.hang_up(follow_up, reader().id, by=reader().login, now=now()))


@blueprint.get("/visits/<int:follow_up>/now")
@needs(Permission.FOLLOW_UP)
def pieces(follow_up: int) -> FlaskResponse:
    """The call's progress, rendered anew."""
    return jsonify(html={"visit-call": render_template("follow_ups/_call.html", **_shown(follow_up, {}))})


@blueprint.post("/visits/<int:follow_up>/answer")
@needs(Permission.FOLLOW_UP)
def answer(follow_up: int) -> Any:
    """Record the citizen's answer on the telephone."""
    _number(follow_up)
    typed = request.form
    try:
        verbs.answered(
            follow_up, _said(typed), typed.get("text", ""), who=actor(reader().id), way=FollowUpChannel.CALL, now=now(),
            wants_more={"yes": True, "no": False}.get(typed.get("again", "")), call=_call(follow_up),
            client_ip=client_ip(),
        )  # fmt: skip
    except Refused as error:
        return _refused(follow_up, error, FIELDS.get(error.code, "answer"))
    flash(_("The visit is written down"), "done")
    return redirect(url_for("follow_ups.page"), 303)


@blueprint.post("/visits/<int:follow_up>/missed")
@needs(Permission.FOLLOW_UP)
def missed(follow_up: int) -> Any:
    """Record a failed attempt and its reason; it is repeated later, or given up after enough attempts."""
    _number(follow_up)
    why = request.form.get("why", "")
    try:
        if request.form.get("give_up"):
            verbs.give_up(follow_up, who=actor(reader().id), now=now(), client_ip=client_ip())
        else:
            reason = why if why in WHYS else "not_reached"
            verbs.not_reached(
                follow_up, reason, person=reader().id, now=now(), call=_call(follow_up), client_ip=client_ip()
            )
    except Refused as error:
        return _refused(follow_up, error, "why")
    flash(_("The follow-up is given up") if request.form.get("give_up") else _("The attempt is written down"), "done")
    return redirect(url_for("follow_ups.page"), 303)


def _said(typed: Any) -> Said:
    def yes(name: str) -> bool | None:
        return {"yes": True, "no": False}.get(typed.get(name, ""))

    grade = typed.get("satisfied", "")
    return Said(yes("handled"), yes("solved"), stars(grade))


def _shown(follow_up: int, typed: Mapping[str, str], *, wrong: str = "", said: str = "") -> dict[str, Any]:
    """`wrong`: the field beside which the sentence `said` is shown; `typed`: what stood in the forms."""
    number = _number(follow_up)
    found = ticket_page.whole(number, reader().tickets, language=language.short())
    row = next((one for one in found.follow_ups if one.id == follow_up), None) if found is not None else None
    if found is None or row is None:
        abort(404)
    tries = [one for one in found.tries if one.follow_up_id == follow_up]
    return {
        "ticket": found, "row": found.row, "follow_up": row, "tries": tries, "typed": typed, "whys": _whys(),
        "may_give_up": row.tries >= parameter("follow_up.tries"), "telephone": reader().person.extension,
        "call": follow_ups.last_call(follow_up), "Stage": follow_ups.Stage, "wrong": wrong, "said": said,
    }  # fmt: skip


def _refused(follow_up: int, error: Refused, field: str) -> Any:
    """The page once more, with the sentence beside its field and all that was typed. Raises it for a script's request,
    which shows the sentence itself."""
    if wants_json():
        raise error
    shown = _shown(follow_up, request.form, wrong=field, said=language.sentence(error))
    return render_template("follow_ups/follow_up.html", **shown), 422


def _ordered(follow_up: int, verb: Callable[[], int]) -> Any:
    """Place an order; a script gets its id."""
    _number(follow_up)
    try:
        order = verb()
    except Refused as error:
        return _refused(follow_up, error, "call")
    if wants_json():
        return jsonify(order=order)
    return redirect(url_for("follow_ups.one", follow_up=follow_up), 303)


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
    number = follow_ups.ticket_of(follow_up, reader().tickets) if follow_up <= LARGEST_ID else None
    if number is None:
        abort(404)
    return number
