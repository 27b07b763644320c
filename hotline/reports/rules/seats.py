"""How many seats a load of calls needs: Erlang B, C and A, and the least number that reaches a target. Pure.

Erlang B and C: Kleinrock, *Queueing Systems* I (1975), ch. 3. Erlang A (M/M/n+M, callers who give up): Palm (1957);
Garnett, Mandelbaum and Reiman, *Designing a Call Center with Impatient Customers*, M&SOM 4 (2002).
"""

import math
from dataclasses import dataclass

HALF_HOUR = 1800.0  # seconds
SEATS_MOST = 2000
_SMALL, _BIG = 1e-12, 1e200
_STEP = 0.125  # of the integral, in mean times between two events of the queue


@dataclass(frozen=True, slots=True)
class Load:
    """What comes in half an hour: so many calls on average, each of which takes an agent so many seconds."""

    calls: float
    handling: float

    @property
    def erlangs(self) -> float:
        return self.calls * self.handling / HALF_HOUR


@dataclass(frozen=True, slots=True)
class SeatTarget:
    """Answered within so many seconds: a share (0 to 1, below 1) of all who ask. `patience`: mean seconds after which
    a caller gives up; None: nobody ever does."""

    share: float
    seconds: float
    patience: float | None = None


def blocked(seats: int, erlangs: float) -> float:
    """Erlang B: the share of calls that find all seats taken where nobody waits.

    >>> round(blocked(10, 5), 4)
    0.0184
    """
    if erlangs <= 0:
        return 0.0
    inverse = 1.0  # 1 ÷ B grows with each seat: nothing is subtracted, so nothing is lost
    for n in range(1, seats + 1):
        inverse = 1.0 + inverse * n / erlangs
    return 1.0 / inverse


def waits(seats: int, erlangs: float) -> float:
    """Erlang C: the share of calls that must wait; 1 where the seats are too few for the load.

    >>> round(waits(11, 10), 4)
    0.6821
    """
    if erlangs <= 0:
        return 0.0
    if seats <= erlangs:
        return 1.0
    lost = blocked(seats, erlangs)
    return seats * lost / (seats - erlangs * (1.0 - lost))


def answered_within(seats: int, load: Load, target: SeatTarget) -> float:
    """The share (0 to 1) of all callers who are answered within the target's seconds."""
    if load.erlangs <= 0:
        return 1.0
    if seats <= 0:
        return 0.0
    if target.patience is None or math.isinf(target.patience):
        if seats <= load.erlangs:
            return 0.0
        spare = (seats - load.erlangs) / load.handling
        return 1.0 - waits(seats, load.erlangs) * math.exp(-spare * target.seconds)
    return _with_patience(seats, load, target.seconds, target.patience)


def needed(load: Load, target: SeatTarget) -> int:
    """The least number of seats that reaches the target; 0 without calls. Raises ValueError for a target or load that
    2,000 seats do not reach."""
    if load.erlangs <= 0:
        return 0
    low, high = 0, 1
    while answered_within(high, load, target) < target.share:
        low, high = high, high * 2
        if low >= SEATS_MOST:
            raise ValueError(f"{load} needs more than {SEATS_MOST} seats")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if answered_within(middle, load, target) >= target.share else (middle, high)
    return high


def rostered(seats: int, shrinkage: float) -> int:
    """How many people must be on the roster so that so many sit: `shrinkage` (0 to below 1) is the share of paid time
    that goes into breaks, training and illness.

    >>> rostered(14, 0.3)
    20
    """
    return math.ceil(seats / (1.0 - shrinkage) - 1e-9)


def _with_patience(seats: int, load: Load, seconds: float, patience: float) -> float:
    """Erlang A. p = the chance that all seats are taken and nobody waits. The density of the time that a caller who
    never gives up would wait is p·nμ·exp(−nμs + (λ/θ)(1 − exp(−θs))); he is still there at s with exp(−θs)."""
    arrivals, service, leaving = load.calls / HALF_HOUR, seats / load.handling, 1.0 / patience
    lost = blocked(seats, load.erlangs)
    if lost == 0.0:
        return 1.0
    queues, scale = _queue(arrivals, service, leaving)
    idle = (1.0 / lost - 1.0) * scale  # all of it over p, times `scale`
    served = _served(arrivals, service, leaving, seconds) * scale
    return max(0.0, min(1.0, (idle + served) / (idle + queues)))


def _queue(arrivals: float, service: float, leaving: float) -> tuple[float, float]:
    """The chances of 0, 1, 2 … callers waiting over that of none, summed and multiplied by a scale that keeps them
    within a number; and the scale."""
    term = total = scale = 1.0
    waiting = 0
    while term > total * _SMALL * 1e-3 or arrivals > service + waiting * leaving:
        waiting += 1
        term *= arrivals / (service + waiting * leaving)
        total += term
        if total > _BIG:
            term, total, scale = term / _BIG, total / _BIG, scale / _BIG
    return total, scale


def _served(arrivals: float, service: float, leaving: float, seconds: float) -> float:
    """∫ nμ·exp(−(nμ + θ)s + (λ/θ)(1 − exp(−θs))) ds from 0 to `seconds`, by Simpson's rule."""
    if seconds <= 0:
        return 0.0
    steps = 2 * max(8, math.ceil(seconds * (arrivals + service + leaving) / _STEP / 2))
    width = seconds / steps

    def at(second: float) -> float:
        grown = -(service + leaving) * second - arrivals / leaving * math.expm1(-leaving * second)
        return math.exp(min(grown, 700.0))

    inner = sum((4 if n % 2 else 2) * at(n * width) for n in range(1, steps))
    return service * width / 3.0 * (at(0.0) + inner + at(seconds))
