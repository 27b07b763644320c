"""The words of the queue: lines with their ladders, what a caller needs, and what the board decides. Values only."""

from dataclasses import dataclass
from functools import lru_cache

from hotline.words import Whom

Skills = tuple[tuple[str, int], ...]  # codes with levels: what an agent has, or the least that a call needs

POOLS = frozenset({Whom.POOL, Whom.BRANCH})


@lru_cache(maxsize=4096)
def signature(pairs: Skills) -> Skills:
    """Codes in one order, each once with its highest level: who has (or needs) the same has the same signature."""
    levels: dict[str, int] = {}
    for code, level in pairs:
        levels[code] = max(level, levels.get(code, level))
    return tuple(sorted(levels.items()))


@lru_cache(maxsize=4096)
def meets(skills: Skills, needs: Skills) -> bool:
    """Each needed skill is there, at the needed level or above."""
    have = dict(skills)
    return all(code in have and have[code] >= level for code, level in needs)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder; `seconds` is how long it is waited for, or the most an A or B telephone rings.

    A step of whose sites nobody is present who can do what is needed is passed over; with `skip_if_none` off its
    seconds are waited out, somebody may come (an A or B step too, whose people are otherwise asked at once or passed
    over). `sites` are the branch sites that a step BRANCH asks. `load` (POOL and BRANCH): so many waiting calls of the
    line for each agent present who could take them lead on to the next step at once; 0 is no limit.
    """

    whom: Whom
    seconds: float
    skip_if_none: bool = True
    sites: tuple[str, ...] = ()
    load: float = 0.0


@dataclass(frozen=True, slots=True)
class LineRouting:
    """A line with its positions, its ladder, the skills it needs and the most calls that may wait (0: any number)."""

    code: str
    site: str
    a: tuple[int, ...]
    b: tuple[int, ...]
    ladder: tuple[Rung, ...]
    ring_seconds: int
    wrap_up_seconds: int
    needs: Skills = ()
    most_waiting: int = 0
    announce_seconds: int = 0  # how often a waiting caller is told his place; 0: never
    tests_silence: bool = False  # listen for a voice before anybody is rung (S4 app. A)

    def people(self, whom: Whom) -> tuple[int, ...]:
        """Who is named for a step: the people of the A or B position; nobody by name for the others."""
        return {Whom.A: self.a, Whom.B: self.b}.get(whom, ())

    def whom(self, person: int, site: str, step: Rung) -> Whom:
        """As what somebody of `site` is asked by a call on this step: its own, the pool, A or B, a branch."""
        if person in self.people(step.whom):
            return step.whom
        if step.whom in POOLS and site == self.site:
            return Whom.POOL
        for named in (Whom.A, Whom.B):
            if person in self.people(named):
                return named
        return Whom.POOL if site == self.site else Whom.BRANCH


# ---- decided


@dataclass(frozen=True, slots=True)
class Give:
    """Offer this call to this agent; `lent` is his own site where he helps out for the line of another."""

    call: str
    agent: int
    whom: Whom
    seconds: int
    lent: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """The call waits; look at it again at `until`."""

    call: str
    until: float


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The queue is over for this call; `why` is a word of `QueueEnd`."""

    call: str
    why: str


Decision = Give | Wait | GiveUp


@dataclass(frozen=True, slots=True)
class Place:
    """The place among the waiting calls of the line, from 1, and the seconds to be expected where they are known."""

    position: int
    seconds: float | None
