"""The board: queue, lines, agents, alarms, the standard's figures; a supervisor sets states and joins calls."""

import datetime as dt
from typing import Any

from flask import Blueprint, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web.access import client_ip, needs, now, reader, settings, wants_json
from admin_web.pages.hours import said
from admin_web.ticket_forms import whole
from hotline.calls.reads import alarms, lines
from hotline.calls.verbs import agents, watching
from hotline.calls.verbs import alarms as alarm_verbs
from hotline.clock import day_bounds, local_day
from hotline.people.reads.scope import Scope
from hotline.people.rules.permissions import Permission
from hotline.reports.reads import board
from hotline.reports.rules.standard import ANSWER_LIMIT, CONNECT_LIMIT, WAIT_LIMIT, Figures, mean_of_days
from hotline.words import Presence, WatchMode

from .alarms import tell

blueprint = Blueprint("board", __name__, template_folder="templates")
TILES = (
    "entered", "answered", "abandoned", "average_answer", "connect_rate", "waits", "called_back", "by_machine",
    "silent",
)  # fmt: skip
ELSEWHERE = {"connect_rate": "plain_connect_rate", "waits": "waited_40"}  # their names in the catalogue
WEEK_KEPT = dt.timedelta(minutes=5)  # how often the seven-day figure is computed anew


@blueprint.get("/board")
@needs(Permission.WATCH_BOARD)
def page() -> str:
    return render_template("board/board.html", forced=agents.FORCED, **_shown())


@blueprint.get("/board/now")
@needs(Permission.WATCH_BOARD)
def pieces() -> Response:
    """The board's part of the page, rendered anew."""
    return jsonify(html={"board": render_template("board/_board.html", **_shown())})


@blueprint.post("/board/force")
@needs(Permission.FORCE_STATE)
def force() -> Response:
    """Set an agent's state and say why."""
    form = request.form
    order = agents.force_state(whole(form.get("person", "")) or 0, form.get("state", ""), form.get("note", ""), **_by())
    return _placed(order)


@blueprint.post("/board/alarms")
@needs(Permission.SEE_SITE_CALLS)
def acknowledge() -> Response:
    """Say that an alarm was seen, with a remark if one is wanted."""
    form = request.form
    alarm_verbs.acknowledge(
        whole(form.get("alarm", "")) or 0, form.get("remark", ""), person=reader().id, site=reader().site, now=now(),
        client_ip=client_ip(),
    )  # fmt: skip
    if wants_json():
        return jsonify(done=True)
    flash(_("The alarm is acknowledged"), "done")
    return redirect(url_for("board.page"), 303)


@blueprint.post("/board/watch")
@needs(Permission.WATCH_CALLS)
def watch() -> Response:
    """Listen, whisper, barge in, stop, take over; a button's value is `act:agent`."""
    act, _colon, agent = request.form.get("act", "").partition(":")
    return _placed(watching.watch(whole(agent) or 0, act, supervisor=reader().id, **_by()))


def _shown() -> dict[str, Any]:
    who, day = reader(), local_day(now())
    begin, end = day_bounds(day)
    listens = who.may(Permission.WATCH_CALLS)
    open_alarms = alarms.open_alarms(who.site) if who.may(Permission.SEE_SITE_CALLS) else ()
    names = lines.line_names() if open_alarms else {}
    shown = board.board(Scope(site=who.site), begin=begin, end=end)
    mine = next((agent.stand.state for agent in shown.agents if agent.id == who.id), None)
    stand, of_lines = lines.lines_now(who.site, now()), board.of_lines(Scope(site=who.site), day, end)
    return {
        "board": shown,
        "lines": [(line, said.opening(line.opening, now())) for line in stand],
        "of_lines": of_lines,
        "without": shown.figures.entered - sum(of_lines[one.code].entered for one in stand if one.code in of_lines),
        "alarms": [tell(alarm, names) for alarm in open_alarms],
        "listens": listens and bool(who.person.extension),
        "no_telephone": listens and not who.person.extension,
        "signed_off": listens and mine is Presence.OFF,
        "watched": board.watched(who.id) if listens else None,
        "modes": list(WatchMode),
        "week": _week(day, shown.figures),
        "late": int(WAIT_LIMIT),
        "good_rate": CONNECT_LIMIT,
        "formulas": _formulas(),
        "rows_of": _rows_of(day) if who.may(Permission.SEE_FIGURES) else {},
        "site": settings().site,
    }


def _week(day: dt.date, today: Figures) -> float | None:
    """The mean of seven days. Today's figures are those of the board, so that both rates agree; the six days before are
    cached for some minutes: boards are rendered several times a second."""
    kept: dict[int | None, tuple[dt.datetime, list[Figures]]] = current_app.extensions.setdefault("board_week", {})
    until, before = kept.get(reader().site, (now(), []))
    if until <= now() or until - now() > WEEK_KEPT:
        before = board.days_before(Scope(site=reader().site), day)
        kept[reader().site] = (now() + WEEK_KEPT, before)
    return mean_of_days([today, *before])


def _rows_of(day: dt.date) -> dict[str, str]:
    """Where the rows of each figure stand."""
    return {
        name: url_for("figures.rows", figure=ELSEWHERE.get(name, name), span="day", day=day.isoformat())
        for name in TILES
    }


def _formulas() -> dict[str, str]:
    limit = f"{CONNECT_LIMIT:.0%}"
    return {
        "entered": _("Calls that arrived today on our numbers"),
        "answered": _("Calls of today that were talked to by an agent at least once"),
        "abandoned": _("Calls of today that hung up in the menu, in the queue or while a telephone rang"),
        "average_answer": _(
            "Seconds from asking for a person to the agent's voice ÷ calls answered; under %(limit)s",
            limit=int(ANSWER_LIMIT),
        ),
        "connect_rate": _(
            "(talked to an agent or brought through by the switch + answered by the machine + missed and called back) "
            "÷ calls ended; at least %(limit)s",
            limit=limit,
        ),
        "week": _("Mean of the daily connect rates of seven days, today included; at least %(limit)s", limit=limit),
        "waits": _(
            "Waited at most %(limit)s s for a person ÷ callers who asked for one and wait no more",
            limit=int(WAIT_LIMIT),
        ),
        "called_back": _("Missed calls of today whose callers were reached since"),
        "by_machine": _("Served by the menu, or answered in the standard's words because nobody could be heard"),
        "silent": _("Nobody was to be heard; answered by the machine, no agent was rung"),
    }


def _placed(order: int) -> Response:
    return jsonify(order=order) if wants_json() else redirect(url_for("board.page"), 303)


def _by() -> dict[str, Any]:
    return {"site": reader().site, "by": reader().login, "now": now(), "client_ip": client_ip()}
