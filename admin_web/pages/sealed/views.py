"""Confidential complaints (K8): for the discipline inspection only; every look is recorded."""

from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for
from flask import Response as FlaskResponse

from admin_web import language
from admin_web.access import client_ip, needs, now, reader, wants_json
from admin_web.sounds import file_of, played, trouble_of
from admin_web.ticket_forms import transition
from admin_web.ticket_page import carry_out, done, explained, shown
from hotline.calls.reads import calls
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.tickets.reads import page as ticket_page
from hotline.tickets.reads import sealed
from hotline.tickets.reads.page import Whole
from hotline.tickets.verbs import sealed as verbs
from hotline.words import FileTrouble
from hotline.workdays.rules import deadlines

blueprint = Blueprint("sealed", __name__, template_folder="templates")


@blueprint.post("/sealed/release")
@needs(Permission.READ_CONFIDENTIAL)
def release() -> Any:
    """Let the pages play the recordings of a call that the lot has held back."""
    try:
        verbs.release(request.form.get("call", ""), reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _listed(language.sentence(error)), 422
    return done(url_for("sealed.page"))


@blueprint.get("/sealed")
@needs(Permission.READ_CONFIDENTIAL)
def page() -> str:
    return _listed()


def _listed(wrong: str = "") -> str:
    verbs.looked_at_list(reader().id, now=now(), client_ip=client_ip())
    found = sealed.page(reader().person.roles, reader().site, after=request.args.get("after", ""))
    lights = {row.number: deadlines.lit(now(), yellow_at=row.yellow_at, due_at=row.burns_at) for row in found.rows}
    changed = sealed.changes(reader().person.roles)
    return render_template("sealed/list.html", page=found, lights=lights, changed=changed, wrong=wrong)


@blueprint.get("/sealed/<number>")
@needs(Permission.READ_CONFIDENTIAL)
def one(number: str) -> str:
    found = _whole(number, "open")
    return render_template(
        "sealed/ticket.html", **shown(found, typed={}), looks=sealed.looks(number), sounds=_with_troubles(found)
    )


@blueprint.post("/sealed/<number>/act")
@needs(Permission.READ_CONFIDENTIAL)
def do(number: str) -> Any:
    found = _whole(number, "act")
    typed = request.form
    try:
        carry_out(number, transition(typed.get("event", ""), typed, typed.getlist("others")))
    except Refused as error:
        if wants_json():
            raise
        page = {
            **shown(found, typed=dict(typed)),
            "looks": sealed.looks(number),
            "sounds": _with_troubles(found),
            "error": language.sentence(error),
        }
        return render_template("sealed/ticket.html", **page), 422
    return done(url_for("sealed.one", number=number))


@blueprint.get("/sealed/<number>/recordings/<int:recording>")
@needs(Permission.READ_CONFIDENTIAL)
def listen(number: str, recording: int) -> FlaskResponse:
    """The recording of the complaint's call. The listener is recorded first."""
    found = _whole(number, "listen")
    chosen = next((sound for sound in _sounds(found) if sound.id == recording), None)
    file = file_of(chosen) if chosen is not None else None
    if file is None:
        abort(404)
    return played(file)


@blueprint.get("/sealed/<number>/clocks/<int:clock>")
@needs(Permission.READ_CONFIDENTIAL)
def why(number: str, clock: int) -> str:
    _whole(number, "clock")
    return explained(number, clock, back=url_for("sealed.one", number=number))


def _sounds(found: Whole) -> list[calls.Sound]:
    return calls.all_sounds(found.row.call) if found.row.call else []


def _with_troubles(found: Whole) -> list[tuple[calls.Sound, FileTrouble | None]]:
    return [(sound, trouble_of(sound)) for sound in _sounds(found)]


def _whole(number: str, what: str) -> Whole:
    """The complaint, if it is of the reader's site; the look is recorded before anything is shown."""
    found = ticket_page.whole(number, None, language=language.short())
    if found is None or (reader().site is not None and found.row.site_id != reader().site):
        abort(404)
    verbs.looked(number, reader().id, what, now=now(), client_ip=client_ip())
    g.whole_numbers = True  # the inspection calls back itself
    return found
