"""The data dictionary (A1): subjects, places, grounds, limits, dispatch rules, keywords. Changes act at once."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, of_the_house, reader
from admin_web.ticket_forms import whole
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.tickets.reads import dictionary, suggestions, units
from hotline.tickets.rules import limits
from hotline.tickets.verbs import dictionary as verbs
from hotline.words import ClockKind, EntryKind, TicketKind, UnitKind

blueprint = Blueprint("dictionary", __name__, template_folder="templates")


@blueprint.get("/dictionary")
@needs(Permission.MANAGE_UNITS)
@of_the_house
def page() -> str:
    """The entries of a kind, as a tree."""
    asked = request.args.get("kind", "")
    kind = EntryKind(asked) if asked in set(EntryKind) else EntryKind.TOPIC
    rows = dictionary.entries(kind, language.short(), all_of_them=True)
    return render_template(
        "dictionary/entries.html", kind=kind, kinds=list(EntryKind), rows=rows, hotlines=verbs.HOTLINES
    )  # fmt: skip


@blueprint.post("/dictionary")
@needs(Permission.MANAGE_UNITS)
@of_the_house
def put() -> Response:
    typed = request.form
    verbs.put_entry(
        typed.get("kind", ""), typed.get("code", "").strip(), typed.get("zh", ""), typed.get("en", ""),
        _whole("parent"), active=bool(typed.get("active")), new=bool(typed.get("new")),
        profile=typed.get("profile"), **_by(),
    )  # fmt: skip
    flash(_("Saved"), "done")
    return redirect(url_for("dictionary.page", kind=typed.get("kind", "")), 303)


@blueprint.get("/dictionary/limits")
@needs(Permission.MANAGE_UNITS)
@of_the_house
def limit_page() -> str:
    """The limits of each clock in workdays, by hotline and kind."""
    table = dictionary.limit_table()
    kinds = [None, *TicketKind]
    cells = {
        (profile, kind or "", clock): (
            limits.half_days(table, profile, kind or "", clock) / limits.DAY,
            (profile.value, kind or "", clock.value) in table,
        )
        for profile in verbs.HOTLINES for kind in kinds for clock in ClockKind
    }  # fmt: skip
    return render_template(
        "dictionary/limits.html", profiles=verbs.HOTLINES, kinds=kinds, clocks=list(ClockKind), cells=cells,
        finish=ClockKind.FINISH,
    )  # fmt: skip


@blueprint.post("/dictionary/limits")
@needs(Permission.MANAGE_UNITS)
@of_the_house
def set_limit() -> Response:
    typed = request.form
    try:
        half_days = round(float(typed.get("workdays", "")) * limits.DAY)
    except (ValueError, OverflowError):
        raise Refused("Write workdays as a number, halves as 2.5") from None
    verbs.set_limit(typed.get("profile", ""), typed.get("kind", ""), typed.get("clock", ""), half_days, **_by())
    flash(_("Saved; it holds for clocks that begin from now on"), "done")
    return redirect(url_for("dictionary.limit_page"), 303)


@blueprint.get("/dictionary/rules")
@needs(Permission.MANAGE_UNITS)
def rule_page() -> str:
    """The dispatch rules, and the unit that a given combination would go to."""
    short, site = language.short(), reader().person.site
    topic, place = request.args.get("topic", ""), request.args.get("place", "")
    tried = None
    if topic or place:
        tried = suggestions.suggestions(whole(topic), whole(place), "", site, now=now())
    return render_template(
        "dictionary/rules.html", rules=dictionary.rules(site, short), tried=tried, topic=topic, place=place,
        topics=dictionary.entries(EntryKind.TOPIC, short), places=dictionary.entries(EntryKind.PLACE, short),
        units=[unit for unit in units.tree(reader().site) if unit.kind is not UnitKind.DISCIPLINE],
        keywords=dictionary.keywords(all_of_them=True),
    )  # fmt: skip


@blueprint.post("/dictionary/rules")
@needs(Permission.MANAGE_UNITS)
def put_rule() -> Response:
    typed = request.form
    if typed.get("drop"):
        verbs.drop_rule(_whole("drop") or 0, **_by())
        flash(_("The rule is taken out"), "done")
    else:
        verbs.add_rule(
            reader().person.site, _whole("topic"), _whole("place"), typed.get("kind", ""), _whole("unit") or 0, **_by()
        )
        flash(_("The rule is added"), "done")
    return redirect(url_for("dictionary.rule_page"), 303)


@blueprint.post("/dictionary/keywords")
@needs(Permission.MANAGE_UNITS)
@of_the_house
def put_keywords() -> Response:
    """Keep a keyword rule: one group per line, its words separated by spaces or commas."""
    typed = request.form
    groups = [line.replace("，", " ").replace("、", " ").replace(",", " ").split() for line in
              typed.get("words", "").splitlines()]  # fmt: skip
    verbs.put_keywords(typed.get("name", ""), groups, typed.get("level", ""), active=bool(typed.get("active")), **_by())
    flash(_("Saved"), "done")
    return redirect(url_for("dictionary.rule_page"), 303)


def _whole(name: str) -> int | None:
    return whole(request.form.get(name, ""))


def _by() -> dict[str, Any]:
    return {"by": reader().login, "now": now(), "client_ip": client_ip()}
