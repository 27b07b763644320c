"""Begin periods and count them: the rows of a provisional period are counted anew, those of a published one stay."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from hotline.assessment.reads import counted, histories
from hotline.assessment.rows import AssessmentPeriod, AssessmentPoint, AssessmentScore, AssessmentVersion
from hotline.assessment.rules.periods import span_of, span_wanted
from hotline.assessment.rules.points import PointRow, settled
from hotline.clock import local_day
from hotline.people.reads.parameters import parameter
from hotline.people.rows import Site
from hotline.store.changes import announce, is_postgresql
from hotline.store.database import writing
from hotline.tickets.rows import Entry
from hotline.words import AssessmentState, EntryKind, PeriodKind, PointKind

AT_ONCE = 200  # rows that are written by one statement
_KEPT = ("unit", "ticket", "kind", "event", "source", "at", "points", "version", "about", "facts")


def take_over(
    rules: Mapping[str, Any], grounds: Sequence[tuple[str, str, str]], why: str, *, now: dt.datetime
) -> bool:  # fmt: skip
    """The built-in rules and grounds, once: where no version and no ground is kept yet. False if there were rules."""
    with writing():
        if not Entry.select().where(Entry.kind == EntryKind.EXCLUSION.value).exists():
            for place, (code, zh, en) in enumerate(grounds):
                Entry.create(kind=EntryKind.EXCLUSION.value, code=code, zh=zh, en=en, place=place)
        if AssessmentVersion.select().exists():
            return False
        first = span_of(kind_wanted(), local_day(now)).first
        AssessmentVersion.create(number=1, effective=first.isoformat(), rules=dict(rules), why=why, at=now)
        return True


def kind_wanted() -> PeriodKind:
    return PeriodKind.QUARTER if parameter("assessment.quarterly") else PeriodKind.MONTH


def begin(now: dt.datetime) -> int:
    """Begin the period of today for each site that has none; return how many were begun."""
    made = 0
    with writing():
        if not AssessmentVersion.select().exists():
            return 0
        for site in list(Site.select().order_by(Site.id)):
            made += begin_one(site.id, local_day(now)) is not None
    return made


def begin_one(site: int, day: dt.date) -> AssessmentPeriod | None:
    """The period of a day; None where there is one. In a transaction of the caller's."""
    there = [
        (dt.date.fromisoformat(row.first), dt.date.fromisoformat(row.last))
        for row in list(AssessmentPeriod.select().where(AssessmentPeriod.site == site))
    ]
    span = span_wanted(kind_wanted(), day, there)
    if span is None:
        return None
    slot = f"{span.kind.value}-{span.first}-{site}"
    AssessmentPeriod.insert(
        slot=slot, kind=span.kind.value, site=site, first=span.first.isoformat(), last=span.last.isoformat(),
        state=AssessmentState.PROVISIONAL.value,
    ).on_conflict_ignore().execute()  # fmt: skip
    row: AssessmentPeriod = AssessmentPeriod.get(AssessmentPeriod.slot == slot)
    return row


def count_all(now: dt.datetime) -> int:
    """Count the provisional periods in which something has changed since; return how many."""
    waiting = list(AssessmentPeriod.select().where(AssessmentPeriod.state == AssessmentState.PROVISIONAL.value))
    return sum(count(row.id, now) for row in waiting)


def count(period: int, now: dt.datetime) -> bool:
    """Count a provisional period. False if nothing has changed, or if it is published by now."""
    with writing():
        row = held(period)
        if row is None or row.state != AssessmentState.PROVISIONAL.value:
            return False
        if row.mark == _mark(row, now):
            return False
        recount(row, now)
        return True


def recount(row: AssessmentPeriod, now: dt.datetime) -> None:
    """Write the rows of a provisional period as they are now. In a transaction of the caller's, which holds the row."""
    what = counted.happened(row, now)
    found = counted.count(row, what, counted.versions(), counted.excluded_in(row.id))
    _keep(row, found.rows)
    AssessmentScore.delete().where(AssessmentScore.period == row.id).execute()
    for unit, one in sorted(found.standings.items()):
        AssessmentScore.create(period=row.id, unit=unit, base=one.base, tickets=one.tickets, clean=one.clean)
    AssessmentPeriod.update(counted_at=now, mark=_mark(row, now)).where(AssessmentPeriod.id == row.id).execute()
    announce("assessment", str(row.id), at=now)


def settle(row: AssessmentPeriod, now: dt.datetime) -> None:
    """After an exclusion was decided in a provisional period: its rows and caps anew, without reading the tickets."""
    kept = [counted.point_of(one) for one in list(AssessmentPoint.select().where(AssessmentPoint.period == row.id))]
    events = [one for one in kept if one.kind is PointKind.EVENT]
    _keep(row, settled(events, counted.excluded_in(row.id), counted.versions()))
    AssessmentPeriod.update(mark="").where(AssessmentPeriod.id == row.id).execute()  # the clean tickets are counted
    announce("assessment", str(row.id), at=now)


def held(period: int) -> AssessmentPeriod | None:
    """The period's row, held until the transaction ends."""
    query = AssessmentPeriod.select().where(AssessmentPeriod.id == period)
    row: AssessmentPeriod | None = (query.for_update() if is_postgresql() else query).first()
    return row


def _keep(row: AssessmentPeriod, points: Sequence[PointRow]) -> None:
    """Rows that are there keep their ids; what is no more goes."""
    before = {one.key: one for one in list(AssessmentPoint.select().where(AssessmentPoint.period == row.id))}
    fresh = []
    for point in points:
        values = _values(point)
        old = before.pop(point.key, None)
        if old is None:
            fresh.append({"period": row.id, "key": point.key, **values})
        elif any(old.__data__[name] != values[name] for name in _KEPT):
            AssessmentPoint.update(values).where(AssessmentPoint.id == old.id).execute()
    gone = [one.id for one in before.values()]
    for first in range(0, len(gone), AT_ONCE):
        AssessmentPoint.delete().where(AssessmentPoint.id.in_(gone[first : first + AT_ONCE])).execute()
    for first in range(0, len(fresh), AT_ONCE):
        AssessmentPoint.insert_many(fresh[first : first + AT_ONCE]).execute()


def _values(point: PointRow) -> dict[str, Any]:
    return {
        "unit": point.unit, "ticket": point.ticket, "kind": point.kind.value, "event": point.event.value,
        "source": point.source, "at": point.at, "points": point.points, "version": point.version,
        "about": point.about, "facts": dict(point.facts),
    }  # fmt: skip


def _mark(row: AssessmentPeriod, now: dt.datetime) -> str:
    """A day more makes late tickets later; until the end of the period."""
    _begin, end = counted.bounds(row)
    newest = max((one.number for one in counted.versions()), default=0)
    return f"{min(local_day(now), local_day(end))}-{newest}-{histories.mark(row.site_id, min(now, end))}"
