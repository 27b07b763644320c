"""The parameters that an administrator may set at any time, and which values are allowed."""

import ipaddress
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from hotline.values.plain import plain
from hotline.values.typed import clock
from hotline.words import Role

from .parameter_table import GROUPS, Parameter

_URL = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]{1,100}(/[A-Za-z0-9._~/\-]{0,80})?")

ALL: tuple[Parameter, ...] = tuple(one for group in GROUPS for one in group.parameters)
BY_NAME = {one.name: one for one in ALL}


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
