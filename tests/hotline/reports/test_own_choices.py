"""What a person chooses for a report of his own: each contradiction has a sentence at its field, and nothing else is
refused."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hotline.reports.rules import dimensions
from hotline.reports.rules import own_reports as own
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.figures import RowSet
from hotline.reports.rules.own_reports import OwnTyped, checked
from hotline.reports.rules.periods import Period
from hotline.words import Dimension, OwnChart, OwnPeriod
from tests.effort import often

pytestmark = pytest.mark.unit
TODAY = dt.date(2026, 11, 20)  # a Friday
SOUND = OwnTyped(rows="day", figures=("entered",), period="this_month", chart="none")


def wrong(**changed: Any) -> dict[str, str]:
    """The field of each sentence, with the sentence's first words."""
    found = checked(dataclasses.replace(SOUND, **changed), TODAY)
    assert (found.choice is None) == bool(found.wrong)
    return {name: " ".join(refused.sentence().split()[:4]) for name, refused in found.wrong.items()}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, {}),
        ({"rows": ""}, {"rows": "Choose from the list"}),
        ({"rows": "moon"}, {"rows": "Choose from the list"}),
        ({"columns": "moon"}, {"columns": "Choose the columns from"}),
        ({"figures": ()}, {"figure": "Choose at least one"}),
        ({"figures": ("entered", "gone")}, {"figure": "A figure of this"}),
        ({"figures": ("entered", "entered")}, {"figure": "Calls that entered stands"}),
        ({"figures": tuple(FIGURES)[:7]}, {"figure": "At most 6 figures"}),
        ({"period": "soon"}, {"period": "Choose the period from"}),
        ({"period": "fixed"}, {"first": "Write a day such", "last": "Write a day such"}),
        ({"period": "fixed", "first": "2026-11-20", "last": "x"}, {"last": "Write a day such"}),
        ({"period": "fixed", "first": "2026-11-20", "last": "2026-11-19"}, {"last": "The last day is"}),
        ({"period": "fixed", "first": "2026-11-21", "last": "2026-11-22"}, {"first": "This period has not"}),
        ({"period": "fixed", "first": "2000-01-01", "last": "2026-11-01"}, {"last": "A period has at"}),
        ({"period": "fixed", "first": "2025-01-01", "last": "2026-11-01"}, {"rows": "“Day” makes 670 parts"}),
        ({"period": "fixed", "first": "2025-01-01", "last": "2026-11-01", "rows": "month"}, {}),
        ({"rows": "line", "columns": "day", "period": "last_90"}, {"columns": "“Day” makes 90 parts"}),
        ({"rows": "line", "columns": "day"}, {}),
        ({"columns": "day"}, {"columns": "Rows and columns are"}),
        ({"columns": "month"}, {"columns": "“Day” and “Month” lie"}),
        ({"columns": "weekday"}, {"columns": "“Day” and “Day of"}),
        ({"rows": "hour", "columns": "half_hour"}, {"columns": "“Hour of the day”"}),
        ({"rows": "hour", "columns": "weekday"}, {}),
        ({"rows": "unit"}, {"rows": "Calls that entered is"}),
        ({"columns": "unit"}, {"columns": "Calls that entered is"}),
        ({"figures": ("time_ready",), "rows": "hour"}, {"rows": "Time ready is not"}),
        ({"figures": ("connect_rate",), "rows": "weekday"}, {"rows": "Total connect rate (mean"}),
        ({"figures": ("entered", "answered"), "columns": "site"}, {"figure": "With columns of their"}),
        ({"figures": ("entered", "opened"), "rows": "agent"}, {}),
        ({"figures": ("entered", "timely_reply"), "rows": "agent"}, {"rows": "Timely reply is not"}),
        ({"where": {"unit": "3"}}, {"unit": "Calls that entered cannot"}),
        ({"where": {"site": "x"}}, {"site": "Choose this filter from"}),
        ({"where": {"line": "a\x00b"}}, {"line": "Choose this filter from"}),
        ({"where": {"hour": "08:00"}}, {"rows": "Choose this filter from"}),
        ({"where": {"site": "1"}}, {}),
        ({"rows": "site", "where": {"site": "1"}}, {"site": "This filter leaves one"}),
        ({"columns": "site", "where": {"site": "1"}}, {"site": "This filter leaves one"}),
        ({"figures": ("opened",), "rows": "unit", "where": {"unit": "1"}}, {}),  # the units below it
        ({"figures": ("opened",), "rows": "unit", "where": {"unit": "none"}}, {"unit": "This filter leaves one"}),
        ({"figures": ("opened",), "rows": "unit", "where": {"unit": "=1"}}, {"unit": "This filter leaves one"}),
        ({"chart": "pie"}, {"chart": "Choose a chart from"}),
        ({"chart": "bars"}, {}),
        ({"chart": "bars", "columns": "site"}, {"chart": "Bars show one division:"}),
        ({"chart": "line"}, {}),
        ({"chart": "line", "rows": "line"}, {"chart": "A line follows the"}),
        ({"chart": "stacked"}, {"chart": "Stacked bars show how"}),
        ({"chart": "stacked", "columns": "line"}, {}),
        ({"chart": "stacked", "columns": "line", "figures": ("agent_share",)}, {"chart": "Shares and means such"}),
        ({"chart": "stacked", "columns": "line", "figures": ("average_talk",)}, {"chart": "Shares and means such"}),
        ({"chart": "stacked", "columns": "agent", "figures": ("time_ready",)}, {}),
    ],
)  # fmt: skip
def test_each_contradiction_has_its_sentence_and_nothing_else_is_refused(changed: Any, told: Any) -> None:
    assert wrong(**changed) == told


def test_what_the_reader_does_not_see_is_told_and_not_shown() -> None:
    found = checked(SOUND, TODAY, seen=frozenset({RowSet.TICKETS}))
    assert found.choice is None
    assert "what you do not see" in found.wrong["figure"].sentence()


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (OwnPeriod.TODAY, "2026-11-20", "2026-11-20"),
        (OwnPeriod.YESTERDAY, "2026-11-19", "2026-11-19"),
        (OwnPeriod.LAST_7, "2026-11-14", "2026-11-20"),
        (OwnPeriod.LAST_30, "2026-10-22", "2026-11-20"),
        (OwnPeriod.LAST_90, "2026-08-23", "2026-11-20"),
        (OwnPeriod.THIS_WEEK, "2026-11-16", "2026-11-22"),
        (OwnPeriod.LAST_WEEK, "2026-11-09", "2026-11-15"),
        (OwnPeriod.THIS_MONTH, "2026-11-01", "2026-11-30"),
        (OwnPeriod.LAST_MONTH, "2026-10-01", "2026-10-31"),
        (OwnPeriod.THIS_QUARTER, "2026-10-01", "2026-12-31"),
        (OwnPeriod.LAST_QUARTER, "2026-07-01", "2026-09-30"),
        (OwnPeriod.THIS_YEAR, "2026-01-01", "2026-12-31"),
        (OwnPeriod.LAST_YEAR, "2025-01-01", "2025-12-31"),
    ],
)
def test_a_period_is_reckoned_from_the_day_on_which_it_is_looked_at(period: Any, first: str, last: str) -> None:
    found = own.period_on(period, TODAY)
    assert found is not None
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


def test_each_period_but_the_fixed_one_is_reckoned_on_any_day() -> None:
    for day in (dt.date(2024, 2, 29), dt.date(2026, 1, 1), dt.date(2026, 12, 31)):
        for period in OwnPeriod:
            found = own.period_on(period, day)
            assert (found is None) == (period is OwnPeriod.FIXED)
            assert found is None or (found.first <= found.last and found.first <= day)


@pytest.mark.parametrize(
    ("name", "about", "fields"),
    [("x", "", []), ("", "", ["name"]), ("x" * 80, "y" * 500, []), ("x" * 81, "y" * 501, ["name", "about"])],
)
def test_a_report_has_a_name_and_a_short_description(name: str, about: str, fields: list[str]) -> None:
    assert sorted(own.named(name, about)) == sorted(fields)


def test_what_is_ahead_has_no_part_in_the_table() -> None:
    month = Period(dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    assert own.shown_days(month, TODAY).last == TODAY
    assert own.shown_days(month, dt.date(2026, 10, 1)) == Period(month.first, month.first)
    assert dimensions.parts_in(Dimension.WEEK, own.shown_days(month, TODAY)) == (
        "2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16",
    )  # fmt: skip
    assert len(dimensions.parts_in(Dimension.HALF_HOUR, month)) == 48


CODES = some.one_of(some.sampled_from([one.value for one in Dimension]), some.text(max_size=4))
DAYS = some.one_of(some.dates(dt.date(1999, 1, 1), dt.date(2101, 1, 1)).map(str), some.text(max_size=10))
TYPED = some.builds(
    OwnTyped,
    rows=CODES,
    columns=some.one_of(some.just(""), CODES),
    figures=some.lists(some.one_of(some.sampled_from(sorted(FIGURES)), some.text(max_size=3)), max_size=8).map(tuple),
    period=some.one_of(some.sampled_from([one.value for one in OwnPeriod]), some.text(max_size=3)),
    first=DAYS,
    last=DAYS,
    chart=some.one_of(some.sampled_from([one.value for one in OwnChart]), some.text(max_size=3)),
    where=some.dictionaries(CODES, some.one_of(some.sampled_from(["1", "none", "=1", "x"]), some.text(max_size=40))),
)


@settings(max_examples=often(400, 8000))
@given(typed=TYPED, kept=some.recursive(some.none() | some.text() | some.integers(), lambda inner: some.lists(inner)))
def test_any_choice_is_sound_or_has_a_sentence_and_never_an_error(typed: OwnTyped, kept: Any) -> None:
    found = checked(typed, TODAY)
    assert (found.choice is None) == bool(found.wrong)
    assert all(refused.sentence() for refused in found.wrong.values())
    if found.choice is not None:
        choice = found.choice
        assert all(dimensions.divides(one, (*choice.divided, *choice.where)) for one in choice.figures)
        assert 1 <= len(choice.figures) <= own.FIGURES_MOST
        assert choice.period.first <= TODAY or typed.period != "fixed"
    assert own.of_kept(typed.kept()) == dataclasses.replace(
        typed, figures=tuple(one for one in typed.figures if one), where={k: v for k, v in typed.where.items() if v}
    )
    assert checked(own.of_kept(kept), TODAY).wrong  # whatever stands in the database is no error


@settings(max_examples=often(400, 8000))
@given(
    rows=some.sampled_from(Dimension),
    figure=some.sampled_from(sorted(FIGURES)),
    period=some.sampled_from([one for one in OwnPeriod if one is not OwnPeriod.FIXED]),
)
def test_what_a_figure_can_be_divided_by_is_not_refused(rows: Dimension, figure: str, period: OwnPeriod) -> None:
    typed = OwnTyped(rows=rows.value, figures=(figure,), period=period.value, chart="bars")
    found = checked(typed, TODAY)
    assert (found.choice is not None) == dimensions.divides(FIGURES[figure], [rows])
