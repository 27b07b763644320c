"""Filing by appointment (D7): which hours are free; on holidays at court, or at home for the old or disabled."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from hotline.words import AppointmentKind
from hotline.workdays.rules.calendar import Calendar

SLOTS = ("09:00-10:00", "10:00-11:00", "14:00-15:00", "15:00-16:00")
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """`left`: how many places are left."""

    day: dt.date
    slot: str
    left: int


def opens(kind: AppointmentKind, day: dt.date, calendar: Calendar) -> bool:
    """Holiday filing is only on days when the court is closed; filing at home is only on workdays."""
    return calendar.workday(day) is (kind is AppointmentKind.HOME)


def why_not(
    kind: AppointmentKind, day: dt.date, slot: str, *, today: dt.date, ahead: int, calendar: Calendar, taken: int,
    most: int,
) -> str:  # fmt: skip
    """ "" if the hour can be booked, else why not: `slot`, `past`, `far`, `closed`, `full`."""
    if slot not in SLOTS:
        return "slot"
    if day <= today:
        return "past"
    if day > today + dt.timedelta(days=ahead):
        return "far"
    if not opens(kind, day, calendar):
        return "closed"
    return "full" if taken >= most else ""


def free(
    kind: AppointmentKind, *, today: dt.date, ahead: int, calendar: Calendar, taken: Mapping[tuple[dt.date, str], int],
    most: int, shown: int = 12,
) -> tuple[Slot, ...]:  # fmt: skip
    """The next slots that are free."""
    found: list[Slot] = []
    for days in range(1, ahead + 1):
        day = today + dt.timedelta(days=days)
        if not opens(kind, day, calendar):
            continue
        for slot in SLOTS:
            left = most - taken.get((day, slot), 0)
            if left > 0:
                found.append(Slot(day, slot, left))
        if len(found) >= shown:
            break
    return tuple(found[:shown])
