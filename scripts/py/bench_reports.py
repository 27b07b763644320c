"""Measure reports: the figures of a day, a month and a year, and the first page of their rows, beside bare SQL;
once from the rows alone, and once with the sums of days that the jobs keep.

The calls are made by the database itself, over three years: five outcomes, eight lines, sixty agents; each talked call
has its offer. Tickets come from the bench of tickets and are not made here.
"""

import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial

from rich.console import Console
from rich.table import Table

from hotline.people.reads.scope import Scope
from hotline.reports.jobs import keeping_days
from hotline.reports.reads import board, content, drill, figures, kept_days, own_tables
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.own_reports import OwnChoice
from hotline.reports.rules.periods import Period, period_of
from hotline.rows import Line, Person, Site
from hotline.store.changes import is_postgresql
from hotline.store.conditions import fetched
from hotline.store.database import attach, database, migrate, stored, writing
from hotline.words import Dimension, OwnChart, PeriodKind, Role
from scripts.py.suite_postgresql import binaries, postgresql

NOW = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 19)
DAYS, LINES, PEOPLE, TURNS = 3 * 365, 8, 60, 5
OUTCOMES = ("talked", "talked", "talked", "self_served", "abandoned_queue", "no_agent", "silent")


def run(calls: int, on: list[str]) -> int:
    out = Console()
    for kind in on:
        for name in _database(kind):
            begun = time.monotonic()
            fill(calls)
            out.print(f"{name}: {calls:,} calls filled in {time.monotonic() - begun:.0f} s")
            bare = with_rows_alone(measured)
            begun = time.monotonic()
            days = keep_days()
            out.print(f"{name}: {days:,} days of sets kept in {time.monotonic() - begun:.0f} s")
            out.print(table(name, bare, measured()))
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


def fill(calls: int) -> None:
    """Lines, people, calls and offers."""
    with writing():
        site = Site.create(code="head", name="市中级法院")
        for n in range(LINES):
            Line.create(code=f"line{n}", name=f"线路{n}", site=site, ladder=[])
        for n in range(PEOPLE):
            Person.create(login=f"p{n}", name=f"座席{n}", role=Role.AGENT, site=site, extension=str(1000 + n),
                          password_hash="", created_at=NOW)  # fmt: skip
    first = Person.select().order_by(Person.id).first().id
    spread = DAYS * 86400
    at = _at(f"((i * 7919) % {spread})")
    outcome = f"CASE (i * 31) % {len(OUTCOMES)} " + " ".join(
        f"WHEN {n} THEN '{one}'" for n, one in enumerate(OUTCOMES)
    ) + " END"  # fmt: skip
    talked = f"((i * 31) % {len(OUTCOMES)} < 3)"
    wait = "((i * 17) % 60) * 1.0"
    series = f"WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < {int(calls)})"  # noqa: S608 - a number of ours
    columns = (
        "id, seq, profile, dialled, number, name, state, path, line, agent_id, arrived_at, queued_at, talking_at, "
        "ended_at, offers, wait_seconds, talk_seconds, outcome, direction"
    )
    values = (
        f"'c' || i, 1, 'court_12368', '12368', '13800001234', '', 'ended', '[]', 'line' || (i % {LINES}), "
        f"CASE WHEN {talked} THEN {first} + (i % {PEOPLE}) END, {at}, {at}, CASE WHEN {talked} THEN {at} END, {at}, "
        f"1, {wait}, CASE WHEN {talked} THEN 90.0 END, {outcome}, 'in'"
    )
    offers = "SELECT id, 1, agent_id, 'A', arrived_at, 'answered' FROM \"call\" WHERE agent_id IS NOT NULL"
    with writing():
        _run(f'INSERT INTO "call" ({columns}) {series} SELECT {values} FROM n')  # noqa: S608 - all of it is ours
        _run(f"INSERT INTO offer (call, number, person_id, step, offered_at, result) {offers}")
    _run("ANALYZE")


def _run(sql: str) -> None:
    database.obj.execute_sql(sql.replace("%", "%%") if is_postgresql() else sql)


def _at(seconds: str) -> str:
    begin = NOW - dt.timedelta(days=DAYS)
    if is_postgresql():
        return f"(TIMESTAMPTZ '{begin.isoformat()}' + {seconds} * INTERVAL '1 second')"
    return f"strftime('%Y-%m-%d %H:%M:%S', '{begin:%Y-%m-%d %H:%M:%S}', {seconds} || ' seconds') || '.000000+00:00'"


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
    """(what, median milliseconds of five turns)"""
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
    day = FigureScope(Period(DAY, DAY), Scope(), NOW)
    found.append(("the board's figures of a day", _turns(partial(board.figures_of, Scope(), day.begin, day.end))))
    for kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR):
        whole = partial(content.computed, period_of(kind, DAY), None, NOW)
        found.append((f"a whole {kind.value}'s report", _turns(whole, 1)))
    return found


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


def _turns(work: Callable[[], object], turns: int = TURNS) -> float:
    taken = []
    for _ in range(turns):
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
