"""Dial strings: `{for all}[for this leg]user/1001@domain,user/1002|user/1003` cut into groups of legs."""

from __future__ import annotations

from dataclasses import dataclass, field

_CLOSE = {"{": "}", "[": "]", "<": ">"}


@dataclass(frozen=True, slots=True)
class Leg:
    """One telephone to ring, with the variables meant for its channel."""

    endpoint: str
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def extension(self) -> str:
        """`user/1001@host` → `1001`; `sofia/gateway/trunk/139…` → `139…`."""
        return self.endpoint.rsplit("/", 1)[-1].split("@", 1)[0]

    @property
    def kind(self) -> str:
        """The endpoint's name: user, sofia, loopback, error …"""
        return self.endpoint.split("/", 1)[0]


def _settings(text: str) -> dict[str, str]:
    """`a=1,b='x,y'` → variables. `^^:` at the start names another separator."""
    separator = ","
    if text.startswith("^^") and len(text) > 2:
        separator, text = text[2], text[3:]
    return dict(_pair(part) for part in _cut(text, separator) if part.strip())


def _pair(part: str) -> tuple[str, str]:
    key, _, value = part.partition("=")
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] == "'":
        value = value[1:-1]
    return key.strip(), value


def _cut(text: str, separator: str) -> list[str]:
    """Split at each `separator` that is outside quotes and brackets."""
    parts, depth, quoted, start = [], 0, False, 0
    for place, char in enumerate(text):
        if char == "'":
            quoted = not quoted
        elif quoted:
            continue
        elif char in "{[<":
            depth += 1
        elif char in "}]>":
            depth -= 1
        elif char == separator and depth <= 0:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]


def _peel(text: str, opening: str) -> tuple[dict[str, str], str]:
    """Take the leading bracket groups of one kind off `text`."""
    found: dict[str, str] = {}
    text = text.strip()
    while text.startswith(opening):
        end = text.find(_CLOSE[opening])
        if end < 0:
            break
        found |= _settings(text[1:end])
        text = text[end + 1 :].strip()
    return found, text


def parse(text: str) -> tuple[dict[str, str], list[list[Leg]]]:
    """The variables for all legs, and the groups: groups ring one after the other, legs of a group together."""
    shared, rest = _peel(text, "{")
    groups = []
    for part in _cut(rest, "|"):
        legs = []
        for one in _cut(part, ","):
            own, endpoint = _peel(one, "[")
            if endpoint:
                legs.append(Leg(endpoint, shared | own))
        if legs:
            groups.append(legs)
    return shared, groups
