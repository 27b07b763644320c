"""How far two who looked apart agree on an item: percent agreement and Cohen's kappa. Pure.

Kappa after Jacob Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20
(1960), 37-46:  (p_o - p_e) / (1 - p_e)  with p_o the share of equal marks and p_e the share that chance would make
equal, from how often each of the two gave each mark. "Does not apply" is a mark like others. Where both always gave the
same single mark p_e is 1, and kappa is not defined.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Agreement:
    """`pairs`: how many were marked twice; `same`: how many of these alike; `kappa`: None where it is not defined."""

    pairs: int
    same: int
    kappa: Fraction | None

    @property
    def percent(self) -> Fraction | None:
        return Fraction(100 * self.same, self.pairs) if self.pairs else None


def agreement(pairs: Sequence[tuple[int, int]]) -> Agreement:
    """Of the marks that two people gave to the same things."""
    count, same = len(pairs), sum(one == other for one, other in pairs)
    if not count:
        return Agreement(0, 0, None)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum((Fraction(first[mark] * second[mark], count * count) for mark in first), Fraction(0))
    kappa = None if chance == 1 else (Fraction(same, count) - chance) / (1 - chance)
    return Agreement(count, same, kappa)
