"""Tickets by the million: what a page costs, beside the bare SQL that gets the same rows in the same run.

Each case is asked several hundred times with other values; the bare statement and ours take turns, so that the page
cache favours neither. `x` is the ratio of the medians. The goals: 99 of 100 within 50 ms, no more than twice the bare
statement.
"""

import datetime as dt
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hotline.rows import Export, Person
from hotline.store import database
from hotline.tickets.jobs import exports
from hotline.tickets.jobs.export_sheet import COLUMNS
from hotline.tickets.reads.exports import progress
from hotline.tickets.rules.query import Sort, TicketQuery, written
from hotline.words import ExportState, Role
from scripts.py import bench_tickets_pages
from scripts.py.bench_tickets_cases import Case, lists, searches, tickets
from scripts.py.bench_tickets_fill import NOW, World, fill
from scripts.py.suite_postgresql import binaries, postgresql

GOAL_MS, GOAL_RATIO, CALLS, WARM = 50.0, 2.0, 300, 10
EXPORTED_DAYS = 110  # of three years: a tenth


def run(count: int, keep: Path | None, on: list[str]) -> int:
    for engine in on:
        with _database(engine, count, keep) as (url, made):
            if made is None:
                print(f"{engine}: not on this machine")
                continue
            world = World(count)
            begun = time.perf_counter()
            fill(made, world)
            print(f"\n{engine}, {count:,} tickets (there after {time.perf_counter() - begun:,.0f} s), ms:")
            print(f"{'':<28}{'bare p50':>10}{'p99':>9}{'ours p50':>10}{'p99':>9}{'x':>7}")
            for case in [*lists(), *searches(world), *tickets(world)]:
                _line(case, *_measured(case, made))
            bench_tickets_pages.run(url, made, world)
            _export(made)
    return 0


@contextmanager
def _database(engine: str, count: int, keep: Path | None) -> Iterator[Any]:
    """A migrated database; `keep`: the folder in which the SQLite file stays for the next run."""
    with tempfile.TemporaryDirectory(prefix="tingsu-bench-") as folder:
        if engine == "sqlite":
            if keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
            yield from _open(f"sqlite:///{(keep or Path(folder)) / f'tickets-{count}.db'}")
            return
        if binaries() is None:
            yield "", None
            return
        with postgresql() as url:
            yield from _open(url)


def _open(url: str) -> Iterator[Any]:
    made = database.attach(url)
    with made.connection_context():
        database.migrate(made)
        yield url, made
    if hasattr(made, "close_all"):
        made.close_all()


def _measured(case: Case, made: Any) -> tuple[list[float], list[float]]:
    bare: list[float] = []
    ours: list[float] = []
    for n in range(WARM + CALLS):
        bare_ones = [(sql.replace("?", made.param), values) for sql, values in case.bare(n)]
        for turn in (0, 1) if n % 2 else (1, 0):
            begun = time.perf_counter()
            if turn:
                case.ours(n)
            else:
                for sql, values in bare_ones:
                    made.execute_sql(sql, values).fetchall()
            (ours if turn else bare).append((time.perf_counter() - begun) * 1000)
    return sorted(bare[WARM:]), sorted(ours[WARM:])


def _line(case: Case, bare: list[float], ours: list[float]) -> None:
    half, last = len(ours) // 2, int(len(ours) * 0.99) - 1
    ratio = ours[half] / bare[half]
    missed = [f"> {GOAL_MS:.0f} ms"] * (ours[last] > GOAL_MS) + [f"> {GOAL_RATIO:.0f} x"] * (ratio > GOAL_RATIO)
    print(
        f"{case.name:<28}{bare[half]:>10.2f}{bare[last]:>9.2f}{ours[half]:>10.2f}{ours[last]:>9.2f}{ratio:>7.2f}"
        f"  {', '.join(missed)}",
        flush=True,
    )


def _export(made: Any) -> None:
    """A tenth of the tickets as a file, beside the rows alone."""
    person = Person.get_by_id(1)
    Person.update(role=Role.SUPERVISOR.value).where(Person.id == 1).execute()
    first = (NOW - dt.timedelta(days=EXPORTED_DAYS)).date()
    kept = {"query": written(TicketQuery(opened_from=first)), "sort": Sort.NEWEST.value, "scope": {}}
    Export.create(person=person, query=kept, numbers=True, state=ExportState.WAITING.value, asked_at=NOW)
    begun = time.perf_counter()
    sql = "SELECT * FROM ticket WHERE opened_at >= ? AND NOT confidential ORDER BY opened_at DESC, id DESC"
    found = made.execute_sql(sql.replace("?", made.param), (database.stored(NOW - dt.timedelta(days=EXPORTED_DAYS)),))
    bare = len(found.fetchall()) / (time.perf_counter() - begun)
    with tempfile.TemporaryDirectory(prefix="tingsu-bench-") as folder:
        begun = time.perf_counter()
        exports.write_next(Path(folder), "head", lambda: NOW)
        seconds = time.perf_counter() - begun
    done = progress(1)[0]
    print(
        f"export: {done.written:,} rows of {len(COLUMNS)} columns, {done.written / seconds:,.0f} rows/s "
        f"({seconds:.1f} s, {done.state.value}); the bare rows {bare:,.0f} rows/s"
    )
