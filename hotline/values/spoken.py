"""Values as spoken Chinese, in characters for a speech engine: numbers, money, dates, times, codes.

The rules: 两 before 千, 万, 亿, measure words and at the head before 百 (两百, 一千二百, 两万两千), 二 elsewhere;
十 at the head, 一十 inside (十万, 一百一十); one 零 for a gap (一万零二十); 幺 for 1 in telephone numbers only.
"""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

from hotline.values.case_numbers import CaseNumber, case_numbers
from hotline.values.privacy import clean

MOST = 10**16
DECIMALS_MOST = 8
TEXT_MOST = 500
DIGITS_MOST = 32
_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_GROUPS = ((10**8, "亿"), (10**4, "万"))
_SAID_ALOUD = str.maketrans("0123456789", "零幺二三四五六七八九")
_GROUPED = tuple(map(re.compile, (  # as a number is said: mobile, area code, 400 and 800, local
    r"(1[0-9]{2})([0-9]{4})([0-9]{4})", r"(0(?:10|2[0-9]|[3-9][0-9]{2}))([0-9]{3,4})([0-9]{4})",
    r"([48]00)([0-9]{3})([0-9]{4})", r"([0-9]{3,4})([0-9]{4})", r"([0-9]{1,4})([0-9]{4})([0-9]{4})",
)))  # fmt: skip
_NUMBER = re.compile(r"-?[0-9]{1,17}(\.[0-9]+)?")

Number = int | Decimal | str


def number(n: Number) -> str:
    """`1024` → `一千零二十四`, `-2.50` → `负二点五`; up to 10^16 either way. Raises ValueError for anything else."""
    value = _decimal(n)
    whole, _, part = format(value.copy_abs(), "f").partition(".")
    part = part.rstrip("0")
    return _sign(value) + _whole(int(whole)) + (f"点{digits(part)}" if part else "")


def percent(n: Number) -> str:
    """`2.5` → `百分之二点五`."""
    value = _decimal(n)
    return f"{_sign(value)}百分之{number(value.copy_abs())}"


def money(yuan: Number) -> str:
    """Yuan: `12000` → `一万两千元`, `3.05` → `三元零五分`, `0.5` → `五角`. ValueError for parts of a fen."""
    value = _decimal(yuan)
    fen = value.copy_abs() * 100
    if fen != fen.to_integral_value():
        raise ValueError(f"{yuan} yuan: there is nothing smaller than a fen")
    whole, rest = divmod(int(fen), 100)
    jiao, last = divmod(rest, 10)
    said = count(whole, "元") if whole or not rest else ""
    if jiao:
        said += f"{_DIGITS[jiao] if said else _leading(jiao)}角"
    if last:
        said += f"{'零' if said and not jiao else ''}{_DIGITS[last] if said else _leading(last)}分"
    return _sign(value) + said


def count(n: int, measure: str) -> str:
    """A count with its measure word: `2, 件` → `两件`, `12, 个` → `十二个`; never negative."""
    if n < 0:
        raise ValueError(f"{n} {measure}: nothing is counted below zero")
    return (_leading(n) if n < 10 else number(n)) + measure


def date(day: dt.date) -> str:
    """`2026-11-22` → `二零二六年十一月二十二日`."""
    return f"{digits(f'{day.year:04d}')}年{_whole(day.month)}月{_whole(day.day)}日"


def clock_time(at: dt.time) -> str:
    """Of twenty-four hours: `14:05` → `十四点零五分`, `02:00` → `两点整`; seconds are left out."""
    hour = count(at.hour, "点")
    if at.minute == 0:
        return f"{hour}整"
    return f"{hour}{'零' if at.minute < 10 else ''}{_whole(at.minute)}分"


def duration(seconds: int) -> str:
    """`125` → `两分五秒`, `3600` → `一小时`, `60` → `一分钟`, `3605` → `一小时零五秒`."""
    if seconds < 0:
        raise ValueError(f"{seconds} seconds: no time is shorter than none")
    hours, rest = divmod(seconds, 3600)
    minutes, last = divmod(rest, 60)
    said = count(hours, "小时") if hours else ""
    if minutes:
        said += count(minutes, "分" if last else "分钟")
    if last or not said:
        said += f"{'零' if hours and not minutes else ''}{count(last, '秒')}"
    return said


def digits(code: str) -> str:
    """A code digit by digit: `0571` → `零五七一`; spaces and hyphens become pauses. At most 32 digits."""
    return "，".join("".join(_DIGITS[int(d)] for d in group) for group in _runs(code, r"[0-9][0-9 \-]*"))


def telephone(dialled: str) -> str:
    """A telephone number: `13800001234` → `幺三八，零零零零，幺二三四`; pauses as written and for the ear."""
    groups = _runs(dialled, r"\+?[0-9(][0-9() \-]*")
    return "，".join(part for group in groups for part in _paused(group)).translate(_SAID_ALOUD)


def _paused(group: str) -> tuple[str, ...]:
    return next((found.groups() for kind in _GROUPED if (found := kind.fullmatch(group))), (group,))


def case_number(case: str) -> str:
    """`(2026)浙0599民初1024号` → `二零二六，浙零五九九，民初一零二四号`; several one after another, in any writing."""
    found = case_numbers(case)
    if not found:
        raise ValueError(f"{case[:40]!r} is no case number like (2026)浙0599民初1024号")
    return "；".join(map(_case, found))


def _case(one: CaseNumber) -> str:
    court = re.sub("[0-9]+", lambda found: f"{digits(found[0])}，", re.sub("[()]", "", one.court))
    return f"{digits(one.year)}，{court}{digits(one.serial)}号{one.part}"


def text(said: str) -> str:
    """Text on one line, without control, bidi and zero-width signs, at most 500 characters."""
    return clean(" ".join(said.split()), TEXT_MOST)


def spoken(kind: str, value: object) -> str:
    """A value as spoken for its kind. Text values have the kind's written form: `12.50`, `2026-11-22`, `14:05`.

    Kinds: number, money, percent, date, time, duration (seconds), digits, telephone, case, text. ValueError for a
    value that does not fit the kind, or an unknown kind.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of value: {', '.join(KINDS)}")
    return KINDS[kind](value)


# ---- numbers


def _whole(n: int) -> str:
    return _grouped(n, head=True) if n else "零"


def _grouped(n: int, *, head: bool) -> str:
    """1 … 10^16 by groups of 亿 and 万; `head`: this is the beginning of the number."""
    for size, word in _GROUPS:
        if n >= size:
            high, low = divmod(n, size)
            said = "两" if high == 2 else _grouped(high, head=head)
            gap = "零" if 0 < low < size // 10 else ""
            return said + word + gap + (_grouped(low, head=False) if low else "")
    return _four(n, head=head)


def _four(n: int, *, head: bool) -> str:
    """1 … 9999; the calling code speaks leading zeros, trailing zeros are not spoken."""
    said, gap = "", False
    for place in (3, 2, 1, 0):
        digit = n // 10**place % 10
        if digit:
            said += ("零" if gap else "") + _at(digit, place, head=head and not said) + _PLACES[place]
        gap = not digit and bool(said)
    return said


def _at(digit: int, place: int, *, head: bool) -> str:
    if digit == 1 and place == 1 and head:
        return ""
    return "两" if digit == 2 and (place == 3 or (place == 2 and head)) else _DIGITS[digit]


def _leading(digit: int) -> str:
    """A digit before a measure word."""
    return "两" if digit == 2 else _DIGITS[digit]


def _sign(value: Decimal) -> str:
    return "负" if value < 0 else ""


def _decimal(value: object) -> Decimal:
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        value = Decimal(value.strip())
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if not isinstance(value, Decimal) or not value.is_finite():
        raise ValueError(f"{value!r} is no number")
    if value.copy_abs() > MOST or int(value.as_tuple().exponent) < -DECIMALS_MOST:
        raise ValueError(f"{value} has more digits than can be said")
    return value


# ---- reading values of a kind


def _runs(code: str, pattern: str) -> list[str]:
    """The groups of digits of a code. ValueError for other characters, or a code too long to follow by ear."""
    runs = re.findall("[0-9]+", code)
    if not re.fullmatch(pattern, code.strip()) or sum(map(len, runs)) > DIGITS_MOST:
        raise ValueError(f"{code[:40]!r} is not up to {DIGITS_MOST} digits")
    return runs


def _str(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")
    return value


def _date(value: object) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(_str(value).strip())


def _time(value: object) -> dt.time:
    if isinstance(value, dt.datetime):
        return value.time()
    return value if isinstance(value, dt.time) else dt.datetime.strptime(_str(value).strip(), "%H:%M").time()  # noqa: DTZ007


def _seconds(value: object) -> int:
    if isinstance(value, dt.timedelta):
        return int(value.total_seconds())
    read = _decimal(value)
    if read != read.to_integral_value():
        raise ValueError(f"{value} is no whole number of seconds")
    return int(read)


KINDS: dict[str, Callable[[object], str]] = {
    "number": lambda value: number(_decimal(value)),
    "money": lambda value: money(_decimal(value)),
    "percent": lambda value: percent(_decimal(value)),
    "date": lambda value: date(_date(value)),
    "time": lambda value: clock_time(_time(value)),
    "duration": lambda value: duration(_seconds(value)),
    "digits": lambda value: digits(_str(value)),
    "telephone": lambda value: telephone(_str(value)),
    "case": lambda value: case_number(_str(value)),
    "text": lambda value: text(_str(value)),
}
