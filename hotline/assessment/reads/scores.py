"""The scores of a period's units, what they are made of, their trend; and the share that was excluded."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import SQL, Case, fn

from hotline.assessment.rows import AssessmentExclusion, AssessmentPeriod, AssessmentPoint, AssessmentScore
from hotline.assessment.rules.points import ASSESSED
from hotline.assessment.rules.shares import Share, wilson
from hotline.people.rows import Site
from hotline.tickets.reads import units
from hotline.words import AssessmentState, ExclusionState, PeriodKind, PointEvent, PointKind


@dataclass(frozen=True, slots=True)
class PeriodView:
    id: int
    site: int
    site_name: str
    kind: PeriodKind
    first: dt.date
    last: dt.date
    state: AssessmentState
    counted_at: dt.datetime | None
    published_at: dt.datetime | None
    published_by: str


@dataclass(frozen=True, slots=True)
class UnitScore:
    """`score`: in hundredths, None for a unit that had no ticket and no row. `lost`, `gained`: of its rows, without a
    sign. `clean`: tickets that cost nothing, with the interval of their share."""

    unit: int
    name: str
    depth: int
    active: bool
    tickets: int
    score: int | None
    lost: int
    gained: int
    rows: int
    excluded: int
    taken_off: int
    clean: Share | None

    @property
    def excluded_share(self) -> float | None:
        """Of the rows that took points off."""
        return self.excluded / self.taken_off if self.taken_off else None


def periods(sites: Collection[int] | None) -> tuple[PeriodView, ...]:
    """The periods of these sites (None: of all), the newest first."""
    query = AssessmentPeriod.select(AssessmentPeriod, Site).join(Site)
    if sites is not None:
        query = query.where(AssessmentPeriod.site.in_(list(sites)))
    order = query.order_by(AssessmentPeriod.first.desc(), AssessmentPeriod.site, AssessmentPeriod.id)
    return tuple(_view(row) for row in list(order.limit(200)))


def period(period_id: int) -> PeriodView | None:
    row = AssessmentPeriod.get_or_none(AssessmentPeriod.id == period_id)
    return None if row is None else _view(row)


def scores(row: AssessmentPeriod | PeriodView) -> tuple[UnitScore, ...]:
    """All units of the site that are assessed, in the order of their tree; of dissolved ones those with a score."""
    site = row.site if isinstance(row, PeriodView) else row.site_id
    began = {one.unit_id: one for one in list(AssessmentScore.select().where(AssessmentScore.period == row.id))}
    made = _sums(row.id)
    found = []
    for unit in units.tree(site, all_of_them=True):
        start, rows = began.get(unit.id), made.get(unit.id, (0, 0, 0, 0, 0))
        if unit.kind not in ASSESSED or (start is None and not unit.active):
            continue
        count, lost, gained, excluded, taken_off = rows
        found.append(UnitScore(
            unit.id, unit.name, unit.depth, unit.active, start.tickets if start else 0,
            None if start is None else start.base - lost + gained, lost, gained, count, excluded, taken_off,
            wilson(start.clean, start.tickets) if start is not None else None,
        ))  # fmt: skip
    return tuple(found)


def by_event(period_id: int, unit: int) -> dict[PointEvent, tuple[int, int]]:
    """How many events of each kind a unit has, and the sum of their rows, the worst first; exclusions and caps are in
    the sum."""
    counts = fn.SUM(Case(None, [(AssessmentPoint.kind == PointKind.EVENT.value, 1)], 0))
    query = (
        AssessmentPoint.select(AssessmentPoint.event, counts, fn.SUM(AssessmentPoint.points))
        .where(AssessmentPoint.period == period_id, AssessmentPoint.unit == unit)
        .group_by(AssessmentPoint.event)
    )
    found: Any = query.tuples()
    rows = [(PointEvent(event), int(n or 0), int(total)) for event, n, total in found]
    return {event: (n, total) for event, n, total in sorted(rows, key=lambda one: (one[2], one[0]))}


def trend(view: PeriodView, unit: int, most: int = 8) -> tuple[tuple[PeriodView, int | None], ...]:
    """The unit's score in this period and those before it, the oldest first."""
    earlier = [one for one in periods([view.site]) if one.first <= view.first][:most]
    ids = [one.id for one in earlier]
    made: Any = AssessmentPoint.select(AssessmentPoint.period, fn.SUM(AssessmentPoint.points)).where(
        AssessmentPoint.period.in_(ids), AssessmentPoint.unit == unit
    )
    sums: dict[int, int] = dict(made.group_by(AssessmentPoint.period).tuples())
    bases = {
        row.period_id: row.base
        for row in list(AssessmentScore.select().where(AssessmentScore.period.in_(ids), AssessmentScore.unit == unit))
    }
    return tuple(
        (one, bases[one.id] + int(sums.get(one.id) or 0) if one.id in bases else None) for one in reversed(earlier)
    )


def _sums(period_id: int) -> dict[int, tuple[int, int, int, int, int]]:
    """Of each unit: rows, points lost, gained (net of what gives back), rows excluded, rows that took off."""
    points, kind = AssessmentPoint.points, AssessmentPoint.kind
    event = kind == PointKind.EVENT.value
    query: Any = (
        AssessmentPoint.select(
            AssessmentPoint.unit, fn.COUNT(SQL("1")),
            fn.SUM(points), fn.SUM(Case(None, [(event & (points > 0), points)], 0)),
            fn.SUM(Case(None, [(event & (points < 0), 1)], 0)),
        )
        .where(AssessmentPoint.period == period_id)
        .group_by(AssessmentPoint.unit)
    )  # fmt: skip
    granted: Any = (
        AssessmentExclusion.select(AssessmentExclusion.unit, fn.COUNT(SQL("1")))
        .where(
            AssessmentExclusion.period == period_id, AssessmentExclusion.state == ExclusionState.GRANTED.value
        )
        .group_by(AssessmentExclusion.unit)
    )  # fmt: skip
    excluded: dict[int, int] = dict(granted.tuples())
    return {
        unit: (int(n), int(gained) - int(total), int(gained), int(excluded.get(unit, 0)), int(taken_off))
        for unit, n, total, gained, taken_off in query.tuples()
    }


def _view(row: AssessmentPeriod) -> PeriodView:
    by = row.published_by
    return PeriodView(
        row.id, row.site_id, row.site.name, PeriodKind(row.kind), dt.date.fromisoformat(row.first),
        dt.date.fromisoformat(row.last), AssessmentState(row.state), row.counted_at, row.published_at,
        "" if by is None else by.name,
    )  # fmt: skip
