"""A finding of the risk view with its notes and tasks, and the list of all findings with something on them."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, reader
from admin_web.ticket_forms import whole
from hotline.clock import local_day
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.reports.reads import findings
from hotline.reports.reads.findings import Hung
from hotline.reports.rules.findings import TEXT_MOST, FindingKey, TaskWanted, key_of
from hotline.reports.verbs import findings as verbs
from hotline.tickets.reads import units
from hotline.values.typed import day
from hotline.words import UnitKind

from .hanging import names_of, sees_hung

blueprint = Blueprint("findings", __name__, template_folder="templates")


@blueprint.get("/figures/risk/findings")
@needs(Permission.SEE_FIGURES)
def page() -> str:
    """The findings with notes or tasks, those that were last written on first."""
    if not sees_hung(reader()):
        abort(404)
    only_open = request.args.get("show", "") == "open"
    found = findings.of_site(reader().site, now(), only_open=only_open, after=request.args.get("after", ""))
    return render_template(
        "figures/findings.html", page=found, only_open=only_open,
        names=names_of([one.key for one in found.rows], callers=True),
    )  # fmt: skip


@blueprint.get("/figures/risk/findings/<kind>/<about>")
@needs(Permission.SEE_FIGURES)
def one(kind: str, about: str) -> str:
    return _one(_key(kind, about))


@blueprint.post("/figures/risk/findings/<kind>/<about>/note")
@needs(Permission.ASSESS_RISK)
def note(kind: str, about: str) -> Response | tuple[str, int]:
    key, text = _key(kind, about), request.form.get("text", "")
    try:
        verbs.hang_note(key, text, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _one(key, about="note", wrong=language.sentence(error), typed=request.form), 422
    flash(_("The note is kept"), "done")
    return _back(key)


@blueprint.post("/figures/risk/findings/<kind>/<about>/task")
@needs(Permission.ASSESS_RISK)
def task(kind: str, about: str) -> Response | tuple[str, int]:
    key, form = _key(kind, about), request.form
    wanted = TaskWanted(
        form.get("text", ""), whole(form.get("unit", "")), whole(form.get("person", "")), day(form.get("due", ""))
    )
    try:
        verbs.hang_task(key, wanted, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _one(key, about="task", wrong=language.sentence(error), typed=form), 422
    flash(_("The task is given"), "done")
    return _back(key)


@blueprint.post("/figures/risk/tasks/<int:task>/withdraw")
@needs(Permission.ASSESS_RISK)
def withdraw(task: int) -> Response | tuple[str, int]:
    """Take a task back, with the reason."""
    why = request.form.get("why", "")
    key = findings.key_of_task(task, reader().site)
    if key is None:
        abort(404)
    try:
        verbs.withdraw(task, why, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _one(key, about=f"task-{task}", wrong=language.sentence(error), typed=request.form), 422
    flash(_("The task is withdrawn"), "done")
    return _back(key)


def _one(key: FindingKey, *, about: str = "", wrong: str = "", typed: Mapping[str, str] | None = None) -> str:
    """`about`: which of the forms was refused."""
    may, today = reader().may(Permission.ASSESS_RISK), local_day(now())
    return render_template(
        "figures/finding.html", key=key, hung=findings.hung([key], now()).get(key, Hung()),
        name=names_of([key], callers=True)[key], about=about, wrong=wrong, typed=typed or {}, today=today, may=may,
        units=[unit for unit in units.tree(reader().site) if unit.kind is not UnitKind.DISCIPLINE] if may else [],
        people=findings.doers(reader().site) if may else [], most=TEXT_MOST, site=key.site or "",
    )  # fmt: skip


def _key(kind: str, about: str) -> FindingKey:
    """A finding of the reader's site; people of the head site name another one with `site`."""
    named = whole(request.args.get("site", "")) if reader().head else None
    key = key_of(kind, about, reader().site if named is None else named) if sees_hung(reader()) else None
    if key is None or not findings.is_seen(key, reader().tickets):
        abort(404)
    return key


def _back(key: FindingKey) -> Response:
    given: dict[str, Any] = {"site": key.site} if key.site and reader().head else {}
    return redirect(url_for("findings.one", kind=key.kind.value, about=key.about, **given), 303)
