"""What was chosen for an own report, as an address or a form says it."""

import re
from typing import Any

from werkzeug.datastructures import MultiDict

from hotline.reports.rules.own_reports import FILTERS, OwnDraft, OwnTyped
from hotline.values.privacy import clean, tidy
from hotline.words import Dimension, OwnChart, OwnPeriod

LONGEST = 200  # of a field that is chosen from a list; a longer one is none of them
MOST_FIGURES = 20  # a form sends six


def is_chosen(given: MultiDict[str, str]) -> bool:
    """Whether an address says what is chosen: the page was loaded again in the middle of the work."""
    return "rows" in given or "figure" in given


def draft_of(given: MultiDict[str, str]) -> OwnDraft:
    name = given.get("name", "")
    return OwnDraft(
        name=" ".join(clean(name, len(name)).split()), about=tidy(given.get("about", "")), typed=typed_of(given),
        roles=tuple(dict.fromkeys(given.getlist("role"))),
    )  # fmt: skip


def typed_of(given: MultiDict[str, str]) -> OwnTyped:
    def text(name: str) -> str:
        return given.get(name, "").strip()[:LONGEST]

    figures = (one.strip()[:LONGEST] for one in given.getlist("figure")[:MOST_FIGURES])
    return OwnTyped(
        rows=text("rows"), columns=text("columns"), figures=tuple(one for one in figures if one),
        period=text("period"), first=text("first"), last=text("last"), chart=text("chart"),
        where={by.value: text(by.value) for by in FILTERS if text(by.value)},
    )  # fmt: skip


def fields(typed: OwnTyped) -> dict[str, Any]:
    """The choice as the parts of an address."""
    given: dict[str, Any] = {
        "rows": typed.rows, "columns": typed.columns, "figure": list(typed.figures), "period": typed.period,
        "first": typed.first, "last": typed.last, "chart": typed.chart, **typed.where,
    }  # fmt: skip
    return {name: value for name, value in given.items() if value}


def usual(*, calls: bool) -> OwnTyped:
    """With what a new report begins. `calls`: the reader sees figures of calls."""
    return OwnTyped(
        rows=Dimension.DAY.value, figures=("entered" if calls else "opened",), period=OwnPeriod.THIS_MONTH.value,
        chart=OwnChart.BARS.value,
    )  # fmt: skip


def version_of(given: MultiDict[str, str]) -> int:
    """The version that the form was opened with; 0, which no report has, for anything else."""
    text = given.get("version", "")
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0
