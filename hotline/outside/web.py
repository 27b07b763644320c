"""JSON over HTTP to other organisations' systems, alike for all of them: bounded in time and size, TLS checked, no
redirects, no proxy or password from the environment.

A failure before the server can have read the request raises GatewayError; a later one NoAnswer: it may have been done.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import requests
import urllib3

from hotline.ports import GatewayError, NoAnswer, NotSetUp

BYTES_MOST = 1024 * 1024
CHUNK = 65536
DEPTH = 32  # most levels of JSON: deeper is no valid answer, and parsing it would end in a RecursionError


@dataclass(frozen=True, slots=True)
class Answer:
    """The response: the status, and the body as JSON, or None if it is not JSON."""

    status: int
    value: Any


def post(
    url: str, value: Any, *, headers: dict[str, str], seconds: float, ca_file: str = "", most: int = BYTES_MOST
) -> Answer:
    """POST a value as JSON. Raises GatewayError, NoAnswer or NotSetUp; the message contains nothing of the value."""
    body = json.dumps(value, ensure_ascii=False).encode()
    sent = {"Content-Type": "application/json; charset=utf-8"} | headers
    return _asked("POST", url, body, headers=sent, seconds=seconds, ca_file=ca_file, most=most)


def post_form(url: str, fields: Mapping[str, str], *, seconds: float, ca_file: str = "") -> Answer:
    """POST the fields of a form, as `post` does a value."""
    sent = {"Content-Type": "application/x-www-form-urlencoded"}
    return _asked("POST", url, urlencode(fields).encode(), headers=sent, seconds=seconds, ca_file=ca_file)


def get(url: str, *, seconds: float, ca_file: str = "") -> Answer:
    """GET, bounded and refused as `post` is."""
    return _asked("GET", url, None, headers={}, seconds=seconds, ca_file=ca_file)


def _asked(
    method: str, url: str, body: bytes | None, *, headers: dict[str, str], seconds: float, ca_file: str,
    most: int = BYTES_MOST,
) -> Answer:  # fmt: skip
    end = monotonic() + seconds
    sent = {"Accept": "application/json"} | headers
    try:
        with requests.Session() as session:
            session.trust_env = False  # else a .netrc would replace our password
            answer = session.request(
                method, url, data=body, headers={name: text.encode() for name, text in sent.items()}, timeout=seconds,
                verify=ca_file or True, allow_redirects=False, stream=True,
            )  # fmt: skip
            with answer:
                return Answer(answer.status_code, _json(_body(answer.raw, end, most)))
    except (requests.ConnectionError, requests.Timeout, urllib3.exceptions.HTTPError) as error:
        raise failed(error, seconds) from error
    except (requests.RequestException, OSError, ValueError) as error:
        raise NotSetUp(f"the address cannot be asked ({type(error).__name__})") from error


def failed(error: Exception, seconds: float) -> GatewayError:
    """Maps a failure of `requests`, depending on whether the server can have read the request."""
    if isinstance(error, requests.exceptions.SSLError):
        return NotSetUp("no secure connection can be made: look at its certificate")
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    unreached = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError) or isinstance(reason, unreached):
        return GatewayError("nobody answers at its address")
    if isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
        return NoAnswer(f"no answer within {seconds:g} s")
    return NoAnswer("the connection broke before the answer")


def _body(raw: Any, end: float, most: int) -> bytes:
    """The body, within the time and size limits; `read1` returns what is there and does not wait for more."""
    parts: list[bytes] = []
    size = 0
    while part := raw.read1(CHUNK, decode_content=True):
        parts.append(part)
        size += len(part)
        if size > most:
            raise NoAnswer("the answer is larger than any should be")
        if monotonic() > end:
            raise NoAnswer("the answer did not end in time")
    return b"".join(parts)


def _json(body: bytes) -> Any:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value if _shallow(value) else None


def _shallow(value: Any) -> bool:
    level = [value]
    for _ in range(DEPTH):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return True
    return False


def at(value: Any, path: str) -> str:
    """The value at a path such as `data.items.0.id` of a JSON value, as text; "" if missing or not a scalar."""
    for key in path.split(".") if path else []:
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else ""
