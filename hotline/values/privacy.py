"""Masks personal data for display and logs: telephone numbers, names and identity numbers."""

import re
from collections.abc import Callable

from hotline.ports import Refused
from hotline.values.numbers_in_text import NumberInText, numbers_in
from hotline.values.telephone import canonical, telephone
from hotline.words import NumberKind

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_UNKEPT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # characters that a database rejects


def mask(number: str) -> str:
    """`13800001234` → `138****1234`, `28888888` → `2***8888`; short ones keep their last two; empty stays empty."""
    if len(number) <= 4:
        return "*" * max(0, len(number) - 1) + number[-1:]
    if len(number) <= 7:
        return "*" * (len(number) - 2) + number[-2:]
    shown = min(3, len(number) - 7)
    return number[:shown] + "*" * min(8, len(number) - 4 - shown) + number[-4:]


def mask_name(name: str) -> str:
    """`张三丰` → `张**`."""
    return name[:1] + "*" * (len(name) - 1)


def name_or_nothing(name: str) -> str:
    """A caller's name; "" if the carrier sends the (unmasked) number in its place."""
    read = telephone(name)
    return "" if read.kind is NumberKind.WITHHELD or len(read.canonical) >= 5 else name


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


def hide(text: str) -> str:
    """A text with the telephone, identity and card numbers in it masked, in any writing; days, amounts, serials and
    ticket numbers stay."""
    return _covered(text, lambda one: mask(one.digits))


def without_number(text: str, number: str, *, cover: str) -> str:
    """The text with one telephone number covered wherever it stands, in any writing."""
    wanted = canonical(number)
    return _covered(text, lambda one: cover if one.telephone and one.digits == wanted else "") if wanted else text


def _covered(text: str, cover: Callable[[NumberInText], str]) -> str:
    """`cover`: what stands for a number; "" leaves it."""
    for one in reversed(list(numbers_in(text))):
        text = text[: one.begin] + (cover(one) or text[one.begin : one.end]) + text[one.end :]
    return text
