"""The versions of the rules, and what a period would have been under changed ones."""

import datetime as dt
from dataclasses import dataclass

from hotline.assessment.rows import AssessmentPeriod, AssessmentVersion
from hotline.assessment.rules.kept import from_kept
from hotline.assessment.rules.points import RuleSet, RuleVersion, sums
from hotline.words import AssessmentState

from . import counted
from .scores import PeriodView, UnitScore, period, scores


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version with who made it, "" for the built-in one."""

    number: int
    effective: dt.date
    rules: RuleSet
    why: str
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Previewed:
    """A period under other rules: each unit as it is, and its score then."""

    period: PeriodView
    units: tuple[tuple[UnitScore, int | None], ...]


def versions() -> tuple[VersionView, ...]:
    """The newest first."""
    rows = list(AssessmentVersion.select().order_by(AssessmentVersion.number.desc()))
    return tuple(
        VersionView(
            row.number, dt.date.fromisoformat(row.effective), from_kept(row.rules), row.why,
            row.person.name if row.person is not None else "", row.at,
        )
        for row in rows
    )  # fmt: skip


def in_force(found: tuple[VersionView, ...], day: dt.date) -> VersionView | None:
    """The version that counts on a day."""
    return max(
        (one for one in found if one.effective <= day), key=lambda one: (one.effective, one.number), default=None
    )


def preview(rules: RuleSet, site: int, now: dt.datetime) -> Previewed | None:
    """The last period of a site that was published, else the running one, as it would have been. None without one."""
    mine = AssessmentPeriod.select().where(AssessmentPeriod.site == site).order_by(AssessmentPeriod.first.desc())
    row = mine.where(AssessmentPeriod.state == AssessmentState.PUBLISHED.value).first() or mine.first()
    view = period(row.id) if row is not None else None
    if row is None or view is None:
        return None
    given = (RuleVersion(1, dt.date.min, rules),)
    found = counted.count(row, counted.happened(row, now), given, counted.excluded_in(row.id))
    made = sums(found.rows)
    then = {unit: one.base + made.get(unit, 0) for unit, one in found.standings.items()}
    return Previewed(view, tuple((one, then.get(one.unit)) for one in scores(view)))
