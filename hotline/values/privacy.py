"""Masks personal data for display and logs: telephone numbers, names and identity numbers."""

import re
from collections.abc import Callable

from hotline.ports import Refused
from hotline.values.telephone import canonical, telephone
from hotline.values.typed import day
from hotline.words import NumberKind

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


_MASKED = {NumberKind.MOBILE, NumberKind.LANDLINE, NumberKind.FOREIGN}
_WIDE = str.maketrans("０１２３４５６７８９－—–―‐‑（）＋．　ＸｘＸ", "0123456789-----" + "-()+. XxX")
_SPOKEN = str.maketrans("〇零○一二三四五六七八九幺", "0001234567891")  # digits said one by one
_KEPT = re.compile(
    r"(?<![A-Za-z0-9_])[A-Za-z]\w{0,31}-[0-9A-Za-z]{4,}-[0-9A-Za-z]+"  # a ticket's number of an earlier release
    r"|(?<![A-Za-z0-9_])J20[0-9]{2}-[0-9]{2,}-[0-9]{9}(?![0-9-])"  # a confidential complaint's
    r"|(?<![0-9])20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])-[0-9]{2,3}-[0-9]{4,8}(?![0-9-])"  # a ticket's
    r"|[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}(?![0-9])|[0-9]{1,3}(?:,[0-9]{3})+"  # a day; an amount
    r"|(?<![0-9.])[0-9.]++(?= ?(?:号|元|万|亿|千|百|件|人|户|平方|米|公里|吨|次|天|日|年|月|岁|%))"  # an amount
)
_SHARED = re.compile("[48]00[0-9]{7}")
_IDENTITY = re.compile(r"(?<![0-9])[1-9][0-9]{5}[ -]?[0-9]{8}[ -]?[0-9]{3}[0-9Xx](?![0-9])")
_CARD = re.compile(r"(?<![0-9])(?:[0-9]{16,19}|[0-9]{4}(?:[ -][0-9]{4}){3}(?:[ -][0-9]{1,3})?)(?![0-9])")
_NUMBER = re.compile(r"(?<![0-9A-Za-z.])[+(]{0,2}[0-9](?:[() .-]{0,2}[0-9]){5,24}(?![0-9])")


def hide(text: str) -> str:
    """A text with the telephone, identity and card numbers in it masked, in any writing; days, amounts, serials and
    ticket numbers stay."""
    return _each(
        text,
        lambda read: (
            (telephone(read).kind in _MASKED or _SHARED.fullmatch(canonical(read)) is not None)
            and not (read.isdigit() and day(read))
        ),
    )


def without_number(text: str, number: str, *, cover: str) -> str:
    """The text with one telephone number covered wherever it stands, in any writing."""
    wanted = canonical(number)
    return _each(text, lambda read: canonical(read) == wanted, only=cover) if wanted else text


def _each(text: str, masked: Callable[[str], bool], *, only: str = "") -> str:
    """`masked` decides on each run of digits that is no day, amount, serial or ticket number. `only`: what covers the
    telephone numbers, and identity and card numbers stay."""
    plain_text = text.translate(_WIDE).translate(_SPOKEN)  # sign for sign, so that places agree
    taken = [found.span() for found in _KEPT.finditer(plain_text)]
    put: list[tuple[int, int, str]] = []
    for pattern in (_NUMBER,) if only else (_IDENTITY, _CARD, _NUMBER):
        for found in pattern.finditer(plain_text):
            begin, end = found.span()
            free = all(end <= first or begin >= last for first, last in (*taken, *((a, b) for a, b, _ in put)))
            if free and (pattern is not _NUMBER or masked(found[0])):
                put.append((begin, end, only or mask(canonical(found[0]) or re.sub("[^0-9Xx]", "", found[0]))))
    for begin, end, stars in sorted(put, reverse=True):
        text = text[:begin] + stars + text[end:]
    return text
