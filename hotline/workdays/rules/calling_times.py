"""When a clerk calls citizens: on workdays, from the end of the quiet hours until work ends. Pure."""

import datetime as dt

from hotline.values.quiet_hours import Quiet, may_call, not_before
from hotline.workdays.rules.calendar import Calendar
from hotline.workdays.rules.deadlines import CHINA, Closing

OPENS = dt.time(9, 0)
LOOK_AHEAD = 400  # days; a calendar without a workday in them gives no better time than the quiet hours


def call_from(calendar: Calendar, quiet: Quiet, closing: Closing, moment: dt.datetime) -> dt.datetime:
    """The first moment from `moment` on, in UTC, on a workday within working hours and outside the quiet hours."""
    local = moment.astimezone(CHINA)
    day = local.date()
    for _ in range(LOOK_AHEAD):
        if calendar.workday(day):
            opens = dt.datetime.combine(day, OPENS, CHINA)
            ends = dt.datetime.combine(day, min(closing.ends, calendar.closes.get(day, closing.ends)), CHINA)
            found = not_before(quiet, max(local, opens))
            if found < ends and may_call(quiet, found):
                return found.astimezone(dt.UTC)
        day += dt.timedelta(days=1)
    return not_before(quiet, local).astimezone(dt.UTC)
