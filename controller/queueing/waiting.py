"""The waiting calls, sorted by rank and grouped by the people who may take them.

Calls of a line with the same skills and step share one bucket (a "stand"): the same people may take each of them. A
call is also in one row per site that may take it; a site has one row per set of needs, so few. An agent who becomes
ready checks the first call of each row that he can serve, and the first of each bucket for which he is named.
"""

import itertools
from dataclasses import dataclass, field

from sortedcontainers import SortedList  # type: ignore[import-untyped, unused-ignore]

from hotline.words import Whom

from .availability import Change
from .line import POOLS, LineRouting, Rung, Skills, meets, signature

Mark = tuple[int, float, int, str]  # negative priority, since, order of joining, call: the smallest is first


@dataclass(slots=True, eq=False)
class Bucket:
    """Waiting calls that `sites` and `people` may take. Both include those of all lower rungs.

    `own` are the sites of this rung alone.
    """

    line: LineRouting
    rung: int
    needs: Skills
    sites: tuple[str, ...]
    people: tuple[int, ...]
    own: tuple[str, ...]
    calls: SortedList = field(default_factory=SortedList)
    hopes: "Bucket | None" = None  # set if the step has a load limit: the last rung, to whose people calls may move

    @property
    def step(self) -> Rung:
        return self.line.ladder[self.rung]


@dataclass(slots=True, eq=False)
class Waiting:
    """A call in the queue: it is in a bucket, or offered to an agent. Rung -1 is before the ladder."""

    call: str
    line: LineRouting
    needs: Skills
    priority: int
    since: float
    mark: Mark
    stands: tuple[Bucket, ...]
    rung: int = -1
    until: float | None = None
    offered_to: int | None = None
    stand: Bucket | None = None


def _stands(line: LineRouting, needs: Skills) -> tuple[Bucket, ...]:
    """One bucket for each rung. The last one has all people and sites; `hopes` of a rung with a load refers to it."""
    made: list[Bucket] = []
    sites: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    for rung, step in enumerate(line.ladder):
        home = (line.site,) if step.whom in POOLS else ()
        own = step.sites if step.whom is Whom.BRANCH else home
        sites = tuple(dict.fromkeys((*sites, *home, *own)))
        people = tuple(dict.fromkeys(people + line.people(step.whom)))
        made.append(Bucket(line, rung, needs, sites, people, own))
    for stand in made:
        stand.hopes = made[-1] if stand.step.load else None
    return tuple(made)


class Rows:
    """All buckets and rows. A bucket is in the indexes while it holds calls."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[Skills, SortedList]] = {}  # site -> needs -> marks
        self._of_line: dict[str, dict[Bucket, None]] = {}
        self._at_site: dict[str, dict[Bucket, None]] = {}
        self._named: dict[int, dict[Bucket, None]] = {}
        self._hoping_site: dict[str, dict[Bucket, None]] = {}
        self._hoping: dict[int, dict[Bucket, None]] = {}
        self._known: dict[str, tuple[LineRouting, dict[Skills, tuple[Bucket, ...]]]] = {}
        self._ties = itertools.count()

    def waiting(self, call: str, line: LineRouting, needs: Skills, priority: int, since: float) -> Waiting:
        """A new waiting call, in no bucket yet. A line's buckets are made anew when the line has changed."""
        known = self._known.get(line.code)
        if known is None or (known[0] is not line and known[0] != line):
            known = self._known[line.code] = (line, {})
        needs = signature(line.needs + needs)
        stands = known[1].get(needs)
        if stands is None:
            stands = known[1][needs] = _stands(line, needs)
        return Waiting(call, line, needs, priority, since, (-priority, since, next(self._ties), call), stands)

    def line(self, code: str) -> LineRouting | None:
        """The line as of the last call that joined it."""
        known = self._known.get(code)
        return known[0] if known else None

    # ---- adding and removing

    def put(self, call: Waiting) -> None:
        """Add the call to the bucket of its rung."""
        stand = call.stand = call.stands[call.rung]
        if not stand.calls:
            for index in self._indexes(stand):
                index[stand] = None
        stand.calls.add(call.mark)
        for site in stand.sites:
            rows = self._rows.setdefault(site, {})
            if stand.needs not in rows:
                rows[stand.needs] = SortedList()
            rows[stand.needs].add(call.mark)

    def lift(self, call: Waiting) -> None:
        """Remove the call from its bucket."""
        stand, call.stand = call.stand, None
        if stand is None:
            return
        stand.calls.remove(call.mark)
        for site in stand.sites:
            self._rows[site][stand.needs].remove(call.mark)
        if not stand.calls:
            for index in self._indexes(stand):
                del index[stand]

    def _indexes(self, stand: Bucket) -> list[dict[Bucket, None]]:
        return [
            self._of_line.setdefault(stand.line.code, {}),
            *(self._at_site.setdefault(site, {}) for site in stand.sites),
            *(self._named.setdefault(person, {}) for person in stand.people),
            *(self._hoping_site.setdefault(site, {}) for site in (stand.hopes.sites if stand.hopes else ())),
            *(self._hoping.setdefault(person, {}) for person in (stand.hopes.people if stand.hopes else ())),
        ]

    # ---- queries

    def of_line(self, code: str) -> list[Bucket]:
        """The buckets that hold calls of this line."""
        return list(self._of_line.get(code, ()))

    def of_agent(self, person: int, change: Change) -> list[Bucket]:
        """The buckets whose calls may move on because this agent left, or because he came to a later step."""
        found = {**self._named.get(person, {}), **self._hoping.get(person, {})}
        for site in change.sites:
            found |= self._hoping_site.get(site, {})
        if change.emptied is not None:
            found |= self._at_site.get(change.emptied, {})
        return list(found)

    def count(self, code: str) -> int:
        return sum(len(stand.calls) for stand in self._of_line.get(code, ()))

    def position(self, call: Waiting) -> int:
        """The call's position among the waiting calls of its line, from 1."""
        before: int = sum(stand.calls.bisect_left(call.mark) for stand in self._of_line.get(call.line.code, ()))
        return 1 + before

    def first_for(self, person: int, site: str, skills: Skills) -> str | None:
        """The best-ranked call that this agent may take."""
        first = [row[0] for needs, row in self._rows.get(site, {}).items() if row and meets(skills, needs)]
        first += [stand.calls[0] for stand in self._named.get(person, ()) if meets(skills, stand.needs)]
        call: str | None = min(first)[3] if first else None
        return call
