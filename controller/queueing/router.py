"""Who is next: the pure heart of the queue. Calls and agents in, decisions out; no clock, no switch, no row.

A call climbs the ladder of its line. The steps A and B ask at once or are passed over; POOL waits its seconds for the
agents of the line's site, BRANCH for those of branch sites too, CALLBACK ends the queue. Climbing widens: who was
asked on a lower step may still take the call. On every step only somebody with the skills the call needs is asked.

No caller is overtaken without a rule. Whoever becomes ready is offered to the best call he may take: the higher
priority, then who waits longest, whether it is a call of his own site or he is lent to another. So nobody is ready
while a call waits that he could take, and a call that comes new finds only agents for whom nobody waits. The rules
that overtake: a supervisor gives a call by hand (`take`), and one that stands on a higher step is open to more people.
A call asks its own site's agents before it borrows from a branch, and among them the one who was idle longest.

Overflow by load leads the calls of a line on in the order of their rank. Where the next step is CALLBACK it is the
last who are led there, until the others are few enough; where no step is next they wait on.

Each decision costs the logarithm of the calls or agents, times the sites, the kinds of skills and the steps, which
are few.
"""

import heapq
from collections.abc import Iterable

from hotline.words import Presence, Whom

from .availability import Availability
from .line import POOLS, Decision, Give, GiveUp, LineRouting, Place, Skills, Wait, signature
from .waiting import Bucket, Rows, Waiting

LEARN = 0.1  # how much of its mean handling time a line learns from one call


class Router:
    """The waiting calls and the agents of all sites. Every method answers with decisions; nothing happens by itself."""

    def __init__(self) -> None:
        self.calls: dict[str, Waiting] = {}
        self._floor = Availability()
        self._rows = Rows()
        self._handling: dict[str, float] = {}
        self._latest = 0.0  # the latest moment told: for what an agent's leaving sets going

    # ---- agents

    def agent(self, person: int, site: str, state: Presence, since: float, skills: Skills = ()) -> list[Decision]:
        """An agent is now in `state`; who becomes ready is offered to the first call he may take.

        Somebody who is ready again is asked again, also where his last offer is not yet told to be over: that call
        stays with its offer until `missed` or `leave`. His coming and going may lead others on.
        """
        self._latest = max(self._latest, since)
        able = signature(skills)
        change = self._floor.put(person, site, state, since, able)
        decided: list[Decision] = []
        if state is Presence.READY and (first := self._rows.first_for(person, site, able)) is not None:
            call = self.calls[first]
            decided.append(self._give(call, person))
        if change.sites or state is Presence.READY:
            decided += self._lead_on(self._rows.of_agent(person, change), self._latest)
        return decided

    # ---- calls

    def join(
        self, call: str, line: LineRouting, *, priority: int, since: float, now: float, needs: Skills = (),
        agent: int | None = None,
    ) -> list[Decision]:  # fmt: skip
        """A call begins to wait at the foot of its line's ladder; `agent`, if ready, is asked before the ladder."""
        self.leave(call)
        self._latest = max(self._latest, now)
        waiting = self.calls[call] = self._rows.waiting(call, line, needs, priority, since)
        if agent is not None and self._floor.idle(agent, waiting.needs) is not None:
            return [self._give(waiting, agent, Whom.PERSON)]
        decided = self._go_on(waiting, 0, now)
        if waiting.stand is not None and 0 < line.most_waiting < self._rows.count(line.code):
            return _last_words([*decided, self._end(waiting, "full")])
        return decided

    def leave(self, call: str) -> None:
        """The call waits no more (talks, was led on, or is gone)."""
        waiting = self.calls.pop(call, None)
        if waiting is not None:
            self._rows.lift(waiting)

    def missed(self, call: str, now: float) -> list[Decision]:
        """The agent who was offered did not take it; the call waits on while its step has time, or climbs."""
        waiting = self.calls.get(call)
        if waiting is None or waiting.offered_to is None:
            return []
        self._latest = max(self._latest, now)
        waiting.offered_to = None
        again = waiting.until is not None and now < waiting.until
        return self._go_on(waiting, waiting.rung if again else waiting.rung + 1, now)

    def look(self, call: str, now: float) -> list[Decision]:
        """The time of `Wait` has come. A call that rings at an agent just then is left to ring."""
        waiting = self.calls.get(call)
        if waiting is None or waiting.stand is None or waiting.until is None or now < waiting.until:
            return []
        self._latest = max(self._latest, now)
        return self._go_on(waiting, waiting.rung + 1, now)

    def take(self, call: str, person: int) -> list[Decision]:
        """By hand a waiting call is given to a ready agent who can do what it needs, whoever else waits."""
        waiting = self.calls.get(call)
        if waiting is None or waiting.stand is None or self._floor.idle(person, waiting.needs) is None:
            return []
        return [self._give(waiting, person, Whom.PERSON)]

    # ---- what is known

    def handled(self, line_code: str, seconds: float) -> None:
        """A call of the line took an agent so long; the mean moves with each."""
        mean = self._handling.get(line_code, seconds)
        self._handling[line_code] = mean + LEARN * (seconds - mean)

    def place(self, call: str, now: float) -> Place:
        """Where a call stands in its line at this moment; a call that is not in the queue stands at 0."""
        waiting = self.calls.get(call)
        if waiting is None:
            return Place(0, None)
        position = self._rows.position(waiting)
        sites = waiting.stands[waiting.rung].sites if waiting.rung >= 0 else ()
        agents = self._floor.present({waiting.line.site, *sites}, waiting.needs)
        mean = self._handling.get(waiting.line.code)
        return Place(position, position * mean / agents if agents and mean is not None else None)

    def waiting(self, line_code: str) -> int:
        """The calls of a line that wait; one that rings at an agent is not among them."""
        return self._rows.count(line_code)

    def present(self, site: str) -> int:
        return self._floor.present((site,))

    def load(self, line_code: str) -> float:
        """Waiting calls for each agent of the line's site who is present and can serve it; nobody counts as one."""
        line = self._rows.line(line_code)
        agents = self._floor.present((line.site,), signature(line.needs)) if line else 0
        return self._rows.count(line_code) / max(1, agents)

    def uncovered(self, lines: Iterable[LineRouting]) -> list[str]:
        """The lines without cover: of their A and B people nobody is present, or nobody is named."""
        return [line.code for line in lines if not any(self._floor.here(person) for person in line.a + line.b)]

    # ---- inside: one call

    def _go_on(self, call: Waiting, rung: int, now: float) -> list[Decision]:
        """A call climbs; one more that waits may be too much for the steps of its line that have a limit."""
        decided = self._climb(call, rung, now)
        if call.stand is None:
            return decided
        limited = [stand for stand in self._rows.of_line(call.line.code) if stand.step.load]
        return _last_words(decided + self._lead_on(limited, now)) if limited else decided

    def _climb(self, call: Waiting, rung: int, now: float) -> list[Decision]:
        """Take the first rung from `rung` on that offers, waits or ends."""
        self._rows.lift(call)
        following = self._following(call, rung)
        if following is None:
            sites = {call.line.site, *(call.stands[-1].sites if call.stands else ())}
            return [self._end(call, "too_long" if self._floor.present(sites, call.needs) else "nobody")]
        stand, agent = following
        step = stand.step
        if stand.rung != call.rung:
            call.rung, call.until = stand.rung, None
        if step.whom is Whom.CALLBACK:
            return [self._end(call, "callback")]
        if call.until is None and (agent is None or step.whom in POOLS):
            call.until = now + step.seconds
        if agent is not None:
            return [self._give(call, agent)]
        assert call.until is not None
        self._rows.put(call)
        return [Wait(call.call, call.until)]

    def _following(self, call: Waiting, rung: int) -> tuple[Bucket, int | None] | None:
        """The first step from `rung` on that is not passed over, and who is free there at once."""
        for stand in call.stands[rung:]:
            agent = self._free_for(stand)
            if agent is not None or stand.step.whom is Whom.CALLBACK or self._is_waited_for(stand, call):
                return stand, agent
        return None

    def _free_for(self, stand: Bucket) -> int | None:
        """A step's own people in their order; then the line's site and those named, then the branches."""
        step, site, floor = stand.step, stand.line.site, self._floor
        for person in stand.line.people(step.whom):
            if floor.idle(person, stand.needs) is not None:
                return person
        if step.whom is Whom.CALLBACK or (step.whom not in POOLS and step.skip_if_none):
            return None
        home = (site,) if site in stand.sites else ()
        person_at_home = floor.longest_idle(home, stand.people, stand.needs)
        return person_at_home if person_at_home is not None else floor.longest_idle(stand.sites, (), stand.needs)

    def _is_waited_for(self, stand: Bucket, call: Waiting) -> bool:
        """A call that comes stands here if somebody of the step's own sites is present, or whoever may come."""
        if stand.rung == call.rung:
            return not self._is_deserted(stand)
        return not stand.step.skip_if_none or self._floor.present(stand.own, stand.needs) > 0

    def _is_deserted(self, stand: Bucket) -> bool:
        """Nobody is present any more who could take the calls that stand here, and the step waits for nobody."""
        if not stand.step.skip_if_none or self._floor.present(stand.sites, stand.needs):
            return False
        return not any(self._floor.here(person, stand.needs) for person in stand.people)

    def _give(self, call: Waiting, agent: int, whom: Whom | None = None) -> Give:
        """Offered as what the call's step says, or as `whom`; a telephone rings no longer than the step gives."""
        self._rows.lift(call)
        self._floor.engage(agent)
        call.offered_to = agent
        line, site, seconds = call.line, self._floor.site(agent), float(call.line.ring_seconds)
        if whom is None:
            step = line.ladder[call.rung]
            whom, seconds = line.whom(agent, site, step), min(seconds, step.seconds)
        return Give(call.call, agent, whom, max(1, int(seconds)), "" if site == line.site else site)

    def _end(self, call: Waiting, why: str) -> GiveUp:
        self.leave(call.call)
        return GiveUp(call.call, why)

    # ---- inside: stands that are led on

    def _lead_on(self, stands: list[Bucket], now: float) -> list[Decision]:
        """Calls of these stands go on where nobody is left or the load is reached: the best rank first."""
        decided: list[Decision] = []
        heap = [(stand.calls[0], stand.rung, stand) for stand in stands if self._goes_on(stand)]
        heapq.heapify(heap)
        while heap:
            mark, _, stand = heapq.heappop(heap)
            if not stand.calls or stand.calls[0] != mark or not self._goes_on(stand):
                continue
            call = self.calls[mark[3]]
            decided += self._climb(call, stand.rung + 1, now)
            for again in (stand, call.stand):
                if again is not None and again.calls:
                    heapq.heappush(heap, (again.calls[0], again.rung, again))
        for code in dict.fromkeys(stand.line.code for stand in stands):
            decided += self._spill(code, now)
        return _last_words(decided)

    def _spill(self, code: str, now: float) -> list[Decision]:
        """Of a line with too many waiting the last are led to the call-back, until the others are few enough."""
        decided: list[Decision] = []
        while full := [stand for stand in self._rows.of_line(code) if self._overflows_to(stand) is Whom.CALLBACK]:
            stand = max(full, key=lambda stand: stand.calls[-1])
            decided += self._climb(self.calls[stand.calls[-1][3]], stand.rung + 1, now)
        return decided

    def _goes_on(self, stand: Bucket) -> bool:
        return self._is_deserted(stand) or self._overflows_to(stand) not in (None, Whom.CALLBACK)

    def _overflows_to(self, stand: Bucket) -> Whom | None:
        """The step that takes the calls of this stand where its load is reached."""
        step = stand.step
        if not step.load or step.whom not in POOLS:
            return None
        agents = max(1, self._floor.present(stand.sites, stand.needs))
        if self._rows.count(stand.line.code) < step.load * agents:
            return None
        following = self._following(self.calls[stand.calls[0][3]], stand.rung + 1)
        return following[0].step.whom if following else None


def _last_words(decided: list[Decision]) -> list[Decision]:
    """Of two decisions on one call only the later: it climbed twice."""
    return list({decision.call: decision for decision in decided}.values())
