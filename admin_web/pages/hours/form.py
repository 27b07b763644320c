"""The hours of a line as a form: converts typed text to the format of `hours_read`, and back."""

import re
from collections.abc import Mapping
from typing import Any

from hotline.values.plain import dashed, plain
from hotline.values.typed import clock
from hotline.workdays.rules.hours import WEEKDAYS

KINDS = ("workdays", "weekend", "holidays")
CLOSED = "-"  # shown for a closed day; an empty field means the usual hours
SAYS_CLOSED = {CLOSED, "休", "休息", "不上班", "无", "closed"}
MIDNIGHT = "24:00"  # the end of a day
SAYS_MIDNIGHT = {MIDNIGHT, "24点", "24时", "晚上12点", "夜里12点", "半夜12点", "午夜", "零点"}
_DASH = re.compile(r"(?<!\s)\s*+[-~至到]\s*")
_BETWEEN = re.compile(r"[,，、;；\s]+")


def spans(typed: str) -> list[str]:
    """`9:00-12:00, 13:30 至 17:30` → its spans; `hours_read` checks them."""
    joined = _DASH.sub("-", dashed(plain(typed)).strip())
    return ["-".join(_time(time) for time in one.split("-")) for one in _BETWEEN.split(joined) if one.strip("-")]


def _time(typed: str) -> str:
    return MIDNIGHT if typed in SAYS_MIDNIGHT else clock(typed) or typed


def hours(typed: Mapping[str, str]) -> dict[str, Any] | None:
    """The hours of a form; None: always open, without other settings."""
    told: dict[str, Any] = {}
    for name in (*KINDS, *WEEKDAYS):
        if text := typed.get(name, "").strip():
            told[name] = [] if dashed(plain(text)).strip().casefold() in SAYS_CLOSED else spans(text)
    if typed.get("always"):
        if not told:
            return None
        told["always"] = True
    if typed.get("night_service"):
        told["night_service"] = True
    return told


def typed(hours: Mapping[str, Any] | None) -> dict[str, str]:
    """A line's hours as the form shows them."""
    if hours is None:
        return {"always": "1"}
    told = {name: shown(hours[name]) for name in KINDS if name in hours}
    told |= {name: shown(hours[name], CLOSED) for name in WEEKDAYS if name in hours}
    flags = {name: "1" for name in ("always", "night_service") if hours.get(name)}
    return told | flags


def shown(spans: object, empty: str = "") -> str:
    """Spans as they are typed."""
    if isinstance(spans, list | tuple):
        return ", ".join(str(one) for one in spans) or empty
    return str(spans or empty)
