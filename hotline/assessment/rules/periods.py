"""The months and quarters that are assessed, and by when something is asked or decided. Pure."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from hotline.words import PeriodKind


@dataclass(frozen=True, slots=True)
class AssessedSpan:
    """From `first` to `last`, both included."""

    kind: PeriodKind
    first: dt.date
    last: dt.date


def span_of(kind: PeriodKind, day: dt.date) -> AssessedSpan:
    """The month or quarter in which a day lies."""
    months = 3 if kind is PeriodKind.QUARTER else 1
    begun = day.year * 12 + (day.month - 1) // months * months
    first, after = (dt.date(n // 12, n % 12 + 1, 1) for n in (begun, begun + months))
    return AssessedSpan(kind, first, after - dt.timedelta(days=1))


def span_wanted(kind: PeriodKind, day: dt.date, there: Collection[tuple[dt.date, dt.date]]) -> AssessedSpan | None:
    """The period that begins on a day: of the kind that is wanted, or a month where that would count a day twice. None
    where the day lies in a period that is there."""
    if any(first <= day <= last for first, last in there):
        return None
    for one in (span_of(kind, day), span_of(PeriodKind.MONTH, day)):
        if not any(first <= one.last and one.first <= last for first, last in there):
            return one
    return None
