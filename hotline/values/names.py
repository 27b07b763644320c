"""Persons' names in one form for comparing: `阿卜杜拉·买买提` and `阿卜杜拉 • 买买提` are one. Pure."""

import itertools
import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

from hotline.values.plain import plain

_DOTS = "·•．・‧⋅∙﹒.･᛫⸱*'’"
_RADICALS = str.maketrans(  # what NFKC leaves of the radicals that fonts and converters put for characters
    "⺠⺟⺛⻉⻋⻓⻔⻘⻚⻛⻜⻢⻤⻥⻦⻬⻮⻰⻳⺼⺾⺶⺩",
    "民母旡贝车长门青页风飞马鬼鱼鸟齐齿龙龟肉艹羊王",
)
_KOREAN_DOTS = str.maketrans("", "", "ㆍᆞᐧ")  # letters by their kind, dots by their use
_BRACKETED = re.compile(r"[(\[{【〔〈《][^()\[\]{}【】〔〕〈〉《》]*[)\]}】〕〉》]")
TITLES = (
    "先生", "女士", "小姐", "同志", "老师", "律师", "师傅", "大爷", "大妈", "大叔", "阿姨", "叔叔", "法官", "书记",
)  # fmt: skip
_SURNAMES = frozenset({
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "司徒", "端木", "长孙",
    "宇文", "南宫", "司空",
})  # fmt: skip
_NO_NAMES = frozenset({
    "匿名", "市民", "热心市民", "群众", "热心群众", "居民", "村民", "业主", "网友", "来电人", "当事人",
    "家属", "不详", "未知", "无名", "某人", "不愿透露", "保密",
})  # fmt: skip
_OFFICE = re.compile(
    r"(?:经理|主任|科长|处长|局长|院长|校长|所长|队长|组长|店长|会长|书记员|医生|护士|教授|老板|总|某{1,2}|等.{1,3}人)$|^[老小].$|"
    r"^(?:mr|mrs|ms|miss|dr)\b", re.IGNORECASE,
)  # fmt: skip
_ORGANISATION = re.compile(
    r"(?:公司|集团|学校|中学|小学|大学|医院|委员会|居委会|村委会|协会|中心|合作社|小区|公寓|酒店|银行|[厂店局所])$"
)
_BETWEEN = re.compile(r"[、,;/&+|\n]|(?<=[^\W\d_]{2})[和与及](?=[^\W\d_]{2})")
LEAST = 2  # signs of a name by which somebody can ask


class Unaskable(StrEnum):
    """Why nobody can ask by a name as it is noted: a surname with a title or no name at all (匿名), several names,
    digits, a single sign."""

    TITLE = "title"
    SEVERAL = "several"
    DIGITS = "digits"
    SHORT = "short"


def name_key(name: str) -> str:
    """The letters and characters of the name: no dots, blanks, hyphens or marks, no difference of width or case. What
    stands in brackets (a role) and a title at the end are no part of it, where two signs are left without them."""
    return _untitled(_signs(_unbracketed(plain(name))))


def collated(text: str) -> bytes:
    """A key by which texts sort as in a Chinese list: letters by the alphabet, common characters by their pinyin, the
    order in which GB 2312 put them; rare ones after them."""
    return plain(text).casefold().encode("gb18030", "replace")


def unaskable(name: str) -> Unaskable | None:
    """Why its citizen could not ask by this name; None for no name, and for one by which he can."""
    text, key = _unbracketed(plain(name)).strip(), name_key(name)
    if not text:
        return None
    if any(sign.isdigit() for sign in text):
        return Unaskable.DIGITS
    if _ORGANISATION.search(text):
        return Unaskable.SHORT if len(key) < LEAST else None
    if _BETWEEN.search(text):
        return Unaskable.SEVERAL
    if key in _NO_NAMES or _OFFICE.search(text) or any(key.endswith(title) for title in TITLES):
        return Unaskable.TITLE
    return Unaskable.SHORT if len(key) < LEAST else None


def _signs(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(_letters(text)))


def _unbracketed(text: str) -> str:
    found = _BRACKETED.sub("", text)
    return found if len(_signs(found)) >= LEAST else text


def _untitled(key: str) -> str:
    """Without titles at the end, as long as more than a surname is left."""
    while title := next((one for one in TITLES if key.endswith(one)), ""):
        left = key.removesuffix(title)
        if len(left) < LEAST or left in _SURNAMES:
            break
        key = left
    return key


def without_name(text: str, name: str, *, cover: str) -> str:
    """The text with the name covered wherever it stands, in any writing; of several names each. A name of one sign is
    not searched for."""
    for one in dict.fromkeys((name, *_BETWEEN.split(_unbracketed(plain(name))))):
        text = _without(text, one, cover)
    return text


def _without(text: str, name: str, cover: str) -> str:
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
    kept = unicodedata.normalize("NFKC", text.casefold().translate(_RADICALS).translate(_KOREAN_DOTS))
    return (sign for sign in kept if unicodedata.category(sign)[0] in "LMN" or ord(sign) > 0xFFFF)


def _joined(text: str, one: int, two: int) -> bool:
    """Whether between two signs of a name stands only what may stand inside a name."""
    return all(_joins(sign) for sign in text[one + 1 : two])


def _joins(sign: str) -> bool:
    """A dot, a blank, a hyphen or an invisible sign: what may stand inside a name."""
    return unicodedata.category(sign) in ("Zs", "Pd", "Cf", "Cc", "Sk") or sign in _DOTS
