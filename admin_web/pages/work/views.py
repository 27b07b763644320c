"""The work desk: the reader's waiting work, most urgent first; and one act on many tickets."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _

from admin_web import access, language
from admin_web.access import client_ip, needs, now, reader
from admin_web.many import each
from admin_web.ticket_forms import FORMS, VERBS, transition
from admin_web.ticket_page import loads
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.tickets.reads import inbox, units
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.verbs.life import act, actor
from hotline.words import Light, TicketEvent, UnitKind, Way

from .panels import Panel, panels, shown_by

blueprint = Blueprint("work", __name__, template_folder="templates")
MANY = 100


@blueprint.get("/work")
@needs(Permission.SEE_TICKETS)
def page() -> str:
    return render_template("work/work.html", **_shown(request.args))


@blueprint.get("/work/now")
@needs(Permission.SEE_TICKETS)
def pieces() -> FlaskResponse:
    """The panels and the list, rendered anew."""
    return jsonify(html={"work": render_template("work/_list.html", **_shown(request.args))})


@blueprint.get("/work/many")
@needs(Permission.SEE_TICKETS)
def back() -> Any:
    """Who loads the page of a refused act again comes back to the list."""
    return redirect(url_for("work.page"), 303)


@blueprint.post("/work/many")
@needs(Permission.SEE_TICKETS)
def many() -> Any:
    """One act on each chosen ticket. The refused ones stay chosen, with what was typed and each reason once; the others
    are done."""
    typed = request.form
    numbers = list(dict.fromkeys(typed.getlist("numbers")))[:MANY]
    event = typed.get("event", "")
    refused: dict[str, list[str]] = {}
    try:
        asked = _asked(event, typed, numbers)
    except Refused as error:
        refused[language.sentence(error)] = numbers
    else:
        who = actor(reader().id)
        refused = each(numbers, lambda number: act(number, asked, who=who, now=now(), client_ip=client_ip()))
        if done := len(numbers) - sum(map(len, refused.values())):
            flash(_("%(count)s tickets: %(event)s", count=done, event=asked.event.label(language.short())), "done")
    if refused:
        chosen = {number for some in refused.values() for number in some}
        shown = _shown(typed, chosen=chosen, typed=typed, refused=refused)
        return render_template("work/work.html", here=url_for("work.page", **_kept(typed)), **shown), 422
    return redirect(url_for("work.page", **_kept(typed)), 303)


def _asked(event: str, typed: Any, numbers: list[str]) -> TransitionRequest:
    """The request that the form asks for each ticket. Raises Refused if it cannot be asked for any of them."""
    if not numbers:
        raise Refused("Choose at least one ticket")
    text = typed.get(f"text-{event}", "").strip()
    asked = replace(transition(event, typed, typed.getlist("others")), text=text)
    if asked.event not in {event for panel in panels(reader()) for event in panel.bulk}:
        raise Refused("This cannot be done to many at once")
    if "text" in FORMS[asked.event].fields and not text:
        raise Refused("Write the text first: it is sent for each of the chosen tickets")
    if asked.event is TicketEvent.DISPATCH and asked.unit is None:
        raise Refused("Choose the unit that the chosen tickets go to")
    if asked.unit is not None and not units.staffed().get(asked.unit) and typed.get("anyway") != str(asked.unit):
        raise Refused(
            "Nobody in this unit can take tickets: choose another one, or press again to send them there all the same"
        )
    return asked


def _kept(asked: Mapping[str, str]) -> dict[str, Any]:
    return access.kept({name: asked.get(name, "") for name in ("panel", "light")})


def _shown(asked: Mapping[str, str], **of_many: Any) -> dict[str, Any]:
    me = reader()
    mine = panels(me)
    tallies = inbox.counts([panel.wanted for panel in mine], me.tickets, now=now())
    chosen = _chosen(mine, tallies, asked.get("panel", ""))
    wanted, light = shown_by(chosen, asked.get("light", ""))
    found = inbox.page(wanted, me.tickets, now=now(), numbers=me.sees_numbers, after=asked.get("after", ""))
    return {
        "panels": list(zip(mine, tallies, strict=True)), "panel": chosen, "page": found, "light": light,
        "kept": access.kept({"panel": chosen.code, "light": light}), "lights": list(Light), "ways": list(Way),
        "units": [unit for unit in units.tree(me.site) if unit.kind is not UnitKind.DISCIPLINE],
        "follow_ups": inbox.follow_ups_waiting(me.tickets, now=now()) if me.may(Permission.FOLLOW_UP) else None,
        **(loads() if TicketEvent.DISPATCH in chosen.bulk else {}),
        "TicketEvent": TicketEvent, "verbs": VERBS, "forms": FORMS, "holds": me.may(Permission.DISPATCH),
        "listed": found.look,
        "after": asked.get("after", ""), "chosen": set[str](), "typed": {}, "refused": {}, **of_many,
    }  # fmt: skip


def _chosen(mine: list[Panel], tallies: list[tuple[int, int]], code: str) -> Panel:
    """The requested panel, else the first that is not empty."""
    for panel in mine:
        if panel.code == code:
            return panel
    waiting = [panel for panel, (count, _over) in zip(mine, tallies, strict=True) if count]
    return (waiting or mine)[0]
