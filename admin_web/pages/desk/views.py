"""The agent's desk: the call on the telephone, the buttons, the ticket form. What is typed stands in `drafts`."""

import secrets
from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from admin_web import filters, language
from admin_web.access import address, needs, now, reader, settings, wants_json
from hotline.clock import day_bounds, local_day
from hotline.desk import agents, drafts, tickets
from hotline.ports import Refused
from hotline.records.queries import desk as queries
from hotline.records.queries.health import parts
from hotline.rules.permissions import Act
from hotline.rules.tickets import SUBJECT_MOST, TEXT_MOST
from hotline.words import AWAY_REASONS, Part

blueprint = Blueprint("desk", __name__, template_folder="templates")
FORM = "ticket:"
PIECES = ("stand", "phone", "pop", "drafts", "mine")


@blueprint.get("/desk")
@needs(Act.USE_DESK)
def page() -> str:
    """The whole desk; everything on it comes from the server, so a reload restores it in mid-call."""
    shown = _shown()
    call = request.args.get("call")
    form = _form_of(shown["call"] if call is None else call)
    return render_template("desk/desk.html", **shown, **form)


@blueprint.get("/desk/now")
@needs(Act.USE_DESK)
def pieces() -> Response:
    """The pieces of the desk that change by themselves, as HTML by name."""
    shown = _shown()
    html = {name: render_template(f"desk/_{name}.html", **shown) for name in PIECES}
    pop, stand = shown["pop"], shown["stand"]
    title = f"{filters.label(stand.state)} {filters.number(pop.call.number)}" if pop and stand.call else ""
    return jsonify(html=html, call=shown["call"], state=stand.state, title=title)


@blueprint.get("/desk/form")
@needs(Act.USE_DESK)
def form() -> str:
    """The ticket form of a call (`call=` empty: of none), with what was typed before."""
    return render_template("desk/_form.html", **_form_of(request.args.get("call", "")))


@blueprint.post("/desk/state")
@needs(Act.USE_DESK)
def state() -> AnyResponse:
    """Ready, away with a reason, or off; the button's value is `state:reason`."""
    wished, _colon, reason = request.form.get("wish", "").partition(":")
    return _placed(agents.wish_state(reader().id, wished, reason, by=reader().login, now=now()))


@blueprint.post("/desk/control")
@needs(Act.USE_DESK)
def control() -> AnyResponse:
    """Answer, hang up, hold, resume."""
    return _placed(agents.control(reader().id, request.form.get("order", ""), by=reader().login, now=now()))


@blueprint.get("/desk/orders/<int:order>")
@needs(Act.USE_DESK)
def order(order: int) -> Response:
    """How one's own order ended."""
    end = queries.order_end(order, reader().id)
    if end is None:
        abort(404)
    return jsonify(done=end.done, refused=_(end.refused) if end.refused else "")


@blueprint.put("/desk/draft/<path:key>")
@needs(Act.USE_DESK)
def save_draft(key: str) -> Response:
    """Keep what is being typed; sent by the page a second after the last key."""
    given = request.get_json()
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        abort(400)
    kept = drafts.save_draft(reader().id, key, given, now=now())
    return jsonify(kept=kept, at=filters.hour(now()))


@blueprint.post("/desk/draft/<path:key>/clear")
@needs(Act.USE_DESK)
def clear_draft(key: str) -> AnyResponse:
    drafts.clear_draft(reader().id, key)
    return redirect(url_for("desk.page"), 303)


@blueprint.post("/desk/tickets")
@needs(Act.USE_DESK)
def open_ticket() -> Any:
    """Open the ticket of the form. A refused one comes back with what was typed."""
    typed = request.form
    matter = tickets.Matter(
        kind=typed.get("kind", ""),
        subject=typed.get("subject", ""),
        text=typed.get("text", ""),
        close_at_once=bool(typed.get("close_at_once")),
        call=typed.get("call") or None,
        caller_number=typed.get("caller_number", ""),
        caller_name=typed.get("caller_name", ""),
    )
    key = FORM + typed.get("call", "")
    try:
        number = tickets.open_ticket(
            matter, person=reader().id, token=typed.get("token", ""), draft=key, now=now(), address=address()
        )
    except Refused as error:
        if wants_json():
            raise
        form = _form_of(typed.get("call", "")) | {"typed": dict(typed), "token": typed.get("token", "")}
        return render_template("desk/desk.html", **_shown(), **form, error=language.sentence(error)), 422
    if wants_json():
        return jsonify(number=number, href=url_for("tickets.one", number=number))
    return redirect(url_for("tickets.one", number=number), 303)


def _placed(order: int) -> AnyResponse:
    return jsonify(order=order) if wants_json() else redirect(url_for("desk.page"), 303)


def _shown() -> dict[str, Any]:
    me = reader().id
    stand = queries.stand(me)
    pop = queries.pop(me, stand)
    begin, _end = day_bounds(local_day(now()))
    kept = [draft for draft in drafts.drafts_of(me) if draft.key.startswith(FORM)]
    numbers = queries.numbers_of([draft.key.removeprefix(FORM) for draft in kept if draft.key != FORM])
    return {
        "stand": stand,
        "pop": pop,
        "call": pop.call.id if pop else "",
        "waiting": queries.waiting(but=pop.call.id if pop else ""),
        "mine": queries.today(me, begin),
        "kept": [
            (draft, draft.key.removeprefix(FORM), numbers.get(draft.key.removeprefix(FORM), "")) for draft in kept
        ],
        "away_reasons": AWAY_REASONS,
        "stand_in": settings().stand_in,
        "telephone_side": parts(now=now())[Part.CONTROLLER] == "ok",
    }


def _form_of(call: str) -> dict[str, Any]:
    kept = drafts.load_draft(reader().id, FORM + call)
    typed = kept.fields if kept else {}
    return {
        "form_call": call,
        "form_number": queries.numbers_of([call]).get(call, "") if call else "",
        "typed": typed,
        "token": typed.get("token") or secrets.token_urlsafe(16),
        "saved_at": kept.saved_at if kept else None,
        "subject_most": SUBJECT_MOST,
        "text_most": TEXT_MOST,
    }
