"""Confidential complaints (K8): for the discipline inspection alone; whoever opens one is written down."""

from pathlib import Path
from typing import Any

from flask import Blueprint, abort, jsonify, redirect, render_template, request, send_file, url_for
from flask import Response as FlaskResponse

from admin_web import language
from admin_web.access import address, needs, now, reader, settings, wants_json
from admin_web.ticket_forms import wish
from admin_web.ticket_page import explained, shown
from hotline.desk import sealed as verbs
from hotline.desk.tickets import act, actor
from hotline.ports import Refused
from hotline.records.queries import calls, sealed, ticket_page
from hotline.records.queries.ticket_page import Whole
from hotline.rules import deadlines
from hotline.rules.permissions import Act

blueprint = Blueprint("sealed", __name__, template_folder="templates")


@blueprint.get("/sealed")
@needs(Act.READ_CONFIDENTIAL)
def page() -> str:
    verbs.looked_at_list(reader().id, now=now(), address=address())
    found = sealed.page(reader().person.roles, reader().site, after=request.args.get("after", ""))
    lights = {row.number: deadlines.lit(now(), yellow_at=row.yellow_at, due_at=row.burns_at) for row in found.rows}
    return render_template("sealed/list.html", page=found, lights=lights)


@blueprint.get("/sealed/<number>")
@needs(Act.READ_CONFIDENTIAL)
def one(number: str) -> str:
    found = _whole(number, "open")
    return render_template(
        "sealed/ticket.html", **shown(found, typed={}), looks=sealed.looks(number), sounds=_sounds(found)
    )


@blueprint.post("/sealed/<number>/act")
@needs(Act.READ_CONFIDENTIAL)
def do(number: str) -> Any:
    found = _whole(number, "act")
    typed = request.form
    try:
        seen = typed.get("seen", "")
        asked = wish(typed.get("event", ""), typed, typed.getlist("others"))
        act(
            number, asked, who=actor(reader().id), now=now(), address=address(),
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None,
        )  # fmt: skip
    except Refused as error:
        if wants_json():
            raise
        page = {
            **shown(found, typed=dict(typed)),
            "looks": sealed.looks(number),
            "sounds": _sounds(found),
            "error": language.sentence(error),
        }
        return render_template("sealed/ticket.html", **page), 422
    href = url_for("sealed.one", number=number)
    return jsonify(href=href) if wants_json() else redirect(href, 303)


@blueprint.get("/sealed/<number>/recordings/<int:recording>")
@needs(Act.READ_CONFIDENTIAL)
def listen(number: str, recording: int) -> FlaskResponse:
    """The recording of the call that brought it. Who listens is written down first."""
    found = _whole(number, "listen")
    sounds = calls.all_sounds(found.row.call) if found.row.call else []
    chosen = next((sound for sound in sounds if sound.id == recording), None)
    folder = settings().recordings.resolve()
    file = folder / Path(chosen.path).name if chosen is not None else folder
    if not file.resolve().is_relative_to(folder) or not file.is_file():
        abort(404)
    return send_file(file, mimetype="audio/wav", conditional=True, etag=False, max_age=0)


@blueprint.get("/sealed/<number>/clocks/<int:clock>")
@needs(Act.READ_CONFIDENTIAL)
def why(number: str, clock: int) -> str:
    _whole(number, "clock")
    return explained(number, clock, back=url_for("sealed.one", number=number))


def _sounds(found: Whole) -> list[calls.Sound]:
    return calls.all_sounds(found.row.call) if found.row.call else []


def _whole(number: str, what: str) -> Whole:
    """The complaint, when it is of the reader's site; the look is written down before anything is shown."""
    found = ticket_page.whole(number, None, language=language.short())
    if found is None or (reader().site is not None and found.row.site_id != reader().site):
        abort(404)
    verbs.looked(number, reader().id, what, now=now(), address=address())
    return found
