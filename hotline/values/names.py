"""Persons' names in one form for comparing: `阿卜杜拉·买买提` and `阿卜杜拉 • 买买提` are one. Pure."""

import unicodedata
from collections.abc import Iterator

from hotline.values.plain import plain

_DOTS = "·•．・‧⋅∙﹒.･᛫⸱*'’"
_RADICALS = str.maketrans(  # what NFKC leaves of the radicals that fonts and converters put for characters
    "⺠⺟⺛⻉⻋⻓⻔⻘⻚⻛⻜⻢⻤⻥⻦⻬⻮⻰⻳⺼⺾⺶⺩",
    "民母旡贝车长门青页风飞马鬼鱼鸟齐齿龙龟肉艹羊王",
)


def name_key(name: str) -> str:
    """The letters and characters of the name: no dots, blanks, hyphens or marks, no difference of width or case."""
    return unicodedata.normalize("NFC", "".join(_letters(plain(name))))


def without_name(text: str, name: str, *, cover: str) -> str:
    """The text with the name covered wherever it stands, in any writing. A name of one sign is not searched for."""
    wanted = name_key(name)
    signs = [(letter, place) for place, sign in enumerate(text) for letter in _letters(plain(sign))]
    if len(wanted) < 2:
        return text
    for at in range(len(signs) - len(wanted), -1, -1):
        run = signs[at : at + len(wanted)]
        if all(letter == sign for (letter, _), sign in zip(run, wanted, strict=True)):
            first, last = run[0][1], run[-1][1]
            if all(_joins(sign) for sign in _between(text, run)):
                text = text[:first] + cover + text[last + 1 :]
                signs = signs[:at]
    return text


def _letters(text: str) -> Iterator[str]:
    kept = unicodedata.normalize("NFKC", text.casefold().translate(_RADICALS))
    return (sign for sign in kept if unicodedata.category(sign)[0] in "LMN" or ord(sign) > 0xFFFF)


def _between(text: str, run: list[tuple[str, int]]) -> str:
    """What stands between the signs of a name in the text."""
    places = {place for _, place in run}
    return "".join(text[place] for place in range(run[0][1], run[-1][1]) if place not in places)


def _joins(sign: str) -> bool:
    """A dot, a blank, a hyphen or an invisible sign: what may stand inside a name."""
    return unicodedata.category(sign) in ("Zs", "Pd", "Cf", "Cc", "Sk") or sign in _DOTS
