"""Which of a week are drawn: the same seed and the same rows give the same sample, however they are read. Pure.

Of each agent so many are drawn systematically: his calls are put in the order of line, part of the day and length, and
within that of a hash; a start is drawn by the seed, and from it every so-manyth is taken. So each call has the same
chance, and lines, hours and lengths come in the share that they have.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

LENGTHS = (60, 180, 420)  # seconds: the bounds between short, usual, long and very long
DAY_PART = 3  # hours
_ROOM = 2**64


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may be drawn. `agent`: whose work it is; `line`: "" for none; `hour`: of the day, 0 to 23;
    `seconds`: how long it took; `involved`: who may not inspect it besides the agent; `site`: the agent's."""

    ref: str
    agent: int
    at: dt.datetime
    site: int
    line: str = ""
    hour: int = 0
    seconds: float = 0.0
    call: str = ""
    ticket: str = ""
    involved: frozenset[int] = field(default=frozenset())

    @property
    def stratum(self) -> tuple[str, int, int]:
        return (
            self.line,
            self.hour // DAY_PART,
            sum(self.seconds >= bound for bound in LENGTHS),
        )


def drawn_number(seed: str, *words: object) -> Fraction:
    """A number from 0 to below 1 that depends on the seed and the words alone."""
    told = "\x1f".join((seed, *map(str, words)))
    return Fraction(int.from_bytes(hashlib.sha256(told.encode()).digest()[:8]), _ROOM)


def random_of_each(given: Iterable[Candidate], each: int, seed: str) -> list[Candidate]:
    """So many of each agent, or all where he has no more; ordered by agent and reference."""
    by_agent: dict[int, list[Candidate]] = {}
    for one in given:
        by_agent.setdefault(one.agent, []).append(one)
    found = [one for agent, his in by_agent.items() for one in systematic(his, each, seed, agent)]
    return sorted(found, key=lambda one: (one.agent, one.ref))


def systematic(given: Sequence[Candidate], count: int, seed: str, *words: object) -> list[Candidate]:
    """So many of these, each with the same chance, spread over the strata."""
    if count <= 0:
        return []
    if len(given) <= count:
        return list(given)
    ordered = sorted(given, key=lambda one: (one.stratum, drawn_number(seed, one.ref), one.ref))
    step, start = Fraction(len(ordered), count), drawn_number(seed, "start", *words)
    return [ordered[int((start + n) * step)] for n in range(count)]


def at_most(given: Sequence[Candidate], most: int, seed: str) -> list[Candidate]:
    """All of them, or `most` where that is a limit (0: none), by the seed."""
    return list(given) if not most else systematic(given, most, seed, "most")


def gets_second_look(seed: str, ref: str, percent: int) -> bool:
    return drawn_number(seed, "blind", ref) * 100 < percent
