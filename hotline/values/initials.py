"""Names by the initials of their pinyin: `王小兰` is found by `wxl`. Pure."""

import itertools
from functools import lru_cache

READINGS_MOST = 8


@lru_cache(maxsize=20_000)
def initials(name: str) -> tuple[str, ...]:
    """`单雄` → `dx`, `sx`, `cx`: a surname often has a special reading."""
    readings = [[way[:1] for way in ways if way[:1].isascii()] for ways in _read(name)]
    several = itertools.product(*(dict.fromkeys(letters) for letters in readings if letters))
    return tuple(dict.fromkeys("".join(way) for way in itertools.islice(several, READINGS_MOST)))


def _read(name: str) -> list[list[str]]:
    """The readings of each character, the usual one in this name first; only the surname gets all its readings."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - its dictionary is a third of a program's start

    usual = pinyin(name, style=Style.NORMAL, errors="ignore")
    first = pinyin(name[0], style=Style.NORMAL, heteronym=True, errors="ignore")
    return [usual[0] + first[0], *usual[1:]] if usual and first else usual
