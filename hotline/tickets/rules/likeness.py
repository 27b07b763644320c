"""How similar two tickets are (K9): same person, same place, similar text (compared by pairs of characters)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from hotline.values.telephone import canonical

ENOUGH = 50  # from this many points a ticket is shown as a likely duplicate
_NOISE = re.compile(r"[\W_]+")
_MOST = 400  # characters of a text that are compared


@dataclass(frozen=True, slots=True)
class About:
    """The data that is compared. Unknown values are "" or None."""

    number: str
    identity: str
    place: int | None
    address: str
    topic: int | None
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """`points` out of 100; `why`: any of `person`, `place`, `topic`, `text`."""

    points: int
    why: tuple[str, ...]


def likeness(one: About, other: About) -> Likeness:
    """Text counts most; the same person or address adds points, but neither alone makes a duplicate."""
    text = fuzz.token_set_ratio(_pairs(one), _pairs(other))
    why = []
    points = 0.6 * text
    if text >= 60:
        why.append("text")
    if _same(canonical(one.number), canonical(other.number)) or _same(one.identity, other.identity):
        points += 25
        why.append("person")
    near = _same(_plain(one.address), _plain(other.address))
    if near or (one.place is not None and one.place == other.place):
        points += 15 if near else 8
        why.append("place")
    if one.topic is not None and one.topic == other.topic:
        points += 7
        why.append("topic")
    return Likeness(min(100, round(points)), tuple(why))


@lru_cache(maxsize=1000)  # while somebody types, the same tickets are compared again and again
def _pairs(one: About) -> str:
    """Pairs of neighbouring characters as words: 电梯 梯停 停运."""
    plain = _plain(f"{one.subject}{one.text}")[:_MOST]
    return " ".join(plain[at : at + 2] for at in range(max(1, len(plain) - 1)))


def _plain(text: str) -> str:
    return _NOISE.sub("", text).lower()


def _same(one: str, other: str) -> bool:
    return bool(one) and one == other
