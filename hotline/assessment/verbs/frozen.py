"""Rows that are added to a published period: nothing that was published is changed, and each of them says why."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from hotline.assessment.reads import counted
from hotline.assessment.rows import AssessmentPeriod, AssessmentPoint
from hotline.assessment.rules.points import settled
from hotline.words import PointEvent, PointKind


def excluded_row(period: AssessmentPeriod, row: Any, facts: Mapping[str, Any], *, now: dt.datetime) -> None:
    """Give the points of a row back. `row`: the request."""
    point = AssessmentPoint.get_or_none(AssessmentPoint.period == period.id, AssessmentPoint.key == row.key)
    if point is None:
        return
    AssessmentPoint.create(
        period=period.id, unit=point.unit_id, ticket=point.ticket_id, kind=PointKind.EXCLUDED.value,
        event=point.event, key=f"excluded:{row.key}", source=point.source, at=now, points=-point.points,
        version=point.version, about=row.key, facts=dict(facts), person=row.decided_by_id,
    )  # fmt: skip


def taken_back(period: AssessmentPeriod, row: Any, why: str, *, person: int, now: dt.datetime) -> None:
    """The exclusion was overturned: the points count again."""
    key = f"excluded:{row.key}"
    point = AssessmentPoint.get_or_none(AssessmentPoint.period == period.id, AssessmentPoint.key == key)
    if point is None:
        return
    AssessmentPoint.create(
        period=period.id, unit=point.unit_id, ticket=point.ticket_id, kind=PointKind.CORRECTION.value,
        event=point.event, key=f"overturned:{row.key}", source=point.source, at=now, points=-point.points,
        version=point.version, about=key, facts={"why": why}, person=person,
    )  # fmt: skip


def correct_caps(
    period: AssessmentPeriod, unit: int, event: PointEvent, *, person: int | None, now: dt.datetime
) -> None:  # fmt: skip
    """What passes the cap of a kind of event is another sum now: a row for the difference."""
    kept = list(AssessmentPoint.select().where(
        AssessmentPoint.period == period.id, AssessmentPoint.unit == unit, AssessmentPoint.event == event.value
    ))  # fmt: skip
    caps = [one for one in kept if one.kind == PointKind.CAP.value or one.facts.get("caps")]
    events = [counted.point_of(one) for one in kept if one.kind == PointKind.EVENT.value]
    wanted = [
        one for one in settled(events, counted.excluded_in(period.id), counted.versions()) if one.kind is PointKind.CAP
    ]
    difference = sum(one.points for one in wanted) - sum(one.points for one in caps)
    if difference:
        version = max(one.version for one in kept)
        AssessmentPoint.create(
            period=period.id, unit=unit, ticket=None, kind=PointKind.CORRECTION.value, event=event.value,
            key=f"caps:{event.value}:{unit}:{now.isoformat()}", at=now, points=difference, version=version,
            facts={"caps": True}, person=person,
        )  # fmt: skip
