"""How sure a share is: the interval of Wilson, so that a small unit is not shamed by chance. Pure.

E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927), 209 to 212.
"""

import math
from dataclasses import dataclass

Z95 = 1.959963984540054  # the middle 95 % of the normal distribution lie within so many deviations


@dataclass(frozen=True, slots=True)
class Share:
    """`good` of `of`, with the bounds between which the true share lies in 95 of 100 cases."""

    good: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float:
        return self.good / self.of


def wilson(good: int, of: int, z: float = Z95) -> Share | None:
    """None where there is nothing to divide by. Raises ValueError for what is no share."""
    if not 0 <= good <= of:
        raise ValueError(f"{good} of {of} is no share")
    if not of:
        return None
    share, square = good / of, z * z
    middle = (share + square / (2 * of)) / (1 + square / of)
    wide = z / (1 + square / of) * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return Share(good, of, 0.0 if not good else max(0.0, middle - wide), 1.0 if good == of else min(1.0, middle + wide))
