"""A person's overview: the reports that he put there, in his order, each with its chart and its first lines."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import needs, now, reader
from admin_web.pages.figures import said
from admin_web.ticket_forms import whole
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.reports.reads import own_drafts, own_reports
from hotline.reports.reads.own_reports import PinView
from hotline.reports.verbs import own_pins as verbs

from . import showing
from .showing import OwnShown

blueprint = Blueprint("overview", __name__, template_folder="templates")
LINES_MOST = 10  # of a report on the overview; its page has all


@dataclass(frozen=True, slots=True)
class OverviewPart:
    """`shown`: None where the report is gone, or cannot be counted as it is (`faults`)."""

    pin: PinView
    shown: OwnShown | None
    faults: tuple[str, ...] = ()


@blueprint.get("/overview")
@needs(Permission.SEE_FIGURES)
def page() -> str:
    return _page()


@blueprint.post("/overview/pin")
@needs(Permission.SEE_FIGURES)
def pin() -> Response | tuple[str, int]:
    """Put a report at the end of one's overview."""
    try:
        verbs.pin(whole(request.form.get("report", "")) or 0, person=reader().id)
    except Refused as error:
        return _page(wrong=language.sentence(error)), 422
    flash(_("The report stands on your overview"), "done")
    return redirect(url_for("overview.page"), 303)


@blueprint.post("/overview/<int:pin>/off")
@needs(Permission.SEE_FIGURES)
def off(pin: int) -> Response | tuple[str, int]:
    try:
        verbs.unpin(pin, person=reader().id)
    except Refused as error:
        return _page(wrong=language.sentence(error)), 422
    flash(_("Taken off your overview"), "done")
    return redirect(url_for("overview.page"), 303)


@blueprint.post("/overview/<int:pin>/move")
@needs(Permission.SEE_FIGURES)
def move(pin: int) -> Response | tuple[str, int]:
    try:
        verbs.move(pin, up=request.form.get("to") == "up", person=reader().id)
    except Refused as error:
        return _page(wrong=language.sentence(error)), 422
    return redirect(url_for("overview.page"), 303)


def _page(*, wrong: str = "") -> str:
    parts = [_part(one) for one in own_reports.pins(reader().id)]
    return render_template(
        "own_reports/overview.html", parts=parts, wrong=wrong, most=LINES_MOST, said=said
    )  # fmt: skip


def _part(pin: PinView) -> OverviewPart:
    if pin.report is None:
        return OverviewPart(pin, None)
    checked = own_drafts.checked_for(pin.report.typed, reader().id, now())
    if checked.choice is None:
        return OverviewPart(pin, None, tuple(language.sentence(refused) for refused in checked.wrong.values()))
    return OverviewPart(pin, showing.shown(checked.choice))
