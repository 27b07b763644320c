"""Names of downloaded files: as a browser is told them, and in ASCII for programs that cannot read the whole. Pure."""

import re
from urllib.parse import quote

_OTHER = re.compile(r"[^A-Za-z0-9._-]+")
_EDGES = re.compile(r"-*([._])-*|-{2,}")
STEM_MOST = 80
_AS_IT_IS = "\0"  # begins a part that is not Chinese


def ascii_name(name: str) -> str:
    """`PJS-2.pdf` for `判决书 2.pdf`: Chinese characters by their pinyin initials, `-` between the parts."""
    stem, dot, end = name.rpartition(".")
    if not dot:
        stem, end = name, ""
    kept = _plain(stem)[:STEM_MOST].strip("-.") or "file"
    ending = _plain(end)
    return f"{kept}.{ending}" if ending else kept


def _plain(text: str) -> str:
    if text.isascii():
        return _tidied(text)
    from pypinyin import Style, pinyin  # noqa: PLC0415 - its dictionary is a third of a program's start

    read = pinyin(text, style=Style.FIRST_LETTER, errors=lambda rest: _AS_IT_IS + rest)
    letters = "".join(one[0][1:] if one[0].startswith(_AS_IT_IS) else one[0].upper() for one in read)
    return _tidied(letters)


def _tidied(letters: str) -> str:
    return _EDGES.sub(lambda found: found[1] or "-", _OTHER.sub("-", letters)).strip("-")


def disposition(name: str, *, plain: str = "", inline: bool = False) -> str:
    """The header by RFC 6266: the name in UTF-8, and for old clients one in ASCII (`plain`, or made of the name)."""
    shown = "inline" if inline else "attachment"
    return f"{shown}; filename=\"{plain or ascii_name(name)}\"; filename*=UTF-8''{quote(name, safe='')}"
