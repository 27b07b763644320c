"""One figure's parts as bars: columns where they follow each other in time, else bars from left to right."""

from collections.abc import Callable, Sequence

from markupsafe import Markup

from admin_web import charts
from hotline.reports.rules import dimensions
from hotline.reports.rules.figures import RATES, Figure, Value, ValueUnit
from hotline.reports.rules.periods import Period
from hotline.words import Dimension

from . import said

LONGEST_SHORT = 366  # days of a period in which a day needs no year


def drawn(
    figure: Figure, parts: Sequence[tuple[str, Value]], by: Dimension, *, name: Callable[[str], str],
    href: Callable[[str], str], title: str = "", described: str = "",
) -> Markup | None:  # fmt: skip
    """None where nothing has a value. `name`, `href`: of a part by its key."""
    top = highest(figure, [value.value for _key, value in parts])
    if top is None:
        return None
    given = [
        charts.Bar(
            name(key), said.value(figure, value.value), None if value.value is None else value.value / top, href(key),
            value.good,
        )
        for key, value in parts
    ]  # fmt: skip
    limit = bound(figure)
    draw = charts.columns if by in dimensions.OF_TIME else charts.bars
    return draw(
        title or said.text(figure.label), given, mark=None if limit is None else min(1.0, limit / top), said=described
    )


def highest(figure: Figure, values: Sequence[float | None]) -> float | None:
    """What is drawn at full length: of a share the whole, else the greatest value or the limit; None for no value."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    if figure.measure in RATES or figure.unit is ValueUnit.SHARE:
        return 1.0
    return max(max(known), bound(figure) or 0.0) or 1.0


def bound(figure: Figure) -> float | None:
    if figure.limit is None:
        return None
    return figure.limit.most if figure.limit.most is not None else figure.limit.least


def brief(by: Dimension | None, period: Period, name: str) -> str:
    """A day without its year, which stands above the chart."""
    return name[5:] if by in (Dimension.DAY, Dimension.WEEK) and period.length <= LONGEST_SHORT else name
