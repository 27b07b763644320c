"""A court that is assessed: rules with points that tell their events apart, and its rows as a test writes them."""

import datetime as dt
from typing import Any

from hotline import rows
from hotline.assessment.rules.kept import as_kept
from hotline.assessment.rules.points import PointRule, RuleSet
from hotline.assessment.verbs import counting
from hotline.tickets.rules.payloads import CitizenAnswer
from hotline.words import PointEvent, TicketEvent
from tests.hotline.tickets.town import Town, china

P, E = PointEvent, TicketEvent
RULES = RuleSet(
    base=10_000,
    rules={
        P.TAKEN_LATE: PointRule(points=100, more=50),
        P.REPLY_LATE: PointRule(points=200, more=100, most=1000),
        P.URGED: PointRule(points=60, free=1),
        P.EXTENDED: PointRule(points=70),
        P.RETURN_REFUSED: PointRule(points=30),
        P.SENT_BACK: PointRule(points=40),
        P.NOT_SOLVED: PointRule(points=110),
        P.NOT_SATISFIED: PointRule(points=130, more=130),
        P.SUPERVISION_LATE: PointRule(points=150),
        P.CIRCULAR: PointRule(points=300),
        P.IN_TIME: PointRule(points=10),
        P.PRAISE: PointRule(points=20),
    },
)
LATER = china("2026-12-20", "12:00")


def ruled(rules: RuleSet = RULES, *, effective: str = "2026-10-01") -> int:
    """A version of the rules; its number."""
    number = rows.AssessmentVersion.select().count() + 1
    rows.AssessmentVersion.create(
        number=number, effective=effective, rules=as_kept(rules), why="试验", at=china("2026-10-01")
    )
    return number


def period(town: Town, day: str = "2026-11-20") -> Any:
    """The quarter of a day, begun."""
    counting.begin_one(town.units["civil"].site_id, dt.date.fromisoformat(day))
    return rows.AssessmentPeriod.get(rows.AssessmentPeriod.first <= day, rows.AssessmentPeriod.last >= day)


def points(town: Town, at: dt.datetime = LATER, day: str = "2026-11-20") -> list[tuple[str, str, str, int]]:
    """CountedEvent at a moment: (unit, kind of row, event, points) in order."""
    counting.count(period(town, day).id, at)
    codes = {unit.id: code for code, unit in town.units.items()}
    found = rows.AssessmentPoint.select().where(rows.AssessmentPoint.period == period(town, day).id)
    return sorted((codes[one.unit_id], one.kind, one.event, one.points) for one in found)


def events(town: Town, at: dt.datetime = LATER, day: str = "2026-11-20") -> list[tuple[str, str, int]]:
    """The same without the kind of row."""
    return [(unit, event, n) for unit, _kind, event, n in points(town, at, day)]


def reply(town: Town, number: str, at: dt.datetime) -> None:
    """Answered, and passed by the unit, at a moment."""
    town.now = at
    town.do(number, E.REPLY, "civil", "已派人维修。")
    town.do(number, E.UNIT_APPROVE, "civilhead")


def said(town: Town, number: str, solved: bool | None, satisfied: int | None, event: Any = E.FOLLOW_UP_CLOSE) -> None:
    town.do(number, event, "visitor", "还没有修好。", payload=CitizenAnswer((True, solved, satisfied)))
