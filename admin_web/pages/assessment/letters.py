"""Circulars and notice letters on a published period: issued, read, taken along, answered by the units."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language, paper_making
from admin_web.access import client_ip, needs, now, reader
from admin_web.paper_making import MAKERS
from admin_web.ticket_forms import whole
from hotline.assessment.reads import letters
from hotline.assessment.reads.letters import LetterView
from hotline.assessment.verbs import letters as verbs
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.values.file_names import disposition
from hotline.words import AssessmentPaper

from . import showing
from .views import overview_of

blueprint = Blueprint("assessment_letters", __name__, template_folder="templates")
SHOWN = (Permission.SEE_ASSESSMENT,)


@blueprint.post("/assessment/<int:period>/letters")
@needs(Permission.PUBLISH_ASSESSMENT)
def issue(period: int) -> Response | tuple[str, int]:
    """A circular to all units, or a letter to one; what is wrong is told on the overview."""
    view, form = showing.seen(period), request.form
    kind = AssessmentPaper.LETTER if form.get("unit") else AssessmentPaper.CIRCULAR
    try:
        made = verbs.issue(
            period, kind, whole(form.get("unit", "")), form.get("text", ""), numbers=paper_making.numbers(),
            make=current_app.extensions["papers"].docx, person=reader().id, now=now(), client_ip=client_ip(),
        )  # fmt: skip
    except Refused as error:
        typed = {"letter": form.get("text", ""), "to": form.get("unit", "")}
        return overview_of(view, wrong=language.sentence(error), typed=typed), 422
    flash(_("Issued: the units find it under For you"), "done")
    return redirect(url_for("assessment_letters.one", letter=made), 303)


@blueprint.get("/assessment/letters/<int:letter>")
@needs(*SHOWN)
def one(letter: int) -> str:
    """A letter with what became of it; a unit that opens it has seen it now."""
    view = _seen(letter)
    if reader().tickets.units is not None:
        verbs.see(letter, person=reader().id, now=now())
    return _one(_seen(view.id))


@blueprint.post("/assessment/letters/<int:letter>/file")
@needs(*SHOWN)
def as_file(letter: int) -> FlaskResponse | tuple[str, int]:
    """The letter as docx or pdf."""
    view, shape = _seen(letter), request.form.get("shape", "")
    try:
        if shape not in MAKERS:
            raise Refused("Choose a Word file or a PDF")
        content = getattr(current_app.extensions["papers"], shape)(view.kind, view.site_code, view.fields)
    except Refused as error:
        return _one(view, wrong=language.sentence(error)), 422
    answer = current_app.response_class(bytes(content), mimetype=MAKERS[shape])
    answer.headers["Content-Disposition"] = disposition(
        f"{view.number}.{shape}", plain=f"{view.kind}-{view.id}.{shape}"
    )
    return answer


@blueprint.post("/assessment/letters/<int:letter>/answer")
@needs(Permission.HANDLE)
def answer(letter: int) -> Response | tuple[str, int]:
    """A unit says what it does about it."""
    view = _seen(letter)
    receipt = whole(request.form.get("receipt", ""))
    mine = next((one for one in view.receipts if one.id == receipt), None)
    try:
        if mine is None:
            raise Refused("Choose the unit that answers")
        verbs.answer(mine.id, request.form.get("text", ""), person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _one(view, wrong=language.sentence(error), typed=request.form.get("text", "")), 422
    flash(_("The answer is kept"), "done")
    return redirect(url_for("assessment_letters.one", letter=letter), 303)


def _seen(letter: int) -> LetterView:
    units = reader().tickets.units
    view = letters.one(letter, units)
    if view is None or (reader().site is not None and view.site != reader().site):
        abort(404)
    return view


def _one(view: LetterView, *, wrong: str = "", typed: str = "") -> str:
    return render_template(
        "assessment/letter.html", one=view, title=showing.title_of(showing.seen(view.period)),
        wrong=wrong, typed=typed, most=verbs.TEXT_MOST,
        answers=reader().may(Permission.HANDLE) and reader().tickets.units is not None,
    )  # fmt: skip
