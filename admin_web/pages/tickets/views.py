"""Tickets: the list, one ticket with its possible acts, and the explanation of its deadline."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for

from admin_web import language
from admin_web.access import client_ip, needs, now, reader, wants_json
from admin_web.pages.work.walk import along
from admin_web.ticket_forms import transition, whole
from admin_web.ticket_page import carry_out, done, explained, shown
from hotline.calls.reads import calls
from hotline.people.reads.scope import Scope
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.tickets.reads import page as ticket_page
from hotline.tickets.reads import suggestions, tickets
from hotline.tickets.reads.page import Whole
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.rules.likeness import About
from hotline.tickets.rules.tickets import whole_number
from hotline.tickets.verbs.looks import looked_up
from hotline.values.privacy import clean
from hotline.words import TicketEvent

blueprint = Blueprint("tickets", __name__, template_folder="templates")


@blueprint.get("/tickets/<number>")
@needs(Permission.SEE_TICKETS)
def one(number: str) -> Any:
    """One ticket. An agent who opens somebody else's, for a caller, is written down first. Another writing of a number
    leads to the one address of its ticket."""
    found = ticket_page.whole(number, reader().one_ticket, language=language.short())
    if found is None and (read := whole_number(number)) not in ("", number):
        return redirect("?".join(filter(None, (url_for("tickets.one", number=read), request.query_string.decode()))))
    if found is None:
        abort(404)
    if reader().for_a_caller(found.row.opened_by_id):
        looked_up([found.row.number], reader().id, now=now(), client_ip=client_ip())
    return render_template("tickets/ticket.html", **shown(found, typed={}), walk=along(request.args, found.row))


@blueprint.get("/tickets/<string(length=8):day>/<string(minlength=2,maxlength=3):site>/<string(minlength=4):count>")
@needs(Permission.SEE_TICKETS)
def slashed(day: str, site: str, count: str) -> Any:
    """A number that is written with slashes."""
    return one(f"{day}/{site}/{count}")


@blueprint.post("/tickets/<number>/act")
@needs(Permission.SEE_TICKETS)
def do(number: str) -> Any:
    """Do one act. If refused, the form comes back with the reason and the typed text."""
    found = _whole(number)
    typed, walk = request.form, along(request.args, found.row)
    try:
        asked = transition(typed.get("event", ""), typed, typed.getlist("others"))
        _in_reach(asked)
        carry_out(number, asked)
    except Refused as error:
        page = shown(found, typed=dict(typed))
        if wants_json() or page["open_event"] not in {*page["acts"], *page["part_acts"]}:
            raise  # the act's form is not there any more: the text is shown with the reason
        return render_template("tickets/ticket.html", **page, walk=walk, error=language.sentence(error)), 422
    if walk is None or walk.stays(number):
        kept: dict[str, Any] = walk.kept if walk is not None else {}
        return done(url_for("tickets.one", number=number, **kept))
    return done(walk.onward)


@blueprint.get("/tickets/<number>/clocks/<int:clock>")
@needs(Permission.SEE_TICKETS)
def why(number: str, clock: int) -> str:
    """Why it is due then, day by day from the clock's first day."""
    _whole(number)
    return explained(number, clock, back=url_for("tickets.one", number=number))


@blueprint.get("/tickets/twins")
@needs(Permission.REGISTER, Permission.DISPATCH)
def twins() -> Response:
    """Possible duplicates, while the matter is being typed."""
    return jsonify(html=render_template("tickets/_twins.html", twins=_twins(dict(request.args))))


def _twins(typed: dict[str, str]) -> list[suggestions.Twin]:
    about = About(
        number=_caller(typed), identity="", place=whole(typed.get("place", "")),
        address=clean(typed.get("address", ""), 200), topic=whole(typed.get("topic", "")),
        subject=typed.get("subject", "")[:200], text=typed.get("text", "")[:1000],
    )  # fmt: skip
    if not (about.subject or about.text):
        return []
    return suggestions.twins(about, Scope(site=reader().site), now=now(), leave_out=typed.get("not", ""))


def _caller(typed: dict[str, str]) -> str:
    """The number of the call that the form is for, or the one that was typed."""
    call = calls.one(clean(typed["call"], 64), reader().scope) if typed.get("call") else None
    return call.number if call is not None else clean(typed.get("caller_number", ""), 64)


def _whole(number: str) -> Whole:
    found = ticket_page.whole(number, reader().one_ticket, language=language.short())
    if found is None:
        abort(404)
    return found


def _in_reach(asked: TransitionRequest) -> None:
    """A ticket is merged only into one that its reader sees."""
    if asked.event is TicketEvent.MERGE and tickets.one(asked.parent, reader().tickets) is None:
        raise Refused("Choose an open ticket to merge it into")
