"""A sampling plan: how a week is chosen, what is left out, when it is due, how many get a blind second look. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hotline.ports import Refused
from hotline.words import Inspected, SampleClass
from hotline.workdays.rules.calendar import Calendar

S = SampleClass
OFFERED: Mapping[Inspected, tuple[SampleClass, ...]] = {
    Inspected.CALL: (S.RANDOM, S.UNSATISFIED, S.SILENT_BY_HAND, S.LONG, S.HELD_LONG, S.TRANSFERRED_TWICE, S.REPEATED,
                     S.CONFIDENTIAL),
    Inspected.TICKET: (S.RANDOM, S.THIRD),
    Inspected.REPLY: (S.RANDOM, S.UNSATISFIED, S.REFUSED),
    Inspected.FOLLOW_UP: (S.RANDOM, S.REFUSED),
}  # fmt: skip
TIMED, COUNTED = (S.LONG, S.HELD_LONG), (S.THIRD, S.REPEATED)
EACH_MOST, SECONDS_MOST, TIMES_MOST, ALL_MOST, DUE_MOST = 200, 36_000, 100, 2000, 60
WEEKS_BACK = 4  # older weeks that nobody has drawn are left


@dataclass(frozen=True, slots=True)
class Choice:
    """`each`: of each agent a week (at random); `seconds`: longer than that (long, held); `times`: so often at least
    (third, repeated); `most`: a week in all, 0 for no limit; `shortest`: seconds of talk below which a call is left
    out; `lines`: only these, none for all; `but`: people who are left out; `blind`: percent that get a second look;
    `workdays` until it is due."""

    how: SampleClass = S.RANDOM
    each: int = 3
    seconds: int = 600
    times: int = 3
    most: int = 0
    shortest: int = 20
    lines: tuple[str, ...] = ()
    but: tuple[int, ...] = ()
    blind: int = 0
    workdays: int = 5

    def as_row(self) -> dict[str, Any]:
        return {
            "how": self.how.value, "each": self.each, "seconds": self.seconds, "times": self.times,
            "most": self.most, "shortest": self.shortest, "lines": list(self.lines), "but": list(self.but),
            "blind": self.blind, "workdays": self.workdays,
        }  # fmt: skip


def of_row(told: Mapping[str, Any]) -> Choice:
    kept = {name: told[name] for name in ("each", "seconds", "times", "most", "shortest", "blind", "workdays")}
    return Choice(how=SampleClass(told["how"]), lines=tuple(told["lines"]), but=tuple(told["but"]), **kept)


def wrong(inspected: Inspected, choice: Choice) -> Refused | None:
    """Why a plan cannot be used, or None. A plan of 0 draws nothing, and is none."""
    if choice.how not in OFFERED[inspected]:
        return Refused("This way of choosing does not go with what is inspected: choose another one")
    numbers = (
        (choice.each if choice.how is S.RANDOM else 1, 1, EACH_MOST),
        (choice.seconds if choice.how in TIMED else 1, 1, SECONDS_MOST),
        (choice.times if choice.how in COUNTED else 2, 2, TIMES_MOST),
        (choice.most, 0, ALL_MOST), (choice.shortest, 0, SECONDS_MOST), (choice.blind, 0, 100),
        (choice.workdays, 1, DUE_MOST),
    )  # fmt: skip
    for number, least, most in numbers:
        if not least <= number <= most:
            return Refused("A number of the plan is not between %(least)s and %(most)s", least=least, most=most)
    return None


def week_of(day: dt.date) -> dt.date:
    """The Monday of a day's week."""
    return day - dt.timedelta(days=day.weekday())


def weeks_due(made: dt.date, today: dt.date) -> list[dt.date]:
    """The Mondays of the weeks that are over and can be drawn: from the week in which the plan was made."""
    this = week_of(today)
    first = max(week_of(made), this - dt.timedelta(weeks=WEEKS_BACK))
    return [first + dt.timedelta(weeks=n) for n in range((this - first).days // 7)]


def due_day(calendar: Calendar, begun: dt.date, workdays: int) -> dt.date:
    """The day until whose end something is to be done: so many workdays after the day on which it began."""
    day, left = begun, workdays
    while left > 0:
        day += dt.timedelta(days=1)
        left -= calendar.workday(day)
    return day
