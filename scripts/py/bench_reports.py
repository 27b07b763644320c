"""Measure reports: the figures of a day, a month and a year, and the first page of their rows, beside bare SQL;
once from the rows alone, and once with the sums of days that the jobs keep.

`bench_reports_fill` makes the rows. With `--json FILE` the figures are written there: [from the rows, with kept
days] in ms, by what was measured.
"""

import datetime as dt
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from hotline.people.reads.scope import Scope
from hotline.reports.jobs import keeping_days
from hotline.reports.reads import board, content, drill, figures, kept_days, own_tables, wall
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.figures import Figure, RowSet
from hotline.reports.rules.own_reports import OwnChoice
from hotline.reports.rules.periods import Period, period_of
from hotline.store.conditions import fetched
from hotline.store.database import attach, migrate, stored
from hotline.words import Dimension, OwnChart, PeriodKind
from scripts.py.bench_reports_fill import NOW, fill
from scripts.py.suite_postgresql import binaries, postgresql

DAY = dt.date(2026, 11, 19)
TURNS, SECONDS_ENOUGH = 5, 20.0  # of one piece of work: so many turns, or fewer when they took so long


def run(calls: int, tickets: int, on: list[str], told: Path | None = None) -> int:
    out, kept = Console(), dict[str, Any]()
    for kind in on:
        for name in _database(kind):
            begun = time.monotonic()
            fill(calls, tickets)
            filled = time.monotonic() - begun
            out.print(f"{name}: {calls:,} calls, {tickets:,} tickets, {tickets * 5:,} steps filled in {filled:.0f} s")
            bare = with_rows_alone(measured)
            begun = time.monotonic()
            days = keep_days()
            keeping = time.monotonic() - begun
            out.print(f"{name}: {days:,} days of sets kept in {keeping:.0f} s")
            with_days = measured()
            out.print(table(name, bare, with_days))
            kept[name] = {
                "calls": calls, "tickets": tickets, "filled_s": round(filled), "days_kept_s": round(keeping),
                "ms": {what: [round(rows, 1), round(sums, 1)] for (what, rows), (_, sums) in
                       zip(bare, with_days, strict=True)},
            }  # fmt: skip
            if told is not None:  # after each database: a run that is cut short has told what it knows
                told.write_text(json.dumps(kept, ensure_ascii=False, indent=1))
    return 0


def _database(kind: str) -> Iterator[str]:
    """A migrated database of this kind, attached; nothing where there is no PostgreSQL."""
    if kind == "postgresql":
        if binaries() is None:
            print("no PostgreSQL on this machine: left out")
            return
        with postgresql() as url:
            yield from _opened(kind, url)
        return
    with tempfile.TemporaryDirectory(prefix="tingsu-bench-") as folder:
        yield from _opened(kind, f"sqlite:///{folder}/tingsu.db")


def _opened(kind: str, url: str) -> Iterator[str]:
    made = attach(url)
    with made.connection_context():
        migrate(made)
        yield kind
    if hasattr(made, "close_all"):
        made.close_all()


def keep_days() -> int:
    """Keep the sums of all days that are over, as the jobs do in their rounds. Returns how many days of a set."""
    keeping_days.keep(NOW)
    return sum(iter(partial(keeping_days.keep, NOW), 0))


def with_rows_alone(work: Callable[[], list[tuple[str, float]]]) -> list[tuple[str, float]]:
    """The same, while no day is kept."""
    kept, kept_days.KEPT = kept_days.KEPT, ()
    try:
        return work()
    finally:
        kept_days.KEPT = kept


def measured() -> list[tuple[str, float]]:
    """(what, median milliseconds of five turns; of fewer where these are long)"""
    every, entered, found = list(FIGURES.values()), FIGURES["entered"], list[tuple[str, float]]()
    for kind in (PeriodKind.DAY, PeriodKind.MONTH, PeriodKind.YEAR):
        asked, name = FigureScope(period_of(kind, DAY), Scope(), NOW), kind.value
        works: list[tuple[str, Callable[[], object]]] = [
            (f"bare SQL: count of a {name}'s calls", partial(_bare, asked)),
            (f"one figure of a {name}", partial(figures.one, entered, asked)),
            (f"all {len(every)} figures of a {name}", partial(figures.read, every, asked)),
            (f"one figure of a {name} by agent", partial(figures.read, [entered], asked, by=Dimension.AGENT)),
            (f"how many rows a {name} has", partial(drill.count, entered.rows, entered.counts, asked, where={})),
            (f"first page of a {name}'s rows", partial(drill.page, entered.rows, entered.counts, asked, where={})),
        ]
        found += [(what, _turns(work)) for what, work in works]
    found += [(f"own report of a year: {name}", _turns(partial(own_tables.counted, choice, Scope(), NOW)))
              for name, choice in own_choices()]  # fmt: skip
    day, year = FigureScope(Period(DAY, DAY), Scope(), NOW), FigureScope(period_of(PeriodKind.YEAR, DAY), Scope(), NOW)
    found.append(("the board's figures of a day", _turns(partial(board.figures_of, Scope(), day.begin, day.end))))
    for name in ("opened", "moved_in", "timely_reply", "satisfaction"):
        figure = FIGURES[name]
        bare = partial(_bare_of, figure, year)
        found += [
            (f"bare SQL: {name} of a year", _turns(bare)),
            (f"{name} of a year", _turns(partial(figures.one, figure, year))),
            (f"first page: {name} of a year", _turns(partial(drill.page, figure.rows, figure.counts, year, where={}))),
        ]
    found += wallboard()
    for kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR):
        whole = partial(content.computed, period_of(kind, DAY), None, NOW)
        found.append((f"a whole {kind.value}'s report", _turns(whole, 1)))
    return found


def wallboard() -> list[tuple[str, float]]:
    """Each part of a wallboard, and all that it reads in one refresh."""
    head, now = Scope(), NOW
    parts: dict[str, Callable[[], object]] = {
        "live": partial(wall.live, head, now), "today": partial(wall.today, head, now),
        "hours": partial(wall.hours, head, now, wall.day_of(now)), "stock": partial(wall.stock, head, now),
        "topics": partial(wall.topics, head, now), "areas": partial(wall.areas, head, now),
        "units": partial(wall.units, head, now), "sites": partial(wall.sites, head, now),
    }  # fmt: skip
    told = [(f"wallboard: {name}", _turns(part)) for name, part in parts.items()]
    return [*told, ("wallboard: a whole refresh", _turns(lambda: [part() for part in parts.values()]))]


def own_choices() -> list[tuple[str, OwnChoice]]:
    """Own reports of a year: one division, two, and two that need quarter hours."""
    year, entered = period_of(PeriodKind.YEAR, DAY), (FIGURES["entered"],)
    three = tuple(FIGURES[name] for name in ("answered", "average_talk", "agent_share"))
    return [
        ("three figures by agent", OwnChoice(Dimension.AGENT, None, three, year, OwnChart.NONE)),
        ("line by month", OwnChoice(Dimension.LINE, Dimension.MONTH, entered, year, OwnChart.NONE)),
        ("hour by weekday", OwnChoice(Dimension.HOUR, Dimension.WEEKDAY, entered, year, OwnChart.NONE)),
        ("agent by half hour", OwnChoice(Dimension.AGENT, Dimension.HALF_HOUR, entered, year, OwnChart.NONE)),
    ]


def _bare(asked: FigureScope) -> object:
    where = "arrived_at >= ? AND arrived_at < ? AND direction = 'in'"
    return fetched(f'SELECT COUNT(*) FROM "call" WHERE {where}', (stored(asked.begin), stored(asked.end)))  # noqa: S608


_BARE = {
    RowSet.TICKETS: "SELECT COUNT(*) FROM ticket t WHERE t.opened_at >= ? AND t.opened_at < ? AND t.state <> 'merged'",
    RowSet.STEPS: "SELECT COUNT(*) FROM ticket_step s WHERE s.at >= ? AND s.at < ? AND s.old = ''",
    RowSet.CLOCKS: "SELECT COUNT(*) FROM ticket_clock k WHERE k.due_at >= ? AND k.due_at < ? AND k.kind = 'finish'",
    RowSet.FOLLOW_UPS: "SELECT COUNT(*) FROM follow_up f WHERE f.done_at >= ? AND f.done_at < ? AND f.satisfied >= 4",
}


def _bare_of(figure: Figure, asked: FigureScope) -> object:
    return fetched(_BARE[figure.rows], (stored(asked.begin), stored(asked.end)))


def _turns(work: Callable[[], object], turns: int = TURNS) -> float:
    taken = list[float]()
    while len(taken) < turns and sum(taken) < SECONDS_ENOUGH * 1000:
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def table(name: str, bare: list[tuple[str, float]], kept: list[tuple[str, float]]) -> Table:
    made = Table(title=name)
    made.add_column("what")
    for heading in ("from rows, ms", "with kept days, ms"):
        made.add_column(heading, justify="right")
    for (what, before), (_what, after) in zip(bare, kept, strict=True):
        made.add_row(what, f"{before:,.1f}", f"{after:,.1f}")
    return made
