"""Requests for exclusions: a unit asks, another person decides; the list with what is late."""

from collections.abc import Mapping
from typing import Any, BinaryIO, cast

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language, paper_making
from admin_web.access import client_ip, needs, now, reader
from hotline.assessment.reads import listed
from hotline.assessment.reads.listed import ExclusionView
from hotline.assessment.verbs import exclusions as verbs
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.tickets.reads import dictionary
from hotline.tickets.verbs import attachments
from hotline.tickets.verbs.attachments import Coming
from hotline.words import EntryKind, ExclusionState

from . import showing

blueprint = Blueprint("exclusions", __name__, template_folder="templates")


@blueprint.get("/exclusions")
@needs(Permission.SEE_ASSESSMENT)
def page() -> str:
    """A unit's own requests, or those of the site."""
    asked = request.args.get("state", "")
    state = ExclusionState(asked) if asked in set(ExclusionState) else None
    units = reader().tickets.units
    found = listed.exclusions(
        now(), sites=showing.sites_of(reader()), units=units, state=state, after=request.args.get("after", "")
    )
    return render_template(
        "assessment/exclusions.html", page=found, state=state, states=list(ExclusionState), own=units is not None,
        **showing.TOLD,
    )  # fmt: skip


@blueprint.get("/exclusions/<int:exclusion>")
@needs(Permission.SEE_ASSESSMENT)
def one(exclusion: int) -> str:
    return _one(_seen(exclusion))


@blueprint.get("/assessment/rows/<int:point>/exclude")
@needs(Permission.HANDLE)
def form(point: int) -> str | tuple[str, int]:
    """The form for a row of the reader's unit."""
    return _form(point, {})


@blueprint.post("/assessment/rows/<int:point>/exclude")
@needs(Permission.HANDLE)
def ask(point: int) -> Response | tuple[str, int]:
    """Ask; a file is added to the ticket as evidence."""
    typed, file = request.form, request.files.get("file")
    try:
        verbs.checked(point, typed.get("ground", ""), typed.get("text", ""), person=reader().id, now=now())
        added = None
        if file is not None and file.filename:
            row = listed.one_point(point)
            coming = Coming(file.filename, cast(BinaryIO, file.stream), number=row.number if row is not None else "")
            added = attachments.add(
                coming, paper_making.store(), person=reader().id, now=now(), client_ip=client_ip()
            )  # fmt: skip
        asked = verbs.ExclusionAsked(typed.get("ground", ""), typed.get("text", ""), added)
        made = verbs.ask(point, asked, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        page = _form(point, typed, wrong=language.sentence(error))
        return page if isinstance(page, tuple) else (page, 422)
    flash(_("The request is sent: somebody of another unit decides about it"), "done")
    return redirect(url_for("exclusions.one", exclusion=made), 303)


@blueprint.post("/exclusions/<int:exclusion>/decide")
@needs(Permission.DECIDE_EXCLUSIONS)
def decide(exclusion: int) -> Response | tuple[str, int]:
    _seen(exclusion)
    typed = request.form
    try:
        if typed.get("granted", "") not in ("yes", "no"):
            raise Refused("Choose whether the points are excluded")
        verbs.decide(
            exclusion, typed["granted"] == "yes", typed.get("text", ""), person=reader().id, now=now(),
            client_ip=client_ip(),
        )  # fmt: skip
    except Refused as error:
        return _one(_seen(exclusion), wrong=language.sentence(error), typed=typed), 422
    flash(_("The request is decided"), "done")
    return redirect(url_for("exclusions.one", exclusion=exclusion), 303)


@blueprint.post("/exclusions/<int:exclusion>/overturn")
@needs(Permission.PUBLISH_ASSESSMENT)
def overturn(exclusion: int) -> Response | tuple[str, int]:
    _seen(exclusion)
    try:
        verbs.overturn(
            exclusion, request.form.get("why", ""), person=reader().id, now=now(), client_ip=client_ip()
        )  # fmt: skip
    except Refused as error:
        return _one(_seen(exclusion), wrong=language.sentence(error), typed=request.form), 422
    flash(_("The exclusion is overturned: the points count again"), "done")
    return redirect(url_for("exclusions.one", exclusion=exclusion), 303)


def _seen(exclusion: int) -> ExclusionView:
    """The request, for a reader of its unit or site."""
    view, units = listed.exclusion(exclusion, now()), reader().tickets.units
    if view is None or (units is not None and view.unit not in units):
        abort(404)
    if reader().site is not None and view.site != reader().site:
        abort(404)
    return view


def _one(view: ExclusionView, *, wrong: str = "", typed: Mapping[str, Any] | None = None) -> str:
    return render_template(
        "assessment/exclusion.html", one=view, wrong=wrong, typed=typed or {}, most=verbs.ANSWER_MOST,
        opens=listed.opened_by([view], reader().tickets), said=showing.said, **showing.TOLD,
    )  # fmt: skip


def _form(point: int, typed: Mapping[str, Any], *, wrong: str = "") -> str | tuple[str, int]:
    row, units = listed.one_point(point), reader().tickets.units
    if row is None or row.row.unit not in (units or ()):
        abort(404)
    return render_template(
        "assessment/ask.html", one=row, reason=showing.reason(row.row), wrong=wrong, typed=typed,
        grounds=dictionary.entries(EntryKind.EXCLUSION, language.short()), most=verbs.TEXT_MOST,
        opens=listed.opened_by([row], reader().tickets), **showing.TOLD,
    )  # fmt: skip
