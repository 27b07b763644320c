"""The telephone, identity and card numbers that stand in a text, in any writing. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hotline.values.plain import SAID, with_digits
from hotline.values.telephone import TelephoneNumber, telephone
from hotline.values.typed import day
from hotline.words import NumberKind

_WIDE = str.maketrans("０１２３４５６７８９－—–―‐‑−（）＋．·•　ＸｘＸ", "0123456789-------()+... XxX")
_KEPT = re.compile(
    r"(?<![A-Za-z0-9_])[A-Za-z]\w{0,31}-20[0-9]{6}-[0-9A-Za-z]{4,}"  # a ticket's number of an earlier release
    r"|(?<![A-Za-z0-9_])J20[0-9]{2}-[0-9]{2,}-[0-9]{9}(?![0-9-])"  # a confidential complaint's
    r"|(?<![0-9])20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])-[0-9]{2,3}-[0-9]{4,8}(?![0-9-])"  # a ticket's
    r"|[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}(?![0-9])"  # a day
    r"|(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])"  # an amount
)
_SHARED = re.compile("[48]00[0-9]{7}")
_TELEPHONES = {NumberKind.MOBILE, NumberKind.LANDLINE, NumberKind.FOREIGN}
_LONGER = (
    re.compile(r"(?<![0-9])[1-9][0-9]{5}[ -]?[0-9]{8}[ -]?[0-9]{3}[0-9Xx](?![0-9])"),  # an identity number
    re.compile(r"(?<![0-9])(?:[0-9]{16,19}|[0-9]{4}(?:[ -][0-9]{4}){3}(?:[ -][0-9]{1,3})?)(?![0-9])"),  # a card's
)
_YEARLY = re.compile("20[0-9]{6}")
_DECIMAL = re.compile(r"[0-9][.][0-9]+")
_RUN = re.compile(r"[+(]{0,2}[0-9](?:[() .-]{0,2}[0-9]){5,47}")
_GROUP = re.compile(r"[0-9]+")
_FEWEST, _MOST, _OF_A_MOBILE = 7, 16, 11  # digits of a telephone number with its codes
_GROUPS_MOST = 11  # that it is written in
_MONEY, _MONEY_MOST = frozenset("元万亿"), 9
_AFTER_A_LETTER = 10  # digits that a number after a letter has at least: `Tel13800001234`, and not a part's number


@dataclass(frozen=True, slots=True)
class NumberInText:
    """`digits`: in the one form of numbers; `telephone`: it is one, and no identity or card number."""

    begin: int
    end: int
    digits: str
    telephone: bool


def numbers_in(text: str) -> list[NumberInText]:
    """In the order of the text, none over another. What is a day, an amount, a serial or a ticket's number is none.

    Figures are read first, and then figures and characters mixed: a 一 after a number begins the next word more often
    than it is said as a digit."""
    wide = text.translate(_WIDE)  # sign for sign, so that places agree
    found: list[NumberInText] = []
    for read in dict.fromkeys((wide, with_digits(wide))):
        free = bytearray(b"\x01" * len(read))
        for begin, end in (*(kept.span() for kept in _KEPT.finditer(read)), *((one.begin, one.end) for one in found)):
            free[begin:end] = bytes(end - begin)
        found += [one for one in _longer(read) if all(free[one.begin : one.end])]
        for one in found:
            free[one.begin : one.end] = bytes(one.end - one.begin)
        for run in _RUN.finditer(read):
            found += _telephones(text, read, run.start(), run.end(), free)
    return sorted(found, key=lambda one: one.begin)


def _longer(read: str) -> Iterator[NumberInText]:
    end = 0
    for pattern in _LONGER:
        for found in pattern.finditer(read):
            if found.start() >= end or pattern is _LONGER[0]:
                end = max(end, found.end())
                yield NumberInText(*found.span(), re.sub("[^0-9Xx]", "", found[0]), telephone=False)


def _telephones(text: str, read: str, begin: int, end: int, free: bytearray) -> Iterator[NumberInText]:
    """The telephone numbers of a run of digits: the run itself, else what its groups make up, else a mobile number
    beside one sign more."""
    for first, last, kinds in (*_groups(read, begin, end), *_shorter(text, read, begin, end)):
        if first < begin or not all(free[first:last]):
            continue
        number = _number(read[first:last])
        if number is None or number.kind not in kinds:
            continue
        if not (_is_a_part(read, first, number) or _counts(read, first, last, number)):
            yield NumberInText(first, last, number.canonical, telephone=True)
            begin = last


_Candidate = tuple[int, int, frozenset[NumberKind]]
_ANY, _MOBILE = frozenset(NumberKind), frozenset({NumberKind.MOBILE})


def _groups(read: str, begin: int, end: int) -> Iterator[_Candidate]:
    """Groups that stand together, those first that hold a mobile number's digits, then the longest."""
    groups = [found.span() for found in _GROUP.finditer(read, begin, end)]
    if _DECIMAL.fullmatch(read, begin, end):
        del groups[0]
    for place in range(len(groups)):
        spans, digits = [], 0
        for last in range(place, min(place + _GROUPS_MOST, len(groups))):
            digits += groups[last][1] - groups[last][0]
            if _FEWEST <= digits <= _MOST:
                spans.append((digits != _OF_A_MOBILE, -digits, groups[last][1]))
        for _, _, last in sorted(spans):
            opened = read[begin : groups[place][0]]  # "+" belongs to it, "(" only if it is closed within
            whole = place == 0 and ("+" in opened or ")" in read[begin:last])
            yield begin if whole else groups[place][0], last, _ANY


def _shorter(text: str, read: str, begin: int, end: int) -> Iterator[_Candidate]:
    """Without its first group (`1.` before a number); or without a digit at an end said in words (张三一三八…)."""
    second = [found.start() for found in _GROUP.finditer(read, begin, end)][1:2]
    firsts = (begin, *([begin + 1] if text[begin] in SAID else ()), *second)
    lasts = (end, *([end - 1] if text[end - 1] in SAID else ()))
    yield from ((first, last, _MOBILE) for first in firsts for last in lasts if (first, last) != (begin, end))


def _number(read: str) -> TelephoneNumber | None:
    number = telephone(read)
    if number.others or (read.isdigit() and day(read)):
        return None
    return number if number.kind in _TELEPHONES or _SHARED.fullmatch(number.canonical) else None


def _is_a_part(read: str, place: int, number: TelephoneNumber) -> bool:
    """Whether it belongs to what stands before it: a short one to a letter, and the end of `3.1415926535` to its 3."""
    if place == 0 or number.kind is NumberKind.MOBILE:
        return False
    before = read[place - 1]
    if before == ".":
        return read[place - 2 : place - 1].isdigit()
    return before.isascii() and before.isalpha() and len(number.canonical) < _AFTER_A_LETTER


def _counts(read: str, first: int, last: int, number: TelephoneNumber) -> bool:
    """Whether the digits count money (of at most nine digits) or are the serial of a paper (`第28888888号`)."""
    digits, after = read[first:last], read[last : last + 2].lstrip(" ")
    if number.kind is NumberKind.MOBILE or not digits.isdigit():
        return False
    if after[:1] in _MONEY:
        return len(digits) <= _MONEY_MOST
    if after[:1] != "号":
        return False
    return read[first - 1 : first] == "第" or (after != "号码" and _YEARLY.fullmatch(digits) is not None)
