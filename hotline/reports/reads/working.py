"""Whether a row lies in its line's working time, as SQL: the hours that callers hear of, with holidays, make-up
workdays and special days. A call that asked for no line lies in it while any line is open."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable

from hotline.calls.reads import lines
from hotline.calls.rows import Line
from hotline.people.rows import Site
from hotline.reports.rules.periods import Period
from hotline.store.database import Statement
from hotline.workdays.reads.hours import special_by_site
from hotline.workdays.rules.hours import FULL_DAY, Spans, spans_of

from . import asking

Days = dict[dt.date, Spans]  # the working hours of each day of a period, in minutes since midnight


def told(period: Period) -> Statement:
    """1 or 0 for a row `r` of a period that has a moment and a line."""
    every = _lines(period)
    groups: dict[str, list[str]] = {}
    of: dict[str, Days] = {}
    for code, days in every.items():
        name = json.dumps([[day.isoformat(), *spans] for day, spans in days.items()])
        groups.setdefault(name, []).append(code)
        of[name] = days
    whens, values = list[str](), list[str]()
    for name, codes in groups.items():
        whens.append(f"WHEN r.line IN ({', '.join('?' * len(codes))}) THEN {_open(of[name])}")
        values += codes
    any_line = _open({day: _union(days[day] for days in every.values()) for day in period.days()})
    return f"CASE {' '.join(whens)} ELSE {any_line} END" if whens else f"({any_line})", tuple(values)


def _lines(period: Period) -> dict[str, Days]:
    """The days of each line, by its code; lines with the same hours at the same site are computed once."""
    rows = list(Line.select(Line, Site).join(Site).order_by(Line.code))
    special, known = special_by_site({row.site.code for row in rows}), dict[str, Days]()
    found = {}
    for row in rows:
        key = json.dumps([row.site.code, row.hours], sort_keys=True)
        if key not in known:
            when = lines.times(row.hours, row.site.code, special[row.site.code])
            known[key] = {day: spans_of(when.hours, when.calendar, day) for day in period.days()}
        found[row.code] = known[key]
    return found


def _union(spans: Iterable[Spans]) -> Spans:
    """The minutes that are in any of the spans."""
    made: list[tuple[int, int]] = []
    for begin, end in sorted(one for some in spans for one in some):
        if made and begin <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((begin, end))
    return tuple(made)


def _open(days: Days) -> str:
    """1 or 0: the usual hours of each day of the week, and the days that differ by their dates."""
    usual = {
        weekday: Counter(spans for day, spans in days.items() if day.isoweekday() == weekday).most_common(1)[0][0]
        for weekday in sorted({day.isoweekday() for day in days})
    }
    odd = {day: spans for day, spans in days.items() if spans != usual[day.isoweekday()]}
    parts = []
    for spans in dict.fromkeys([*usual.values(), *odd.values()]):
        if not spans:
            continue
        when = [f"({_weekdays(usual, spans)}{_not_in(odd)})"] if spans in usual.values() else []
        when += (
            [f"{asking.day()} IN ({_dates(day for day in odd if odd[day] == spans)})"] if spans in odd.values() else []
        )
        whole = spans == ((0, FULL_DAY),)
        at = (
            "1 = 1"
            if whole
            else " OR ".join(f"{asking.minute()} BETWEEN {begin} AND {end - 1}" for begin, end in spans)
        )
        parts.append(f"(({' OR '.join(when)}) AND ({at}))")
    return f"(CASE WHEN {' OR '.join(parts)} THEN 1 ELSE 0 END)" if parts else "0"


def _weekdays(usual: dict[int, Spans], spans: Spans) -> str:
    return f"{asking.weekday()} IN ({', '.join(str(day) for day, of in usual.items() if of == spans)})"


def _not_in(odd: Iterable[dt.date]) -> str:
    dates = _dates(odd)
    return f" AND {asking.day()} NOT IN ({dates})" if dates else ""


def _dates(days: Iterable[dt.date]) -> str:
    return ", ".join(f"'{day.isoformat()}'" for day in days)
