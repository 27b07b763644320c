"""The parameters that an administrator may set at any time, and which values are allowed."""

import ipaddress
import re
from typing import Any
from urllib.parse import urlsplit

from hotline.values.plain import plain
from hotline.values.typed import clock

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
    if one.kind == "time":
        if (read := clock(str(value))) is None:
            raise ValueError("write a time as 08:00")
        return read
    if one.kind == "url":
        if str(value) == "":
            return ""
        address = plain(str(value)).strip()
        if not _URL.fullmatch(address):
            raise ValueError("write an address as https://12368.example")
        return address.rstrip("/")
    number = int(plain(str(value)))
    if not one.least <= number <= one.most:
        raise ValueError(f"between {one.least} and {one.most}")
    return number
