"""What a report says: the figures of its period beside the two before, their divisions, the balance checks. Pure.

The content is kept as JSON and never computed again: names of units and people stay as they were when it was made.
"""

from collections.abc import Mapping
from typing import Any

from hotline.reports.rules.catalogue import FIGURES, calls, tickets
from hotline.reports.rules.figures import Figure, RowSet
from hotline.values.rates import percent
from hotline.words import Dimension, PeriodKind

VERSION = 1
Content = dict[str, Any]
# what each fixed report divides by what: the leaders', the superior's and the public's quarter is the same report
UNIT_FIGURES = (
    "opened", "timely_response", "timely_reply", "effective_completion", "urged", "extended", "returned", "redone",
    "handling_days", "satisfaction", "solved",
)  # fmt: skip
DIVISIONS: tuple[tuple[Dimension, tuple[str, ...]], ...] = (
    (Dimension.SITE, ("entered", "answered", "connect_rate", "average_answer", "opened", "timely_reply")),
    (Dimension.LINE, ("entered", "answered", "abandoned", "average_answer", "within_15", "waited_40")),
    (Dimension.UNIT, UNIT_FIGURES),
    (Dimension.TOPIC, ("opened", "timely_reply", "redone", "satisfaction")),
    (Dimension.OFFICIAL, ("opened", "timely_reply", "redone", "satisfaction")),
    (Dimension.PLACE, ("opened", "timely_reply", "redone", "satisfaction")),
    (Dimension.CHANNEL, ("opened", "closed_at_once", "handling_days")),
    (Dimension.AGENT, (
        "answered", "average_talk", "call_satisfied", "offers_missed", "time_signed_in", "occupancy", "opened",
    )),
)  # fmt: skip
IN_TIME: Mapping[PeriodKind, Dimension] = {
    PeriodKind.DAY: Dimension.HOUR,
    PeriodKind.WEEK: Dimension.DAY,
    PeriodKind.MONTH: Dimension.DAY,
    PeriodKind.QUARTER: Dimension.MONTH,
    PeriodKind.YEAR: Dimension.MONTH,
}
OF_TIME = ("entered", "answered", "connect_rate", "average_answer", "opened", "timely_reply")
# what a court publishes each quarter (S4)
PUBLIC = (
    calls.CONNECT_RATE.id, tickets.RESPONSE.id, tickets.REPLY.id, tickets.COMPLETION.id, tickets.SATISFACTION.id,
)  # fmt: skip
FROZEN = tuple(RowSet)  # the sets whose rows are kept with the report


def figure_of(name: str) -> Figure | None:
    """A figure of the catalogue; None for one that a later version no longer has."""
    return FIGURES.get(name)


def balanced(content: Content) -> bool:
    """Whether all sums of a report agree and no row breaks one."""
    return all(left == right and not rows for _id, _zh, _en, left, right, rows in content.get("balance", ()))


def told(content: Content) -> list[dict[str, str]]:
    """What a quarter says to the public: the five figures with their formulas, in both languages."""
    found = []
    for figure in (FIGURES[name] for name in PUBLIC):
        value = (content.get("figures", {}).get(figure.id) or [None])[0]
        found.append({
            "zh": figure.label.zh, "en": figure.label.en, "value": "–" if value is None else percent(value),
            "formula_zh": figure.formula.zh, "formula_en": figure.formula.en,
        })  # fmt: skip
    return found


def changes(old: Content, new: Content) -> list[list[Any]]:
    """The figures that another version of the same report gives another value: [figure, before, now]."""
    then, now = old.get("figures", {}), new.get("figures", {})
    names = [name for name in FIGURES if name in then or name in now]
    found = [[name, (then.get(name) or [None])[0], (now.get(name) or [None])[0]] for name in names]
    return [one for one in found if not _same(one[1], one[2])]


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))
