"""An event and its plain form, byte for byte as FreeSWITCH writes it (switch_event.c, switch_utils.c)."""

from __future__ import annotations

from dataclasses import dataclass, field

_UNSAFE = frozenset(b'\r\n #%&+:;<=>?@[\\]^`{|}"')
_HEX = b"0123456789ABCDEF"


def url_encode(value: str) -> str:
    """Encode one header value.

    A `%` followed by two capital hex digits stays as it is. So a caller whose display name holds `%0A`
    puts a newline into every reader that unquotes before splitting the event into lines.
    """
    raw = value.encode("utf-8", "surrogateescape")
    out = []
    for place, byte in enumerate(raw):
        kept = byte == 0x25 and len(raw) - place > 2 and raw[place + 1] in _HEX and raw[place + 2] in _HEX
        if not kept and (byte < 0x20 or byte > 0x7E or byte in _UNSAFE):
            out.append(f"%{byte:02X}")
        else:
            out.append(chr(byte))
    return "".join(out)


@dataclass(slots=True)
class Event:
    """Headers with raw values, in the order they are sent, and perhaps a body."""

    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""

    @property
    def name(self) -> str:
        """The Event-Name."""
        return self.headers.get("Event-Name", "")

    def get(self, header: str) -> str:
        """The raw value, or an empty string."""
        return self.headers.get(header, "")

    def plain(self) -> bytes:
        """The payload of a text/event-plain message."""
        lines = [f"{key}: {url_encode(value) or '_undef_'}\n" for key, value in self.headers.items()]
        head = "".join(lines).encode("utf-8", "surrogateescape")
        if not self.body:
            return head + b"\n"
        body = self.body.encode("utf-8", "surrogateescape")
        return head + f"Content-Length: {len(body)}\n\n".encode() + body
