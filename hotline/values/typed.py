"""Days, times of day and amounts of money as people type them. Pure."""

import datetime as dt
import re
from decimal import Decimal

from hotline.values.plain import dashed, plain

YEARS = range(1900, 2200)
MONEY_MOST = Decimal(10) ** 12
_DAY = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?号?|([0-9]{2})([0-9]{2}))")
_CLOCK = re.compile(
    r"(凌晨|早上|上午|中午|下午|晚上)?([0-9]{1,2})(?:[:.](?=[0-9])([0-9]{2})|[点时](?:(半)|([0-9]{1,2})分?|整)?)"
)
# the hours that a word before them allows as they stand, and those to which it adds twelve; others mean two things
_HALVES = {
    "凌晨": (range(6), ()), "早上": (range(5, 12), ()), "上午": (range(13), ()), "中午": ((11, 12, 13, 14), (1, 2)),
    "下午": (range(12, 20), range(1, 8)), "晚上": (range(17, 24), range(5, 12)), "": (range(24), ()),
}  # fmt: skip
_AMOUNT = re.compile(
    r"(?:rmb|cny|人民币|¥)?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,13})(\.[0-9]{1,4})?(十|百|千|万|百万|千万|亿|w|k)?"
    r"(?:元|圆|块钱?|rmb|cny)?整?"
)
_UNITS = {"十": 10, "百": 100, "千": 1000, "k": 1000, "万": 10**4, "w": 10**4}
_UNITS |= {"百万": 10**6, "千万": 10**7, "亿": 10**8}


def day(typed: str) -> dt.date | None:
    """`2026-11-22`, `2026/11/22`, `2026.11.22`, `20261122`, `2026年11月22日`; None for anything else."""
    found = _DAY.fullmatch(re.sub(r"\s", "", dashed(plain(typed))))
    if found is None or int(found[1]) not in YEARS:
        return None
    try:
        return dt.date(int(found[1]), int(found[2] or found[4]), int(found[3] or found[5]))
    except ValueError:
        return None


def clock(typed: str) -> str | None:
    """A time of day as `08:00`: `8:00`, `18：00`, `8.30`, `8点半`, `下午5点30分`; None for anything else and for
    what may mean two hours (`晚上12点`)."""
    found = _CLOCK.fullmatch(re.sub(r"\s", "", plain(typed)))
    if found is None:
        return None
    hour, minute = int(found[2]), 30 if found[4] else int(found[3] or found[5] or 0)
    stands, later = _HALVES[found[1] or ""]
    if (hour not in stands and hour not in later) or minute >= 60:
        return None
    return f"{hour if hour in stands else hour + 12:02d}:{minute:02d}"


def amount(typed: str) -> Decimal | None:
    """Yuan: `1,234.50`, `¥1234`, `1234元`, `12万`; None for anything else, parts of a fen and more than 10^12."""
    found = _AMOUNT.fullmatch(re.sub(r"\s", "", plain(typed)).casefold())
    if found is None:
        return None
    value = Decimal(found[1].replace(",", "") + (found[2] or "")) * _UNITS.get(found[3] or "", 1)
    return value if value <= MONEY_MOST and value * 100 == (value * 100).to_integral_value() else None
