"""Periods of whole days in China, the one before (环比) and the same a year ago (同比). Pure."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from hotline.words import PeriodKind as Kind

MOST_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both included."""

    first: dt.date
    last: dt.date
    kind: Kind = Kind.FREE

    def days(self) -> Iterator[dt.date]:
        for n in range(self.length):
            yield self.first + dt.timedelta(days=n)

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1


def kept_period(first: str, last: str, kind: str) -> Period:
    """A period as a report's row keeps it."""
    return Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last), Kind(kind))


def period_of(kind: Kind, day: dt.date) -> Period:
    """The day, week (from Monday), month, quarter or year in which a day lies."""
    match kind:
        case Kind.WEEK:
            first = day - dt.timedelta(days=day.weekday())
            return Period(first, first + dt.timedelta(days=6), kind)
        case Kind.MONTH:
            return Period(day.replace(day=1), _month_after(day, 1) - dt.timedelta(days=1), kind)
        case Kind.QUARTER:
            first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
            return Period(first, _month_after(first, 3) - dt.timedelta(days=1), kind)
        case Kind.YEAR:
            return Period(dt.date(day.year, 1, 1), dt.date(day.year, 12, 31), kind)
    return Period(day, day, kind)


def before(period: Period) -> Period:
    """The period before this one (环比): of the same kind, or of the same length."""
    last = period.first - dt.timedelta(days=1)
    if period.kind is Kind.FREE:
        return Period(last - dt.timedelta(days=period.length - 1), last)
    return period_of(period.kind, last)


def a_year_ago(period: Period) -> Period:
    """The same period a year ago (同比); weeks and single days 364 days ago (`by_weekday`)."""
    if by_weekday(period):
        shift = dt.timedelta(days=364)
        return Period(period.first - shift, period.last - shift, period.kind)
    if period.kind is Kind.FREE:
        return Period(_last_year(period.first), _last_year(period.last))
    return period_of(period.kind, _last_year(period.first))


def compared(period: Period, today: dt.date) -> tuple[Period, Period]:
    """The period before and the same a year ago; while the period runs, only as many of their days as are begun."""
    days, earlier, year_ago = days_begun(period, today), before(period), a_year_ago(period)
    if days == period.length:
        return earlier, year_ago
    return _beginning(earlier, days), _beginning(year_ago, days)


def days_begun(period: Period, today: dt.date) -> int:
    """How many days of the period are begun or over; all of them, if it is over or has not begun."""
    return (today - period.first).days + 1 if period.first <= today < period.last else period.length


def _beginning(period: Period, days: int) -> Period:
    return Period(period.first, min(period.last, period.first + dt.timedelta(days=days - 1)))


def by_weekday(period: Period) -> bool:
    """Whether the year ago is 52 whole weeks ago, so that the weekdays fit, and not the same date."""
    return period.kind in (Kind.WEEK, Kind.DAY)


def _last_year(day: dt.date) -> dt.date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _month_after(day: dt.date, months: int) -> dt.date:
    n = day.year * 12 + day.month - 1 + months
    return dt.date(n // 12, n % 12 + 1, 1)
