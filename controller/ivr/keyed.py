"""Parses and checks what callers key in: digits, money, dates, telephone and identity numbers. Pure."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Literal

from .values import plain

Kind = Literal["keys", "digits", "money", "date", "telephone", "identity"]
SAID: dict[Kind, str] = {"digits": "digits", "money": "money", "date": "date", "telephone": "telephone"}
MONEY_MOST = Decimal(10) ** 12
YEARS = range(1900, 2200)
_MONEY = re.compile(r"[0-9]{1,13}(\*[0-9]{0,2})?")
_MOBILE = re.compile(r"0?(1[3-9][0-9]{9})")  # people from another city dial a 0 before it
_FIXED = re.compile(r"0(10|2[0-9])[2-9][0-9]{7}|0[3-9][0-9]{2}[2-9][0-9]{6,7}|[2-9][0-9]{6,7}|[48]00[0-9]{7}")


def read(kind: Kind, keyed: str) -> str | None:
    """The value of these keys; None if they are no valid value of this kind."""
    return _READ[kind](keyed)


def _keys(keyed: str) -> str | None:
    return keyed or None


def _digits(keyed: str) -> str | None:
    return keyed if re.fullmatch("[0-9]+", keyed) else None


def _money(keyed: str) -> str | None:
    """Yuan; `*` is the decimal point."""
    if not _MONEY.fullmatch(keyed):
        return None
    value = Decimal(keyed.replace("*", "."))
    return plain(value) if value <= MONEY_MOST else None


def _date(keyed: str) -> str | None:
    """`20261122`, as `2026-11-22`."""
    if not re.fullmatch("[0-9]{8}", keyed) or int(keyed[:4]) not in YEARS:
        return None
    try:
        return dt.date(int(keyed[:4]), int(keyed[4:6]), int(keyed[6:])).isoformat()
    except ValueError:
        return None


def _telephone(keyed: str) -> str | None:
    """A mobile or fixed number of this country that can be called back."""
    mobile = _MOBILE.fullmatch(keyed)
    if mobile:
        return mobile[1]
    return keyed if _FIXED.fullmatch(keyed) else None


def _identity(keyed: str) -> str | None:
    """The last six characters of an identity number; `*` is the X at its end."""
    return keyed.replace("*", "X") if re.fullmatch("[0-9]{5}[0-9*]", keyed) else None


_READ: dict[Kind, Callable[[str], str | None]] = {
    "keys": _keys,
    "digits": _digits,
    "money": _money,
    "date": _date,
    "telephone": _telephone,
    "identity": _identity,
}
