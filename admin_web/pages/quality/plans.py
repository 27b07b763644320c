"""Sampling plans: all, one with a look at what it would draw and how well its weeks are covered; made and changed."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, reader
from admin_web.charts import Bar, bars
from admin_web.ticket_forms import whole
from hotline.calls.reads import lines
from hotline.clock import local_day
from hotline.people.reads import people
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.quality.reads import drawing, forms, plans
from hotline.quality.reads.plans import PlanView, SampledPart, WeekView, week_view
from hotline.quality.rules.plans import COUNTED, OFFERED, TIMED, Choice, week_of
from hotline.quality.verbs import plans as verbs
from hotline.quality.verbs.plans import PlanWanted
from hotline.words import Inspected, SampleClass

blueprint = Blueprint("quality_plans", __name__, template_folder="templates")
MANAGES = (Permission.MANAGE_QUALITY, Permission.READ_CONFIDENTIAL)
NUMBERS = ("each", "seconds", "times", "most", "shortest", "blind", "workdays")


@blueprint.get("/quality/plans")
@needs(*MANAGES)
def page() -> str:
    return render_template("quality/plans.html", plans=plans.of_reader(reader().person.roles, reader().site))


@blueprint.get("/quality/plans/new")
@needs(*MANAGES)
def new() -> str:
    return _edit(None)


@blueprint.post("/quality/plans/new")
@needs(*MANAGES)
def make() -> Any:
    try:
        wanted = _wanted(request.form)
        if request.form.get("preview"):
            return _edit(None, typed=request.form, preview=_preview(wanted))
        plan = verbs.make(wanted, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _edit(None, typed=request.form, wrong=language.sentence(error)), 422
    flash(_("The plan is kept. Its first week is drawn when it is over"), "done")
    return redirect(url_for("quality_plans.one", plan=plan), 303)


@blueprint.get("/quality/plans/<int:plan>")
@needs(*MANAGES)
def one(plan: int) -> str:
    view = _plan(plan)
    weeks = plans.weeks(plan, lines.line_names())
    drawn = [(week, *_pictures(week)) for week in weeks]
    return render_template("quality/plan.html", plan=view, weeks=drawn, form=_form(view), lines=lines.line_names())


@blueprint.get("/quality/plans/<int:plan>/edit")
@needs(*MANAGES)
def edit(plan: int) -> str:
    return _edit(_plan(plan))


@blueprint.post("/quality/plans/<int:plan>/edit")
@needs(*MANAGES)
def change(plan: int) -> Any:
    view = _plan(plan)
    try:
        wanted = _wanted(request.form)
        if request.form.get("preview"):
            return _edit(view, typed=request.form, preview=_preview(wanted))
        version = whole(request.form.get("version", "")) or 0
        verbs.change(plan, wanted, version=version, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _edit(view, typed=request.form, wrong=language.sentence(error)), 422
    flash(_("The plan is changed; weeks that were drawn stay as they are"), "done")
    return redirect(url_for("quality_plans.one", plan=plan), 303)


@blueprint.post("/quality/plans/<int:plan>/switch")
@needs(*MANAGES)
def switch(plan: int) -> Response:
    active = request.form.get("active") == "1"
    try:
        verbs.switch(plan, active=active, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        flash(language.sentence(error), "refused")
        return redirect(url_for("quality_plans.page"), 303)
    flash(_("The plan draws each week") if active else _("The plan draws no more"), "done")
    return redirect(url_for("quality_plans.one", plan=plan), 303)


def _plan(plan: int) -> PlanView:
    view = plans.one(plan, reader().person.roles, reader().site)
    if view is None:
        abort(404)
    return view


def _wanted(typed: Any) -> PlanWanted:
    """Raises Refused for what was chosen from no list; the verb says the rest."""
    inspected, how = typed.get("inspected", ""), typed.get("how", "")
    if inspected not in set(Inspected) or how not in set(SampleClass):
        raise Refused("Choose what is inspected, and how it is chosen")
    usual = Choice()
    numbers = {name: _number(typed.get(name, ""), getattr(usual, name)) for name in NUMBERS}
    but = tuple(found for text in typed.getlist("but")[:500] if (found := whole(text)) is not None)
    choice = Choice(how=SampleClass(how), lines=tuple(typed.getlist("lines")[:200]), but=but, **numbers)
    site = whole(typed.get("site", "")) if typed.get("site") else reader().site
    return PlanWanted(typed.get("name", ""), Inspected(inspected), typed.get("form", "")[:40], site, choice)


def _number(text: str, usual: int) -> int:
    """What was typed; the usual where nothing was, and -1, which every rule refuses, for what is no number."""
    if not text.strip():
        return usual
    found = whole(text.strip())
    return -1 if found is None else found


def _preview(wanted: PlanWanted) -> WeekView:
    """The last whole week as this plan would draw it, with another seed than it will have. Raises Refused."""
    verbs.look(wanted, person=reader().id)
    week = week_of(local_day(now())) - dt.timedelta(weeks=1)
    found = drawing.draw(wanted.inspected, wanted.choice, "preview", week, wanted.site)
    told = found.told()
    names = plans.names_of({int(key) for key in told["agents"]})
    return week_view(week.isoformat(), now(), told, names, lines.line_names())


def _pictures(week: WeekView) -> tuple[Markup, Markup]:
    by_agent, by_line = _("Share drawn of each agent"), _("Share drawn of each line")
    return _drawn(week.agents, by_agent), _drawn(week.lines, by_line)


def _drawn(shares: Sequence[SampledPart], title: str) -> Markup:
    given = [
        Bar(one.name, _("%(drawn)s of %(there)s", drawn=one.drawn, there=one.there), one.part) for one in shares
    ]  # fmt: skip
    return bars(title, given) if given else Markup("")


def _form(view: PlanView) -> Any:
    return next((one for one in forms.newest() if one.form.code == view.form_code), None)


def _edit(view: PlanView | None, *, typed: Any = None, wrong: str = "", preview: WeekView | None = None) -> str:
    who = reader()
    ways = [how for how in SampleClass if _may_choose(how)]
    choice = view.choice if view else Choice()
    sites = people.sites() if who.head else []
    return render_template(
        "quality/edit_plan.html", plan=view, typed=typed, wrong=wrong, choice=choice, numbers=NUMBERS, ways=ways,
        inspected=list(Inspected), offered=OFFERED, timed=TIMED, counted=COUNTED, forms=forms.newest(active=True),
        lines=lines.line_names(), sites=sites, preview=preview,
        people=[one for one in people.everybody() if one.active and who.site in (None, one.site)],
        drawn=None if preview is None else _pictures(preview),
    )  # fmt: skip


def _may_choose(how: SampleClass) -> bool:
    sealed = how is SampleClass.CONFIDENTIAL
    return reader().may(Permission.READ_CONFIDENTIAL if sealed else Permission.MANAGE_QUALITY)
