"""What is more than usual in a period: subjects, areas and units with more tickets than their past says; matters of
many persons and persons with many tickets. A confidential ticket is in none of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hotline.reports.rules import dimensions
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.periods import Period, period_of
from hotline.reports.rules.predicates import Predicate, both, one
from hotline.reports.rules.rising import Exceedance, compared_with, earlier, judged
from hotline.store.conditions import fetched, joined
from hotline.words import Dimension, PeriodKind

from . import asking, figures, trees
from .row_sets import FigureScope, statement
from .summing import narrowed

OPENED = FIGURES["opened"]
OVER = (Dimension.TOPIC, Dimension.PLACE, Dimension.UNIT)
PAST_HITS = 12
SHOWN_MOST = 50
LONG_AGO = dt.timedelta(days=366 * 4 + 120)  # as far back as any period is compared with
Counts = Mapping[str, Mapping[dt.date, int]]  # by key and the first day of the week or month


@dataclass(frozen=True, slots=True)
class RiseHit:
    """A subject, area or unit (with those below) that was above its limit in a period."""

    by: Dimension
    key: str
    period: Period
    alarm: Exceedance


@dataclass(frozen=True, slots=True)
class Rising:
    """`hits`: of the period, the least likely first; `past`: of the twelve periods before, newest first. `looked_at`:
    how many were judged in the period; `compared`: with how many periods."""

    hits: Sequence[RiseHit]
    past: Sequence[tuple[Period, Sequence[RiseHit]]]
    looked_at: int
    compared: int


@dataclass(frozen=True, slots=True)
class SharedMatter:
    """A subject in an area (or without one, under the key `none`): the tickets of both, with those below, and the
    different telephones among them."""

    topic: str
    place: str
    tickets: int
    persons: int


@dataclass(frozen=True, slots=True)
class Repeater:
    """A telephone (canonical) with many tickets. `ticket`: the number of one, by which they are opened."""

    number: str
    ticket: str
    tickets: int


@dataclass(frozen=True, slots=True)
class MatterGaps:
    """Tickets that can be no matter of many persons, or no matter of a place: without a subject, without an area,
    without a telephone number."""

    topic: int
    place: int
    caller: int


def rising(asked: FigureScope, *, chance: float, least: int) -> Rising:
    """`asked` is a week or a month; `chance` and `least` as in the rule."""
    period = asked.period
    whole = FigureScope(Period(period.first - LONG_AGO, period.last), asked.scope, asked.now)
    counts, oldest = _counts(whole, period.kind)
    first = oldest or period.first
    found: dict[dt.date, list[RiseHit]] = {}
    periods = [period, *earlier(period, PAST_HITS)]
    looked_at = 0
    for now in periods:
        past = compared_with(now, first)
        hits = found.setdefault(now.first, [])
        for by, keys in counts.items():
            for key, days in keys.items():
                looked_at += now is period
                alarm = judged(
                    days.get(now.first, 0), [days.get(then.first, 0) for then in past], chance=chance, least=least
                )
                hits += [RiseHit(by, key, now, alarm)] if alarm is not None else []
        hits.sort(key=lambda hit: (hit.alarm.chance, hit.by, hit.key))
    past_hits = [(one, found[one.first]) for one in periods[1:]]
    return Rising(found[period.first], past_hits, looked_at, len(compared_with(period, first)))


def matters(asked: FigureScope, *, least: int) -> list[SharedMatter]:
    """Subjects in areas about which at least so many different telephones called, the most first."""
    sql, values = _tickets(asked)
    found = fetched(
        f"SELECT r.topic, r.place, COUNT(DISTINCT r.caller) FROM {sql} "  # noqa: S608 - all of it is ours
        "AND r.topic IS NOT NULL AND r.caller <> '' GROUP BY 1, 2 "
        f"HAVING COUNT(DISTINCT r.caller) >= {int(least)} ORDER BY 3 DESC, 1, 2 LIMIT {SHOWN_MOST}",
        values,
    )
    matters = []
    for topic, place, _persons in found:
        key = dimensions.NONE if place is None else str(place)
        where = {Dimension.TOPIC: str(topic), Dimension.PLACE: key}
        narrow, narrow_values = joined(narrowed(OPENED.rows, where, asked))
        counts = f"SELECT COUNT(*), COUNT(DISTINCT NULLIF(r.caller, '')) FROM {sql} AND {narrow}"  # noqa: S608
        tickets, persons = fetched(counts, (*values, *narrow_values))[0]
        matters.append(SharedMatter(str(topic), key, tickets, persons))
    return matters


def gaps(asked: FigureScope) -> MatterGaps:
    """How many tickets lack what a matter is told by; one that lacks two of it is in both counts."""
    sql, values = _tickets(asked)
    missing = ("r.topic IS NULL", "r.place IS NULL", "COALESCE(r.caller, '') = ''")
    counts = ", ".join(f"COALESCE(SUM(CASE WHEN {one} THEN 1 ELSE 0 END), 0)" for one in missing)
    return MatterGaps(*map(int, fetched(f"SELECT {counts} FROM {sql}", values)[0]))  # noqa: S608 - all of it is ours


def trend(asked: FigureScope, months: int) -> list[tuple[str, int, int | None]]:
    """So many months up to that of the period: (`2026-11`, tickets, those of the same month a year before). It begins
    with the month of the oldest ticket, which was not whole: nothing is compared with it."""
    last = period_of(PeriodKind.MONTH, asked.period.last)
    keys = [f"{one.first:%Y-%m}" for one in [last, *earlier(last, months + 11)][::-1]]
    whole = replace(asked, period=Period(period_of(PeriodKind.MONTH, _first_of(keys[0])).first, last.last))
    found = figures.read([OPENED], whole, by=Dimension.MONTH)
    counts = {line.key: line.values[OPENED.id].tally.counted for line in found if OPENED.id in line.values}
    known = [key for key in keys if key in counts]
    begins = known[0] if known else keys[-1]
    return [
        (key, counts.get(key, 0), counts.get(then, 0) if then > begins else None)
        for key, then in zip(keys[12:], keys, strict=False)
        if key >= begins
    ]


def _first_of(month: str) -> dt.date:
    return dt.date.fromisoformat(f"{month}-01")


def repeaters(asked: FigureScope, *, least: int) -> list[Repeater]:
    """Telephones with at least so many tickets, the most first."""
    sql, values = _tickets(asked)
    found = fetched(
        f"SELECT r.caller, MAX(r.number), COUNT(*) FROM {sql} AND r.caller <> '' GROUP BY 1 "  # noqa: S608
        f"HAVING COUNT(*) >= {int(least)} ORDER BY 3 DESC, 1 LIMIT {SHOWN_MOST}",
        values,
    )
    return [Repeater(*row) for row in found]


def of_same_caller(ticket: str, asked: FigureScope) -> Predicate | None:
    """What the tickets of the caller of this ticket meet; None where there is none in the period that is seen."""
    sql, values = _tickets(asked, one("number", ticket))
    found = fetched(f"SELECT r.caller FROM {sql} AND r.caller <> ''", values)  # noqa: S608 - all of it is ours
    return both(OPENED.counts, one("caller", found[0][0])) if found else None


def _tickets(asked: FigureScope, more: Predicate = OPENED.counts) -> tuple[str, tuple[object, ...]]:
    """The tickets that the figure counts, as what stands behind FROM, with its values."""
    inner, inner_values = statement(OPENED.rows, asked)
    wanted, values = asking.asked(both(OPENED.counts, more))
    return f"({inner}) r WHERE {wanted}", (*inner_values, *values)


def _counts(whole: FigureScope, kind: PeriodKind) -> tuple[dict[Dimension, Counts], dt.date | None]:
    """Tickets of each week or month; a ticket counts for its own subject, area and unit and for all above. With the day
    of the oldest one."""
    sql, values = _tickets(whole)
    columns = ", ".join(f"r.{by.value}" for by in OVER)
    read = fetched(f"SELECT {asking.day()}, {columns}, COUNT(*) FROM {sql} GROUP BY 1, 2, 3, 4", values)  # noqa: S608
    begins = {day: period_of(kind, dt.date.fromisoformat(day)).first for day in {row[0] for row in read}}
    own: dict[tuple[int, Any, dt.date], int] = {}
    for day, *ids, count in read:
        for place, one_id in enumerate(ids):
            if one_id is not None:
                at = (place, one_id, begins[day])
                own[at] = own.get(at, 0) + count
    lines = [trees.lines(by) for by in OVER]
    found: dict[Dimension, dict[str, dict[dt.date, int]]] = {by: {} for by in OVER}
    for (place, one_id, first), count in own.items():
        for key in lines[place](int(one_id)):
            periods = found[OVER[place]].setdefault(str(key), {})
            periods[first] = periods.get(first, 0) + count
    oldest = dt.date.fromisoformat(min(begins)) if begins else None
    return {by: found[by] for by in OVER}, oldest
