"""Telephone numbers as people, carriers and channels write them, read into one form (E.164 without the +86). Pure.

A mainland number is kept as it is dialled at home: `13800001234`, `057128888888`, `4008123123`, `12345`. A number of
another country is kept with its plus: `+85221234567`. A withheld number is "": it identifies nobody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

from hotline.ports import Refused
from hotline.values.plain import SAID, plain, with_digits
from hotline.words import NumberKind

WRITTEN_MOST = 64
NUMBER_MOST = 20
SHORT_MOST = 6  # digits of a service's number, which is written in one
_WITHHELD = re.compile(
    r"anonymous|unknown|withheld|private|unavailable|restricted|blocked|asserted|unassigned|none|null|nil|nobody|hidden|"
    r"invalid|undefined|n/a|na|no[- ]?number|no[- ]?name|未知(?:号码)?|匿名(?:来电)?|(?:号码)?保密|隐藏(?:号码)?|"
    r"无(?:号码|主叫)?|未显示|未提供|不详|私人号码|主叫隐藏|不显示|拒显"
)
_SHIFT = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣ー～~", "-") | dict.fromkeys("·•・‧⋅_*", " "))
_URI = re.compile(r"^(?:<\s*)?(?:tel|sips?|callto):\s*")
_LABEL = re.compile(
    r"^(?:联系电话|联系方式|电话号码|手机号码?|手机|移动电话|固定电话|办公电话|家庭电话|电话|座机|宅电|家里?|公司|单位|固话|号码|本机|来电|传真|"
    r"telephone|tel|mobile|cell|phone|mob|fax|office|home|t|m|p)\s*(?:no\.?|号)?\s*[.:\-=]?\s*(?=[+(0-9])"
)
_NAMED = re.compile(r"^(?![转轉分内內总])[\u3400-\u9fff ]{2,12}[:(]?(?=\+?[0-9][0-9() -]{6,})")  # 张三13800001234
_WORDS = re.compile(r"\s*[\u3400-\u9fff\s]{1,12}")  # beside a number: 微信同号
_SAID = re.compile(f"[{SAID}]{{7,12}}")  # digit by digit
_PUT_IN_BRACKETS = re.compile(r"\(\s*((?:转|轉|分机|ext)[^()0-9]{0,4}[0-9]{1,6})\s*\)")
_REMARK = re.compile(r"\([^()0-9]*\)|\[[^\[\]0-9]*\]|【[^】0-9]*】")
_BETWEEN = re.compile(r"(?<!\s)\s*+(?:[/\\、;|\n&，。]|,(?!\s*[0-9]{1,6}\s*$)|或者?|以及|及|和|与|\bor\b|\band\b)\s*")
_EXTENSION = re.compile(
    r"^(?P<base>.*[0-9)])\s*[-,;.]?\s*(?:转分机|转接|转|轉|分机号?|內線|内线|总机转|extension|extn?|x|#|;ext=|,)\s*[.:号-]?\s*"
    r"(?P<extension>[0-9]{1,6})\s*#?$"
)
_BASE = re.compile(r"\+?[0-9(][0-9() .\-]*")
_GROUPED = re.compile(r"^(?P<base>.*[0-9)])[\s.\-]+(?P<extension>[0-9]{1,6})$")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0(?![48]00)(?:(?:10|2[0-57-9])[1-9][0-9]{7}|[3-9][0-9]{2}[1-9][0-9]{6,7})")
_LOCAL = re.compile(r"[2-8][0-9]{6,7}")
_SHARED = re.compile(r"[48]00[0-9]{7}")
_SERVICE = re.compile(r"[48]00[0-9]{7}|1010[0-9]{4}|9[56][0-9]{3,7}|106[0-9]{8,17}|[1-9][0-9]{2,5}")
_AREA_SERVICE = re.compile(r"0(?:10|2[0-57-9]|[3-9][0-9]{2})(?:1[12][0-9]{1,4}|100[0-9]{2}|9[56][0-9]{3,4})")
_NEIGHBOURS = ("852", "853", "886")  # without their plus they look like area codes without their 0
_IP_DIALLING = re.compile(r"^(?:1790[0-9]|1791[01]|1795[01]|12593|17969|10193)(?=(?:0|1[3-9])[0-9]{9,})")


@dataclass(frozen=True, slots=True)
class TelephoneNumber:
    """A number read: `canonical` compares and dials; `written` is for showing; `others` stood beside it.

    `canonical` is "" for a withheld number, and for text that is no number (`kind` tells the two apart).
    """

    written: str
    canonical: str
    kind: NumberKind
    extension: str = ""
    others: tuple[str, ...] = ()

    @property
    def identifies(self) -> bool:
        """True if the number stands for somebody: it has a history and can be compared."""
        return bool(self.canonical)

    @property
    def dials(self) -> bool:
        """True if the number can be rung."""
        return 3 <= len(self.canonical) <= NUMBER_MOST and self.kind is not NumberKind.UNKNOWN


@lru_cache(maxsize=20_000)
def telephone(written: str) -> TelephoneNumber:
    """Read a number in any writing; never an error. Of several numbers the first is taken."""
    shown = plain(written)[:WRITTEN_MOST].strip()
    text = _bare(shown)
    if _withheld(text):
        return TelephoneNumber(shown, "", NumberKind.WITHHELD)
    found = list(_numbers(text))
    if not found or not all(number for _, number, _ in found):
        digits = re.sub("[^0-9]", "", text) if _BASE.fullmatch(text) else ""
        return TelephoneNumber(shown, digits if 3 <= len(digits) <= NUMBER_MOST else "", NumberKind.UNKNOWN)
    kind, number, extension = found[0]
    others = tuple(dict.fromkeys(other for _, other, _ in found[1:] if other != number))
    return TelephoneNumber(shown, number, kind, extension, others)


def canonical(written: str) -> str:
    """The form in which numbers are compared and kept; "" for a withheld number and for what is no number."""
    return telephone(written).canonical


def mobile(written: str) -> str:
    """The eleven digits of a mainland mobile number; "" if the number cannot receive messages."""
    read = telephone(written)
    return read.canonical if read.kind is NumberKind.MOBILE else ""


def checked(typed: str) -> TelephoneNumber:
    """`telephone` for what a person types into the field of a number, where a name before it is no part of it: raises
    Refused for text that is no number. Nothing typed is withheld."""
    read = telephone(typed)
    if read.kind is NumberKind.UNKNOWN:
        read = telephone(_NAMED.sub("", _bare(plain(typed)[:WRITTEN_MOST])))
    if read.kind is NumberKind.UNKNOWN:
        raise Refused("This is no telephone number: a mobile has 11 digits, a landline its area code before it")
    return read


def ending(typed: str) -> str:
    """The digits by which a number is searched: of a whole number in any writing, or only its last ones."""
    return canonical(typed) or re.sub("[^0-9]", "", plain(typed))


def _bare(shown: str) -> str:
    """Without what stands round a number: a URI's scheme and host, a label, remarks in brackets."""
    text = shown.translate(_SHIFT).casefold().strip(" \t\"'<>")
    uri = _URI.match(text)
    if uri:
        text = text[uri.end() :].partition("@")[0].partition(";")[0].replace("%2b", "+")
    text = text.removesuffix("@anonymous.invalid")
    text = _LABEL.sub("", _REMARK.sub(" ", _PUT_IN_BRACKETS.sub(r" \1", text))).strip(" \t.,;:，。")
    return with_digits(text) if _SAID.fullmatch(text) else text


def _withheld(text: str) -> bool:
    return _WITHHELD.fullmatch(text) is not None or not text.strip("+0 -().")


def _numbers(text: str) -> Iterator[tuple[NumberKind, str, str]]:
    """The numbers of a text. A short last part replaces the end of a landline's number before it: `28888888/9`; after a
    mobile number it may be anything, and whose number it would make is somebody else's."""
    before = ""
    for part in (one for one in _BETWEEN.split(text) if one.strip()):
        read = _labelled(part)
        if before and part.strip().isdigit() and len(part.strip()) <= 4 and len(before) >= 7:
            if _MOBILE.fullmatch(before):
                continue
            read = (_kind(tail := before[: -len(part.strip())] + part.strip()), tail, "")
        several = [read] if read[1] else list(_side_by_side(part))
        if not several and not _WORDS.fullmatch(part):
            yield read  # no number and no remark: the whole cannot be trusted
        for found in several:
            before = found[1]
            yield found


def _labelled(part: str) -> tuple[NumberKind, str, str]:
    """`_one` of a part with or without what says whose it is: `家0571-28888888`."""
    read = _one(part)
    return read if read[1] else _one(_LABEL.sub("", part.strip()))


def _side_by_side(part: str) -> Iterator[tuple[NumberKind, str, str]]:
    """Whole numbers with nothing but blanks between them."""
    several = [_one(one) for one in part.split()]
    if len(several) > 1 and all(len(number) >= 7 for _, number, _ in several):
        yield from several


def _one(part: str) -> tuple[NumberKind, str, str]:
    """Kind, canonical form and extension of one number; (UNKNOWN, "", "") for anything else."""
    number = _classified(part)
    if number is not None:
        return (*number, "")
    for pattern in (_EXTENSION, _GROUPED):
        split = pattern.match(part)
        number = _classified(split["base"]) if split else None
        if split and number is not None and (pattern is _EXTENSION or number[0] is not NumberKind.SHORT):
            return (*number, split["extension"])
    return NumberKind.UNKNOWN, "", ""


def _classified(part: str) -> tuple[NumberKind, str] | None:
    text = part.strip().replace("(+", "+", 1)
    if not _BASE.fullmatch(text):
        return None
    digits = re.sub("[^0-9]", "", text)
    if len(digits) <= SHORT_MOST and re.search("[0-9][.-]+[0-9]", text):
        return None  # 12368-2 is no number of six digits
    abroad = text.startswith("+") or digits.startswith("00")
    if abroad and not digits.removeprefix("00").startswith("86"):
        return _foreign(text, digits.removeprefix("00"))
    home = digits.removeprefix("00").removeprefix("86") if abroad else digits
    for number in _as_dialled_at_home(home, local=not abroad):
        if _kind(number) is not NumberKind.UNKNOWN:
            return _kind(number), number
    return None


def _as_dialled_at_home(digits: str, *, local: bool) -> Iterator[str]:
    """What the digits can mean, the likeliest first: with 86 or a call-by-call prefix, a 0 too many, a 0 left out."""
    while len(digits) >= 12 and digits.removeprefix("0").startswith("86"):
        digits = digits.removeprefix("0").removeprefix("86")
        local = False
    digits = _IP_DIALLING.sub("", digits)
    with_area = _LANDLINE.fullmatch(f"0{digits}") or _AREA_SERVICE.fullmatch(f"0{digits}")
    if with_area and not local:
        yield f"0{digits}"
    if local or not _LOCAL.fullmatch(digits):
        yield digits
    if _MOBILE.fullmatch(digits.removeprefix("0")) or _SHARED.fullmatch(digits.removeprefix("0")):
        yield digits.removeprefix("0")
    if with_area and not digits.startswith(_NEIGHBOURS):
        yield f"0{digits}"


def _foreign(text: str, digits: str) -> tuple[NumberKind, str] | None:
    if not 7 <= len(digits) <= 15 or digits.startswith("0"):
        return None
    try:
        read = phonenumbers.parse("+" + re.sub(r"^\(?\+|^00", "", text))
    except phonenumbers.NumberParseException:
        return NumberKind.FOREIGN, f"+{digits}"
    number = phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)
    return (NumberKind.FOREIGN, number) if len(number) >= 8 else None


def _kind(number: str) -> NumberKind:
    if number.startswith("+"):
        return NumberKind.FOREIGN
    if _MOBILE.fullmatch(number):
        return NumberKind.MOBILE
    if _SERVICE.fullmatch(number) or _AREA_SERVICE.fullmatch(number):
        return NumberKind.SHORT
    return NumberKind.LANDLINE if _LANDLINE.fullmatch(number) or _LOCAL.fullmatch(number) else NumberKind.UNKNOWN
