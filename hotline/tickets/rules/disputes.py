"""Dispute screening (K12): search a text by keyword rules and return where they match. A person confirms."""

from collections.abc import Sequence
from dataclasses import dataclass

from hotline.words import DisputeLevel

_GRAVITY = {level.value: place for place, level in enumerate(DisputeLevel)}
LOOKED_AT = 20_000  # characters of a text
HITS_MOST = 20


@dataclass(frozen=True, slots=True)
class Rule:
    """`groups`: the text must contain one word of each."""

    name: str
    groups: tuple[tuple[str, ...], ...]
    level: str


@dataclass(frozen=True, slots=True)
class Hit:
    """`words`: the words found, each with its position, in the order of the text."""

    rule: str
    level: str
    words: tuple[tuple[str, int], ...]


def hits(rules: Sequence[Rule], text: str) -> tuple[Hit, ...]:
    """The hits of all rules, the gravest first. A rule without words finds nothing."""
    looked_at = text[:LOOKED_AT].lower()
    found = [hit for rule in rules if (hit := _hit(rule, looked_at)) is not None]
    return tuple(sorted(found, key=lambda hit: (_GRAVITY.get(hit.level, len(_GRAVITY)), hit.rule)))


def _hit(rule: Rule, text: str) -> Hit | None:
    words: list[tuple[str, int]] = []
    for group in rule.groups:
        places = [(word, text.find(word.lower())) for word in group if word]
        here = [place for place in places if place[1] >= 0]
        if not here:
            return None
        words += here
    if not words:
        return None
    kept = sorted(dict.fromkeys(words), key=lambda place: (place[1], -len(place[0])))
    return Hit(rule.name, rule.level, tuple(kept[:HITS_MOST]))


def marked(text: str, words: Sequence[tuple[str, int]], *, around: int = 20) -> tuple[tuple[str, bool], ...]:
    """The text near the hits as pieces (text, is it a hit), so that a page can mark hits without editing the text."""
    spans: list[tuple[int, int]] = []
    for word, begin in sorted(words, key=lambda one: one[1]):
        end = begin + len(word)
        if spans and begin < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        elif 0 <= begin < len(text):
            spans.append((begin, min(end, len(text))))
    if not spans:
        return ((text[: 2 * around], False),)
    pieces: list[tuple[str, bool]] = []
    at = max(0, spans[0][0] - around)
    for begin, end in spans:
        if begin - at > 2 * around:
            pieces.append((text[at : at + around] + "…" + text[begin - around : begin], False))
        elif begin > at:
            pieces.append((text[at:begin], False))
        pieces.append((text[begin:end], True))
        at = end
    pieces.append((text[at : at + around], False))
    return tuple(piece for piece in pieces if piece[0])
