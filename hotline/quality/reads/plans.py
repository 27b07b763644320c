"""Sampling plans and the weeks that were drawn, for who may see them."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from hotline.people.rows import Person, Site
from hotline.people.rules.permissions import Permission, may
from hotline.quality.rows import QualityDraw, SamplingPlan
from hotline.quality.rules.plans import Choice, of_row
from hotline.words import Inspected, Role, SampleClass

WEEKS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class PlanView:
    """`site_name`: "" for the whole house."""

    id: int
    name: str
    inspected: Inspected
    form_code: str
    site: int | None
    site_name: str
    choice: Choice
    seed: str
    active: bool
    version: int
    made_by: str
    made_at: dt.datetime


@dataclass(frozen=True, slots=True)
class SampledPart:
    """Of so many, so many were drawn."""

    name: str
    there: int
    drawn: int

    @property
    def part(self) -> float:
        return self.drawn / self.there if self.there else 0.0


@dataclass(frozen=True, slots=True)
class WeekView:
    """How well a drawn week is covered. `nobody`: drawn, and nobody may inspect it."""

    week: dt.date
    at: dt.datetime
    agents: tuple[SampledPart, ...]
    lines: tuple[SampledPart, ...]
    nobody: int
    second: int

    @property
    def whole(self) -> SampledPart:
        return SampledPart("", sum(one.there for one in self.agents), sum(one.drawn for one in self.agents))


def of_reader(roles: Collection[Role], site: int | None) -> list[PlanView]:
    """The plans that somebody may change, of his site; of all for the head site (None)."""
    query: Any = _all()
    if site is not None:
        query = query.where(SamplingPlan.site == site)
    return [_view(row) for row in list(query) if sees(row.chosen, roles)]


def one(plan: int, roles: Collection[Role], site: int | None) -> PlanView | None:
    row = _all().where(SamplingPlan.id == plan).first()
    if row is None or not sees(row.chosen, roles) or (site is not None and row.site_id != site):
        return None
    return _view(row)


def sees(chosen: Mapping[str, Any], roles: Collection[Role]) -> bool:
    """Plans of confidential calls are the discipline inspection's, all others of who manages the inspection."""
    sealed = chosen["how"] == SampleClass.CONFIDENTIAL.value
    return may(roles, Permission.READ_CONFIDENTIAL if sealed else Permission.MANAGE_QUALITY)


def weeks(plan: int, lines: Mapping[str, str]) -> list[WeekView]:
    """The newest weeks of a plan; `lines`: their names by code."""
    rows = list(
        QualityDraw.select().where(QualityDraw.plan == plan).order_by(QualityDraw.week.desc()).limit(WEEKS_SHOWN)
    )
    people = {int(key) for row in rows for key in row.told.get("agents", {})}
    return [week_view(row.week, row.at, row.told, _names(people), lines) for row in rows]


def week_view(
    week: str, at: dt.datetime, told: Mapping[str, Any], names: Mapping[int, str], lines: Mapping[str, str]
) -> WeekView:
    """A week as it is told: the share drawn of each agent and line."""
    agents = [SampledPart(names.get(int(key), key), *count) for key, count in told.get("agents", {}).items()]
    by_line = [SampledPart(lines.get(key, key), *count) for key, count in told.get("lines", {}).items() if key]
    ordered = sorted(agents, key=lambda one: (one.part, one.name))
    by_line.sort(key=lambda one: (one.part, one.name))
    return WeekView(
        dt.date.fromisoformat(week), at, tuple(ordered), tuple(by_line), told.get("nobody", 0), told.get("second", 0)
    )


def names_of(people: Collection[int]) -> dict[int, str]:
    return _names(set(people))


def _names(people: set[int]) -> dict[int, str]:
    return {row.id: row.name for row in list(Person.select().where(Person.id.in_(sorted(people))))}


def _all() -> Any:
    return (
        SamplingPlan.select(SamplingPlan, Site.name.alias("site_name"), Person.name.alias("maker"))
        .join(Site, JOIN.LEFT_OUTER, on=(SamplingPlan.site == Site.id))
        .join_from(SamplingPlan, Person, on=(SamplingPlan.made_by == Person.id))
        .order_by(SamplingPlan.active.desc(), SamplingPlan.id)
        .objects()
    )


def _view(row: Any) -> PlanView:
    return PlanView(
        row.id, row.name, Inspected(row.inspected), row.form_code, row.site_id, row.site_name or "",
        of_row(row.chosen), row.seed, row.active, row.version, row.maker, row.made_at,
    )  # fmt: skip
