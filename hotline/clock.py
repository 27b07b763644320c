"""The only code that reads the clock; and conversion between seconds since 1970 and aware UTC."""

import datetime as dt
import time

UTC = dt.UTC
CHINA = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")


def seconds() -> float:
    """Seconds since 1970, as the switch counts them."""
    return time.time()


def utc(at: float) -> dt.datetime:
    """Aware UTC of seconds since 1970."""
    return dt.datetime.fromtimestamp(at, UTC)


def now() -> dt.datetime:
    return utc(seconds())


def local_day(at: dt.datetime) -> dt.date:
    """The calendar day in China, the time zone of the whole hotline."""
    return at.astimezone(CHINA).date()


def day_bounds(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """[begin, end) of a day in China, as aware UTC."""
    begin = dt.datetime.combine(day, dt.time(0), CHINA).astimezone(UTC)
    return begin, begin + dt.timedelta(days=1)
