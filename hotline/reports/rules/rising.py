"""Whether more came in a period than its past says: a quasi-Poisson limit by Farrington's 2/3 power. Pure.

Farrington, Andrews, Beale and Catchpole, *A statistical algorithm for the early detection of outbreaks of infectious
disease*, J. R. Statist. Soc. A 159 (1996), without its trend: expected is the mean of the periods compared with, the
dispersion is estimated from them and is at least 1 (Poisson), and the limit is right-skewed like small counts.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from hotline.reports.rules.periods import Period, a_year_ago, before, period_of
from hotline.words import PeriodKind

RECENT, GAP, YEARS, AROUND = 12, 1, 3, 2
USUAL_CHANCE, USUAL_LEAST = "1", 5  # in per cent; tickets, and persons of a matter or tickets of a person
FEWEST = 6  # periods compared with, below which nothing is said
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Exceedance:
    """`chance`: how likely so many or more are if nothing has changed."""

    seen: int
    expected: float
    limit: float
    chance: float


def judged(seen: int, past: Sequence[int], *, chance: float, least: int) -> Exceedance | None:
    """An alarm where `seen` lies above the limit that a steady past passes with this chance (0 to 0.5), and is at least
    `least`; None otherwise, and where the past is too short.

    >>> judged(20, [10, 9, 11, 10, 8, 12], chance=0.01, least=5).expected
    10.0
    >>> judged(12, [10, 9, 11, 10, 8, 12], chance=0.01, least=5)
    """
    n = len(past)
    if n < FEWEST or seen < least:
        return None
    mean = sum(past) / n
    spread = sum((one - mean) ** 2 for one in past) / (n - 1)
    expected = max(mean, 0.5 / n)  # where nothing ever came, not nothing: half a ticket in all of it
    dispersion = max(1.0, spread / expected)
    width = 2.0 / 3.0 * math.sqrt(dispersion * (1.0 + 1.0 / n) / expected)
    limit = expected * (1.0 + width * _NORMAL.inv_cdf(1.0 - chance)) ** 1.5
    if seen <= limit:
        return None
    unusual = ((seen / expected) ** (2.0 / 3.0) - 1.0) / width
    return Exceedance(seen, mean, limit, _NORMAL.cdf(-unusual))


def compared_with(period: Period, first: dt.date) -> list[Period]:
    """The periods that a week or month is compared with, oldest first: the twelve before it but for the last one (so
    that what rises slowly does not hide itself), and of three years the same one with two on each side. None begins
    before `first`, the day of the oldest ticket."""
    found = {period.first: period for period in earlier(period, GAP + RECENT)[GAP:]}
    then = period
    for _year in range(YEARS):
        then = a_year_ago(then)
        middle = [then, *earlier(then, AROUND), *_after(then, AROUND)]
        found |= {one.first: one for one in middle if one.last < period.first}
    last = earlier(period, GAP)[-1].first
    return [found[day] for day in sorted(found) if first <= day < last]


def earlier(period: Period, n: int) -> list[Period]:
    """The `n` periods before this one, newest first."""
    found = []
    for _n in range(n):
        period = before(period)
        found.append(period)
    return found


def _after(period: Period, n: int) -> list[Period]:
    found = []
    for _n in range(n):
        period = period_of(period.kind, period.last + dt.timedelta(days=1))
        found.append(period)
    return found


def last_whole(kind: PeriodKind, day: dt.date) -> Period:
    """The last week or month that is over on this day."""
    return before(period_of(kind, day))
