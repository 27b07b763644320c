"""The parameters that an administrator may set at any time, and which values are allowed."""

import ipaddress
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from hotline.values.plain import plain
from hotline.values.reach import LISTABLE, reach
from hotline.values.telephone import telephone
from hotline.values.typed import clock
from hotline.words import NumberKind, Role

from .parameter_table import GROUPS, Parameter

_URL = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]{1,100}(/[A-Za-z0-9._~/\-]{0,80})?")

ALL: tuple[Parameter, ...] = tuple(one for group in GROUPS for one in group.parameters)
LISTS = ("short", "whole", "beginnings", "codes")
LIST_MOST = 200  # entries of a list
_BETWEEN = re.compile(r"[\n,，、;；]+")
_CODE = re.compile(r"[0-9A-Za-z]{1,32}")
_BEGINNING = re.compile(r"\+?[0-9]{2,12}")
BY_NAME = {one.name: one for one in ALL}
SETTERS = {one.name: group.by for group in GROUPS for one in group.parameters}


def only_here(url: str) -> bool:
    """True if nobody outside the machine can open the address: a citizen's telephone cannot follow such a link."""
    host = urlsplit(url).hostname or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host in ("", "localhost") or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def checked(name: str, value: Any) -> Any:
    """The value in stored form. Raises ValueError, and KeyError for an unknown name."""
    one = BY_NAME[name]
    if one.kind == "flag":
        return value in (True, "true", "on", "1", 1)
    if one.kind in _READ:
        return _READ[one.kind](value)
    if one.kind in LISTS:
        return " ".join(_listed(one.kind, str(value)))
    number = int(plain(str(value)))
    if not one.least <= number <= one.most:
        raise ValueError(f"between {one.least} and {one.most}")
    return number


def _roles(value: Any) -> list[str]:
    named = [value] if isinstance(value, str) else list(value)
    if not set(named) <= set(Role):
        raise ValueError("write the codes of roles")
    return [role.value for role in Role if role in named]


def _time(value: Any) -> str:
    if (read := clock(str(value))) is None:
        raise ValueError("write a time as 08:00")
    return read


def _url(value: Any) -> str:
    address = plain(str(value)).strip()
    if address and not _URL.fullmatch(address):
        raise ValueError("write an address as https://12368.example")
    return address.rstrip("/")


_READ: dict[str, Callable[[Any], Any]] = {"roles": _roles, "time": _time, "url": _url}


def entries(value: Any, kind: str = "") -> tuple[str, ...]:
    """The entries of a list as it is stored or typed. Blanks stand between entries, but inside a number that is written
    with them: `138 0000 1234` is one."""
    parts = (part.strip() for part in _BETWEEN.split(plain(str(value))))
    return tuple(dict.fromkeys(one for part in parts if part for one in _of_part(part, kind)))


def _of_part(part: str, kind: str) -> list[str]:
    whole = telephone(part)
    if whole.kind in (NumberKind.MOBILE, NumberKind.LANDLINE) and not whole.others:
        return [whole.canonical]
    pieces, joined = part.split(), "".join(part.split())
    torn = kind == "short" and any(reach(telephone(one)) not in LISTABLE for one in pieces)
    return [joined] if torn and reach(telephone(joined)) in LISTABLE else pieces


def _listed(kind: str, value: str) -> tuple[str, ...]:
    """The entries in their one form. Raises ValueError with the first that does not fit."""
    made: list[str] = []
    for written in (
        plain(value).replace(",", " ").replace("，", " ").split() if kind == "codes" else entries(value, kind)
    ):
        read = telephone(written)
        fits = {
            "short": reach(read) in LISTABLE and not read.canonical.startswith("0"),
            "whole": read.kind in (NumberKind.MOBILE, NumberKind.LANDLINE),
            "beginnings": _BEGINNING.fullmatch(written) is not None,
            "codes": _CODE.fullmatch(written) is not None,
        }
        if not fits[kind] or len(made) >= LIST_MOST:
            raise ValueError(written[:32])
        made.append(written if kind in ("beginnings", "codes") else read.canonical)
    return tuple(dict.fromkeys(made))
