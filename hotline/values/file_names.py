"""Names of downloaded files in ASCII, for programs that cannot read the whole name. Pure."""

import re

from pypinyin import Style, pinyin

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
    read = pinyin(text, style=Style.FIRST_LETTER, errors=lambda rest: _AS_IT_IS + rest)
    letters = "".join(one[0][1:] if one[0].startswith(_AS_IT_IS) else one[0].upper() for one in read)
    return _EDGES.sub(lambda found: found[1] or "-", _OTHER.sub("-", letters)).strip("-")
