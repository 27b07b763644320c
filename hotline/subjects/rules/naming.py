"""Where a name may stand in a text: patterns for the database, and the passage that a person looks at. Pure."""

import itertools
import unicodedata
from collections.abc import Collection, Iterator
from typing import Any

from hotline.values.names import name_key, without_name
from hotline.values.privacy import hide

NAME_LEAST = 2  # letters of a name that is looked for in texts: one stands in every sentence
AROUND = 24  # signs of a passage on each side of the name
_MARK = "\ue000"  # stands for the name while the passage is cut; texts have no such sign
_WIDE = 0xFEE0  # from an ASCII letter to its wide one
_FIRST, _LAST = 0x4E00, 0x9FA5  # characters that are written in one way, but for those of radicals
_RADICAL = frozenset(unicodedata.normalize("NFKC", chr(one)) for one in range(0x2F00, 0x2FD6)) | frozenset(
    "民母旡贝车长门青页风飞马鬼鱼鸟齐齿龙龟肉艹羊王"
)


def patterns(name: str) -> list[str]:
    """What LIKE finds every row with that may hold the name in some writing, and more: each is read once more."""
    letters = name_key(name)
    if not letters:
        return []
    found = [letters, "".join(_any_writing(one) for one in letters)]
    if letters.isascii():
        found += ["".join(chr(ord(one) + _WIDE) for one in form) for form in (letters, letters.upper())]
    elif set(found[1]) == {"_"}:
        found = found[:1]
    return [f"%{'%'.join(one)}%" for one in dict.fromkeys(found)]


def _any_writing(letter: str) -> str:
    known = letter.isascii() or (_FIRST <= ord(letter) <= _LAST and letter not in _RADICAL)
    return letter if known else "_"


def passages(value: Any, names: Collection[str]) -> Iterator[str]:
    """What stands around each of the names in a text or in the texts of a JSON value, with numbers masked."""
    for text in _texts(value):
        for name in names:
            if len(name_key(name)) < NAME_LEAST:
                continue
            parts = without_name(text.replace(_MARK, ""), name, cover=_MARK).split(_MARK)
            for before, after in itertools.pairwise(parts):
                yield _cut(hide(before[-AROUND * 4 :]), last=True) + name + _cut(hide(after[: AROUND * 4]), last=False)


def _cut(text: str, *, last: bool) -> str:
    """The `last` signs, or the first; numbers were masked before, so that none is cut in half."""
    text = " ".join(text.split())
    if len(text) <= AROUND:
        return text
    return "…" + text[-AROUND:] if last else text[:AROUND] + "…"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield str(key)
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
