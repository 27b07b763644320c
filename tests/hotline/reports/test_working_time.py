"""Working time or all time: the line's own hours say which row lies in it, and the parts add up to the whole."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hotline import rows
from hotline.calls.reads import lines
from hotline.clock import CHINA
from hotline.people.reads.scope import Scope
from hotline.reports.reads import drill, figures
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.dimensions import KNOWS
from hotline.reports.rules.figures import SUMS
from hotline.reports.rules.periods import Period
from hotline.store.database import database
from hotline.words import Dimension, Outcome, WorkingTime
from hotline.workdays.rules.hours import Open
from tests.builders import new_call, new_line
from tests.effort import often
from tests.hotline.reports.test_figures_random import NOW, PERIOD, World

W = Dimension.WORKING
WITHIN, OUTSIDE = {W: WorkingTime.WITHIN.value}, {W: WorkingTime.OUTSIDE.value}
HOURS = {"workdays": ["09:00-12:00", "13:30-17:30"], "friday": ["09:00-12:00"]}
LATER = dt.datetime(2026, 12, 1, tzinfo=CHINA)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=CHINA)


def test_the_hours_of_the_line_say_what_is_working_time(head: Any) -> None:
    """Monday 16 to Sunday 22 November 2026; Wednesday the 18th is closed, Saturday the 21st is open in the morning."""
    filing, night = new_line(code="filing", hours=HOURS), new_line(code="night", hours={"always": True})
    rows.SpecialDay.create(day="2026-11-18", site=filing.site, name="停电", spans=[])
    rows.SpecialDay.create(day="2026-11-21", site=None, name="开放日", spans=["10:00-11:00"])
    within = (
        "2026-11-16T09:00", "2026-11-16T11:59:59", "2026-11-16T13:30", "2026-11-20T11:00", "2026-11-21T10:30",
    )  # fmt: skip
    outside = (
        "2026-11-16T08:59:59", "2026-11-16T12:00", "2026-11-20T14:00", "2026-11-18T10:00", "2026-11-21T11:00",
        "2026-11-22T10:00",
    )  # fmt: skip
    for moment in (*within, *outside):
        new_call(at=at(moment), outcome=Outcome.SILENT.value, line=filing.code)
    new_call(at=at("2026-11-22T03:00"), outcome=Outcome.SILENT.value, line=night.code)  # day and night
    new_call(at=at("2026-11-22T04:00"), outcome=Outcome.SILENT.value)  # no line: one of them is always open
    asked = FigureScope(Period(dt.date(2026, 11, 16), dt.date(2026, 11, 22)), Scope(), LATER)
    entered = FIGURES["entered"]
    # 5 within, 1 of the night line, 1 without a line; 6 outside
    assert [figures.one(entered, asked, where=where).value for where in (WITHIN, OUTSIDE, {})] == [7, 6, 13]
    listed = drill.page(entered.rows, entered.counts, asked, where={**OUTSIDE, Dimension.LINE: "filing"}, size=20).rows
    assert sorted(row.at for row in listed) == sorted(at(moment) for moment in outside)
    # without the night line a call that asked for no line is judged by the lines there are
    rows.Line.delete().where(rows.Line.code == "night").execute()
    assert figures.one(entered, asked, where=WITHIN).value == 5


def test_tickets_and_states_know_no_working_time() -> None:
    assert {rows_of.value for rows_of, known in KNOWS.items() if W in known} == {"calls", "talks", "offers"}


@settings(max_examples=often(8, 150))
@given(seed=some.integers(0, 2**32))
def test_all_time_is_working_time_and_the_rest_and_rows_are_as_many_as_the_figure(db: Any, seed: int) -> None:
    with database.obj.atomic() as whole:
        world = World(seed)
        choices = [
            None,
            HOURS,
            {"weekend": ["00:00-24:00"]},
            {"workdays": ["08:30-20:00"], "holidays": ["10:00-12:00"]},
        ]
        for line in world.lines:
            line.hours = world.by.choice(choices)
            line.save()
        if world.by.random() < 0.5:
            rows.SpecialDay.create(day="2026-12-31", site=world.by.choice([None, *world.sites]), name="x",
                                   spans=world.by.choice((None, [], ["07:00-23:00"])))  # fmt: skip
        asked = FigureScope(PERIOD, Scope(), NOW)
        known = [figure for figure in FIGURES.values() if figures.knows(figure, W, {})]
        every, within, outside = (
            figures.read(known, asked, where=where)[0].values for where in ({}, WITHIN, OUTSIDE)
        )  # fmt: skip
        for figure in known:
            parts = [one[figure.id].tally for one in (within, outside)]
            tally = every[figure.id].tally
            assert (tally.counted, tally.among) == (sum(p.counted for p in parts), sum(p.among for p in parts))
            if figure.measure in SUMS:
                assert tally.total == pytest.approx(sum(part.total for part in parts), rel=1e-6, abs=1e-5)
            for where, values in ((WITHIN, within), (OUTSIDE, outside)):
                listed = drill.page(figure.rows, figure.counts, asked, where=where, size=1000).rows
                assert len(listed) == values[figure.id].tally.counted
                assert drill.count(figure.rows, figure.counts, asked, where=where) == len(listed)
                assert {row.id for row in listed} == {
                    row.id for row in drill.page(figure.rows, figure.counts, asked, where={}, size=1000).rows
                    if plainly(row.at, row.cells["line"]) is (where == WITHIN)
                }  # fmt: skip
        whole.rollback()


def plainly(moment: dt.datetime, code: str | None) -> bool:
    """Whether the line, or any line, is open at the moment, as the pages of the hours say."""
    told = {
        row.code: lines.times(row.hours, row.site.code) for row in rows.Line.select().order_by(rows.Line.id)
    }  # fmt: skip
    return any(isinstance(one.at(moment), Open) for one in ([told[code]] if code in told else told.values()))
