"""Receipts of short messages: verifies that the gateway sent them, and parses them. Pure.

A receipt is signed: HMAC-SHA256 with the shared secret over `timestamp.body`, the timestamp in seconds since 1970 and
not older than five minutes. A repeated receipt changes nothing, so a replay gains nothing.
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
    """`id` is the gateway's id of the message, `ref` ours; `delivered` None: unknown."""

    id: str
    ref: str
    delivered: bool | None
    why: str


@dataclass(frozen=True, slots=True)
class Shape:
    """The paths of a receipt's fields, as `data.id`, and the meaning of its status words."""

    id: str
    ref: str
    state: str
    why: str
    delivered: Collection[str]
    failed: Collection[str]


TENCENT = Shape("sid", "", "report_status", "errmsg", ("SUCCESS",), ("FAIL",))


def refused_name(day: dt.date) -> str:
    """The counter's name for a day's receipts without a valid signature."""
    return f"receipts_refused:{day:%Y%m%d}"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The expected header: `sha256=` and the hexadecimal digits."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def genuine(secret: str, timestamp: str, signed: str, body: bytes, *, seconds: float) -> bool:
    """True if it was signed with the secret within the last minutes; `seconds` is now."""
    if not secret or not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    if abs(seconds - int(timestamp)) > FRESH_SECONDS:
        return False
    return hmac.compare_digest(signature(secret, timestamp, body).encode(), signed.encode())


def read(body: bytes, shape: Shape) -> tuple[Receipt, ...] | None:
    """The receipts of a body, one or a list; None if it contains none."""
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
