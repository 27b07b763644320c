"""The sums of whole days as they are kept, and what is open at a midnight, which over years is a sum of days too."""

import datetime as dt
from dataclasses import replace
from typing import Any

from hotline.clock import local_day
from hotline.reports.rules import dimensions
from hotline.reports.rules.figures import RowSet
from hotline.reports.rules.periods import Period
from hotline.reports.rules.predicates import EVERY

from . import kept_days, row_sets
from .kept_days import Sums
from .row_sets import FigureScope
from .summing import DAYS, QUARTERS, WHOLE_TIME, read_sums


def open_at(moment: dt.datetime, asked: FigureScope) -> int:
    """How many tickets of the scope were open at a midnight, by their histories alone: over years the sum of what each
    day changed, where days are kept."""
    sums, first = Sums(), kept_days.first_day(RowSet.STEPS)
    place = sums.place(EVERY, kept_days.STANDS)
    last = local_day(moment) - dt.timedelta(days=1)
    if first is not None and first <= last:
        before = replace(asked, period=Period(first, last))
        kept = kept_days.found(RowSet.STEPS, kept_days.WHOLE, sums, before)
        if kept is not None:
            told = sum(line[place + 1] for line in kept.together())
            rest = [read_sums(RowSet.STEPS, WHOLE_TIME, (), sums, replace(asked, period=gap), {}) for gap in kept.gaps]
            return round(told + sum(line[place] for lines in rest for line in lines))
    return row_sets.open_at(moment, asked.scope)


def of_sites(rows: RowSet, cut: str, asked: FigureScope) -> dict[int, kept_days.DaySums]:
    """All sums of the set by site (0: of all together) and day, as they are kept: for each part of the cut (part,
    sums). One statement reads them: a row is of each site that it is counted for, as `row_sets` says."""
    by, sums = kept_days.dimension_of(cut), kept_days.every_sum(rows)
    homes = row_sets.HOMES.get(rows, ("site",))
    grain, named = QUARTERS if cut == kept_days.QUARTER else DAYS, () if by is None else (by,)
    made: dict[tuple[int, str], dict[Any, list[Any]]] = {}
    for row in read_sums(rows, grain, named, sums, asked, {}, also=homes):
        keys, counted = row[: -len(sums.sql)], row[-len(sums.sql) :]
        time = keys[-1]
        day = time if isinstance(time, str) else dimensions.day_of(int(time)).isoformat()
        part = keys[len(homes)] if named else int(time) if grain.broken else None
        for whose in {0, *(int(site) for site in keys[: len(homes)] if site is not None)}:
            parts = made.setdefault((whose, day), {})
            parts[part] = [a + b for a, b in zip(parts[part], counted, strict=True)] if part in parts else list(counted)
    told: dict[int, kept_days.DaySums] = {}
    for (whose, day), parts in made.items():
        told.setdefault(whose, {})[day] = list(parts.items())
    return told
