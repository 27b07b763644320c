"""Hours as a person writes them, into `hotline.workdays.rules.hours.Hours`; every error is `key: sentence`.

workdays: ["09:00-12:00", "13:30-17:30"]   # Monday to Friday, and the workdays that make up for a holiday
friday: ["09:00-12:00"]                    # a day of the week with hours of its own
weekend: []                                # left out: closed
holidays: []                               # left out: closed
always: false                              # true: day and night; the spans are left out
night_service: false
special:
  2026-12-31: {spans: ["09:00-12:00"], name: 年终, sentence: common.closed}
"""

import datetime as dt
import itertools
import re
from collections.abc import Mapping
from enum import StrEnum

from hotline.workdays.rules.hours import FULL_DAY, WEEKDAYS, Hours, Span, Spans, SpecialDay

_SPAN = re.compile(r"([0-9]{1,2}):([0-5][0-9])-([0-9]{1,2}):([0-5][0-9])")
_KEYS = {"workdays", "weekend", "holidays", "always", "night_service", "special", *WEEKDAYS}
_SPECIAL_KEYS = {"spans", "name", "sentence"}
_WORKDAYS = 5


class SpanFault(StrEnum):
    """What is wrong with times of day: how they are written, which comes first, or that two overlap."""

    WRITING = "writing"
    ORDER = "order"
    OVERLAP = "overlap"


class SpanError(ValueError):
    """Times of day that cannot be: its text names the place in a file; `wrong` and `text` are for a page's sentence."""

    def __init__(self, told: str, wrong: SpanFault, text: str) -> None:
        super().__init__(told)
        self.wrong, self.text = wrong, text


def read(raw: object, key: str = "hours") -> Hours:
    """The hours of a mapping of the shape above. Raises ValueError: `key: sentence`."""
    given = _mapping(raw, key, _KEYS)
    always = _flag(given, "always", key)
    if not always and not given.keys() & {"workdays", "weekend", *WEEKDAYS}:
        raise ValueError(f"{key}: 缺少工作时间 / working hours are needed: workdays, or always: true")
    workdays, weekend = (_spans(given.get(name), f"{key}.{name}") for name in ("workdays", "weekend"))
    week = tuple(
        _spans(given[name], f"{key}.{name}") if name in given else (workdays if n < _WORKDAYS else weekend)
        for n, name in enumerate(WEEKDAYS)
    )
    return Hours(
        week=week,
        make_up=workdays,
        holiday=_spans(given.get("holidays"), f"{key}.holidays"),
        special=_special(given.get("special"), f"{key}.special"),
        always=always,
        night_service=_flag(given, "night_service", key),
    )


def _mapping(raw: object, key: str, known: set[str]) -> Mapping[str, object]:
    if not isinstance(raw, Mapping):
        raise ValueError(f"{key}: 应为“键: 值” / lines of `key: value` are expected")
    for name in raw:
        if name not in known:
            raise ValueError(f"{key}.{name}: 没有这一项 / there is no such entry: {', '.join(sorted(known))}")
    return raw


def _flag(given: Mapping[str, object], name: str, key: str) -> bool:
    value = given.get(name, False)
    if not isinstance(value, bool):
        raise ValueError(f"{key}.{name}: 应为 true 或 false / true or false is expected")
    return value


def _spans(raw: object, key: str) -> Spans:
    """Spans in order, without overlap."""
    if raw is None:
        return ()
    if not isinstance(raw, list | tuple):
        raise ValueError(f'{key}: 应为列表 / a list is expected, like ["09:00-12:00", "13:30-17:30"]')
    spans = sorted(_span(text, f"{key}.{n}") for n, text in enumerate(raw))
    for before, after in itertools.pairwise(spans):
        if after[0] < before[1]:
            told = f"{_said(before)}, {_said(after)}"
            raise SpanError(f"{key}: 时段重叠 / these spans overlap: {told}", SpanFault.OVERLAP, told)
    return tuple(spans)


def _span(text: object, key: str) -> Span:
    found = _SPAN.fullmatch(text.replace(" ", "")) if isinstance(text, str) else None
    if found is None:
        raise SpanError(f"{key}: 应写作 / to be written as 09:00-12:00（{text!r}）", SpanFault.WRITING, str(text))
    begin, end = (int(found[n]) * 60 + int(found[n + 1]) for n in (1, 3))
    if not begin < end <= FULL_DAY:
        told = f"{key}: 结束须晚于开始，最晚 24:00 / the end comes after the begin, by 24:00（{text!r}）"
        raise SpanError(told, SpanFault.ORDER, str(text))
    return begin, end


def _said(span: Span) -> str:
    return "-".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in span)


def _special(raw: object, key: str) -> dict[dt.date, SpecialDay]:
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        raise ValueError(f"{key}: 应为“日期: …” / lines of `date: …` are expected")
    return {_date(day, key): _special_day(what, f"{key}.{day}") for day, what in raw.items()}


def _special_day(raw: object, key: str) -> SpecialDay:
    given = _mapping(raw, key, _SPECIAL_KEYS)
    for name in ("name", "sentence"):
        if not isinstance(given.get(name, ""), str):
            raise ValueError(f"{key}.{name}: 应为文字 / a text is expected")
    spans = _spans(given.get("spans"), f"{key}.spans")
    return SpecialDay(spans, str(given.get("name", "")), str(given.get("sentence", "")))


def _date(day: object, key: str) -> dt.date:
    if isinstance(day, dt.date) and not isinstance(day, dt.datetime):
        return day
    try:
        return dt.date.fromisoformat(str(day))
    except ValueError as error:
        raise ValueError(f"{key}.{day}: 应为日期 / a date is expected, like 2026-12-31") from error
