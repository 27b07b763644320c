"""Choosing an own report on a page: its fields with a preview, made anew while one chooses, and keeping it."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, reader
from admin_web.pages.figures import said
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.reports.reads import own_drafts, own_reports, own_tables
from hotline.reports.reads.own_reports import OwnReportView
from hotline.reports.rules import own_reports as rules
from hotline.reports.rules.catalogue import GROUPS
from hotline.reports.rules.dimensions import NONE
from hotline.reports.rules.figures import RowSet
from hotline.reports.rules.own_reports import OwnDraft
from hotline.reports.verbs import own_reports as verbs
from hotline.words import Dimension, OwnChart, OwnPeriod

from . import showing, typed

blueprint = Blueprint("own_choosing", __name__, template_folder="templates")
PREVIEW = "preview"


@blueprint.get("/own-reports/new")
@needs(Permission.SEE_FIGURES)
def new() -> str:
    """A new report, with a preview of what the address says."""
    if typed.is_chosen(request.args):
        return _page(typed.draft_of(request.args), None)
    return _page(OwnDraft("", "", typed.usual(calls=RowSet.CALLS in _sets())), None)


@blueprint.post("/own-reports/new")
@needs(Permission.SEE_FIGURES)
def keep() -> Response | str | tuple[str, int]:
    """Keep it; `do=preview`: show what the fields make, for who has no scripts."""
    draft = typed.draft_of(request.form)
    if request.form.get("do") == PREVIEW:
        return _page(draft, None)
    try:
        made = verbs.make(draft, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _page(draft, None, faults=own_drafts.faults(draft, reader().id, now()), error=error), 422
    flash(_("The report is kept"), "done")
    return redirect(url_for("own_reports.one", report=made), 303)


@blueprint.get("/own-reports/<int:report>/edit")
@needs(Permission.SEE_FIGURES)
def edit(report: int) -> str:
    """One's own report with its fields; the address says what was changed since."""
    view = _mine(report)
    if view is None:
        abort(404)
    if typed.is_chosen(request.args):
        return _page(typed.draft_of(request.args), view, version=typed.version_of(request.args) or view.version)
    draft = OwnDraft(view.name, view.about, view.typed, tuple(role.value for role in view.roles))
    return _page(draft, view)


@blueprint.post("/own-reports/<int:report>/edit")
@needs(Permission.SEE_FIGURES)
def replace(report: int) -> Response | str | tuple[str, int]:
    """Put what was chosen in the report's place; `do=new`: keep it as a new one beside it."""
    draft, version = typed.draft_of(request.form), typed.version_of(request.form)
    if request.form.get("do") == "new":
        return keep()
    if request.form.get("do") == PREVIEW:
        return _page(draft, _mine(report), version=version)
    try:
        verbs.change(
            report, draft, version=version, person=reader().id, now=now(), client_ip=client_ip()
        )  # fmt: skip
    except Refused as error:
        return _page(
            draft, _mine(report), faults=own_drafts.faults(draft, reader().id, now(), but=report), error=error
        ), 422
    flash(_("The report is kept"), "done")
    return redirect(url_for("own_reports.one", report=report), 303)


@blueprint.get("/own-reports/preview")
@needs(Permission.SEE_FIGURES)
def preview() -> FlaskResponse:
    """What the fields make, and the sentence beside each field that must change."""
    checked = own_drafts.checked_for(typed.typed_of(request.args), reader().id, now())
    shown = None if checked.choice is None else showing.shown(checked.choice)
    answer = jsonify(
        html=render_template("own_reports/_preview.html", shown=shown, said=said), wrong=_sentences(checked.wrong)
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _mine(report: int) -> OwnReportView | None:
    view = own_reports.one(report, reader().id)
    return view if view is not None and view.mine else None


def _page(
    draft: OwnDraft, view: OwnReportView | None, *, version: int = 0,
    faults: Mapping[str, Refused] | None = None, error: Refused | None = None,
) -> str:  # fmt: skip
    """`view`: the report that is changed; None for a new one. A sentence that belongs to no field stands above."""
    checked = own_drafts.checked_for(draft.typed, reader().id, now())
    wrong = _sentences(checked.wrong if faults is None else faults)
    above = "" if error is None else language.sentence(error)
    return render_template(
        "own_reports/choose.html", draft=draft, view=view, wrong=wrong,
        above="" if above in wrong.values() else above, said=said, rules=rules,
        of_version=version or (view.version if view is not None else 0),
        shown=None if checked.choice is None else showing.shown(checked.choice), roles=own_reports.readers(),
        **_offered(draft),
    )  # fmt: skip


def _offered(draft: OwnDraft) -> dict[str, Any]:
    """What stands in the lists."""
    seen = _sets()
    groups = [(said.text(label), [one for one in ones if one.rows in seen]) for _name, label, ones in GROUPS]
    figures = [*draft.typed.figures, *[""] * rules.FIGURES_MOST][: max(rules.FIGURES_MOST, len(draft.typed.figures))]
    return {
        "dimensions": list(Dimension), "periods": list(OwnPeriod), "charts": list(OwnChart),
        "groups": [group for group in groups if group[1]], "chosen_figures": figures,
        "filters": own_drafts.filters_of(reader().id, language.short()), "without": NONE,
    }  # fmt: skip


def _sets() -> frozenset[RowSet]:
    return own_tables.sets_seen(reader().tickets)


def _sentences(wrong: Mapping[str, Refused]) -> dict[str, str]:
    return {name: language.sentence(refused) for name, refused in wrong.items()}
