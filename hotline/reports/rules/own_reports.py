"""A report that a person puts together: rows, columns, figures, filters and chart as they were chosen, and why a choice
cannot be shown. Pure.

Every choice is either sound or has at least one sentence beside the field that must change.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hotline.ports import Refused
from hotline.reports.rules import dimensions
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.figures import Figure, RowSet
from hotline.reports.rules.own_conflicts import conflicts, too_many
from hotline.reports.rules.periods import MOST_DAYS, Period, before, period_of
from hotline.values.typed import day
from hotline.words import Dimension, OwnChart, OwnPeriod, PeriodKind

D = Dimension
FIGURES_MOST = 6
NAME_MOST, ABOUT_MOST = 80, 500
OWN_MOST, PINS_MOST = 100, 12  # reports that a person keeps, and those on an overview
FILTERS = (D.SITE, D.LINE, D.AGENT, D.UNIT, D.KIND, D.TOPIC, D.PLACE, D.CHANNEL, D.PROFILE, D.URGENT, D.WORKING)
EVERY_SET = frozenset(RowSet)
YEARS = range(2000, 2101)
_ENCLOSING: Mapping[OwnPeriod, PeriodKind] = {
    OwnPeriod.TODAY: PeriodKind.DAY, OwnPeriod.THIS_WEEK: PeriodKind.WEEK, OwnPeriod.THIS_MONTH: PeriodKind.MONTH,
    OwnPeriod.THIS_QUARTER: PeriodKind.QUARTER, OwnPeriod.THIS_YEAR: PeriodKind.YEAR,
}  # fmt: skip
_ENDED: Mapping[OwnPeriod, PeriodKind] = {
    OwnPeriod.YESTERDAY: PeriodKind.DAY, OwnPeriod.LAST_WEEK: PeriodKind.WEEK, OwnPeriod.LAST_MONTH: PeriodKind.MONTH,
    OwnPeriod.LAST_QUARTER: PeriodKind.QUARTER, OwnPeriod.LAST_YEAR: PeriodKind.YEAR,
}  # fmt: skip
_DAYS_BACK: Mapping[OwnPeriod, int] = {OwnPeriod.LAST_7: 7, OwnPeriod.LAST_30: 30, OwnPeriod.LAST_90: 90}


@dataclass(frozen=True, slots=True)
class OwnTyped:
    """What was chosen, as it was typed and is kept. `where`: the key of a filter by the dimension's code; empty ones
    are left out."""

    rows: str = ""
    columns: str = ""
    figures: tuple[str, ...] = ()
    period: str = ""
    first: str = ""
    last: str = ""
    chart: str = ""
    where: Mapping[str, str] = field(default_factory=dict, hash=False)

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "rows": self.rows, "columns": self.columns, "figures": list(self.figures), "period": self.period,
            "first": self.first, "last": self.last, "chart": self.chart, "where": dict(self.where),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnDraft:
    """A report as its owner wants to keep it. `roles`: the codes of those with whom it is shared."""

    name: str
    about: str
    typed: OwnTyped
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnChoice:
    """A sound choice. Without `columns` the figures stand side by side; with them there is one figure."""

    rows: Dimension
    columns: Dimension | None
    figures: tuple[Figure, ...]
    period: Period
    chart: OwnChart
    where: Mapping[Dimension, str] = field(default_factory=dict, hash=False)

    @property
    def divided(self) -> tuple[Dimension, ...]:
        return (self.rows,) if self.columns is None else (self.rows, self.columns)


@dataclass(frozen=True, slots=True)
class OwnChecked:
    """`choice` if nothing is wrong; `wrong`: a sentence by the field that must change."""

    choice: OwnChoice | None
    wrong: Mapping[str, Refused] = field(default_factory=dict, hash=False)


def of_kept(kept: Any) -> OwnTyped:
    """What `OwnTyped.kept` gave; what is of another shape is left out."""
    given = kept if isinstance(kept, dict) else {}
    texts = {name: _text(given.get(name)) for name in ("rows", "columns", "period", "first", "last", "chart")}
    figures, where = given.get("figures"), given.get("where")
    return OwnTyped(
        figures=tuple(_text(one) for one in figures if _text(one)) if isinstance(figures, list) else (),
        where={str(k): _text(v) for k, v in where.items() if _text(v)} if isinstance(where, dict) else {}, **texts,
    )  # fmt: skip


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def period_on(chosen: OwnPeriod, today: dt.date) -> Period | None:
    """The days of a period that is reckoned from today; None for FIXED."""
    if chosen in _ENCLOSING:
        return period_of(_ENCLOSING[chosen], today)
    if chosen in _ENDED:
        return before(period_of(_ENDED[chosen], today))
    back = _DAYS_BACK.get(chosen)
    return None if back is None else Period(today - dt.timedelta(days=back - 1), today)


def shown_days(period: Period, today: dt.date) -> Period:
    """The days of the period that have begun: what lies ahead has no part in a table."""
    return Period(period.first, max(period.first, min(period.last, today)), period.kind)


def checked(typed: OwnTyped, today: dt.date, *, seen: frozenset[RowSet] = EVERY_SET) -> OwnChecked:
    """The choice, or what is wrong with it. `seen`: the sets of rows that the reader sees."""
    wrong: dict[str, Refused] = {}
    rows, columns = _rows(typed, wrong), _columns(typed, wrong)
    figures = _figures(typed, seen, wrong)
    period = _period(typed, today, wrong)
    where = _where(typed, wrong)
    chart = _chart(typed, wrong)
    if rows is not None and "columns" not in wrong:
        for name, refused in conflicts(rows, columns, figures, where, chart):
            wrong.setdefault(name, refused)
        if period is not None:
            for name, refused in too_many(rows, columns, shown_days(period, today)):
                wrong.setdefault(name, refused)
    if wrong or rows is None or period is None or chart is None:
        return OwnChecked(None, wrong)
    return OwnChecked(OwnChoice(rows, columns, figures, period, chart, where))


def named(name: str, about: str) -> dict[str, Refused]:
    """What is wrong with a report's name and description, by their fields."""
    wrong: dict[str, Refused] = {}
    if not name:
        wrong["name"] = Refused("Write a name under which you find the report again")
    elif len(name) > NAME_MOST:
        wrong["name"] = Refused("A report's name has at most %(most)s characters: shorten it", most=NAME_MOST)
    if len(about) > ABOUT_MOST:
        wrong["about"] = Refused("The description has at most %(most)s characters: shorten it", most=ABOUT_MOST)
    return wrong


# ---- each field by itself


def _rows(typed: OwnTyped, wrong: dict[str, Refused]) -> Dimension | None:
    if typed.rows in set(Dimension):
        return Dimension(typed.rows)
    wrong["rows"] = Refused("Choose from the list by what the rows are divided")
    return None


def _columns(typed: OwnTyped, wrong: dict[str, Refused]) -> Dimension | None:
    if typed.columns in set(Dimension):
        return Dimension(typed.columns)
    if typed.columns:
        wrong["columns"] = Refused("Choose the columns from the list, or the figures side by side")
    return None


def _figures(typed: OwnTyped, seen: frozenset[RowSet], wrong: dict[str, Refused]) -> tuple[Figure, ...]:
    found = tuple(FIGURES[name] for name in typed.figures if name in FIGURES)
    if not typed.figures:
        wrong["figure"] = Refused("Choose at least one figure")
    elif len(found) < len(typed.figures):
        wrong["figure"] = Refused("A figure of this report is not known here: choose another one from the list")
    elif len(found) > FIGURES_MOST:
        wrong["figure"] = Refused("At most %(most)s figures stand side by side: leave some out", most=FIGURES_MOST)
    for n, figure in enumerate(found):
        if figure in found[:n]:
            wrong.setdefault("figure", Refused("%(figure)s stands twice: leave one out", figure=figure.label))
        if figure.rows not in seen:
            wrong.setdefault(
                "figure",
                Refused("%(figure)s counts what you do not see: choose a figure from the list", figure=figure.label),
            )
    return found


def _period(typed: OwnTyped, today: dt.date, wrong: dict[str, Refused]) -> Period | None:
    if typed.period not in set(OwnPeriod):
        wrong["period"] = Refused("Choose the period from the list")
        return None
    chosen = OwnPeriod(typed.period)
    if chosen is not OwnPeriod.FIXED:
        return period_on(chosen, today)
    edges = {name: _day(text) for name, text in (("first", typed.first), ("last", typed.last))}
    wrong |= {name: Refused("Write a day such as 2026-11-30") for name, edge in edges.items() if edge is None}
    first, last = edges["first"], edges["last"]
    return None if first is None or last is None else _fixed(first, last, today, wrong)


def _fixed(first: dt.date, last: dt.date, today: dt.date, wrong: dict[str, Refused]) -> Period | None:
    if first > last:
        wrong["last"] = Refused("The last day is before the first one: change one of them")
    elif first > today:
        wrong["first"] = Refused("This period has not begun, so there is nothing in it: choose an earlier first day")
    elif (last - first).days >= MOST_DAYS:
        wrong["last"] = Refused("A period has at most %(most)s days: choose a shorter one", most=MOST_DAYS)
    return None if wrong.keys() & {"first", "last"} else Period(first, last)


def _day(typed: str) -> dt.date | None:
    found = day(typed)
    return found if found is not None and found.year in YEARS else None


def _where(typed: OwnTyped, wrong: dict[str, Refused]) -> dict[Dimension, str]:
    known = {by.value: by for by in FILTERS}
    found: dict[Dimension, str] = {}
    for name, key in typed.where.items():
        by = known.get(name)
        if by is None or not dimensions.is_key(by, key):
            wrong[name if by is not None else "rows"] = Refused("Choose this filter from the list, or none")
        else:
            found[by] = key
    return found


def _chart(typed: OwnTyped, wrong: dict[str, Refused]) -> OwnChart | None:
    if typed.chart in set(OwnChart):
        return OwnChart(typed.chart)
    wrong["chart"] = Refused("Choose a chart from the list, or none")
    return None
