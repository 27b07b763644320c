"""Who is there: the agents of all sites, counted and lined up by site and skills.

Agents with the same skills at the same site are one group. A question goes through the groups that can do what is
needed, of which there are few; inside a group the longest idle is at hand, however many stand there.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from sortedcontainers import SortedList  # type: ignore[import-untyped, unused-ignore]

from hotline.words import Presence

from .line import Skills, meets

PRESENT = frozenset({Presence.READY, Presence.OFFERED, Presence.TALKING, Presence.WRAP_UP})

Idle = tuple[float, int, int]  # ready since, tie, person: the smallest was idle longest


@dataclass(slots=True)
class Standing:
    """How an agent stands; `idle` while he can be offered a call."""

    site: str
    state: Presence
    skills: Skills
    idle: Idle | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What an agent's move changed: `sites` have one present more or less, at `emptied` he was the last of his kind."""

    sites: tuple[str, ...] = ()
    emptied: str | None = None


class Availability:
    def __init__(self) -> None:
        self._agents: dict[int, Standing] = {}
        self._present: dict[str, dict[Skills, int]] = {}
        self._idle: dict[str, dict[Skills, SortedList]] = {}
        self._ties = itertools.count()

    def put(self, person: int, site: str, state: Presence, since: float, skills: Skills) -> Change:
        """The agent stands so from now on."""
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
        """The agent has been given a call, or is ready no more: he is not offered another."""
        agent = self._agents[person]
        if agent.idle is not None:
            self._idle[agent.site][agent.skills].remove(agent.idle)
            agent.idle = None

    # ---- questions

    def site(self, person: int) -> str:
        return self._agents[person].site

    def here(self, person: int, needs: Skills = ()) -> bool:
        """The agent is present, ready or not, and can do what is needed."""
        agent = self._agents.get(person)
        return agent is not None and agent.state in PRESENT and meets(agent.skills, needs)

    def idle(self, person: int, needs: Skills) -> Idle | None:
        """Since when this agent could be offered a call with these needs; None where he cannot."""
        agent = self._agents.get(person)
        return agent.idle if agent is not None and meets(agent.skills, needs) else None

    def present(self, sites: Iterable[str], needs: Skills = ()) -> int:
        """How many of these sites are present, ready or not, who can do what is needed."""
        kinds = (kind for site in sites for kind in self._present.get(site, {}).items())
        return sum(count for skills, count in kinds if meets(skills, needs))

    def longest_idle(self, sites: Iterable[str], people: Iterable[int], needs: Skills) -> int | None:
        """Of the ready agents of these sites and these people by name, the one who was idle longest."""
        groups = (group for site in sites for group in self._idle.get(site, {}).items())
        first = [idle[0] for skills, idle in groups if idle and meets(skills, needs)]
        first += [idle for person in people if (idle := self.idle(person, needs)) is not None]
        person: int | None = min(first)[2] if first else None
        return person
