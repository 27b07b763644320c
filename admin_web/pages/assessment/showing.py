"""What the pages of the assessment share: who sees which unit's card, and how points and periods are told."""

from typing import Any

from flask import abort
from markupsafe import Markup

from admin_web import language, series_charts
from admin_web.access import Reader, now, reader
from admin_web.series_charts import ChartSeries
from hotline.assessment.reads import letters, listed, scores
from hotline.assessment.reads.scores import PeriodView, UnitScore
from hotline.assessment.rules.kept import signed, written
from hotline.assessment.rules.points import PointRow
from hotline.assessment.rules.told import why
from hotline.people.rules.permissions import Permission
from hotline.words import AssessmentState, PeriodKind

TOLD: dict[str, Any] = {"written": written, "signed": signed}


def said(both: tuple[str, str]) -> str:
    """One of two sentences, in the reader's language."""
    return both[0] if language.short() == "zh" else both[1]


def reason(row: PointRow) -> str:
    """Why a row has its points."""
    return said(why(row))


def title_of(view: PeriodView) -> str:
    """`2026年第4季度`, `Quarter 4 of 2026`."""
    quarter = view.kind is PeriodKind.QUARTER
    part = (view.first.month + 2) // 3 if quarter else view.first.month
    if language.short() == "zh":
        return f"{view.first.year}年第{part}季度" if quarter else f"{view.first.year}年{part}月"
    return f"Quarter {part} of {view.first.year}" if quarter else f"{view.first:%B %Y}"


def seen(period: int) -> PeriodView:
    """The period, for a reader of its site; else there is no such page."""
    view = scores.period(period)
    if view is None or (reader().site is not None and view.site != reader().site):
        abort(404)
    return view


def sites_of(who: Reader) -> list[int] | None:
    return None if who.site is None else [who.site]


def sees_card(view: PeriodView, unit: int, who: Reader) -> bool:
    """The hotline's people see the cards of their site, a unit's people their own and those below."""
    scope = who.tickets
    if not who.may(Permission.SEE_TICKETS) or scope.person is not None:
        return False
    return scope.units is None or unit in scope.units


def sees_sum(view: PeriodView, unit: int, who: Reader) -> bool:
    """Of other units the sum alone, once it is published."""
    return sees_card(view, unit, who) or view.state is AssessmentState.PUBLISHED or who.tickets.units is None


def waiting() -> dict[str, Any]:
    """What waits for the reader: circulars that his units have not answered, and how many requests he may decide, with
    those that are late."""
    who = reader()
    units = who.tickets.units
    own = letters.for_units(units, waiting=True) if units and who.may(Permission.HANDLE) else ()
    decides = who.may(Permission.DECIDE_EXCLUSIONS)
    count = listed.waiting(sites_of(who), now()) if decides else (0, 0)
    return {"letters": own, "deciding": count if count[0] else ()}


def waiting_count() -> int:
    """How much of that there is, for the mark in the menu."""
    who = reader()
    units = who.tickets.units
    own = letters.unanswered(units) if units and who.may(Permission.HANDLE) else 0
    decides = who.may(Permission.DECIDE_EXCLUSIONS)
    return own + (listed.waiting(sites_of(who), now())[0] if decides else 0)


def trend_chart(view: PeriodView, unit: UnitScore, title: str, hrefs: dict[int, str]) -> Markup | None:
    """The unit's score over the periods; None where there are fewer than two."""
    points = scores.trend(view, unit.unit)
    known = [score for _one, score in points if score is not None]
    if len(known) < 2:
        return None
    top = max([*known, 1])
    line = ChartSeries(
        unit.name, tuple(None if score is None else max(0.0, score / top) for _one, score in points),
        tuple("–" if score is None else written(score) for _one, score in points),
        tuple(hrefs.get(one.id, "") for one, _score in points),
    )  # fmt: skip
    return series_charts.lines(title, [title_of(one) for one, _score in points], [line], top=written(top))
