"""Names by their pinyin: `王小兰` is found by `wxl`, and spelled `wangxiaolan`. Pure."""

import itertools
import re
from functools import lru_cache

READINGS_MOST = 8


@lru_cache(maxsize=20_000)
def initials(name: str) -> tuple[str, ...]:
    """`单雄` → `dx`, `sx`, `cx`: a surname often has a special reading."""
    readings = [[way[:1] for way in ways if way[:1].isascii()] for ways in _read(name)]
    several = itertools.product(*(dict.fromkeys(letters) for letters in readings if letters))
    return tuple(dict.fromkeys("".join(way) for way in itertools.islice(several, READINGS_MOST)))


def spellings(name: str) -> frozenset[str]:
    """How a person's name stands in a password, in small letters: as it is written, in pinyin, given name first, given
    name alone, and the parts of a foreign name; nothing shorter than four letters or two characters."""
    low = name.lower().strip()
    found = {low} if len(low) >= (4 if low.isascii() else 2) else set()
    found |= {part for part in re.split(r"[^a-z]+", low) if len(part) >= 4}
    read = _read(name) if name and not low.isascii() else []
    if len(read) >= 2:
        given = "".join(ways[0] for ways in read[1:])
        found |= {one for way in read[0] for one in (way + given, given + way)} | {given}
    return frozenset(one for one in found if len(one) >= 4 or not one.isascii())


def places(site: str) -> frozenset[str]:
    """The beginning of a court's or town's name, which says where it is: `南川区人民法院` as `南川` and `nanchuan`."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - as below

    begin = "".join(lazy_pinyin(site[:2], errors="ignore"))
    return frozenset(
        one for one in (site[:2] if not site.isascii() else "", begin) if len(one) >= (5 if one.isascii() else 2)
    )


def _read(name: str) -> list[list[str]]:
    """The readings of each character, the usual one in this name first; only the surname gets all its readings."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - its dictionary is a third of a program's start

    usual = pinyin(name, style=Style.NORMAL, errors="ignore")
    first = pinyin(name[0], style=Style.NORMAL, heteronym=True, errors="ignore")
    return [usual[0] + first[0], *usual[1:]] if usual and first else usual
