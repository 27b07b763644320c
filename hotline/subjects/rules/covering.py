"""One person's numbers and names, covered wherever they stand: in a field of their own, in a text, in a JSON value."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from hotline.values.identity import identity_of
from hotline.values.names import name_key, without_name
from hotline.values.privacy import without_number
from hotline.values.telephone import canonical

COVER = "［已删除］"
NAME_MOST = 200  # signs of a field that can be a name
_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789XX")
_IDENTITY = re.compile("(?<![0-9])[1-9][0-9]{5}[ -]?[0-9]{8}[ -]?[0-9]{3}[0-9Xx](?![0-9])")


@dataclass(frozen=True, slots=True)
class Subject:
    """Who asks: `number` in its one form, `identity` with eighteen signs, `name` as typed; "" for what is not known."""

    number: str = ""
    identity: str = ""
    name: str = ""


def covered(text: str, who: Subject, names: Collection[str]) -> str:
    """A text without the person's numbers in any writing and without `names`. A field that holds nothing else is
    emptied."""
    if not text:
        return text
    if (who.number and canonical(text) == who.number and len(text) < 40) or (names and is_name(text, names)):
        return ""
    if who.number:
        text = without_number(text, who.number, cover=COVER)
    if who.identity:
        text = _without_identity(text, who.identity)
    for name in sorted(names, key=len, reverse=True):
        text = without_name(text, name, cover=COVER)
    return text


def is_name(text: str, names: Collection[str]) -> bool:
    """Whether a field holds one of the names and nothing else, in any writing."""
    found = name_key(text) if len(text) <= NAME_MOST else ""
    return bool(found) and any(name_key(one) == found for one in names)


def covered_value(value: Any, who: Subject, names: Collection[str]) -> Any:
    """The same for a JSON value: every text in it, also the names of its fields."""
    if isinstance(value, str):
        return covered(value, who, names)
    if isinstance(value, dict):
        return {covered(str(key), who, names) or COVER: covered_value(one, who, names) for key, one in value.items()}
    if isinstance(value, list):
        return [covered_value(one, who, names) for one in value]
    return value


def _without_identity(text: str, identity: str) -> str:
    plain = text.translate(_WIDE)  # sign for sign, so that places agree
    for found in reversed(list(_IDENTITY.finditer(plain))):
        if identity_of(re.sub("[ -]", "", found[0])) == identity:
            text = text[: found.start()] + COVER + text[found.end() :]
    return text
