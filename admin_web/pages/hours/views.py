"""The year with its holidays, own special days, and each line's hours."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, reader, settings
from hotline.calls.reads import lines
from hotline.calls.verbs import hours as verbs
from hotline.clock import local_day
from hotline.people.reads import people
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.workdays.reads import hours
from hotline.workdays.reads.hours import DayView
from hotline.workdays.rules.calendar import Calendar, known_years

from . import form, said
from .year import months

blueprint = Blueprint("hours", __name__, template_folder="templates")
Answer = Response | str | tuple[str, int]
YEARS = (2004, 2100)  # the State Council's table begins with the first
CLOSED, OWN, WORKDAY = KINDS = ("closed", "own", "workday")


@blueprint.get("/hours")
@needs(Permission.MANAGE_HOURS)
def page() -> str:
    """The year, its special days, and the lines of the reader's site."""
    entry = _entry(request.args.get("change", ""))
    return _page(_typed(entry) if entry else {"site": str(reader().site or ""), "kind": CLOSED})


@blueprint.post("/hours/days")
@needs(Permission.MANAGE_HOURS)
def save() -> Answer:
    """Make or change a special day."""
    given = request.form
    entry = given.get("entry", "")
    try:
        verbs.save_day(int(entry) if _is_number(entry) else None, _day(), prompts=_prompts(), **_by())
    except Refused as error:
        return _page(dict(given), language.sentence(error)), 422
    flash(_("%(day)s is kept", day=given.get("day", "")), "done")
    return redirect(url_for("hours.page", year=given.get("day", "")[:4]), 303)


@blueprint.post("/hours/days/<int:entry>/remove")
@needs(Permission.MANAGE_HOURS)
def remove(entry: int) -> Response:
    verbs.remove_day(entry, **_by())
    flash(_("The day is again what the calendar says"), "done")
    return redirect(url_for("hours.page", year=request.form.get("year", "")), 303)


@blueprint.route("/hours/lines/<int:line>", methods=["GET", "POST"])
@needs(Permission.MANAGE_HOURS)
def line(line: int) -> Answer:
    """The hours of a line."""
    row = lines.one_line(line)
    if row is None or reader().site not in (None, row.site_id):
        abort(404)
    typed, error = form.typed(row.hours), ""
    if request.method == "POST":
        typed = dict(request.form)
        try:
            verbs.set_hours(line, form.hours(typed), **_by())
        except Refused as refused:
            error = language.sentence(refused)
        else:
            flash(_("The hours of %(name)s are changed", name=row.name), "done")
            return redirect(url_for("hours.line", line=line), 303)
    times = lines.times(row.hours, row.site_code)
    shown = render_template(
        "hours/line.html", line=row, times=times, hours=typed, error=error, weekday_names=said.weekday_names(),
        opening=said.opening(times.at(now()), now()), today=said.today(times, now()), coming=said.coming(times, now()),
        unknown_year=said.unknown_year(times, now()),
    )  # fmt: skip
    return (shown, 422) if error else shown


def _page(typed: dict[str, str], error: str = "") -> str:
    year = _year()
    mine = hours.special(reader().site, year)
    own = [day for day in mine if day.site in (None, reader().person.site)]
    marked = {day.day: day for day in sorted(own, key=lambda day: day.site is not None)}
    known = Calendar().known(year)
    shown = [
        (row, said.opening(lines.times(row.hours, row.site_code).at(now()), now()))
        for row in lines.all_lines()
        if row.active and reader().site in (None, row.site_id)
    ]
    return render_template(
        "hours/year.html", year=year, months=months(year, marked), known=known, days=mine, lines=shown, typed=typed,
        kinds=KINDS, sites=people.sites(reader().site),
        prompts=sorted(_prompts()), weekdays=said.weekdays(), form=form, error=error,
        years=YEARS, today=local_day(now()), may=_may_change, wrong=_wrong(), tables=known_years(),
    )  # fmt: skip


def _may_change(day: DayView) -> bool:
    return reader().site is None or reader().site == day.site


def _entry(text: str) -> DayView | None:
    return hours.one_day(int(text)) if _is_number(text) else None


def _typed(day: DayView) -> dict[str, str]:
    kind = WORKDAY if day.spans is None else OWN if day.spans else CLOSED
    return {
        "entry": str(day.id),
        "day": day.day.isoformat(),
        "site": str(day.site or ""),
        "name": day.name,
        "kind": kind,
        "spans": form.shown(day.spans),
        "prompt": day.prompt,
    }


def _day() -> verbs.SpecialDayText:
    given = request.form
    site, kind = given.get("site", ""), given.get("kind", "")
    spans = {WORKDAY: None, OWN: form.spans(given.get("spans", ""))}.get(kind, [])
    if kind == OWN and not spans:
        raise Refused("Write the hours of this day")
    return verbs.SpecialDayText(
        given.get("day", ""), int(site) if _is_number(site) else None, given.get("name", ""), spans,
        given.get("prompt", ""),
    )  # fmt: skip


def _prompts() -> set[str]:
    """The prompts that have a sound file."""
    return {file.stem for file in settings().sounds.glob("*.wav")}


def _wrong() -> str:
    """What an address asks for that is no year of the table, as a sentence; "" for nothing."""
    asked, (first, last) = request.args.get("year", "").strip(), YEARS
    if not asked or (_is_number(asked) and first <= int(asked) <= last):
        return ""
    return str(_("Show a year from %(first)s to %(last)s, not %(typed)s", first=first, last=last, typed=asked[:40]))


def _year() -> int:
    asked = request.values.get("year") or request.values.get("day", "")[:4]
    first, last = YEARS
    if _is_number(asked) and first <= int(asked) <= last:
        return int(asked)
    return local_day(now()).year


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _by() -> dict[str, Any]:
    return {"site": reader().site, "by": reader().login, "now": now(), "client_ip": client_ip()}
