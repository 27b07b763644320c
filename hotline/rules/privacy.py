"""What of a person may be shown or logged: telephone numbers, names and identity numbers with their middle hidden."""

import re

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def mask(number: str) -> str:
    """`13800001234` → `138****1234`; short ones keep their last two; empty stays empty."""
    if len(number) <= 4:
        return "*" * max(0, len(number) - 1) + number[-1:]
    if len(number) <= 7:
        return "*" * (len(number) - 2) + number[-2:]
    return number[:3] + "*" * min(8, len(number) - 7) + number[-4:]


def mask_name(name: str) -> str:
    """`张三丰` → `张**`."""
    return name[:1] + "*" * (len(name) - 1)


def name_or_nothing(name: str) -> str:
    """A caller's name; nothing where the carrier sends the number in its place, which nobody has masked."""
    return "" if len(name) >= 5 and not name.strip("+- 0123456789") else name


def clean(text: str, most: int) -> str:
    """Text from a caller or channel without control, bidi or zero-width signs, at most `most` characters."""
    return _CONTROL.sub("", text).strip()[:most]
