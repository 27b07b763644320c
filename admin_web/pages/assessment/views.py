"""The assessment of units: the overview of a period, a unit's card, publishing, correcting, and the sheet of rows."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, reader
from admin_web.downloads import spreadsheet
from admin_web.ticket_forms import whole
from hotline.assessment.reads import letters, listed, scores
from hotline.assessment.reads.scores import PeriodView, UnitScore
from hotline.assessment.rules.advice import ADVICE
from hotline.assessment.rules.kept import hundredths
from hotline.assessment.verbs import periods as verbs
from hotline.clock import local_day
from hotline.people.reads.parameters import parameter
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.values.plain import dashed, plain
from hotline.words import AssessmentState, PointEvent

from . import sheet, showing
from .showing import sees_card, sees_sum

blueprint = Blueprint("assessment", __name__, template_folder="templates")
ADVISED = 3  # so many kinds of events are advised on


@blueprint.get("/assessment")
@needs(Permission.SEE_ASSESSMENT)
def page() -> str | Response:
    """The newest period."""
    found = scores.periods(showing.sites_of(reader()))
    if found:
        return redirect(url_for("assessment.one", period=found[0].id), 303)
    return render_template("assessment/none.html")


@blueprint.get("/assessment/<int:period>")
@needs(Permission.SEE_ASSESSMENT)
def one(period: int) -> str:
    """All units of a period: sums; of other units than one's own only once they are published."""
    return overview_of(showing.seen(period))


@blueprint.get("/assessment/<int:period>/units/<int:unit>")
@needs(Permission.SEE_ASSESSMENT)
def card(period: int, unit: int) -> str:
    """A unit's report card: score, trend, best and worst, what to do, and every row."""
    return _card(showing.seen(period), unit)


@blueprint.post("/assessment/<int:period>/publish")
@needs(Permission.PUBLISH_ASSESSMENT)
def publish(period: int) -> Response | tuple[str, int]:
    view = showing.seen(period)
    try:
        verbs.publish(period, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return overview_of(showing.seen(period), wrong=language.sentence(error)), 422
    flash(_("%(period)s is published: its rows stay as they are", period=showing.title_of(view)), "done")
    return redirect(url_for("assessment.one", period=period), 303)


@blueprint.post("/assessment/<int:period>/correct")
@needs(Permission.PUBLISH_ASSESSMENT)
def correct(period: int) -> Response | tuple[str, int]:
    """Add a row to a published period."""
    view, form = showing.seen(period), request.form
    unit = whole(form.get("unit", "")) or 0
    try:
        verbs.correct(
            period, unit, form.get("event", ""), _points(form.get("points", "")), form.get("why", ""),
            about=_key_of(form.get("about", "")), person=reader().id, now=now(), client_ip=client_ip(),
        )  # fmt: skip
    except Refused as error:
        return overview_of(view, wrong=language.sentence(error), typed=form), 422
    flash(_("The correction stands among the rows"), "done")
    return redirect(url_for("assessment.card", period=period, unit=unit), 303)


@blueprint.post("/assessment/<int:period>/sheet")
@needs(Permission.SEE_ASSESSMENT)
def as_sheet(period: int) -> FlaskResponse | tuple[str, int]:
    """Exactly the rows that the reader sees, with the sums of their units, as a workbook."""
    view, unit = showing.seen(period), whole(request.form.get("unit", ""))
    if unit is not None and not sees_card(view, unit, reader()):
        abort(404)
    mine = reader().tickets
    if not reader().may(Permission.SEE_TICKETS) or mine.person is not None:
        abort(404)
    found = listed.points(view.id, unit, units=mine.units, size=None).rows
    units = [one for one in scores.scores(view) if sees_card(view, one.unit, reader()) and unit in (None, one.unit)]
    try:
        verbs.note_export(period, rows=len(found), person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return overview_of(view, wrong=language.sentence(error)), 422
    name = f"{_('Assessment')} {showing.title_of(view)}"
    return spreadsheet(sheet.written(units, found), name, plain=f"assessment-{view.first}", now=now())


def _key_of(number: str) -> str:
    """The key of a row by the number that the sheet shows; what is none is refused by the verb."""
    row = listed.one_point(whole(number.strip()) or 0) if number.strip() else None
    return row.row.key if row is not None else number.strip()


def _points(text: str) -> int | None:
    text = dashed(plain(text)).strip()
    found = hundredths(text.lstrip("+-")) if text[:1] in ("+", "-") and len(text) > 1 else hundredths(text)
    return None if found is None else -found if text.startswith("-") else found


def overview_of(view: PeriodView, *, wrong: str = "", typed: Any = None) -> str:
    """The page of a period; `typed`: what a refused form of it said."""
    who, found = reader(), scores.scores(view)
    ranked = bool(parameter("assessment.ranking")) and who.tickets.units is None
    units = sorted(found, key=_rank) if ranked else list(found)
    return render_template(
        "assessment/overview.html", view=view, title=showing.title_of(view), ranked=ranked, wrong=wrong,
        units=[(one, sees_card(view, one.unit, who), sees_sum(view, one.unit, who)) for one in units],
        periods=[(one, showing.title_of(one)) for one in scores.periods(showing.sites_of(who))],
        many_sites=who.site is None, typed=typed or {}, events=list(PointEvent),
        waiting=listed.waiting([view.site], now()), over=view.last < local_day(now()),
        letters=letters.of_period(view.id) if who.tickets.units is None else letters.for_units(who.tickets.units or ()),
        published=view.state is AssessmentState.PUBLISHED, **showing.TOLD,
    )  # fmt: skip


def _rank(one: UnitScore) -> tuple[bool, int]:
    return one.score is None, -(one.score or 0)


def _card(view: PeriodView, unit: int) -> str:
    mine = next((one for one in scores.scores(view) if one.unit == unit), None)
    if mine is None or not sees_card(view, unit, reader()):
        abort(404)
    kinds = scores.by_event(view.id, unit)
    asked = request.args.get("event", "")
    event = PointEvent(asked) if asked in set(PointEvent) else None
    found = listed.points(view.id, unit, event, after=request.args.get("after", ""))
    hrefs = {
        one.id: url_for("assessment.card", period=one.id, unit=unit) for one, _score in scores.trend(view, unit)
    }  # fmt: skip
    worst = [one for one, (_n, points) in kinds.items() if points < 0 and one in ADVICE][:ADVISED]
    return render_template(
        "assessment/card.html", view=view, title=showing.title_of(view), unit=mine, kinds=kinds, page=found,
        event=event, chart=showing.trend_chart(view, mine, _("Score by period"), hrefs), reason=showing.reason,
        advice=[(one, showing.said(ADVICE[one])) for one in worst],
        opens=listed.opened_by(found.rows, reader().tickets), asks=reader().may(Permission.HANDLE)
        and reader().tickets.units is not None, published=view.state is AssessmentState.PUBLISHED, **showing.TOLD,
    )  # fmt: skip
