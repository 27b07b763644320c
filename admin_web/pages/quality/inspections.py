"""The work list of an inspector, the list of who manages the inspection, and one inspection on which work goes on."""

from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import access, language
from admin_web.access import client_ip, needs, now, reader
from admin_web.ticket_forms import whole
from hotline.people.reads import people
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.quality.reads import drawing, inspecting, sight, work
from hotline.quality.reads.inspecting import InspectionView
from hotline.quality.reads.work import WorkFilter
from hotline.quality.rules.scoring import SKIPPED, said
from hotline.quality.verbs import appeals, coaching
from hotline.quality.verbs import inspecting as verbs
from hotline.quality.verbs import plans as plan_verbs
from hotline.words import InspectionClosed, InspectionState

from .beside import beside

blueprint = Blueprint("inspections", __name__, template_folder="templates")
INSPECTS = (Permission.INSPECT, Permission.READ_CONFIDENTIAL)
SEES = (*INSPECTS, Permission.MANAGE_QUALITY)
MARKS_MOST = 200


@blueprint.get("/quality")
@needs(*INSPECTS)
def page() -> str:
    """What waits for the reader, and what he has done."""
    who = reader().id
    return render_template(
        "quality/work.html", waiting=work.waiting(who, now()), progress=work.progress(who, now()),
        done=work.done(who, now(), after=request.args.get("after", "")), said=said,
    )  # fmt: skip


@blueprint.get("/quality/all")
@needs(Permission.MANAGE_QUALITY)
def all_of_them() -> str:
    """The inspections of the site, found by state, inspector and agent."""
    asked = request.args
    wanted = WorkFilter(
        asked.get("state", "")[:16], whole(asked.get("inspector", "")), whole(asked.get("agent", "")),
        asked.get("overdue") == "1",
    )  # fmt: skip
    kept = access.kept({name: asked.get(name, "") for name in ("state", "inspector", "agent", "overdue")})
    everybody = [one for one in people.everybody() if reader().site in (None, one.site)]
    looks = {one.person for one in drawing.inspectors(confidential=False)}
    return render_template(
        "quality/all.html", kept=kept, said=said, states=list(InspectionState), people=everybody,
        page=work.of_site(reader().site, wanted, now(), but=reader().id, after=asked.get("after", "")),
        inspectors=[one for one in everybody if one.id in looks],
    )  # fmt: skip


@blueprint.get("/quality/<int:inspection>")
@needs(*SEES)
def one(inspection: int) -> Any:
    """One inspection: recording, events, ticket and reply, form, remarks, clips."""
    look = inspecting.one(inspection, reader().id)
    if look is None and sight.was_his(inspection, reader().id):
        flash(_("This can be inspected no more: its recording is not released"), "refused")
        return redirect(url_for("inspections.page"), 303)
    if look is None or look.own:
        abort(404)
    return _page(look)


@blueprint.post("/quality/<int:inspection>/save")
@needs(*INSPECTS)
def save(inspection: int) -> Any:
    """Keep what was marked by now; a script is told the score and the new version."""
    saved = _saved(inspection)
    if access.wants_json():
        found = saved.score
        return jsonify(
            version=saved.version, points=said(found.points), marked=found.marked, items=found.items,
            fatal=len(found.fatal),
        )  # fmt: skip
    flash(_("Saved"), "done")
    return redirect(url_for("inspections.one", inspection=inspection), 303)


@blueprint.post("/quality/<int:inspection>/finish")
@needs(*INSPECTS)
def finish(inspection: int) -> Any:
    """Keep what is on the page, and let the score stand."""
    try:
        saved = _saved(inspection)
        verbs.finish(inspection, version=saved.version, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _wrong(inspection, error)
    flash(_("The score stands"), "done")
    return _onward(inspection)


@blueprint.post("/quality/<int:inspection>/close")
@needs(*INSPECTS)
def close(inspection: int) -> Any:
    why = request.form.get("why", "")
    try:
        if why not in set(InspectionClosed):
            raise Refused("Choose why it is closed without a score")
        verbs.close(
            inspection, InspectionClosed(why), request.form.get("text", ""), version=_version(), person=reader().id,
            now=now(), client_ip=client_ip(),
        )  # fmt: skip
    except Refused as error:
        return _wrong(inspection, error)
    flash(_("It is closed without a score"), "done")
    return _onward(inspection)


@blueprint.post("/quality/<int:inspection>/remarks")
@needs(*INSPECTS)
def remark(inspection: int) -> Any:
    typed = request.form
    moment = typed.get("at_ms", "")
    try:
        verbs.remark(
            inspection, _moment(moment), typed.get("text", ""), person=reader().id, now=now(),
            clip=whole(typed.get("clip", "")) or 0,
        )  # fmt: skip
    except Refused as error:
        return _wrong(inspection, error)
    flash(_("The remark is kept"), "done")
    return redirect(url_for("inspections.one", inspection=inspection, _anchor="remarks"), 303)


@blueprint.post("/quality/<int:inspection>/remarks/<int:remark>/drop")
@needs(*INSPECTS)
def drop_remark(inspection: int, remark: int) -> Response:
    try:
        verbs.drop_remark(inspection, remark, person=reader().id)
    except Refused as error:
        flash(language.sentence(error), "refused")
    return redirect(url_for("inspections.one", inspection=inspection, _anchor="remarks"), 303)


@blueprint.post("/quality/<int:inspection>/assign")
@needs(Permission.MANAGE_QUALITY)
def assign(inspection: int) -> Response:
    """Give it to another inspector."""
    try:
        to = whole(request.form.get("person", "")) or 0
        plan_verbs.assign(inspection, to, person=reader().id, now=now(), client_ip=client_ip())
        flash(_("It was given to another inspector"), "done")
    except Refused as error:
        flash(language.sentence(error), "refused")
    return redirect(url_for("inspections.all_of_them"), 303)


@blueprint.post("/quality/<int:inspection>/decide")
@needs(Permission.INSPECT)
def decide(inspection: int) -> Any:
    """Uphold an appeal with the marks of the page, or dismiss it."""
    typed = request.form
    try:
        if typed.get("upheld") not in ("0", "1"):
            raise Refused("Choose whether the appeal is upheld")
        appeals.decide(
            inspection, typed.get("text", ""), _marks() if typed.get("upheld") == "1" else None, version=_version(),
            person=reader().id, now=now(), client_ip=client_ip(),
        )  # fmt: skip
    except Refused as error:
        return _wrong(inspection, error)
    flash(_("The appeal is decided"), "done")
    return redirect(url_for("inspections.page"), 303)


@blueprint.post("/quality/<int:inspection>/coaching")
@needs(Permission.INSPECT, Permission.MANAGE_QUALITY)
def coach(inspection: int) -> Any:
    typed = request.form
    try:
        coaching.give(
            inspection, typed.get("text", ""), typed.get("due", ""), person=reader().id, now=now(),
            client_ip=client_ip(),
        )  # fmt: skip
    except Refused as error:
        return _wrong(inspection, error)
    flash(_("The task is given"), "done")
    return redirect(url_for("inspections.one", inspection=inspection, _anchor="coaching"), 303)


@blueprint.post("/quality/<int:inspection>/example")
@needs(Permission.INSPECT, Permission.MANAGE_QUALITY)
def put_example(inspection: int) -> Any:
    typed = request.form
    try:
        coaching.put_example(
            inspection, whole(typed.get("stars", "")) or 0, typed.get("title", ""), typed.get("text", ""),
            whole(typed["clip"]) or 0 if typed.get("clip") else None, person=reader().id, now=now(),
            client_ip=client_ip(),
        )  # fmt: skip
    except Refused as error:
        return _wrong(inspection, error)
    flash(_("It stands in the library"), "done")
    return redirect(url_for("learning.library"), 303)


@blueprint.post("/quality/<int:inspection>/example/drop")
@needs(Permission.INSPECT, Permission.MANAGE_QUALITY)
def drop_example(inspection: int) -> Response:
    try:
        coaching.drop_example(inspection, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        flash(language.sentence(error), "refused")
    return redirect(url_for("inspections.one", inspection=inspection), 303)


def _saved(inspection: int) -> verbs.Saved:
    """Keep the marks and the words of the request. Raises Refused."""
    return verbs.save(
        inspection, _marks(), request.form.get("words"), version=_version(), person=reader().id, now=now()
    )  # fmt: skip


def _marks() -> dict[str, int]:
    """The marks of the request; what is no mark is -2, which fits no item."""
    marks = {}
    for name, text in list(request.form.items())[:MARKS_MOST]:
        item = name.removeprefix("mark-")
        if item != name and text:
            value = SKIPPED if text == "skip" else whole(text)
            marks[item] = -2 if value is None else value
    return marks


def _version() -> int:
    return whole(request.form.get("version", "")) or 0


def _moment(text: str) -> int | None:
    """Milliseconds; -1, which is no moment, for what is no number."""
    if not text.strip():
        return None
    found = whole(text.strip())
    return -1 if found is None else found


def _onward(inspection: int) -> Response:
    following = work.next_of(reader().id, inspection)
    if following is None:
        return redirect(url_for("inspections.page"), 303)
    return redirect(url_for("inspections.one", inspection=following), 303)


def _wrong(inspection: int, error: Refused) -> Any:
    """The page with what was wrong and with what was typed; a script gets the sentence alone."""
    look = None if access.wants_json() else inspecting.one(inspection, reader().id)
    if look is None or look.own:
        raise error
    return _page(look, wrong=language.sentence(error)), 422


def _page(look: InspectionView, *, wrong: str = "") -> str:
    typed = request.form if wrong else {}
    marks: dict[str, Any] = {code: "skip" if value == SKIPPED else str(value) for code, value in look.marks.items()}
    marks |= {name.removeprefix("mark-"): text for name, text in typed.items() if name.startswith("mark-")}
    return render_template(
        "quality/inspection.html", look=look, wrong=wrong, typed=typed, marks=marks, said=said,
        following=work.next_of(reader().id, look.id), closings=list(InspectionClosed), **beside(look),
    )  # fmt: skip
