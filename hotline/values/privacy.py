"""Masks personal data for display and logs: telephone numbers, names and identity numbers."""

import hmac
import re

from hotline.ports import Refused

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_UNKEPT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # characters that a database rejects


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
    """A caller's name; "" if the carrier sends the (unmasked) number in its place."""
    return "" if len(name) >= 5 and not name.strip("+- 0123456789") else name


def clean(text: str, most: int) -> str:
    """Text from a caller or channel without control, bidi or zero-width characters, at most `most` characters."""
    return _CONTROL.sub("", text).strip()[:most]


def tidy(text: str) -> str:
    """Text as typed, with uniform line ends and without characters that a database rejects."""
    return _UNKEPT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def whole(text: str, most: int) -> str:
    """`clean` for text that must not be cut. Raises Refused if it is too long to store."""
    kept = clean(text, len(text))
    return fitting(kept, most)


def fitting(text: str, most: int) -> str:
    """The unchanged text. Raises Refused if it is too long to store."""
    if len(text) > most:
        raise Refused("The text is too long: leave out %(over)s characters", over=len(text) - most)
    return text


# A ticket number (`head-20261120-0001`), which is kept, or a telephone number, perhaps with area code.
_NUMBER = re.compile(r"([a-z]\w*-[0-9]{8}-[0-9]+)|\+?(?:0[0-9]{2,3}-)?[0-9]{7,}")


def hide(text: str) -> str:
    """A text with the telephone numbers in it masked."""
    return _NUMBER.sub(lambda found: found[1] or mask(found[0]), text)


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SIGNS = "10X98765432"


def identity(number: str) -> bool:
    """True for a valid identity number: eighteen characters, the last one a checksum (GB 11643)."""
    if len(number) != 18 or not (number[:17].isascii() and number[:17].isdigit()):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return number[17] == _SIGNS[total % 11]


def identity_key(key: str, number: str) -> str:
    """The stored form of an identity number: a keyed hash, which can be compared but not read."""
    return hmac.new(key.encode(), number.strip().upper().encode(), "sha256").hexdigest()
