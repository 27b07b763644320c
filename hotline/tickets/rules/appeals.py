"""Whether a judgment is in force, and which remedy is open against it (K7); the law is data (`content/appeals.yml`).

Days count from the day after service; if the last day is not a workday, the next workday is the last day. A judgment
of the second instance and a signed mediation are in force at once.
"""

import calendar as months
import datetime as dt
from dataclasses import dataclass
from typing import Literal

from hotline.knowledge.rules.appeal_law import Law
from hotline.workdays.rules.calendar import Calendar

Document = Literal["judgment", "ruling", "mediation"]
DOCUMENTS: tuple[Document, ...] = ("judgment", "ruling", "mediation")
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AppealQuestion:
    """`instance`: 1 or 2; `served`: the day of service; `appealed`: somebody has appealed in time."""

    kind: str
    document: Document
    instance: int
    served: dt.date
    appealed: bool = False


@dataclass(frozen=True, slots=True)
class Advice:
    """`in_force`: whether it is in force (since `since`). `route`: `appeal`, `wait` (an appeal is pending) or `after`;
    `until`: the last day, None without a limit; `late`: that day is over."""

    in_force: bool
    since: dt.date | None
    route: Literal["appeal", "wait", "after"]
    until: dt.date | None
    late: bool


def advice(asked: AppealQuestion, law: Law, calendar: Calendar, today: dt.date) -> Advice:
    """Which remedy is open today. Raises ValueError for a day of service in the future."""
    if asked.served > today:
        raise ValueError("served in the future")
    if asked.instance == 1 and asked.document != "mediation":
        if asked.appealed:
            return Advice(False, None, "wait", None, late=False)
        last = workday_from(calendar, asked.served + dt.timedelta(days=law.appeal[asked.document]))
        if today <= last:
            return Advice(False, None, "appeal", last, late=False)
        since = last + ONE_DAY
    else:
        since = asked.served
    if not law.after_months:
        return Advice(True, since, "after", None, late=False)
    until = workday_from(calendar, plus_months(since, law.after_months))
    return Advice(True, since, "after", until, late=today > until)


def workday_from(calendar: Calendar, day: dt.date) -> dt.date:
    """The day itself if it is a workday, else the first workday after it."""
    while not calendar.workday(day):
        day += ONE_DAY
    return day


def plus_months(day: dt.date, count: int) -> dt.date:
    """The same day of the month `count` months later, or the last day of a shorter month."""
    year, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + year, month + 1
    return dt.date(year, month, min(day.day, months.monthrange(year, month)[1]))
