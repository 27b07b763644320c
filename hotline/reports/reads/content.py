"""Computes the content of a report: everything that it says, from the rows as they stand now."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from hotline.people.reads.scope import Scope
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.content import DIVISIONS, IN_TIME, OF_TIME, VERSION, Content
from hotline.reports.rules.figures import Figure, Value
from hotline.reports.rules.periods import Period, a_year_ago, before
from hotline.words import Dimension, PeriodKind

from . import balance, figures, keys, risk_brief
from .row_sets import FigureScope


def computed(period: Period, site: int | None, now: dt.datetime) -> Content:
    asked = FigureScope(period, Scope(site=site), now)
    every = list(FIGURES.values())
    earlier = {
        name: _values(every, FigureScope(other, asked.scope, now))
        for name, other in (("before", before(period)), ("year_ago", a_year_ago(period)))
    }
    risk = {"risk": risk_brief.computed(asked)} if period.kind is PeriodKind.MONTH else {}
    divisions = [*DIVISIONS, (IN_TIME[period.kind], OF_TIME)]
    return {
        "version": VERSION,
        "as_of": now.isoformat(),
        "figures": _values(every, asked),
        **earlier,
        **risk,
        "by": {by.value: _division(by, names, asked) for by, names in divisions},
        "balance": [
            [one.id, one.label.zh, one.label.en, one.left, one.right, one.rows] for one in balance.checked(asked)
        ],
    }


def _values(every: Sequence[Figure], asked: FigureScope) -> dict[str, Any]:
    read = figures.read(every, asked)[0].values
    return {name: _kept(value) for name, value in read.items()}


def _kept(value: Value) -> list[Any]:
    """[value, rows counted, rows looked at, what is left out by its reason]"""
    return [value.value, value.tally.counted, value.tally.among, dict(value.left_out)]


def _division(by: Dimension, names: Sequence[str], asked: FigureScope) -> dict[str, Any]:
    wanted = [FIGURES[name] for name in names if figures.knows(FIGURES[name], by, {})]
    lines = figures.read(wanted, asked, by=by)
    zh = keys.names(by, [line.key for line in lines])
    en = keys.names(by, [line.key for line in lines], english=True)
    return {
        "figures": [figure.id for figure in wanted],
        "lines": [
            [line.key, zh.get(line.key, ""), en.get(line.key, ""), {n: _kept(v) for n, v in line.values.items()}]
            for line in lines
        ],
    }
