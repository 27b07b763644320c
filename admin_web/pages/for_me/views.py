"""What is for the reader himself: reports that were sent to him, circulars of the assessment to his units, requests
that wait for him, and tasks about findings of the risk view."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, reader
from admin_web.pages.assessment import showing
from admin_web.pages.figures.hanging import names_of, sees_hung
from admin_web.pages.reports.titles import title_of
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.quality.reads import inspecting, work
from hotline.quality.rules import scoring
from hotline.quality.verbs import coaching
from hotline.reports.reads import findings, reports, sending
from hotline.reports.rules.findings import TEXT_MOST
from hotline.reports.verbs import findings as verbs

blueprint = Blueprint("for_me", __name__, template_folder="templates")


@blueprint.get("/for-me")
@needs(Permission.SEE_TICKETS)
def page() -> str:
    return _page()


@blueprint.post("/for-me/tasks/<int:task>/done")
@needs(Permission.SEE_TICKETS)
def done(task: int) -> Response | tuple[str, int]:
    """A task is done; how, in a sentence."""
    told = request.form.get("text", "")
    try:
        verbs.finish(task, told, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _page(about=task, wrong=language.sentence(error), typed=request.form), 422
    flash(_("The task is done"), "done")
    return redirect(url_for("for_me.page"), 303)


@blueprint.post("/for-me/coaching/<int:task>/done")
@needs(Permission.SEE_TICKETS)
def practised(task: int) -> Response | tuple[str, int]:
    """A coaching task is done; how, in a sentence."""
    try:
        coaching.finish(task, request.form.get("text", ""), person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _page(practice=task, wrong=language.sentence(error), typed=request.form), 422
    flash(_("The task is done"), "done")
    return redirect(url_for("for_me.page"), 303)


def _page(*, practice: int = 0, about: int = 0, wrong: str = "", typed: Mapping[str, str] | None = None) -> str:
    waiting, over = findings.for_person(reader().id, now())
    keys = {one.key for one in (*waiting, *over)}
    views = ((one, reports.one(one.report, reader().site)) for one in sending.to_person(reader().id))
    return render_template(
        "for_me/page.html", sent=[(one, title_of(view)) for one, view in views if view is not None],
        todo=waiting, over=over, names=names_of(keys, callers=sees_hung(reader())), about=about,
        wrong=wrong, typed=typed or {}, most=TEXT_MOST,
        practice=practice, coaching=inspecting.coaching_of(reader().id), said=scoring.said,
        results=work.own_results(reader().id, now()).rows if reader().may(Permission.SEE_OWN_QUALITY) else (),
        opens=reader().may(Permission.SEE_FIGURES) and sees_hung(reader()), **showing.waiting(),
    )  # fmt: skip
