"""Who is present: the agents of all sites, counted and sorted by site and skills.

Agents with the same skills at the same site form one group. A query visits the groups with the needed skills, which
are few; each group is sorted, so the agent idle longest is found at once, however large the group is.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from sortedcontainers import SortedList  # type: ignore[import-untyped, unused-ignore]

from hotline.words import Presence

from .line import Skills, meets

PRESENT = frozenset({Presence.READY, Presence.OFFERED, Presence.TALKING, Presence.WRAP_UP})

Idle = tuple[float, int, int]  # ready since, tie-breaker, person: the smallest has been idle longest


@dataclass(slots=True)
class Standing:
    """An agent's state; `idle` is set while he can be offered a call."""

    site: str
    state: Presence
    skills: Skills
    idle: Idle | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """`sites` have one present agent more or less; at `emptied` he was the last with his set of skills."""

    sites: tuple[str, ...] = ()
    emptied: str | None = None


class Availability:
    def __init__(self) -> None:
        self._agents: dict[int, Standing] = {}
        self._present: dict[str, dict[Skills, int]] = {}
        self._idle: dict[str, dict[Skills, SortedList]] = {}
        self._ties = itertools.count()

    def put(self, person: int, site: str, state: Presence, since: float, skills: Skills) -> Change:
        """Set the agent's state."""
        old = self._agents.get(person, Standing(site, Presence.OFF, skills))
        if old.idle is not None:
            self.engage(person)
        new = self._agents[person] = Standing(site, state, skills)
        self._count(new, 1)
        self._count(old, -1)
        if state is Presence.READY:
            new.idle = (since, next(self._ties), person)
            self._idle.setdefault(site, {}).setdefault(skills, SortedList()).add(new.idle)
        return self._change(old, new)

    def _change(self, old: Standing, new: Standing) -> Change:
        was, is_now = old.state in PRESENT, new.state in PRESENT
        if was == is_now and (not was or (old.site, old.skills) == (new.site, new.skills)):
            return Change()
        left = (old.site,) if was else ()
        emptied = old.site if was and not self._present[old.site].get(old.skills) else None
        return Change((*left, new.site) if is_now else left, emptied)

    def _count(self, agent: Standing, more: int) -> None:
        if agent.state in PRESENT:
            kinds = self._present.setdefault(agent.site, {})
            kinds[agent.skills] = kinds.get(agent.skills, 0) + more
            if not kinds[agent.skills]:
                del kinds[agent.skills]

    def engage(self, person: int) -> None:
        """The agent has got a call, or is no longer ready: he is offered no other call."""
        agent = self._agents[person]
        if agent.idle is not None:
            self._idle[agent.site][agent.skills].remove(agent.idle)
            agent.idle = None

    # ---- queries

    def site(self, person: int) -> str:
        return self._agents[person].site

    def here(self, person: int, needs: Skills = ()) -> bool:
        """True if the agent is present, ready or not, and has the needed skills."""
        agent = self._agents.get(person)
        return agent is not None and agent.state in PRESENT and meets(agent.skills, needs)

    def idle(self, person: int, needs: Skills) -> Idle | None:
        """Since when this agent has been free for a call with these needs; None if he is not."""
        agent = self._agents.get(person)
        return agent.idle if agent is not None and meets(agent.skills, needs) else None

    def present(self, sites: Iterable[str], needs: Skills = ()) -> int:
        """The number of agents present at these sites, ready or not, who have the needed skills."""
        kinds = (kind for site in sites for kind in self._present.get(site, {}).items())
        return sum(count for skills, count in kinds if meets(skills, needs))

    def longest_idle(self, sites: Iterable[str], people: Iterable[int], needs: Skills) -> int | None:
        """The agent idle longest among the ready agents of these sites and these named people."""
        groups = (group for site in sites for group in self._idle.get(site, {}).items())
        first = [idle[0] for skills, idle in groups if idle and meets(skills, needs)]
        first += [idle for person in people if (idle := self.idle(person, needs)) is not None]
        person: int | None = min(first)[2] if first else None
        return person
