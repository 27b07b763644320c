"""A period counted from the histories: rows of points and what each unit begins with, purely and anew each time."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hotline.assessment.rows import AssessmentExclusion, AssessmentPeriod, AssessmentPoint, AssessmentVersion
from hotline.assessment.rules.events import CountedEvent, events, in_hand
from hotline.assessment.rules.kept import from_kept
from hotline.assessment.rules.points import (
    ASSESSED,
    PointRow,
    RuleSet,
    RuleVersion,
    UnitSize,
    on,
    priced,
    settled,
)
from hotline.clock import day_bounds
from hotline.people.rows import Person
from hotline.tickets.rows import Entry, Unit
from hotline.words import EntryKind, ExclusionState, PointEvent, PointKind, UnitKind
from hotline.workdays.reads.calendars import calendar_of

from . import histories


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """What a unit begins with, how many tickets it had, and how many of these cost it no point."""

    base: int
    tickets: int
    clean: int


@dataclass(frozen=True, slots=True)
class PeriodCount:
    """`rows`: with exclusions and caps; `standings`: by unit, those that had a ticket or a row."""

    rows: tuple[PointRow, ...]
    standings: Mapping[int, UnitStanding]


@dataclass(frozen=True, slots=True)
class PeriodEvents:
    """What happened in a period, before any rule: its events, and which tickets each unit had."""

    events: tuple[CountedEvent, ...]
    tickets: Mapping[int, frozenset[int]]


def versions() -> tuple[RuleVersion, ...]:
    rows = list(AssessmentVersion.select().order_by(AssessmentVersion.number))
    return tuple(RuleVersion(row.number, dt.date.fromisoformat(row.effective), from_kept(row.rules)) for row in rows)


def bounds(period: AssessmentPeriod) -> tuple[dt.datetime, dt.datetime]:
    first, last = dt.date.fromisoformat(period.first), dt.date.fromisoformat(period.last)
    return day_bounds(first)[0], day_bounds(last)[1]


def happened(period: AssessmentPeriod, now: dt.datetime) -> PeriodEvents:
    """What has happened in the period up to now."""
    begin, end = bounds(period)
    end = min(end, max(now, begin))
    calendar = calendar_of(period.site_id)
    made: list[CountedEvent] = []
    tickets: dict[int, set[int]] = {}
    for one in histories.within(period.site_id, begin, end):
        made += events(one, begin, end, calendar)
        for unit in in_hand(one, begin, end):
            tickets.setdefault(unit, set()).add(one.ticket)
    return PeriodEvents(tuple(made), {unit: frozenset(ids) for unit, ids in tickets.items()})


Excluded = Mapping[str, Mapping[str, Any]]  # facts of the decision, by the key of the row


def count(
    period: AssessmentPeriod, what: PeriodEvents, known: Sequence[RuleVersion], excluded: Excluded
) -> PeriodCount:  # fmt: skip
    """The rows of a period by these versions of the rules."""
    kinds = kinds_of(period.site_id)
    sizes = {unit: UnitSize(kind, len(what.tickets.get(unit, ()))) for unit, kind in kinds.items()}
    rows = settled(priced(what.events, known, sizes), excluded, known)
    first = on(known, dt.date.fromisoformat(period.first)) or (known[0] if known else None)
    base = first.rules.base if first is not None else RuleSet().base
    units = {unit for unit in what.tickets if unit in sizes and sizes[unit].kind in ASSESSED} | {r.unit for r in rows}
    back = {one.about for one in rows if one.kind is PointKind.EXCLUDED}
    costly: dict[int, set[int | None]] = {}
    for one in rows:
        if one.kind is PointKind.EVENT and one.points < 0 and one.key not in back:
            costly.setdefault(one.unit, set()).add(one.ticket)
    standings = {
        unit: UnitStanding(
            base, len(what.tickets.get(unit, ())), len(what.tickets.get(unit, frozenset()) - costly.get(unit, set()))
        )
        for unit in units
    }
    return PeriodCount(rows, standings)


def kinds_of(site: int) -> dict[int, UnitKind]:
    """The kinds of a site's units, of dissolved ones too."""
    rows = list(Unit.select(Unit.id, Unit.kind).where(Unit.site == site))
    return {row.id: UnitKind(row.kind) for row in rows if row.kind in set(UnitKind)}


def excluded_in(period: int) -> dict[str, dict[str, Any]]:
    """The facts of the exclusions that stand in a period, by the key of their row."""
    rows = list(
        AssessmentExclusion.select(AssessmentExclusion, Person)
        .join(Person, on=(AssessmentExclusion.decided_by == Person.id))
        .where(AssessmentExclusion.period == period, AssessmentExclusion.state == ExclusionState.GRANTED.value)
    )
    return {
        row.key: {"by": row.decided_by.name if row.decided_by else "", "exclusion": row.id, **ground(row.ground)}
        for row in rows
    }


def ground(code: str) -> dict[str, str]:
    """A ground of the dictionary in both languages; a code that is gone stands for itself."""
    row = Entry.get_or_none(Entry.kind == EntryKind.EXCLUSION.value, Entry.code == code)
    return {"ground_zh": row.zh if row else code, "ground_en": (row.en or row.zh) if row else code}


def point_of(row: AssessmentPoint) -> PointRow:
    """A kept row."""
    return PointRow(
        row.key, PointKind(row.kind), PointEvent(row.event), row.unit_id, row.ticket_id, row.source, row.at,
        row.points, row.version, row.about, row.facts,
    )  # fmt: skip
