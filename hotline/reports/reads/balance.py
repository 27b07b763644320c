"""The balance checks of a period: each with its two sides, and how many rows break it."""

from collections.abc import Sequence
from dataclasses import dataclass

from hotline.reports.rules.balance import CHECKS, Implication, Partition
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.dimensions import KNOWS, OF_HOURS, OF_TIME
from hotline.reports.rules.figures import Bilingual, Figure, Measure, RowSet
from hotline.reports.rules.predicates import Predicate, both
from hotline.words import Dimension

from . import day_sums, figures
from .figures import FigureLine
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
    start, end = (day_sums.open_at(moment, asked) for moment in (asked.begin, asked.end))
    return Balance("stock", STOCK, start + came + again - went, end)


def _divided(asked: FigureScope) -> list[Balance]:
    """The sums of each division of the counts that reports divide, with one statement for a set and a division."""
    sets: dict[RowSet, list[Figure]] = {}
    for figure in (FIGURES[name] for name in SUMMED):
        if may_read(figure.rows, asked.scope):
            sets.setdefault(figure.rows, []).append(figure)
    found = []
    for rows, ones in sets.items():
        wholes = figures.read(ones, asked)[0].values
        for by in sorted(KNOWS[rows] - OF_TIME - OF_HOURS):
            parts = figures.read(ones, asked, by=by)
            found += [_of_division(figure, by, wholes[figure.id].tally.counted, parts) for figure in ones]
    good = sum(one.good for one in found)
    return [Balance("divided", DIVIDED, good, len(found)), *(one for one in found if not one.good)]


def _of_division(figure: Figure, by: Dimension, whole: int, parts: Sequence[FigureLine]) -> Balance:
    assert figure.measure is Measure.COUNT
    label = Bilingual(f"{figure.label.zh}：按{by.zh}之和 = 合计", f"{figure.label.en}: sum by {by.en} = whole")
    total = sum(line.values[figure.id].tally.counted for line in parts)
    return Balance(f"divided.{figure.id}.{by.value}", label, total, whole)
