"""Charts of several series: sound XML whatever is written in it, no line over a gap, bars as long as their whole, and
series that differ by more than their tone."""

import datetime as dt
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from admin_web import series_charts
from admin_web.series_charts import SERIES_MOST, ChartSeries, Stretch
from tests.effort import often

pytestmark = pytest.mark.unit
HOSTILE = '</title><script>alert("1")</script>&\'"'
SHARES = some.one_of(some.none(), some.just(0.0), some.floats(0.001, 1))


def series(n: int, shares: tuple[float | None, ...], name: str = "") -> ChartSeries:
    return ChartSeries(
        name or f"s{n}", shares, tuple("" if one is None else f"{one:.2f}" for one in shares),
        tuple(f"/rows?n={k}&of={n}" for k in range(len(shares))),
    )  # fmt: skip


def drawn(svg: Any) -> ET.Element:
    return ET.fromstring(str(svg))


def of_class(tree: ET.Element, name: str) -> list[ET.Element]:
    return [one for one in tree.iter() if name in one.get("class", "").split()]


@settings(max_examples=often(80, 1000))
@given(
    data=some.integers(1, 9).flatmap(
        lambda width: some.lists(some.tuples(*[SHARES] * width), min_size=1, max_size=SERIES_MOST)
    ),
    name=some.text(alphabet=some.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")),
)
def test_whatever_is_drawn_is_sound_and_each_value_is_a_link(data: list[tuple[float | None, ...]], name: str) -> None:
    names = [f"{name}{n}" for n in range(len(data[0]))]
    given_ = [series(n, shares, name) for n, shares in enumerate(data)]
    known = sum(one is not None for shares in data for one in shares)
    tree = drawn(series_charts.lines(HOSTILE, names, given_, top="1", mark=0.5, said=HOSTILE))
    assert len([one for one in tree.iter() if one.tag == "a"]) == known
    assert tree.find("title").text == HOSTILE  # type: ignore[union-attr]
    for draw in (
        series_charts.stacked_columns(HOSTILE, names, given_, names, top="1"),
        series_charts.stacked_bars(HOSTILE, names, given_, names),
    ):
        visible = sum(bool(one) for shares in data for one in shares)
        assert len([one for one in drawn(draw).iter() if one.tag == "a"]) == visible


def test_a_line_has_a_gap_where_nothing_is_known() -> None:
    names = ["a", "b", "c", "d", "e"]
    tree = drawn(series_charts.lines("t", names, [series(0, (0.1, 0.2, None, 0.3, 0.4))], top="1"))
    runs = [len((one.get("points") or "").split()) for one in of_class(tree, "series-line")]
    assert (runs, len(of_class(tree, "series-mark"))) == ([2, 2], 4)


def test_a_stacked_bar_is_as_long_as_its_parts_together() -> None:
    tree = drawn(series_charts.stacked_bars("t", ["a"], [series(0, (0.25,)), series(1, (0.5,))], ["3"]))
    blocks = [one for one in of_class(tree, "series-block") if one.get("height") == "16.0"]
    begins = [float(one.get("x", "0")) for one in blocks]
    lengths = [float(one.get("width", "0")) for one in blocks]
    assert begins[1] == pytest.approx(begins[0] + lengths[0], abs=0.2)
    assert lengths[1] == pytest.approx(2 * lengths[0], abs=0.2)


def test_each_series_has_a_pattern_a_dash_and_a_marker_of_its_own() -> None:
    every = [series(n, (0.5,)) for n in range(SERIES_MOST)]
    stacked = drawn(series_charts.stacked_columns("t", ["a"], every, ["3"], top="6"))
    patterns = [ET.tostring(one) for one in stacked.iter() if one.tag == "pattern" and "series" in one.get("id", "")]
    assert len({one.split(b">", 1)[1] for one in patterns}) == SERIES_MOST
    lines = drawn(series_charts.lines("t", ["a"], every, top="1"))
    looks = {(one.get("class"), one.get("stroke-dasharray")) for one in of_class(lines, "series-line")}
    assert len(looks) == SERIES_MOST


def test_a_day_is_drawn_in_its_place() -> None:
    noon = Stretch(0.5, 0.5 + dt.timedelta(hours=1) / dt.timedelta(days=1), 0, HOSTILE)
    tree = drawn(series_charts.day_band("t", [noon, Stretch(0.9, 0.9001, 1, "short")], ["talking", "wrap-up"]))
    first, second, *_legend = of_class(tree, "series-block")
    assert float(first.get("x", "0")) == pytest.approx(450, abs=0.1)
    assert ("thin" in first.get("class", ""), "thin" in second.get("class", "")) == (False, True)
