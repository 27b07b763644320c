"""The queue's value types: lines with their ladders, needed skills, and the router's decisions."""

from dataclasses import dataclass
from functools import lru_cache

from hotline.words import Whom

Skills = tuple[tuple[str, int], ...]  # codes with levels: an agent's skills, or a call's minimum

POOLS = frozenset({Whom.POOL, Whom.BRANCH})


@lru_cache(maxsize=4096)
def signature(pairs: Skills) -> Skills:
    """Sorted codes, each once with its highest level: equal skills (or needs) have equal signatures."""
    levels: dict[str, int] = {}
    for code, level in pairs:
        levels[code] = max(level, levels.get(code, level))
    return tuple(sorted(levels.items()))


@lru_cache(maxsize=4096)
def meets(skills: Skills, needs: Skills) -> bool:
    """True if every needed skill is there, at the needed level or above."""
    have = dict(skills)
    return all(code in have and have[code] >= level for code, level in needs)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder; `seconds` is how long a call waits on it, or how long an A or B telephone rings at most.

    A step is skipped if nobody with the needed skills is present at its sites. With `skip_if_none` off the call waits
    its seconds all the same, as somebody may come (also on an A or B step, which otherwise rings at once or is
    skipped). `sites` are the branch sites of a BRANCH step. `load` (POOL and BRANCH): when the line has this many
    waiting calls per present agent who could take them, calls go to the next step at once; 0 is no limit.
    """

    whom: Whom
    seconds: float
    skip_if_none: bool = True
    sites: tuple[str, ...] = ()
    load: float = 0.0


@dataclass(frozen=True, slots=True)
class LineRouting:
    """A line: positions, ladder, needed skills, and the most calls that may wait (0: no limit)."""

    code: str
    site: str
    a: tuple[int, ...]
    b: tuple[int, ...]
    ladder: tuple[Rung, ...]
    ring_seconds: int
    wrap_up_seconds: int
    needs: Skills = ()
    most_waiting: int = 0
    announce_seconds: int = 0  # how often a waiting caller hears his position; 0: never
    tests_silence: bool = False  # test for a voice before an agent is rung (S4 app. A)

    def people(self, whom: Whom) -> tuple[int, ...]:
        """The people named for a step: those of position A or B; none for other steps."""
        return {Whom.A: self.a, Whom.B: self.b}.get(whom, ())

    def whom(self, person: int, site: str, step: Rung) -> Whom:
        """In which role a person of `site` gets a call on this step: the step's own, pool, A or B, branch."""
        if person in self.people(step.whom):
            return step.whom
        if step.whom in POOLS and site == self.site:
            return Whom.POOL
        for named in (Whom.A, Whom.B):
            if person in self.people(named):
                return named
        return Whom.POOL if site == self.site else Whom.BRANCH


# ---- decisions


@dataclass(frozen=True, slots=True)
class Give:
    """Offer this call to this agent; `lent` is the agent's own site, if he helps out on another site's line."""

    call: str
    agent: int
    whom: Whom
    seconds: int
    lent: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """The call waits; check it again at `until`."""

    call: str
    until: float


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The queue gives this call up; `why` is a value of `QueueEnd`."""

    call: str
    why: str


Decision = Give | Wait | GiveUp


@dataclass(frozen=True, slots=True)
class Place:
    """The position among the waiting calls of the line, from 1, and the expected wait in seconds if known."""

    position: int
    seconds: float | None
