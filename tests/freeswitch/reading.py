"""Reads what the stand-in sends."""

from urllib.parse import unquote

from freeswitch.simulator.events import Event


def read_plain(payload: bytes) -> Event:
    """Read a payload back as a careful client does: cut first, unquote each value after."""
    head, _, body = payload.decode("utf-8", "surrogateescape").partition("\n\n")
    headers = {}
    for line in head.split("\n"):
        key, _, value = line.partition(": ")
        if key:
            headers[key] = "" if value == "_undef_" else unquote(value)
    headers.pop("Content-Length", None)
    return Event(headers, body)
