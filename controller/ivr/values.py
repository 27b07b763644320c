"""The values that a caller has collected in the flow, and how numbers are written in them. Pure."""

from dataclasses import replace
from decimal import Decimal

from .steps import Position

AHEAD = 20  # most keys kept for later questions
DECIMALS = Decimal("0.00000001")  # longer values can be neither spoken nor used


def get(at: Position, name: str) -> str | None:
    return next((value for known, value in at.values if known == name), None)


def put(at: Position, *pairs: tuple[str, str]) -> Position:
    """The position with these values, which replace those of the same names."""
    names = {name for name, _ in pairs}
    return replace(at, values=(*(pair for pair in at.values if pair[0] not in names), *pairs))


def drop(at: Position, *names: str) -> Position:
    return replace(at, values=tuple(pair for pair in at.values if pair[0] not in names))


def keep_key(at: Position, key: str) -> Position:
    """Keep a key pressed ahead, for a later question."""
    return replace(at, ahead=(at.ahead + key)[:AHEAD])


def plain(number: Decimal) -> str:
    """A number without exponent and trailing zeros: `1.50` → `1.5`, `5E+5` → `500000`."""
    written = format(number.quantize(DECIMALS), "f").rstrip("0").rstrip(".")
    return "0" if written in ("", "-0") else written
