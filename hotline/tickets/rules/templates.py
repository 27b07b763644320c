"""What a reply template may say about its ticket: words in braces, filled in when the template is chosen. Pure."""

import re
from collections.abc import Mapping

TITLE_MOST, TEXT_MOST, TEMPLATES_MOST = 64, 2000, 60
WORDS = ("姓名", "工单号", "主题", "单位", "日期")  # each may stand in a text as {姓名}
_WORD = re.compile(r"\{([^{}\n]{1,16})\}")


def filled(text: str, known: Mapping[str, str]) -> str:
    """The text with each word that is known put in; one that is not known for this ticket stays, to be seen."""
    return _WORD.sub(lambda found: known.get(found[1]) or found[0], text)


def open_words(text: str) -> list[str]:
    """The words of templates that still stand in a text in braces: this ticket did not know them."""
    return [word for word in dict.fromkeys(_WORD.findall(text)) if word in WORDS]


def strange(text: str) -> list[str]:
    """The words in braces that no ticket fills in."""
    return [word for word in dict.fromkeys(_WORD.findall(text)) if word not in WORDS]
