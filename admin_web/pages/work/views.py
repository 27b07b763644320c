"""The work desk: the reader's waiting work, most urgent first; and one act on many tickets."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import access, language
from admin_web.access import client_ip, is_ours, needs, now, reader
from admin_web.ticket_forms import VERBS, transition
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.tickets.reads import inbox, units
from hotline.tickets.verbs.life import act, actor
from hotline.words import Light, TicketEvent, UnitKind, Way

from .panels import Panel, panels

blueprint = Blueprint("work", __name__, template_folder="templates")
MANY = 100


@blueprint.get("/work")
@needs(Permission.SEE_TICKETS)
def page() -> str:
    return render_template("work/work.html", **_shown())


@blueprint.get("/work/now")
@needs(Permission.SEE_TICKETS)
def pieces() -> FlaskResponse:
    """The panels and the list, rendered anew."""
    return jsonify(html={"work": render_template("work/_list.html", **_shown())})


@blueprint.post("/work/many")
@needs(Permission.SEE_TICKETS)
def many() -> Response:
    """One act on each chosen ticket; refused tickets are listed with the reason, the others are done."""
    typed = request.form
    numbers = list(dict.fromkeys(typed.getlist("numbers")))[:MANY]
    if not numbers:
        raise Refused("Choose at least one ticket")
    asked = transition(typed.get("event", ""), typed, typed.getlist("others"))
    if asked.event not in {event for panel in panels(reader()) for event in panel.bulk}:
        raise Refused("This cannot be done to many at once")
    who, done = actor(reader().id), 0
    for number in numbers:
        try:
            act(number, asked, who=who, now=now(), client_ip=client_ip())
            done += 1
        except Refused as error:
            flash(f"{number}: {language.sentence(error)}", "refused")
    if done:
        flash(_("%(count)s tickets: %(event)s", count=done, event=asked.event.label(language.short())), "done")
    back = typed.get("back", "")
    return redirect(back if is_ours(back) else url_for("work.page"), 303)


def _shown() -> dict[str, Any]:
    me, asked = reader(), request.args
    mine = panels(me)
    tallies = inbox.counts([panel.wanted for panel in mine], me.tickets, now=now())
    chosen = _chosen(mine, tallies, asked.get("panel", ""))
    light = asked.get("light", "")
    wanted = replace(chosen.wanted, light=Light(light)) if light in set(Light) else chosen.wanted
    found = inbox.page(wanted, me.tickets, now=now(), numbers=me.sees_numbers, after=asked.get("after", ""))
    return {
        "panels": list(zip(mine, tallies, strict=True)), "panel": chosen, "page": found, "light": light,
        "kept": access.kept({"panel": chosen.code, "light": light}), "lights": list(Light), "ways": list(Way),
        "units": [unit for unit in units.tree(me.site) if unit.kind is not UnitKind.DISCIPLINE],
        "follow_ups": inbox.follow_ups_waiting(me.tickets, now=now()) if me.may(Permission.FOLLOW_UP) else None,
        "TicketEvent": TicketEvent, "verbs": VERBS, "holds": me.may(Permission.DISPATCH),
    }  # fmt: skip


def _chosen(mine: list[Panel], tallies: list[tuple[int, int]], code: str) -> Panel:
    """The requested panel, else the first that is not empty."""
    for panel in mine:
        if panel.code == code:
            return panel
    waiting = [panel for panel, (count, _over) in zip(mine, tallies, strict=True) if count]
    return (waiting or mine)[0]
