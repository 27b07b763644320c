"""Persons' names in one form for comparing: `阿卜杜拉·买买提` and `阿卜杜拉 • 买买提` are one. Pure."""

import itertools
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
    if len(wanted) < 2:
        return text
    signs = [(letter, place) for place, sign in enumerate(text) for letter in _letters(plain(sign))]
    letters, places = "".join(letter for letter, _ in signs), [place for _, place in signs]
    kept, shown, at = list[str](), 0, letters.find(wanted)
    while at >= 0:
        run = places[at : at + len(wanted)]
        if run[0] >= shown and all(_joined(text, one, two) for one, two in itertools.pairwise(run)):
            kept += [text[shown : run[0]], cover]
            shown = run[-1] + 1
        at = letters.find(wanted, at + 1)
    return "".join([*kept, text[shown:]])


def _letters(text: str) -> Iterator[str]:
    kept = unicodedata.normalize("NFKC", text.casefold().translate(_RADICALS))
    return (sign for sign in kept if unicodedata.category(sign)[0] in "LMN" or ord(sign) > 0xFFFF)


def _joined(text: str, one: int, two: int) -> bool:
    """Whether between two signs of a name stands only what may stand inside a name."""
    return all(_joins(sign) for sign in text[one + 1 : two])


def _joins(sign: str) -> bool:
    """A dot, a blank, a hyphen or an invisible sign: what may stand inside a name."""
    return unicodedata.category(sign) in ("Zs", "Pd", "Cf", "Cc", "Sk") or sign in _DOTS
