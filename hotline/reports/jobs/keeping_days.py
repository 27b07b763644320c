"""Keep the sums of days that are over, so that a year's figures need not read a year's rows.

Each round computes the days that are marked, or never were computed, and then takes up those that are over by now: a
day is computed one round after it was taken up, when every transaction that did not yet see it has ended. A mark that
is written while a day is computed stays, and the day is computed again.
"""

import datetime as dt
from collections.abc import Callable, Iterator

from hotline.clock import local_day
from hotline.people.reads.scope import Scope
from hotline.people.rows import Site
from hotline.reports.reads import day_sums, kept_days
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rows import FigureDay, FigureMark
from hotline.reports.rules.figures import RowSet
from hotline.reports.rules.periods import Period
from hotline.store.conditions import fetched
from hotline.store.database import Statement, run, writing

OVER = dt.timedelta(days=2)  # a day is taken up so long after it began: what comes late mostly has come
TOGETHER = 31  # days computed with one statement
PIECES_MOST = 12  # of so many days, in one round
ROWS_AT_ONCE = 200
KEPT = "INSERT INTO figure_day (kind, site, cut, day, look, told) VALUES (?, ?, ?, ?, ?, ?)"


def keep(now: dt.datetime, stopped: Callable[[], bool] = lambda: False, *, moving: bool = True) -> int:
    """One round. Returns how many days were computed. `moving`: with the sets whose days change at every act."""
    computed, pieces = 0, 0
    for rows in kept_days.KEPT:
        if rows in kept_days.MOVING and not moving:
            continue
        for period in kept_days.runs(_stale(rows), TOGETHER):
            if stopped() or pieces == PIECES_MOST:
                return computed
            _compute(rows, period, now)
            computed, pieces = computed + period.length, pieces + 1
    for rows in kept_days.KEPT:
        _take_up(rows, local_day(now) - OVER)
    return computed


def _stale(rows: RowSet) -> list[dt.date]:
    """The days whose sums are not to be believed, in order."""
    found = fetched(
        "SELECT day FROM figure_day WHERE kind = ? AND look <> ? "
        "UNION SELECT day FROM figure_mark WHERE kind = ? ORDER BY day",
        (rows.value, kept_days.look(rows), rows.value),
    )
    return [dt.date.fromisoformat(row[0]) for row in found]


def _compute(rows: RowSet, period: Period, now: dt.datetime) -> None:
    first, last, look = period.first.isoformat(), period.last.isoformat(), kept_days.look(rows)
    marks = [row[0] for row in fetched(
        "SELECT id FROM figure_mark WHERE kind = ? AND day BETWEEN ? AND ?", (rows.value, first, last)
    )]  # fmt: skip
    made: list[Statement] = [
        (KEPT, (rows.value, site, cut, day, look, kept_days.packed(told.get(day, []))))
        for site, cut, told in _told(rows, period, now) for day in map(dt.date.isoformat, period.days())
        if site == 0 or day in told
    ]  # fmt: skip
    with writing():
        FigureDay.delete().where(FigureDay.kind == rows.value, FigureDay.day.between(first, last)).execute()
        run(made)
        for n in range(0, len(marks), ROWS_AT_ONCE):
            FigureMark.delete().where(FigureMark.id << marks[n : n + ROWS_AT_ONCE]).execute()


def _told(rows: RowSet, period: Period, now: dt.datetime) -> Iterator[tuple[int, str, kept_days.DaySums]]:
    """The sums by day, for every site (0: all together) and every cut; a site's days without rows are not in it."""
    sites = [row.id for row in Site.select(Site.id).order_by(Site.id)]
    for cut in kept_days.cuts(rows):
        found = day_sums.of_sites(rows, cut, FigureScope(period, Scope(), now))
        yield from ((site, cut, found.get(site, {})) for site in (0, *sites))


def _take_up(rows: RowSet, last: dt.date) -> None:
    """Days up to `last` that nobody keeps yet, from the first row on: from now on they are marked."""
    first = kept_days.first_day(rows)
    if first is None:
        return
    known = {row[0] for row in fetched("SELECT DISTINCT day FROM figure_day WHERE kind = ?", (rows.value,))}
    days = [day.isoformat() for day in Period(first, last).days() if day.isoformat() not in known]
    whole = {"kind": rows.value, "site": 0, "cut": kept_days.WHOLE}
    with writing():
        for n in range(0, len(days), ROWS_AT_ONCE):
            FigureDay.insert_many([whole | {"day": day} for day in days[n : n + ROWS_AT_ONCE]]).execute()
