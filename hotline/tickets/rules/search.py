"""How tickets are found (K11): a ticket's text becomes tokens, and typed words become terms to match them. Pure.

Chinese has no spaces, so a run of characters is kept as single characters and neighbouring pairs: `工资款` gives
`工 资 款 工资 资款`. A word of one character is searched as it is, a longer one by its pairs. A name is also kept by
its pinyin initials, for every reading of its surname; telephone and ticket numbers are kept backwards, so that a
search for their last digits is a prefix search. Such tokens begin with a character that no text token has. Tokens that
a unit must not see have one more mark (`HIDDEN`), which only the hotline's searches use. Emoji and punctuation are no
tokens: the page says that they are not searched.
"""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from hotline.values.initials import initials
from hotline.values.names import name_key
from hotline.values.plain import dashed, plain
from hotline.values.telephone import telephone

INITIALS, TELEPHONE, COUNT, NUMBER, HIDDEN = "ㄅ", "ㄉ", "ㄋ", "ㄌ", "ㄆ"
TEXT_MOST = 4000  # characters of a text that are indexed
ASKED_MOST, WORDS_MOST, TERMS_MOST = 200, 8, 40
WORD_MOST, NAME_MOST, TAIL_LEAST, WHOLE_LEAST, COUNT_LEAST = 32, 6, 4, 7, 4
_RUN = re.compile(r"[0-9a-z]+|[^\W\x00-\x7f_]+")
_NAME = re.compile(r"[\u3400-\u9fff]+")
_TICKET = re.compile(r"[a-z]\w*-[0-9]{8}-[0-9]{1,9}")
_TAIL = re.compile(r"(?:20[0-9]{6}-[0-9]{2,3}|[0-9]{0,8})-[0-9]{1,9}")
_GLUED = re.compile(  # a name and the last digits of a telephone number without a blank
    r"(?<![^\s])([\u3400-\u9fff·]{2,12})(?=[0-9]{4,15}(?!\S))|(?<![^\s])([0-9]{4,15})(?=[\u3400-\u9fff·]{2,6}(?!\S))"
)
_SITE = re.compile(r"([0-9]{8})-[0-9]+(-[0-9]+)")


@dataclass(frozen=True, slots=True)
class Term:
    """A token to match, or with `prefix` the beginning of tokens to match."""

    token: str
    prefix: bool = False


Terms = tuple[Term, ...]  # all must match
Asked = tuple[tuple[Terms, ...], ...]  # for each word its possible meanings, of which one must match


@dataclass(frozen=True, slots=True)
class Signs:
    """The data by which a ticket is found. `people`: (name, telephone) of the citizen and of the parties. `hides`: a
    unit does not find the ticket by them, nor by the whole texts in `hidden`, in which they may stand."""

    number: str
    texts: tuple[str, ...]
    people: tuple[tuple[str, str], ...] = ()
    hides: bool = False
    hidden: tuple[str, ...] = ()


def kept(signs: Signs) -> list[str]:
    """The tokens of a ticket, without duplicates."""
    found = dict.fromkeys(itertools.chain.from_iterable(_text(text) for text in signs.texts))
    day_and_count = re.sub(r"[^0-9-]", "", signs.number).strip("-")
    found[COUNT + day_and_count.rpartition("-")[2]] = None
    ways = (day_and_count, _SITE.sub(r"\1\2", day_and_count))  # people leave out the site
    found |= dict.fromkeys(NUMBER + _backwards(way) for way in ways)
    whole = itertools.chain.from_iterable(_text(text) for text in signs.hidden)
    found |= dict.fromkeys(HIDDEN + token for token in whole if token not in found)
    mark = HIDDEN if signs.hides else ""
    for name, number in signs.people:
        found |= dict.fromkeys(mark + token for token in _person(name, number))
    return list(found)


def asked(typed: str) -> Asked:
    """The terms for typed text; () if there is nothing to search for. Any text is allowed."""
    text = dashed(_plain(typed[:ASKED_MOST]))
    number = telephone(text).canonical
    if not _TAIL.fullmatch(text) and (
        len(number) >= WHOLE_LEAST or re.fullmatch("[0-9() +-]+", text)
    ):  # a number, however it is written
        text = number.removeprefix("+") or re.sub("[() +]", "", text)
    words, left = [], TERMS_MOST
    text = _GLUED.sub(lambda found: f"{found[0]} ", text)
    for word in text.split()[:WORDS_MOST]:
        ways = tuple(way[:left] for way in _ways(word) if way)
        if ways and left > 0:
            words.append(ways)
            left -= max(len(way) for way in ways)
    return tuple(words)


def _ways(word: str) -> list[Terms]:
    """The possible meanings of one word."""
    ways = [_pairs(word)]
    digits = word.replace("-", "")
    number = telephone(word).canonical
    if len(number) >= WHOLE_LEAST and not (_TICKET.fullmatch(word) or _TAIL.fullmatch(word)):
        digits = number.removeprefix("+")
    if _TAIL.fullmatch(word):
        day_and_site, _dash, count = word.rpartition("-")  # zeros are left out when a number is said
        word, digits = f"{day_and_site}-{count.zfill(COUNT_LEAST)}", count.zfill(COUNT_LEAST)
        ways = [(Term(NUMBER + _backwards(word), prefix=True),)]
        if word.startswith("-"):
            ways = [(Term(COUNT + digits),)]
    if digits.isdigit() and digits.isascii() and len(digits) >= TAIL_LEAST:
        ways.append((Term(TELEPHONE + digits[::-1], prefix=True),))
        if "-" not in word:
            short = len(digits) <= 6
            ways.append((Term(COUNT + digits) if short else Term(NUMBER + digits[::-1], prefix=True),))
    if word.isascii() and word.isalpha() and len(word) <= NAME_MOST:
        ways.append((Term(INITIALS + word),))
    return ways


def _pairs(word: str) -> Terms:
    """The terms for a searched word: its pairs, or its single character."""
    found: list[str] = []
    for run in _RUN.findall(word):
        if run.isascii():
            found.append(run[:WORD_MOST])
        elif len(run) == 1:
            found.append(_spelled(run))
        else:
            found += [_spelled(one) + _spelled(two) for one, two in itertools.pairwise(run)]
    return tuple(Term(token) for token in dict.fromkeys(found))


def _text(text: str) -> Iterable[str]:
    for run in _RUN.findall(_plain(text[:TEXT_MOST])):
        if run.isascii():
            yield run[:WORD_MOST]
        else:
            signs = [_spelled(sign) for sign in run]
            yield from signs
            yield from (one + two for one, two in itertools.pairwise(signs))


def _person(name: str, number: str) -> Iterable[str]:
    yield from _text(name)
    yield from _text(name_key(name))  # 阿卜杜拉·买买提 is found without its dot
    for run in _NAME.findall(name):
        if len(run) <= NAME_MOST:
            yield from (INITIALS + letters for letters in initials(run))
    read = telephone(number)
    for one in (read.canonical, *read.others):
        digits = re.sub("[^0-9]", "", one)
        if len(digits) >= TAIL_LEAST:
            yield TELEPHONE + digits[::-1][:WORD_MOST]


def _plain(text: str) -> str:
    """Turn full-width characters into plain ones and ignore case."""
    return plain(text).casefold().replace("\x00", " ")[: 2 * TEXT_MOST]


@lru_cache(maxsize=10_000)
def _spelled(sign: str) -> str:
    """A Chinese character as it is, any other as its code, so that every database treats it as a letter."""
    return sign if "\u3400" <= sign <= "\u9fff" else f"u{ord(sign):x}"


def _backwards(number: str) -> str:
    return re.sub(r"[^0-9]", "", number)[::-1][:WORD_MOST]
