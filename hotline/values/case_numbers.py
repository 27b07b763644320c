"""Case numbers of courts as people write them, in one form: `(2026)浙0599民初1024号`. Pure."""

import re
from dataclasses import dataclass

from hotline.values.plain import dashed, plain, with_digits

SEVERAL_MOST = 50
_COUNTED = "零一二三四五六七八九十"
_BRACKETS = str.maketrans(dict.fromkeys("〔【[{<《﹝〈「『〖", "(") | dict.fromkeys("〕】]}>》﹞〉」』〗", ")"))
_PART = r"(?:之[一二三四五六七八九十0-9]{1,3}|-[0-9]{1,2}(?![0-9]))"
_SIGN = "(?![号之至及和与第年])[\u4e00-\u9fff]"
_ONE = re.compile(
    rf"\(?(?P<year>(?:19|20)[0-9]{{2}})\)?年?(?P<court>{_SIGN}(?:{_SIGN}|[0-9]|\((?:{_SIGN}){{1,6}}\)){{0,30}}(?:{_SIGN}|\))第?)"
    rf"(?P<serials>[0-9]{{1,8}}(?:号?(?:[、,，;及和与至~]|-(?=[0-9]{{3}}))[0-9]{{1,8}})*)号?(?P<parts>{_PART}(?:[、,]?{_PART})*)?号?"
)
_EACH_PART = re.compile(_PART)
_YEAR_SAID = re.compile(r"^\(?[〇零○一二三四五六七八九]{4}(?=[)年])")
_DOCUMENT = re.compile(
    r"(?:之?(?:民事|刑事|行政|执行|附带)*(?:判决书|裁定书|调解书|决定书|通知书|起诉书|一案|案件|案))$"
)


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """`court`: court, kind and level as written, `浙0599民初` or `沪二中民一(民)终字第`; `part`: `之一` or ""."""

    year: str
    court: str
    serial: str
    part: str = ""

    def __str__(self) -> str:
        return f"({self.year}){self.court}{self.serial}号{self.part}"


def case_numbers(typed: str) -> tuple[CaseNumber, ...]:
    """The case numbers in a text of nothing else; () if it is none. `…123、124号` are two."""
    text = re.sub(r"\s", "", dashed(plain(typed))).translate(_BRACKETS).strip("。.,;、")
    text = re.sub(r"^(?:案号|案件编号)[::]?", "", text)
    text = _YEAR_SAID.sub(lambda year: with_digits(year[0]), _DOCUMENT.sub("", text))
    found: list[CaseNumber] = []
    at = 0
    while at < len(text) and len(found) < SEVERAL_MOST:
        one = _ONE.match(text, at)
        if one is None:
            return ()
        court = one["court"].removesuffix("第")
        court += "第" if court.endswith("字") else ""
        parts = [_part(part) for part in _EACH_PART.findall(one["parts"] or "")] or [""]
        found += [CaseNumber(one["year"], court, serial, part) for serial in _serials(one["serials"]) for part in parts]
        at = one.end()
        at += len(text[at:]) - len(text[at:].lstrip("、,，;及和与/"))
    return tuple(dict.fromkeys(found))


def case_number(typed: str) -> str:
    """The one form of a written case number, several joined by 、; the text as typed if it cannot be read."""
    found = case_numbers(typed)
    return "、".join(map(str, found)) if found else typed


def _part(written: str | None) -> str:
    """`-1` and `之1` are `之一`."""
    digits = re.sub("[^0-9]", "", written or "")
    return f"之{_COUNTED[int(digits)]}" if digits and int(digits) < len(_COUNTED) else written or ""


def _serials(written: str) -> list[str]:
    """`123、124` is two, `123至125` three; a 0 before a number is none of it."""
    serials: list[str] = []
    joint = ""
    for piece in re.findall(r"[0-9]+|[^0-9号]", written):
        if not piece.isdigit():
            joint = piece
            continue
        piece = piece.lstrip("0") or "0"
        if joint in ("至", "~", "-") and 0 < int(piece) - int(serials[-1]) < SEVERAL_MOST:
            serials += [str(serial) for serial in range(int(serials[-1]) + 1, int(piece) + 1)]
        else:
            serials.append(piece)
    return serials
