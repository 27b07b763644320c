"""Who waits, and where: calls in the order of their rank, by the people who may take them.

The calls of a line with the same needs on the same rung are one stand: the same people may take each of them. A call
stands in its stand, and in one row for each site that may take it; rows are by needs, of which there are few. Whoever
becomes ready looks at the first of each row that he can serve, and at the first of each stand he is named for.
"""

import itertools
from dataclasses import dataclass, field

from sortedcontainers import SortedList  # type: ignore[import-untyped, unused-ignore]

from hotline.words import Whom

from .availability import Change
from .line import POOLS, LineRouting, Rung, Skills, meets, signature

Mark = tuple[int, float, int, str]  # priority turned round, since, order of joining, call: the smallest is first


@dataclass(slots=True, eq=False)
class Bucket:
    """Where calls wait: `sites` and `people` may take them. It widens with each rung: who was asked once may still.

    `own` are the sites that this rung itself asks.
    """

    line: LineRouting
    rung: int
    needs: Skills
    sites: tuple[str, ...]
    people: tuple[int, ...]
    own: tuple[str, ...]
    calls: SortedList = field(default_factory=SortedList)
    hopes: "Bucket | None" = None  # with a limit of load: the last rung, for whose people it may be led on

    @property
    def step(self) -> Rung:
        return self.line.ladder[self.rung]


@dataclass(slots=True, eq=False)
class Waiting:
    """A call in the queue: it stands in a stand or is offered to somebody. Rung -1 is before the ladder."""

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
    """One for each rung of the ladder, each with the last, whose people and sites are all it will ever have."""
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
    """All stands and rows. Stands are in the indexes while calls stand in them."""

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
        """A call that begins to wait; it stands nowhere yet. Stands of a line are made anew when the line changed."""
        known = self._known.get(line.code)
        if known is None or (known[0] is not line and known[0] != line):
            known = self._known[line.code] = (line, {})
        needs = signature(line.needs + needs)
        stands = known[1].get(needs)
        if stands is None:
            stands = known[1][needs] = _stands(line, needs)
        return Waiting(call, line, needs, priority, since, (-priority, since, next(self._ties), call), stands)

    def line(self, code: str) -> LineRouting | None:
        """The line as it was when a call joined it last."""
        known = self._known.get(code)
        return known[0] if known else None

    # ---- to stand, and to stand no more

    def put(self, call: Waiting) -> None:
        """The call stands on its rung."""
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
        """The call stands nowhere now."""
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

    # ---- questions

    def of_line(self, code: str) -> list[Bucket]:
        """Where calls of this line stand."""
        return list(self._of_line.get(code, ()))

    def of_agent(self, person: int, change: Change) -> list[Bucket]:
        """Where calls stand that an agent's move may lead on: for want of him, or to him."""
        found = {**self._named.get(person, {}), **self._hoping.get(person, {})}
        for site in change.sites:
            found |= self._hoping_site.get(site, {})
        if change.emptied is not None:
            found |= self._at_site.get(change.emptied, {})
        return list(found)

    def count(self, code: str) -> int:
        return sum(len(stand.calls) for stand in self._of_line.get(code, ()))

    def position(self, call: Waiting) -> int:
        """From 1, among the calls of its line that wait."""
        before: int = sum(stand.calls.bisect_left(call.mark) for stand in self._of_line.get(call.line.code, ()))
        return 1 + before

    def first_for(self, person: int, site: str, skills: Skills) -> str | None:
        """Of the calls this agent may take, the one of the best rank."""
        first = [row[0] for needs, row in self._rows.get(site, {}).items() if row and meets(skills, needs)]
        first += [stand.calls[0] for stand in self._named.get(person, ()) if meets(skills, stand.needs)]
        call: str | None = min(first)[3] if first else None
        return call
