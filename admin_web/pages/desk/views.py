"""The agent's desk: the call on the telephone, the buttons, the ticket form. Typed text is saved in `drafts`."""

import secrets
from typing import Any, cast

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from admin_web import filters, language, live, noted_names
from admin_web.access import client_ip, needs, now, reader, settings, wants_json
from admin_web.pages.health.views import pulse
from admin_web.standing import told
from hotline.callers.reads import call_backs, contacts
from hotline.callers.verbs.cases import CaseLookup, CasesOfCallers
from hotline.calls.reads import desk as queries
from hotline.calls.reads import nuisance
from hotline.calls.reads.desk import AgentStatus, Pop, Tried
from hotline.calls.rules.phrases import hotline_of, opening, situation
from hotline.calls.rules.talk import Talk
from hotline.calls.verbs import agents
from hotline.citizens.keys import keyed
from hotline.clock import day_bounds, local_day
from hotline.knowledge.content import Content
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import drafts
from hotline.ports import Refused
from hotline.settings import secret
from hotline.store.health import parts
from hotline.tickets.reads import lookup
from hotline.tickets.reads import tickets as ticket_reads
from hotline.tickets.rules.tickets import SUBJECT_MOST, TEXT_MOST
from hotline.tickets.verbs import life as tickets
from hotline.values.privacy import clean
from hotline.words import AWAY_REASONS, OfferResult, Part, Party, Script

from . import bar

blueprint = Blueprint("desk", __name__, template_folder="templates")
FORM = "ticket:"
PIECES = ("stand", "phone", "pop", "drafts", "mine")
TOLD_SECONDS = 45  # how long a failed consultation is shown
SCRIPTS = tuple(zip(Script, "YUIO", strict=True))  # their keys lie side by side


@blueprint.get("/desk")
@needs(Permission.USE_DESK)
def page() -> str:
    """The whole desk; everything on it comes from the server, so a reload restores it in mid-call."""
    shown = _shown()
    call = request.args.get("call")
    form = _form_of(shown["call"] if call is None else call)
    if form["saved_at"] is None:  # nothing typed yet: what an enquiry has found
        form["typed"] = {name: clean(request.args.get(name, ""), SUBJECT_MOST) for name in ("subject", "text")}
    order = request.args.get("order", "")
    watched = order if order.isascii() and order.isdigit() else ""
    return render_template("desk/desk.html", **shown, **form, **_words(), watched=watched)


@blueprint.get("/desk/now")
@needs(Permission.USE_DESK)
def pieces() -> Response:
    """The live parts of the desk, as HTML by name."""
    shown = _shown()
    html = {name: render_template(f"desk/_{name}.html", **shown) for name in PIECES}
    pop, stand = shown["pop"], shown["stand"]
    badges = {"call-backs": call_backs.waiting(reader().site)} if reader().may(Permission.CALL_OUT) else {}
    return jsonify(
        html=html, call=shown["call"], state=stand.state, situation=shown["situation"], badges=badges,
        hotline=shown["hotline"], missed=queries.missed(reader().id), **bar.telephone(stand, pop),
    )  # fmt: skip


@blueprint.get("/desk/cases")
@needs(Permission.USE_DESK)
def cases() -> Response:
    """The cases of the caller on one's own telephone, from the case system: the screen pop does not wait for them."""
    stand = queries.stand(reader().id)
    pop = queries.pop(reader().id, stand)
    if pop is None or pop.call.id != request.args.get("call", ""):
        abort(404)
    told = _cases().ask(pop.call.number, now=now())
    return jsonify(html=render_template("desk/_cases.html", told=told, call=pop.call.id))


@blueprint.get("/desk/form")
@needs(Permission.USE_DESK)
def form() -> str:
    """The ticket form of a call (`call=` empty: of none), with what was typed before."""
    return render_template("desk/_form.html", **_form_of(request.args.get("call", "")))


@blueprint.post("/desk/state")
@needs(Permission.USE_DESK)
def state() -> AnyResponse:
    """Ready, away with a reason, or off; the button's value is `state:reason`."""
    wished, _colon, reason = request.form.get("order", "").partition(":")
    hub: live.Hub = current_app.extensions["live"]
    hub.saw(reader().id, now())  # who asks by a page has one: it is missed when it is lost
    return _placed(agents.request_state(reader().id, wished, reason, by=reader().login, now=now()))


@blueprint.post("/desk/wrap-up")
@needs(Permission.USE_DESK)
def prolong() -> AnyResponse:
    """More time for wrap-up."""
    return _placed(agents.more_time(reader().id, by=reader().login, now=now()))


@blueprint.post("/desk/control")
@needs(Permission.USE_DESK)
def control() -> AnyResponse:
    """Answer, hang up, hold, mute, mask the recording; three-way, back, hand over."""
    return _placed(agents.control(reader().id, request.form.get("order", ""), by=reader().login, now=now()))


@blueprint.get("/desk/orders/<int:order>")
@needs(Permission.USE_DESK, Permission.FOLLOW_UP, Permission.FORCE_STATE)
def order(order: int) -> Response:
    """The result of one's own order, or of one placed for somebody else."""
    end = queries.order_end(order, reader().id, reader().login)
    if end is None:
        abort(404)
    said = {"said": _(end.said)} if end.said else {}
    if end.line and end.place:
        said = {"said": _("Transferred to %(line)s, place %(place)s there", line=end.line, place=end.place)}
    elif end.line:
        said = {"said": _("Transferred to %(line)s", line=end.line)}
    elif end.to:
        said = {"said": _("Transferred to %(line)s", line=end.to)}
    return jsonify(done=end.done, refused=_(end.refused) if end.refused else "", **said)


@blueprint.put("/desk/draft/<path:key>")
@needs(Permission.USE_DESK, Permission.REGISTER)
def save_draft(key: str) -> Response:
    """Keep what is being typed; sent by the page a second after the last key."""
    given = _typed()
    kept = drafts.save_draft(reader().id, key, given, now=now(), sent=ticket_reads.is_open)
    return jsonify(kept=kept, at=filters.hour(now()))


def _typed() -> dict[str, str]:
    """The fields of a draft. What is nested too deep, or holds half a character, is no draft."""
    try:
        given = request.get_json()
        fields = {name: value for name, value in given.items() if isinstance(value, str)}
        "".join((*fields, *fields.values())).encode()
    except (AttributeError, RecursionError, UnicodeEncodeError):
        abort(400)
    if len(fields) < len(given):
        abort(400)
    return fields


@blueprint.post("/desk/draft/<path:key>/clear")
@needs(Permission.USE_DESK, Permission.REGISTER)
def clear_draft(key: str) -> AnyResponse:
    drafts.clear_draft(reader().id, key)
    return redirect(url_for("desk.page"), 303)


@blueprint.post("/desk/tickets")
@needs(Permission.USE_DESK)
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
            matter, person=reader().id, token=typed.get("token", ""), draft=key, now=now(), client_ip=client_ip(),
            keyed=keyed(secret(settings().data, "identity")),
        )  # fmt: skip
    except Refused as error:
        if wants_json():
            raise
        form = _form_of(typed.get("call", "")) | {"typed": dict(typed), "token": typed.get("token", "")}
        error_said = language.sentence(error)
        return render_template("desk/desk.html", **_shown(), **form, **_words(), watched="", error=error_said), 422
    if wants_json():
        warned = noted_names.warnings(matter.caller_name, matter.case_number)
        said = " ▲ ".join([noted_names.registered(number), *warned])
        return jsonify(number=number, href=url_for("tickets.one", number=number), said=said)
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
        "own_tickets": ticket_reads.of_call(pop.call.id) if pop else (),
        "tickets": _tickets(pop),
        "situation": _situation(stand, pop),
        "hotline": hotline_of(_content().phrases.hotlines, pop.call.profile if pop else ""),
        **bar.wrap_up(me, stand),
        "missed": _missed(pop),
        "told": _cases().known(pop.call.number, now=now()) if pop else CaseLookup(),
        "nuisance": nuisance.marked(pop.call.number, now()) if pop else None,
        "requests": contacts.of_call(pop.call.id) if pop else (),
        "scripts": SCRIPTS,
        "Party": Party,
        "waiting": queries.waiting(but=pop.call.id if pop else ""),
        "mine": queries.today(me, begin),
        "kept": [
            (draft, draft.key.removeprefix(FORM), numbers.get(draft.key.removeprefix(FORM), "")) for draft in kept
        ],
        "away_reasons": AWAY_REASONS,
        "stand_in": settings().stand_in,
        "telephone_side": parts(now=now(), pulse=pulse())[Part.CONTROLLER] != "lost",
    }


def _tickets(pop: Pop | None) -> list[Any]:
    """The tickets of the number on the telephone: where each stands, ready to be read to the caller."""
    if pop is None:
        return []
    return told(lookup.of_caller(pop.call.number, but=pop.call.id))


def _cases() -> CasesOfCallers:
    return cast(CasesOfCallers, current_app.config["CASES_OF_CALLERS"])


def _situation(stand: AgentStatus, pop: Pop | None) -> str:
    """The phrases for the agent's current situation."""
    talk = pop.talk if pop else Talk()
    third = pop.third.kind if pop and pop.third and pop.mine else None
    begun = pop.call.talking_at if pop else None
    out = pop.out if pop else None
    begins = opening(out=out is not None, call_back=out is not None and out.call_back is not None)
    seconds = (now() - begun).total_seconds() if begun else 0.0
    if pop is not None and pop.call.ended_at is not None:
        return "closing"
    return situation(stand.state, talk, third, seconds=seconds, begins=begins)


def _missed(pop: Pop | None) -> list[Tried]:
    """The third party who just did not answer."""
    if pop is None or not pop.mine:
        return []
    told = [one for one in pop.tried if one.result is not OfferResult.CALLER_GONE]
    return [one for one in told if (now() - one.at).total_seconds() < TOLD_SECONDS]


def _content() -> Content:
    return cast(Content, current_app.config["CONTENT"])


def _words() -> dict[str, Any]:
    """The phrases of the content, and the problems of their file."""
    content = _content()
    wrong = [problem for problem in content.problems if "phrases.yml" in problem.partition(": ")[0]]
    return {"phrases": content.phrases, "phrase_problems": wrong}


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
