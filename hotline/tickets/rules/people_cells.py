"""The cells of a sheet of people: roles, sites, units, yes and no, in either language. Pure; each raises Refused."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from hotline.ports import Refused
from hotline.values.plain import plain
from hotline.values.privacy import clean
from hotline.words import PersonColumn, Post, Role, Word

C = PersonColumn
Places = Iterable[tuple[int, str, str]]  # id, code, name
QUOTED_MOST = 40
_BETWEEN = re.compile(r"[、,;/\n]+")  # after `plain`, which makes full-width commas plain ones
_YES, _NO = ("yes", "y", "true", "1", "是", "√", "✓"), ("no", "n", "false", "0", "否", "×", "-")
_LANGUAGES = {"zh_CN": ("zh", "zh_cn", "zh-cn", "中文", "chinese", "汉语"), "en": ("en", "english", "英文", "英语")}


def whole_row(wrong: str, cell: str) -> None:
    """Refuse a row that could not be read as it stands."""
    if wrong == "merged":
        raise Refused("Cells are merged here, from %(cell)s on: take them apart and fill each one", cell=cell)
    if wrong == "formula":
        raise Refused("The cell %(cell)s has a formula: write its value instead", cell=cell)
    if wrong:
        raise Refused("The cell %(cell)s has an error of the spreadsheet: write its value", cell=cell)


def choices(cells: Mapping[PersonColumn, str], sites: Places) -> dict[str, Any]:
    """The fields of `Details` that the cells choose; an empty cell chooses nothing."""
    found: dict[str, Any] = {}
    if said := _said(cells, C.ROLE):
        found["role"] = _role(said).value
    if said := _said(cells, C.DUTIES):
        found["duties"] = tuple(dict.fromkeys(_role(one).value for one in parts(said)))
    if said := _said(cells, C.SITE):
        found["site"] = _site(said, sites)
    if said := _said(cells, C.SEES_NUMBERS):
        if said not in _YES + _NO:
            raise Refused("Write yes or no under %(column)s", column=C.SEES_NUMBERS)
        found["sees_numbers"] = said in _YES
    if said := _said(cells, C.LANGUAGE):
        language = next((code for code, names in _LANGUAGES.items() if said in names), None)
        if language is None:
            raise Refused("There is no language “%(text)s”: write zh or en", text=_quoted(said))
        found["language"] = language
    return found


def parts(cell: str) -> list[str]:
    """The entries of a cell that may hold several."""
    return [one for one in _BETWEEN.split(plain(cell)) if one.strip()]


def post(cells: Mapping[PersonColumn, str], role: str, units: Places) -> tuple[int, Post] | None:
    """The unit and the post there; without a post the one that suits the role."""
    named, said = _said(cells, C.UNIT), _said(cells, C.POST)
    if not named:
        if said:
            raise Refused("Write the unit too, or leave the post empty")
        return None
    fits = [unit for unit, code, name in units if named in (code.casefold(), plain(name).casefold())]
    if not fits:
        raise Refused(
            "There is no unit “%(text)s”: write its name or code as on the second sheet of the template",
            text=_quoted(named),
        )
    if len(fits) > 1:
        raise Refused("Several units are called “%(text)s”: write the code of the one", text=_quoted(named))
    usual = Post.REVIEWER if role == Role.UNIT_REVIEWER else Post.HANDLER
    meant = _word(Post, said) if said else usual
    if not isinstance(meant, Post):
        raise Refused("There is no post “%(text)s”: choose one of the template's list", text=_quoted(said))
    return fits[0], meant


def _role(said: str) -> Role:
    meant = _word(Role, said)
    if not isinstance(meant, Role):
        raise Refused("There is no role “%(text)s”: choose one of the template's list", text=_quoted(said))
    return meant


def _site(said: str, sites: Places) -> int:
    fits = [site for site, code, name in sites if said in (code.casefold(), plain(name).casefold())]
    if len(fits) != 1:
        raise Refused(
            "There is no site “%(text)s”: write its name or code as on the second sheet of the template",
            text=_quoted(said),
        )
    return fits[0]


def _word(kind: type[Word], said: str) -> Word | None:
    said = said.strip()
    return next((one for one in kind if said in (one.value, one.zh, one.en.casefold())), None)


def _said(cells: Mapping[PersonColumn, str], column: PersonColumn) -> str:
    return plain(cells.get(column, "")).casefold().strip()


def _quoted(said: str) -> str:
    return clean(said, QUOTED_MOST)
