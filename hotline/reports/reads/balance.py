"""The balance checks of a period: each with its two sides, and how many rows break it."""

from dataclasses import dataclass

from hotline.reports.rules.balance import CHECKS, Implication, Partition
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.dimensions import KNOWS, OF_TIME
from hotline.reports.rules.figures import Bilingual, Figure, Measure
from hotline.reports.rules.predicates import Predicate, both
from hotline.words import Dimension

from . import figures, row_sets
from .row_sets import FigureScope, may_read

STOCK = Bilingual(
    "期初在办 + 转入 + 重办 − 办结 = 期末在办",
    "open at the start + came in + opened again − went out = open at the end",
)
DIVIDED = Bilingual("各种划分之和 = 合计（相符的划分数）", "divisions whose parts add up to the whole")
SUMMED = ("entered", "opened", "offers", "moved_in", "moved_out", "follow_ups_done")


@dataclass(frozen=True, slots=True)
class Balance:
    """`left` and `right` must be equal. `rows`: how many rows break it; they can be opened where `opens`."""

    id: str
    label: Bilingual
    left: int
    right: int
    rows: int = 0
    opens: bool = False

    @property
    def good(self) -> bool:
        return self.left == self.right and self.rows == 0


def checked(asked: FigureScope) -> list[Balance]:
    """All checks that this scope can make."""
    found = [_one(check, asked) for check in CHECKS if may_read(check.rows, asked.scope)]
    return [*found, _stock(asked), *_divided(asked)]


def _one(check: Partition | Implication, asked: FigureScope) -> Balance:
    if isinstance(check, Implication):
        given, kept, rows = figures.counts(check.rows, [check.given, _both(check), check.breaks], asked)
        return Balance(check.id, check.label, given, kept, rows, opens=True)
    whole, rows, *parts = figures.counts(check.rows, [check.whole, check.breaks, *_parts(check)], asked)
    return Balance(check.id, check.label, whole, sum(parts), rows, opens=True)


def _parts(check: Partition) -> list[Predicate]:
    return [both(check.whole, part) for _label, part in check.parts]


def _both(check: Implication) -> Predicate:
    return both(check.given, check.then)


def _stock(asked: FigureScope) -> Balance:
    moved = figures.read([FIGURES[name] for name in ("moved_in", "moved_again", "moved_out")], asked)[0].values
    came, again, went = (moved[name].tally.counted for name in ("moved_in", "moved_again", "moved_out"))
    start = row_sets.open_at(asked.begin, asked.scope)
    return Balance("stock", STOCK, start + came + again - went, row_sets.open_at(asked.end, asked.scope))


def _divided(asked: FigureScope) -> list[Balance]:
    """The sums of each division of the counts that reports divide."""
    found = []
    for figure in (FIGURES[name] for name in SUMMED):
        if may_read(figure.rows, asked.scope):
            whole = figures.one(figure, asked).tally.counted
            found += [_of_division(figure, by, whole, asked) for by in sorted(KNOWS[figure.rows] - OF_TIME)]
    good = sum(one.good for one in found)
    return [Balance("divided", DIVIDED, good, len(found)), *(one for one in found if not one.good)]


def _of_division(figure: Figure, by: Dimension, whole: int, asked: FigureScope) -> Balance:
    assert figure.measure is Measure.COUNT
    parts = figures.read([figure], asked, by=by)
    label = Bilingual(f"{figure.label.zh}：按{by.zh}之和 = 合计", f"{figure.label.en}: sum by {by.en} = whole")
    total = sum(line.values[figure.id].tally.counted for line in parts)
    return Balance(f"divided.{figure.id}.{by.value}", label, total, whole)
