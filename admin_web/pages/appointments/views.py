"""Appointments (D7): a week's list, and booking an hour for the citizen of a ticket."""

import datetime as dt
from typing import Any

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, reader
from admin_web.asked import unread
from hotline.clock import local_day
from hotline.people.reads.parameters import parameter
from hotline.people.reads.scope import Scope
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.tickets.reads import appointments, tickets
from hotline.tickets.rules import appointments as rules
from hotline.tickets.verbs import appointments as verbs
from hotline.values.typed import day
from hotline.words import AppointmentKind, AppointmentState
from hotline.workdays.reads.calendars import calendar_of

blueprint = Blueprint("appointments", __name__, template_folder="templates")
WEEK = dt.timedelta(days=6)


@blueprint.get("/appointments")
@needs(Permission.APPOINT)
def page() -> str:
    """Seven days from the requested day, else from today."""
    begin = day(request.args.get("from", "")) or local_day(now())
    rows = appointments.between(Scope(site=reader().site), begin, begin + WEEK)
    days = [(begin + dt.timedelta(days=n), [row for row in rows if row.day == begin + dt.timedelta(days=n)])
            for n in range(7)]  # fmt: skip
    return render_template(
        "appointments/week.html", days=days, begin=begin, before=begin - dt.timedelta(days=7),
        after=begin + dt.timedelta(days=7), AppointmentState=AppointmentState,
        wrong=unread(request.args, days=("from",)),
    )  # fmt: skip


@blueprint.get("/appointments/new/<number>")
@needs(Permission.APPOINT)
def form(number: str) -> str:
    return render_template("appointments/form.html", **_form(number), typed={})


@blueprint.post("/appointments/new/<number>")
@needs(Permission.APPOINT)
def book(number: str) -> Any:
    typed = request.form
    day, _bar, slot = typed.get("hour", "").partition(" ")
    try:
        verbs.book(
            number, typed.get("kind", ""), day, slot, typed.get("place", ""), typed.get("reason", ""),
            person=reader().id, now=now(), client_ip=client_ip(),
        )  # fmt: skip
    except Refused as error:
        return render_template(
            "appointments/form.html", **_form(number), typed=typed, error=language.sentence(error)
        ), 422
    flash(_("Booked: %(day)s %(hour)s", day=day, hour=slot), "done")
    return redirect(_week(day), 303)


@blueprint.post("/appointments/<int:appointment>")
@needs(Permission.APPOINT)
def move(appointment: int) -> Response:
    verbs.move(appointment, request.form.get("to", ""), person=reader().id, now=now(), client_ip=client_ip())
    flash(_("The appointment is changed"), "done")
    return redirect(_week(request.form.get("from", "")), 303)


def _week(day: str) -> str:
    values: dict[str, Any] = {"from": day}
    return url_for("appointments.page", **values)


def _form(number: str) -> dict[str, Any]:
    ticket = tickets.one(number, Scope(site=reader().site))
    if ticket is None:
        abort(404)
    today, ahead, most = local_day(now()), parameter("appointment.days"), parameter("appointment.places")
    site = reader().person.site
    calendar, busy = calendar_of(site), appointments.taken(site, today, today + dt.timedelta(days=ahead))
    slots = {
        kind: rules.free(kind, today=today, ahead=ahead, calendar=calendar, taken=busy, most=most)
        for kind in AppointmentKind
    }
    return {"ticket": ticket, "slots": slots, "made": appointments.of_ticket(number)}
