"""Nuisance numbers: listed for a time, appealed, answered, lifted."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, reader
from admin_web.asked import tail as tail_of
from admin_web.asked import unread
from admin_web.ticket_forms import whole
from hotline.calls.reads import nuisance
from hotline.calls.verbs import nuisance as verbs
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused

blueprint = Blueprint("nuisance", __name__, template_folder="templates")
Answer = Response | str | tuple[str, int]
DIGITS_MOST = 20
DAYS = 30


@blueprint.get("/nuisance")
@needs(Permission.USE_DESK, Permission.LIST_NUISANCE)
def page() -> str:
    """Entries in force, and below expired ones. `call`: fill in this call's number."""
    number = nuisance.number_of(request.args.get("call", ""), reader().scope)
    return _page({"number": number, "days": str(DAYS)})


@blueprint.post("/nuisance")
@needs(Permission.LIST_NUISANCE)
def add() -> Answer:
    """List a number."""
    form = request.form
    try:
        verbs.add(
            form.get("number", ""), form.get("reason", ""), whole(form.get("days", "").strip()) or 0,
            refused=bool(form.get("refused")), person=reader().id, **_by(),
        )  # fmt: skip
    except Refused as error:
        return _page(form, language.sentence(error)), 422
    flash(_("The number is listed"), "done")
    return _back()


@blueprint.post("/nuisance/<int:entry>/appeal")
@needs(Permission.LIST_NUISANCE)
def appeal(entry: int) -> Response:
    """Record the caller's appeal."""
    verbs.appeal(entry, request.form.get("text", ""), **_by())
    flash(_("The appeal is written down"), "done")
    return _back()


@blueprint.post("/nuisance/<int:entry>/answer")
@needs(Permission.LIST_NUISANCE)
def answer(entry: int) -> Response:
    """Lift the listing, or keep it, and say why."""
    lift = request.form.get("lift") == "1"
    verbs.answer(entry, request.form.get("text", ""), lift=lift, person=reader().id, **_by())
    flash(_("The number is listed no more") if lift else _("The number stays listed"), "done")
    return _back()


def _page(typed: Any, error: str = "") -> str:
    asked = request.args
    tail = tail_of(asked.get("tail", ""), DIGITS_MOST)
    number = typed.get("number", "")
    return render_template(
        "nuisance/list.html",
        entries=nuisance.in_force(now(), tail=tail),
        page=nuisance.over(now(), tail=tail, after=asked.get("after", "")),
        asked=asked,
        kept={"tail": tail} if tail else {},
        typed=typed,
        of_call=asked.get("call", "") if number else "",
        marked=nuisance.marked(number, now()) if number else None,
        error=error or unread({"tail": asked.get("tail", "")}),
        may_change=reader().may(Permission.LIST_NUISANCE),
        days_most=verbs.DAYS_MOST,
    )


def _back() -> Response:
    return redirect(url_for("nuisance.page"), 303)


def _by() -> dict[str, Any]:
    return {"by": reader().login, "now": now(), "client_ip": client_ip()}
