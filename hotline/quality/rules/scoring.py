"""The score of a form: weights of what does not apply are spread over the rest, a failed fatal item makes all of it 0.

    score = 100 × Σ weight × mark / best mark  ÷  Σ weight        over the items that apply and are marked

A score is kept in hundredths, rounded half up. Where nothing that applies has a weight there is no score at all. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from .forms import InspectionForm, Item

SKIPPED = -1  # what stands for "does not apply"
HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Score:
    """`points`: hundredths of 0 to 100, None where there is no score. `marked`: how many items of `items`; `fatal`:
    the codes of failed fatal items."""

    points: int | None
    marked: int
    items: int
    fatal: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether every item is marked."""
        return self.marked == self.items


def fits(item: Item, value: int) -> bool:
    """Whether a mark can be given for the item."""
    return 0 <= value <= item.best or (value == SKIPPED and item.skips)


def score(form: InspectionForm, marks: Mapping[str, int]) -> Score:
    """The score of what is marked by now. Marks of items that the form does not have, or that do not fit, are none."""
    given = [(item, marks[item.code]) for item in form.items() if item.code in marks and fits(item, marks[item.code])]
    applies = [(item, value) for item, value in given if value != SKIPPED]
    fatal = tuple(item.code for item, value in applies if item.fatal and value == 0)
    weight = sum(item.weight for item, _ in applies)
    points: int | None = None
    if fatal:
        points = 0
    elif weight:
        reached = sum((Fraction(item.weight * value, item.best) for item, value in applies), Fraction(0))
        points = half_up(reached * 100 * HUNDREDTHS / weight)
    return Score(points, len(given), sum(1 for _ in form.items()), fatal)


def percent(item: Item, value: int) -> int | None:
    """What was reached of one item in hundredths of 0 to 100; None where it does not apply."""
    return None if value == SKIPPED else half_up(Fraction(value * 100 * HUNDREDTHS, item.best))


def half_up(number: Fraction) -> int:
    return int((number + Fraction(1, 2)) // 1)


def said(points: int | None) -> str:
    """`87.5` of 8750; "–" without a score."""
    if points is None:
        return "–"
    return f"{points / HUNDREDTHS:.2f}".rstrip("0").rstrip(".")
