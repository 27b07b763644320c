"""Parses and checks what callers key in: digits, money, dates, telephone and identity numbers. Pure."""

import re
from collections.abc import Callable
from typing import Literal

from hotline.values import typed
from hotline.values.reach import Reach, reach
from hotline.values.telephone import telephone

from .values import plain

Kind = Literal["keys", "digits", "money", "date", "telephone", "identity"]
SAID: dict[Kind, str] = {"digits": "digits", "money": "money", "date": "date", "telephone": "telephone"}
_MONEY = re.compile(r"[0-9]{1,13}(\*[0-9]{0,2})?")


def read(kind: Kind, keyed: str) -> str | None:
    """The value of these keys; None if they are no valid value of this kind."""
    return _READ[kind](keyed)


def _keys(keyed: str) -> str | None:
    return keyed or None


def _digits(keyed: str) -> str | None:
    return keyed if re.fullmatch("[0-9]+", keyed) else None


def _money(keyed: str) -> str | None:
    """Yuan; `*` is the decimal point."""
    value = typed.amount(keyed.replace("*", ".").rstrip(".")) if _MONEY.fullmatch(keyed) else None
    return None if value is None else plain(value)


def _date(keyed: str) -> str | None:
    """`20261122`, as `2026-11-22`."""
    day = typed.day(keyed) if re.fullmatch("[0-9]{8}", keyed) else None
    return None if day is None else day.isoformat()


def _telephone(keyed: str) -> str | None:
    """A mobile or fixed number of this country that can be called back."""
    read = telephone(keyed)
    return read.canonical if reach(read) is Reach.HOME else None


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
