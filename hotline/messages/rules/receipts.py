"""Receipts of short messages: whether one is really the gateway's, and what it says. Pure.

A receipt is signed: HMAC-SHA256 with the shared secret over `timestamp.body`, the timestamp in seconds since 1970 and
not older than five minutes. Heard twice it changes nothing, so nobody gains by repeating one.
"""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from hotline.values.privacy import clean

FRESH_SECONDS = 300
BODY_MOST = 256 * 1024
RECEIPTS_MOST = 1000


@dataclass(frozen=True, slots=True)
class Receipt:
    """`id` is the gateway's name of the message, `ref` ours; `delivered` None: it says neither."""

    id: str
    ref: str
    delivered: bool | None
    why: str


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a receipt says what, as `data.id`, and which words mean what."""

    id: str
    ref: str
    state: str
    why: str
    delivered: Collection[str]
    failed: Collection[str]


TENCENT = Shape("sid", "", "report_status", "errmsg", ("SUCCESS",), ("FAIL",))


def refused_name(day: dt.date) -> str:
    """Under which name the receipts of a day are counted that nobody had signed."""
    return f"receipts_refused:{day:%Y%m%d}"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What must stand in the header: `sha256=` and the hexadecimal digits."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def genuine(secret: str, timestamp: str, signed: str, body: bytes, *, seconds: float) -> bool:
    """Whether somebody who knows the secret has signed it a moment ago; `seconds` is now."""
    if not secret or not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    if abs(seconds - int(timestamp)) > FRESH_SECONDS:
        return False
    return hmac.compare_digest(signature(secret, timestamp, body).encode(), signed.encode())


def read(body: bytes, shape: Shape) -> tuple[Receipt, ...] | None:
    """The receipts of a body, one or a list; None where it holds no such thing."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    found = value if isinstance(value, list) else [value]
    if not all(isinstance(one, dict) for one in found) or len(found) > RECEIPTS_MOST:
        return None
    read_ = tuple(_receipt(one, shape) for one in found)
    return read_ if all(one.id or one.ref for one in read_) else None


def _receipt(value: dict[str, Any], shape: Shape) -> Receipt:
    state = _at(value, shape.state)
    delivered = True if state in shape.delivered else False if state in shape.failed else None
    return Receipt(_at(value, shape.id), _at(value, shape.ref), delivered, _at(value, shape.why))


def _at(value: Any, path: str) -> str:
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, bool):
        return str(value).lower()
    return clean(str(value), 100) if isinstance(value, str | int) else ""
