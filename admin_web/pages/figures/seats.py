"""Seats needed for each weekday and half hour beside those on duty: chart, table and sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from flask_babel import pgettext
from markupsafe import Markup

from admin_web import charts, language
from admin_web.access import client_ip, needs, now, reader
from admin_web.downloads import spreadsheet
from hotline.calls.reads import lines
from hotline.clock import local_day
from hotline.people.reads import people
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.reports.reads import seats
from hotline.reports.reads.row_sets import FigureScope, may_read
from hotline.reports.reads.seats import SeatPlan, SlotSeats
from hotline.reports.reads.summing import Where
from hotline.reports.rules.dimensions import WEEKDAYS
from hotline.reports.rules.periods import Period
from hotline.reports.rules.seats import SeatTarget
from hotline.reports.verbs.sheets import note_sheet
from hotline.values.sheets import Cell, table
from hotline.words import Dimension

from . import said
from .question import Question, left_out, whole

blueprint = Blueprint("seats", __name__, template_folder="templates")
NAME = "seats"  # as the audit names it
_FIELDS = {  # the least, the most and the usual value
    "weeks": (1, 12, 4),
    "share": (50, 99, 95),
    "seconds": (0, 300, 15),
    "shrinkage": (0, 80, 30),
}
_PATIENCE = (5, 3600)


@dataclass(frozen=True, slots=True)
class SeatsQuestion:
    """`share` and `shrinkage` in per cent, `seconds` and `patience` in seconds; `patience` None: nobody gives up.
    `weekday`: of the chart; None: the busiest. `wrong`: what could not be read, as a sentence."""

    weeks: int
    share: int
    seconds: int
    shrinkage: int
    patience: int | None
    where: Where = field(hash=False)
    weekday: int | None
    wrong: str = ""

    @property
    def target(self) -> SeatTarget:
        return SeatTarget(self.share / 100, self.seconds, self.patience)

    def fields(self, **changed: Any) -> dict[str, str]:
        given = {name: getattr(self, name) for name in (*_FIELDS, "patience", "weekday")}
        given |= {by.value: key for by, key in self.where.items()} | changed
        return {name: str(value) for name, value in given.items() if value not in (None, "")}


@blueprint.get("/figures/seats")
@needs(Permission.SEE_FIGURES)
def page() -> str:
    """Seats needed and on duty in the past weeks, by weekday and half hour."""
    return _page(_read(request.args))


@blueprint.post("/figures/seats/sheet")
@needs(Permission.SEE_FIGURES)
def as_sheet() -> FlaskResponse | tuple[str, int]:
    """The same as a sheet: a line for each weekday and half hour."""
    asks = _read(request.form)
    try:
        found = _plan(asks)
        if found.handling is None:
            raise Refused("No call was talked in these weeks: choose more weeks, or another line or site")
        note_sheet(reader().id, figure=NAME, part="", rows=len(found.slots), now=now(), client_ip=client_ip())
    except Refused as error:
        return _page(asks, language.sentence(error)), 422
    title = str(_("Seats needed"))
    content = table(title, _headings(), (_cells(slot, one) for slot, one in found.slots.items()), language.short())
    return spreadsheet(content, title, plain=NAME, now=now())


def _page(asks: SeatsQuestion, refused: str = "") -> str:
    try:
        found = _plan(asks)
    except Refused as error:
        found, refused = None, language.sentence(error)
    weekday = asks.weekday or (_busiest(found) if found is not None else 1)
    return render_template(
        "figures/seats.html", asks=asks, plan=found, refused=refused, said=said, weekdays=WEEKDAYS, weekday=weekday,
        chart=_chart(found, weekday) if found is not None else None,
        halves=sorted({half for _day, half in found.slots}) if found is not None else [], key_of=seats.key_of,
        rows_of=lambda period, slot: _rows_of(period, asks, slot), number=_number,
        sites=people.sites() if reader().site is None else [], lines=lines.all_lines(reader().site),
        bounds=_FIELDS, patience=_PATIENCE, site=Dimension.SITE, line=Dimension.LINE,
    )  # fmt: skip


def _plan(asks: SeatsQuestion) -> SeatPlan:
    """Raises Refused for what no number of seats reaches."""
    if not may_read(seats.ASKED.rows, reader().tickets):
        abort(404)
    asked = FigureScope(seats.weeks_before(local_day(now()), asks.weeks), reader().tickets, now())
    try:
        return seats.plan(asked, asks.target, shrinkage=asks.shrinkage / 100, where=asks.where)
    except ValueError as error:
        raise Refused("No number of seats reaches this target: choose a lower one") from error


# ---- what is asked


def _read(typed: Mapping[str, str]) -> SeatsQuestion:
    """The question of an address; what cannot be read is said, and the usual value stands for it."""
    wrong: list[str] = []
    numbers = {name: whole(typed, name, low, high, wrong) for name, (low, high, _usual) in _FIELDS.items()}
    weeks, share, seconds, shrinkage = (_FIELDS[name][2] if one is None else one for name, one in numbers.items())
    patience = whole(typed, "patience", *_PATIENCE, wrong)
    weekday = whole(typed, "weekday", 1, 7, wrong)
    where: dict[Dimension, str] = {}
    site = whole(typed, "site", 1, 10**9, wrong)
    if site is not None:
        where[Dimension.SITE] = str(site)
    line = typed.get("line", "").strip()
    if line and line in {one.code for one in lines.all_lines(reader().site)}:
        where[Dimension.LINE] = line
    elif line:
        wrong.append(line)
    known = {*_FIELDS, "patience", "weekday", "site", "line", "language", "csrf_token"}
    wrong += [f"{name}={value}" for name, value in typed.items() if name not in known]
    return SeatsQuestion(weeks, share, seconds, shrinkage, patience, where, weekday, left_out(wrong))


# ---- what is shown


def _busiest(found: SeatPlan) -> int:
    """The weekday with the most calls."""
    calls = dict.fromkeys(range(1, 8), 0)
    for (weekday, _half), one in found.slots.items():
        calls[weekday] += one.calls
    return max(calls, key=lambda weekday: calls[weekday])


def _chart(found: SeatPlan, weekday: int) -> Markup | None:
    """Columns of the seats needed, with a mark at those on duty; hatched where fewer were there."""
    ones = {half: one for (day, half), one in found.slots.items() if day == weekday}
    if not ones:
        return None
    top = max(max(one.sit, one.on_duty or 0.0) for one in ones.values()) or 1.0
    given = []
    for half in range(min(ones), max(ones) + 1):
        one = ones.get(half)
        if one is None:
            given.append(charts.Bar(seats.key_of(half), "0", 0.0))
            continue
        value = str(one.sit) if one.on_duty is None else f"{one.sit} / {_number(one.on_duty)}"
        beside = None if one.on_duty is None else one.on_duty / top
        good = None if one.on_duty is None else not one.short
        given.append(charts.Bar(seats.key_of(half), value, one.sit / top, good=good, beside=beside))
    return charts.columns(str(_("Seats needed")), given)


def _rows_of(period: Period, asks: SeatsQuestion, slot: tuple[int, int]) -> str:
    where = {**asks.where, Dimension.WEEKDAY: str(slot[0]), Dimension.HALF_HOUR: seats.key_of(slot[1])}
    given: dict[str, Any] = {"figure": seats.ASKED.id, "part": "counted", **Question(period, None, where).fields()}
    return url_for("figures.rows", **given)


def _headings() -> tuple[tuple[str, int], ...]:
    return (
        (str(pgettext("seats", "Weekday")), 12),
        (str(pgettext("seats", "Half hour")), 12),
        (said.text(seats.ASKED.label), 14),
        (str(_("Calls in a half hour")), 16),
        (str(pgettext("seats", "Erlangs")), 12),
        (str(_("Seats needed")), 14),
        (str(_("On the roster, with breaks and training")), 20),
        (str(_("On duty on average")), 18),
    )


def _cells(slot: tuple[int, int], one: SlotSeats) -> list[Cell]:
    duty = None if one.on_duty is None else round(one.on_duty, 2)
    counted = [one.calls, round(one.load.calls, 2), round(one.load.erlangs, 3), one.sit, one.rostered, duty]
    return [said.text(WEEKDAYS[slot[0] - 1]), seats.key_of(slot[1]), *counted]


def _number(value: float) -> str:
    return f"{value:.1f}"
