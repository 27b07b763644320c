"""The rules of the queue once more, the slow and plain way: every question looks at every call and every agent."""

from dataclasses import dataclass

from controller.queueing.line import Decision, Give, GiveUp, LineRouting, Place, Rung, Skills, Wait
from hotline.words import Presence

from .places import BRANCH, CALLBACK, PERSON, POOL, A, B

HERE = (Presence.READY, Presence.OFFERED, Presence.TALKING, Presence.WRAP_UP)


@dataclass
class Man:
    site: str
    state: Presence
    skills: dict[str, int]
    idle: tuple[float, int] | None


@dataclass
class Call:
    name: str
    line: LineRouting
    needs: Skills
    rank: tuple[int, float, int]
    rung: int = -1
    until: float | None = None
    stands: bool = False
    offered_to: int | None = None

    @property
    def step(self) -> Rung:
        return self.line.ladder[self.rung]


class Naive:
    def __init__(self) -> None:
        self.men: dict[int, Man] = {}
        self.calls: dict[str, Call] = {}
        self.now, self.count = 0.0, 0
        self.means: dict[str, float] = {}

    # ---- who may take what

    def able(self, person: int, needs: Skills) -> bool:
        return person in self.men and all(self.men[person].skills.get(code, -1) >= level for code, level in needs)

    def sites(self, line: LineRouting, rung: int) -> set[str]:
        steps = line.ladder[: rung + 1]
        branches = {site for step in steps if step.whom is BRANCH for site in step.sites}
        return branches | ({line.site} if any(step.whom in (POOL, BRANCH) for step in steps) else set())

    def named(self, line: LineRouting, rung: int) -> set[int]:
        whoms = [step.whom for step in line.ladder[: rung + 1]]
        return {*(line.a if A in whoms else ()), *(line.b if B in whoms else ())}

    def takers(self, call: Call, rung: int) -> list[int]:
        sites, named = self.sites(call.line, rung), self.named(call.line, rung)
        may = [p for p, man in self.men.items() if man.site in sites or p in named]
        return [p for p in may if self.able(p, call.needs)]

    def standing(self) -> list[Call]:
        return sorted((call for call in self.calls.values() if call.stands), key=lambda call: call.rank)

    def queue(self, code: str) -> list[Call]:
        return [call for call in self.standing() if call.line.code == code]

    def there(self, person: int) -> bool:
        return person in self.men and self.men[person].state in HERE

    def at(self, sites: set[str], needs: Skills = ()) -> int:
        return sum(self.there(p) and man.site in sites and self.able(p, needs) for p, man in self.men.items())

    # ---- steps

    def free(self, call: Call, rung: int) -> int | None:
        step = call.line.ladder[rung]
        own = {A: call.line.a, B: call.line.b}.get(step.whom, ())
        for person in own:
            if self.able(person, call.needs) and self.men[person].idle:
                return person
        if step.whom in (A, B) and step.skip_if_none:
            return None
        named = self.named(call.line, rung)
        free = [(self.men[p].site != call.line.site and p not in named, self.men[p].idle or (), p)
                for p in self.takers(call, rung) if self.men[p].idle]  # fmt: skip
        return min(free)[2] if free else None

    def enters(self, call: Call, rung: int) -> bool:
        step = call.line.ladder[rung]
        own = {POOL: {call.line.site}, BRANCH: {*step.sites}}.get(step.whom, set())
        return not step.skip_if_none or self.at(own, call.needs) > 0

    def stays(self, call: Call) -> bool:
        return not call.step.skip_if_none or any(self.there(p) for p in self.takers(call, call.rung))

    def following(self, call: Call, rung: int) -> int | None:
        for place in range(rung, len(call.line.ladder)):
            ends = call.line.ladder[place].whom is CALLBACK
            waits = self.stays(call) if place == call.rung else self.enters(call, place)
            if ends or waits or self.free(call, place) is not None:
                return place
        return None

    def climb(self, call: Call, rung: int, now: float) -> Decision:
        call.stands = False
        place = self.following(call, rung)
        if place is None:
            sites = {call.line.site} | self.sites(call.line, len(call.line.ladder))
            return self.end(call, "too_long" if self.at(sites, call.needs) else "nobody")
        if place != call.rung:
            call.rung, call.until = place, None
        if call.step.whom is CALLBACK:
            return self.end(call, "callback")
        agent = self.free(call, place)
        if call.until is None and (agent is None or call.step.whom in (POOL, BRANCH)):
            call.until = now + call.step.seconds
        if agent is not None:
            return self.give(call, agent)
        call.stands = True
        assert call.until is not None
        return Wait(call.name, call.until)

    def end(self, call: Call, why: str) -> GiveUp:
        call.stands = False
        del self.calls[call.name]
        return GiveUp(call.name, why)

    def give(self, call: Call, agent: int, *, certain: bool = False) -> Give:
        call.stands, call.offered_to = False, agent
        man, line = self.men[agent], call.line
        man.idle = None
        lent = "" if man.site == line.site else man.site
        if certain:
            return Give(call.name, agent, PERSON, line.ring_seconds, lent)
        own = {A: line.a, B: line.b}.get(call.step.whom, ())
        pool = not lent and call.step.whom in (POOL, BRANCH)
        position = A if agent in line.a else B if agent in line.b else BRANCH if lent else POOL
        whom = call.step.whom if agent in own else POOL if pool else position
        return Give(call.name, agent, whom, max(1, int(min(line.ring_seconds, call.step.seconds))), lent)

    # ---- load

    def overflow(self, call: Call) -> int | None:
        if not call.step.load or call.step.whom not in (POOL, BRANCH):
            return None
        agents = max(1, self.at(self.sites(call.line, call.rung), call.needs))
        full = len(self.queue(call.line.code)) / agents >= call.step.load
        return self.following(call, call.rung + 1) if full else None

    def settle(self, now: float) -> list[Decision]:
        """Again and again: the best call that cannot stay goes on; then the last of those that spill over."""
        decided: list[Decision] = []
        while True:
            places = [(call, self.overflow(call)) for call in self.standing()]
            ends = [c for c, at in places if at is not None and c.line.ladder[at].whom is CALLBACK]
            goes = [c for c, at in places if not self.stays(c) or (at is not None and c not in ends)]
            if not goes and not ends:
                return decided
            call = goes[0] if goes else ends[-1]
            decided.append(self.climb(call, call.rung + 1, now))

    # ---- what is told

    def agent(self, person: int, site: str, state: Presence, since: float, skills: Skills = ()) -> list[Decision]:
        self.now, self.count = max(self.now, since), self.count + 1
        idle = (since, self.count) if state is Presence.READY else None
        levels = {code: max(level for other, level in skills if other == code) for code, _ in skills}
        self.men[person] = Man(site, state, levels, idle)
        mine = [call for call in self.standing() if person in self.takers(call, call.rung)]
        given = [self.give(mine[0], person)] if idle and mine else []
        return [*given, *self.settle(self.now)]

    def join(self, call: str, line: LineRouting, *, priority: int, since: float, now: float, needs: Skills = (),
             agent: int | None = None) -> list[Decision]:  # fmt: skip
        self.now, self.count = max(self.now, now), self.count + 1
        new = self.calls[call] = Call(call, line, line.needs + needs, (-priority, since, self.count))
        if agent is not None and self.able(agent, new.needs) and self.men[agent].idle:
            return [self.give(new, agent, certain=True)]
        decided = [self.climb(new, 0, now), *self.settle(now)]
        if new.stands and 0 < line.most_waiting < len(self.queue(line.code)):
            decided.append(self.end(new, "full"))
        return decided

    def leave(self, call: str) -> None:
        self.calls.pop(call, None)

    def missed(self, call: str, now: float) -> list[Decision]:
        self.now = max(self.now, now)
        one = self.calls.get(call)
        if one is None or one.offered_to is None:
            return []
        one.offered_to = None
        again = one.until is not None and now < one.until
        return [self.climb(one, one.rung if again else one.rung + 1, now), *self.settle(now)]

    def look(self, call: str, now: float) -> list[Decision]:
        one = self.calls.get(call)
        if one is None or not one.stands or one.until is None or now < one.until:
            return []
        self.now = max(self.now, now)
        return [self.climb(one, one.rung + 1, now), *self.settle(now)]

    def take(self, call: str, person: int) -> list[Decision]:
        one = self.calls.get(call)
        if one is None or not one.stands or not self.able(person, one.needs) or not self.men[person].idle:
            return []
        return [self.give(one, person, certain=True)]

    def handled(self, code: str, seconds: float) -> None:
        before = self.means.get(code)
        self.means[code] = seconds if before is None else before + 0.1 * (seconds - before)

    def place(self, call: str) -> Place:
        one = self.calls[call]
        position = 1 + sum(other.rank < one.rank for other in self.queue(one.line.code))
        agents = self.at({one.line.site} | self.sites(one.line, one.rung), one.needs)
        mean = self.means.get(one.line.code)
        return Place(position, position * mean / agents if agents and mean is not None else None)
