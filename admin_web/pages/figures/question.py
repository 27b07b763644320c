"""What a page of figures is asked for, as its address says it: the period, a division, and what it is narrowed to."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from hotline.reports.reads.summing import Where
from hotline.reports.rules import dimensions
from hotline.reports.rules.periods import MOST_DAYS, Period, period_of
from hotline.values.plain import plain
from hotline.values.typed import day
from hotline.words import Dimension, PeriodKind


@dataclass(frozen=True, slots=True)
class Question:
    """`wrong`: what could not be read, as a sentence, "" for nothing; the rest is what is shown all the same."""

    period: Period
    by: Dimension | None = None
    where: Where = field(default_factory=dict, hash=False)
    wrong: str = ""

    def fields(self, **changed: str | None) -> dict[str, str]:
        """The question as the parts of an address; a part that is changed to None or "" is left out."""
        period = self.period
        given: dict[str, str | None] = {"span": period.kind.value}
        if period.kind is PeriodKind.FREE:
            given |= {"since": period.first.isoformat(), "until": period.last.isoformat()}
        else:
            given["day"] = period.first.isoformat()
        given |= {"by": self.by.value if self.by is not None else None}
        given |= {dimension.value: key for dimension, key in self.where.items()} | changed
        return {name: value for name, value in given.items() if value}

    def at(self, period: Period) -> dict[str, str]:
        """The same question about another period."""
        return Question(period, self.by, self.where).fields()


def read(typed: Mapping[str, str], today: dt.date) -> Question:
    """The question of an address; what cannot be read is said, and this month is shown without it."""
    wrong: list[str] = []
    period = _period(typed, today, wrong)
    by = _dimension(typed.get("by", ""), wrong)
    where: dict[Dimension, str] = {}
    for dimension in Dimension:
        key = typed.get(dimension.value, "").strip()
        if not key or dimension.value in ("day", "by"):
            continue
        if dimensions.is_key(dimension, key):
            where[dimension] = key
        else:
            wrong.append(key)
    return Question(period, by, where, left_out(wrong))


def left_out(wrong: Sequence[str]) -> str:
    """What could not be read, as a sentence; "" for nothing."""
    told = "、".join(text[:40] for text in wrong)
    return str(_("This could not be read, so it was left out: %(typed)s", typed=told)) if wrong else ""


def whole(typed: Mapping[str, str], name: str, least: int, most: int, wrong: list[str]) -> int | None:
    """A whole number of an address within bounds; None for nothing, and for what is added to `wrong`."""
    given = plain(typed.get(name, "")).strip()
    if not given:
        return None
    if re.fullmatch(r"[0-9]{1,9}", given) and least <= int(given) <= most:
        return int(given)
    wrong.append(given)
    return None


def _period(typed: Mapping[str, str], today: dt.date, wrong: list[str]) -> Period:
    span = typed.get("span", "")
    kind = PeriodKind(span) if span in set(PeriodKind) else PeriodKind.MONTH
    if span and span != kind:
        wrong.append(span)
    if kind is PeriodKind.FREE:
        first, last = (day_of(typed.get(name, ""), today, wrong) for name in ("since", "until"))
        if first > last:
            wrong.append(f"{first} – {last}")
            first, last = last, first
        if (last - first).days >= MOST_DAYS:
            wrong.append(f"{first} – {last}")
            first = last - dt.timedelta(days=MOST_DAYS - 1)
        return Period(first, last)
    return period_of(kind, day_of(typed.get("day", ""), today, wrong))


def day_of(typed: str, today: dt.date, wrong: list[str]) -> dt.date:
    """A day of an address; `today` for nothing, and for what is added to `wrong`."""
    found = day(typed)
    if found is None or not 2000 <= found.year <= 2100:
        if typed.strip():
            wrong.append(typed.strip())
        return today
    return found


def _dimension(typed: str, wrong: list[str]) -> Dimension | None:
    if typed in set(Dimension):
        return Dimension(typed)
    if typed:
        wrong.append(typed)
    return None
