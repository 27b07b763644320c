"""The legal calendar of a site: the State Council's table with the site's own and the common special days."""

import datetime as dt
from typing import Any

from hotline.people.rows import Site
from hotline.workdays.rules import hours_read
from hotline.workdays.rules.calendar import Calendar

from .hours import special_days

MORNING_ENDS = 13 * 60  # a day on which work ends by then is half a day


def calendar_of(site: int | None) -> Calendar:
    """The calendar of a site by its id (None, or one that there is not: of everybody). A special day with hours or
    without a word on them is a workday, one that is closed is free; the site's own stand before everybody's."""
    row = None if site is None else Site.get_or_none(Site.id == site)
    days = special_days("" if row is None else row.code)
    dates = {dt.date.fromisoformat(day): what for day, what in days.items()}
    closes = {date: _closes(what["spans"]) for date, what in dates.items()}
    return Calendar(
        overrides={date: what["spans"] is None or bool(what["spans"]) for date, what in dates.items()},
        closes={date: ends for date, ends in closes.items() if ends is not None},
        names={date: what["name"] for date, what in dates.items()},
    )


def _closes(spans: Any) -> dt.time | None:
    """When work ends on a day with only a morning. Unreadable hours count as ordinary ones."""
    try:
        day = hours_read.read({"always": True, "special": {"2000-01-01": {"spans": spans}}}).special
    except ValueError:
        return None
    ends = max((end for one in day.values() for _, end in one.spans), default=None)
    return dt.time(ends // 60, ends % 60) if ends is not None and ends <= MORNING_ENDS else None
