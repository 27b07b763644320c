"""What a figure is: which rows it counts, what it leaves out and why, and its value from what was counted. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from hotline.reports.rules.predicates import EVERY, Not, Predicate, both


class RowSet(StrEnum):
    """A set of rows that figures count; `hotline.reports.reads.row_sets` says how each is read. The moment by which a
    row belongs to a period: a call's arrival (of TALKS too: calls that an agent answered, with what they took of his
    time), an offer's, a span's beginning, a ticket's opening, a step of its
    history, the day on which a clock was due, when a follow-up was done, when what a point is for happened, when a
    recording whose voices were measured began, and when an inspection was (of MARKS too: its items); INSPECTABLE are
    the talks again, by whether one was inspected."""

    CALLS = "calls"
    TALKS = "talks"
    OFFERS = "offers"
    SPANS = "spans"
    TICKETS = "tickets"
    STEPS = "steps"
    CLOCKS = "clocks"
    FOLLOW_UPS = "follow_ups"
    POINTS = "points"
    VOICES = "voices"
    INSPECTIONS = "inspections"
    MARKS = "marks"
    INSPECTABLE = "inspectable"


class Measure(StrEnum):
    """COUNT: rows counted. RATE: counted ÷ among. MEAN: the mean of a column over the rows counted. SUM: its sum.
    SHARE_OF_SUM: its sum over the rows counted ÷ over those looked at. DAILY: the mean of the daily rates; days without
    rows are left out. WORST_DAY: the lowest rate of any 24 hours."""

    COUNT = "count"
    RATE = "rate"
    MEAN = "mean"
    SUM = "sum"
    SHARE_OF_SUM = "share_of_sum"
    DAILY = "daily"
    WORST_DAY = "worst_day"


RATES = frozenset({Measure.RATE, Measure.DAILY, Measure.WORST_DAY})
SUMS = frozenset({Measure.MEAN, Measure.SUM, Measure.SHARE_OF_SUM})


class ValueUnit(StrEnum):
    """In what a value is given: a number of rows, a share (0 to 1), seconds, days, or points."""

    ROWS = "rows"
    SHARE = "share"
    SECONDS = "seconds"
    DAYS = "days"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same in both languages."""

    zh: str
    en: str

    def label(self, language: str = "zh") -> str:
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that a figure does not count, and why: they are shown and counted beside it."""

    id: str
    label: Bilingual
    holds: Predicate


@dataclass(frozen=True, slots=True)
class Limit:
    """What is good: at most (`most`) or at least (`least`) so much, by `source`. `below`: the limit itself is not."""

    most: float | None = None
    least: float | None = None
    below: bool = False

    def good(self, value: float) -> bool:
        if self.most is not None:
            return value < self.most if self.below else value <= self.most
        return self.least is None or value >= self.least


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure. `rows`: the set; `among`: what it looks at (the denominator of a rate); `counted`: what it counts of
    that (the numerator); `of`: the column that is summed; `left_out`: what is not looked at; `source`: who asks for
    it."""

    id: str
    label: Bilingual
    formula: Bilingual
    source: Bilingual
    rows: RowSet
    measure: Measure
    counted: Predicate = EVERY
    among: Predicate = EVERY
    of: str = ""
    unit: ValueUnit = ValueUnit.ROWS
    limit: Limit | None = None
    left_out: tuple[LeftOut, ...] = ()

    @property
    def looked_at(self) -> Predicate:
        """The rows among which it counts: without those that are left out."""
        return both(self.among, *(Not(one.holds) for one in self.left_out))

    @property
    def counts(self) -> Predicate:
        return both(self.looked_at, self.counted)

    def excluded(self, exclusion: LeftOut) -> Predicate:
        return both(self.among, exclusion.holds)


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted for a figure: rows counted, rows looked at, the sum of the column over the rows counted
    (`total`) and over those looked at (`whole`)."""

    counted: int = 0
    among: int = 0
    total: float = 0.0
    whole: float = 0.0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.counted + other.counted, self.among + other.among, self.total + other.total, self.whole + other.whole
        )


@dataclass(frozen=True, slots=True)
class Value:
    """A figure's value; None where there is nothing to count: it is shown as a dash, never as 0 %."""

    figure: Figure
    value: float | None
    tally: Tally
    left_out: dict[str, int] = field(default_factory=dict, hash=False)

    @property
    def good(self) -> bool | None:
        """None where no limit is set or there is nothing to judge."""
        if self.figure.limit is None or self.value is None:
            return None
        return self.figure.limit.good(self.value)


def value(figure: Figure, tally: Tally, parts: Iterable[Tally] = ()) -> float | None:
    """The value of a tally. `parts`: the tallies of the days (DAILY), or of the quarter hours in order, those without
    rows too (WORST_DAY)."""
    match figure.measure:
        case Measure.COUNT:
            return tally.counted
        case Measure.SUM:
            return tally.total
        case Measure.MEAN:
            return tally.total / tally.counted if tally.counted else None
        case Measure.SHARE_OF_SUM:
            return tally.total / tally.whole if tally.whole else None
        case Measure.RATE:
            return tally.counted / tally.among if tally.among else None
        case Measure.DAILY:
            rates = [part.counted / part.among for part in parts if part.among]
            return sum(rates) / len(rates) if rates else None
        case Measure.WORST_DAY:
            return worst_window(list(parts))


QUARTERS_A_DAY = 96


def worst_window(quarters: Sequence[Tally], length: int = QUARTERS_A_DAY) -> float | None:
    """The lowest rate of `length` quarter hours that follow each other; of a shorter time, the rate of all of it."""
    length = min(length, len(quarters))
    counted, among = 0, 0
    worst: float | None = None
    for n, quarter in enumerate(quarters):
        counted, among = counted + quarter.counted, among + quarter.among
        if n >= length:
            counted, among = counted - quarters[n - length].counted, among - quarters[n - length].among
        if n >= length - 1 and among and (worst is None or counted / among < worst):
            worst = counted / among
    return worst
