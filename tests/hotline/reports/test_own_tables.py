"""Own reports in random worlds, for every kind of reader: each cell opens into as many rows as it counts, what is
summed is the sum of these rows, and totals are of all their parts."""

import dataclasses
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hotline.people.reads.scope import Scope
from hotline.reports.reads import drill, figures, own_tables, summing
from hotline.reports.reads.figures import TOTAL, WHOLE
from hotline.reports.reads.own_tables import OwnTable
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rules import dimensions
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.dimensions import KNOWS
from hotline.reports.rules.figures import SUMS, Figure, Measure, RowSet
from hotline.reports.rules.own_reports import FILTERS, OwnChoice, OwnTyped, checked
from hotline.store import conditions
from hotline.store.database import database
from hotline.words import Dimension, OwnChart, OwnPeriod
from tests.effort import often

from .test_figures_random import NOW, PERIOD, World, scopes

pytestmark = pytest.mark.unit
# the world has no places and no subjects; items one figure alone knows, which its own test divides
ACROSS = [by for by in Dimension if by not in (Dimension.PLACE, Dimension.TOPIC, Dimension.ITEM)]


def drawn(by: random.Random, world: World) -> OwnChoice | None:
    """A random choice about the world's days; None if it is a contradiction."""
    keys: dict[Dimension, list[str]] = {
        Dimension.SITE: [str(one.id) for one in world.sites], Dimension.LINE: [one.code for one in world.lines],
        Dimension.AGENT: [*(str(one.id) for one in world.people), "none"], Dimension.CHANNEL: ["telephone", "web"],
        Dimension.UNIT: [*(str(one.id) for one in world.units), f"={world.units[4].id}", "none"],
        Dimension.KIND: ["consult", "complaint"], Dimension.PROFILE: ["court_12368"],
    }  # fmt: skip
    where = {one.value: by.choice(keys[one]) for one in FILTERS if one in keys and by.random() < 0.12}
    set_ = by.choice(list(RowSet))  # mostly of one set of rows, divided by what it knows: few choices contradict
    of_it = [name for name, figure in FIGURES.items() if figure.rows is set_]
    known = [one for one in ACROSS if one in KNOWS[set_]] if by.random() < 0.8 else ACROSS
    columns = by.choice(known).value if by.random() < 0.6 else ""
    among = sorted(of_it if by.random() < 0.8 else FIGURES)
    names = by.sample(among, 1 if columns else min(len(among), by.randrange(1, 4)))
    typed = OwnTyped(
        rows=by.choice(known).value, columns=columns, figures=tuple(names), period=OwnPeriod.FIXED.value,
        first=PERIOD.first.isoformat(), last=PERIOD.last.isoformat(), chart=OwnChart.NONE.value, where=where,
    )  # fmt: skip
    return checked(typed, PERIOD.last).choice


def narrowed(table: OwnTable, row: str, column: str) -> dict[Dimension, str]:
    """To what the list behind a cell is narrowed."""
    where: dict[Dimension, str] = dict(table.choice.where)
    for by, key in zip(table.choice.divided, (row, column), strict=False):
        if key not in (TOTAL, WHOLE):
            where[by] = key
    return where


def looked_at(table: OwnTable, scope: Scope) -> int:
    """Every cell and every total against its rows; how many had rows."""
    asked, found = FigureScope(table.choice.period, scope, NOW), 0
    across = table.columns if table.choice.columns is not None else (WHOLE,)
    for figure in table.choice.figures:
        for row in (*table.rows, TOTAL):
            for column in (*across, *([TOTAL] if table.choice.columns is not None else [])):
                value = table.cell(figure, row, column)
                where = narrowed(table, row, column)
                behind = drill.page(figure.rows, figure.counts, asked, where=where, size=10_000).rows
                assert (figure.id, row, column, value.tally.counted) == (figure.id, row, column, len(behind))
                assert drill.count(figure.rows, figure.looked_at, asked, where=where) == value.tally.among
                if figure.measure in SUMS and figure.of in (behind[0].cells if behind else ()):
                    summed = sum(one.cells[figure.of] or 0 for one in behind)
                    assert value.tally.total == pytest.approx(summed, abs=1e-3)
                found += bool(behind)
        same = figures.one(figure, asked, where=table.choice.where)
        told = table.cell(figure, TOTAL, WHOLE if table.choice.columns is None else TOTAL).value
        assert told == (same.value if same.value is None else pytest.approx(same.value, abs=1e-3))
        added_up(table, figure)
    return found


def added_up(table: OwnTable, figure: Figure) -> None:
    """Counts and sums of the parts make the total; nothing was left out of these small tables."""
    assert (table.more_rows, table.more_columns) == (0, 0)
    across = table.columns if table.choice.columns is not None else (WHOLE,)
    whole = table.cell(figure, TOTAL, TOTAL if table.choice.columns is not None else WHOLE)
    cells = [table.cell(figure, row, column) for row in table.rows for column in across]
    assert sum(one.tally.counted for one in cells) == whole.tally.counted
    assert sum(one.tally.among for one in cells) == whole.tally.among
    if figure.measure in (Measure.COUNT, Measure.SUM):
        assert sum(one.value or 0 for one in cells) == pytest.approx(whole.value, abs=1e-3)


@settings(max_examples=often(25, 400))
@given(seed=some.integers(0, 2**32))
def test_each_cell_opens_into_as_many_rows_for_every_reader(db: Any, seed: int) -> None:
    with database.obj.atomic() as whole:
        world, by = World(seed), random.Random(seed)
        for scope in scopes(world):
            choice = next(one for one in iter(lambda: drawn(by, world), 0) if one is not None)
            seen = [one for one in choice.figures if one.rows in own_tables.sets_seen(scope)]
            if seen:
                looked_at(own_tables.counted(dataclasses.replace(choice, figures=tuple(seen)), scope, NOW), scope)
        whole.rollback()


def test_the_random_choices_try_every_dimension_and_most_figures(db: Any) -> None:
    """The property above says nothing if its choices have no rows."""
    tried: set[Dimension] = set()
    asked: set[str] = set()
    found = 0
    with database.obj.atomic() as whole:
        for seed in range(12):
            world, by = World(seed), random.Random(seed)
            for choice in filter(None, (drawn(by, world) for _ in range(40))):
                tried |= set(choice.divided)
                asked |= {one.id for one in choice.figures}
                if len(choice.divided) == 2 and found < 60:
                    found += looked_at(own_tables.counted(choice, Scope(), NOW), Scope())
            whole.rollback()
    assert tried == set(ACROSS)
    assert (len(asked) > 40, found >= 60) == (True, True)


def test_what_the_reader_does_not_see_is_in_no_cell(db: Any) -> None:
    """A scope narrows each cell; no other reader's rows are in it."""
    with database.obj.atomic() as whole:
        world = World(7)
        choice = OwnChoice(Dimension.SITE, Dimension.KIND, (FIGURES["opened"],), PERIOD, OwnChart.NONE)
        everything = own_tables.counted(choice, Scope(), NOW)
        of_site = own_tables.counted(choice, Scope(site=world.sites[1].id), NOW)
        assert set(of_site.rows) <= {str(world.sites[1].id)}
        for column in of_site.columns:
            for row in of_site.rows:
                assert of_site.cell(choice.figures[0], row, column) == everything.cell(choice.figures[0], row, column)
        units = own_tables.counted(choice, Scope(units=frozenset()), NOW)
        assert (units.rows, units.cell(choice.figures[0], TOTAL, TOTAL).value) == ((), 0)
        whole.rollback()


def test_time_that_has_begun_has_its_row_and_nothing_is_no_share(db: Any) -> None:
    choice = OwnChoice(
        Dimension.DAY, None, (FIGURES["entered"], FIGURES["agent_share"]), PERIOD, OwnChart.LINE
    )  # fmt: skip
    table = own_tables.counted(choice, Scope(), NOW)
    assert table.rows == ("2026-12-31", "2027-01-01", "2027-01-02")
    assert [table.cell(choice.figures[0], row).value for row in (*table.rows, TOTAL)] == [0, 0, 0, 0]
    assert [table.cell(choice.figures[1], row).value for row in (*table.rows, TOTAL)] == [None] * 4
    assert dimensions.NONE not in table.rows


def test_one_statement_for_a_set_and_a_grain_however_many_cells(db: Any, monkeypatch: Any) -> None:
    with database.obj.atomic() as whole:
        World(3)
        counted: list[str] = []

        def fetched(sql: str, values: Any = ()) -> Any:
            counted.append(sql)
            return conditions.fetched(sql, values)

        monkeypatch.setattr(summing, "fetched", fetched)
        names = ("entered", "answered", "average_talk", "offers")  # two sets, one grain
        side = OwnChoice(Dimension.AGENT, None, tuple(FIGURES[one] for one in names), PERIOD, OwnChart.NONE)
        own_tables.counted(side, Scope(), NOW)
        assert len(counted) == 2
        counted.clear()
        crossed = OwnChoice(Dimension.WEEKDAY, Dimension.HOUR, (FIGURES["entered"],), PERIOD, OwnChart.NONE)
        table = own_tables.counted(crossed, Scope(), NOW)
        assert (len(counted), len(table.rows) * len(table.columns)) == (1, 3 * 24)
        whole.rollback()
