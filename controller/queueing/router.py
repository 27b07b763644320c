"""Who is next: the queue's pure core. Calls and agents in, decisions out; no clock, switch or database.

A call climbs the ladder of its line. The steps A and B ring at once or are skipped; POOL waits its seconds for the
agents of the line's site, BRANCH for those of branch sites too, CALLBACK ends the queue. Each step adds people: those
of lower steps may still take the call. On every step only agents with the needed skills get the call.

No caller is overtaken without a rule. An agent who becomes ready gets the best call he may take: the highest priority,
then the longest wait, no matter if the call is of his own site or of another. So no agent is ready while a call waits
that he could take, and a new call finds only agents for whom no call waits. Two rules let a call overtake: a
supervisor assigns it by hand (`take`), and a call on a higher step is open to more people. A call takes its own site's
agents before it borrows from a branch, and among them the agent who has been idle longest.

Overflow by load moves the calls of a line to the next step in rank order. If the next step is CALLBACK, the last in
rank go there, until few enough calls are left; if there is no next step, the calls wait on.

A decision costs O(log n) in calls or agents, times the numbers of sites, skill sets and steps, which are small.
"""

import heapq
from collections.abc import Iterable

from hotline.words import Presence, Whom

from .availability import Availability
from .line import POOLS, Decision, Give, GiveUp, LineRouting, Place, Skills, Wait, signature
from .waiting import Bucket, Rows, Waiting

LEARN = 0.1  # weight of one call in a line's mean handling time


class Router:
    """The waiting calls and the agents of all sites. Methods return decisions; nothing happens by itself."""

    def __init__(self) -> None:
        self.calls: dict[str, Waiting] = {}
        self._floor = Availability()
        self._rows = Rows()
        self._handling: dict[str, float] = {}
        self._latest = 0.0  # the latest time passed in; used when an agent's leaving moves calls on

    # ---- agents

    def agent(self, person: int, site: str, state: Presence, since: float, skills: Skills = ()) -> list[Decision]:
        """An agent is now in `state`; if he is ready, he gets the best waiting call that he may take.

        An agent who is ready again gets a call even if the end of his last offer was not reported yet: that call keeps
        its offer until `missed` or `leave`. An agent who comes or goes may move other calls to another step.
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
        """A call starts to wait on the first step of its line's ladder; `agent`, if ready, gets it before that."""
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
        """The call leaves the queue (it talks, was moved elsewhere, or is gone)."""
        waiting = self.calls.pop(call, None)
        if waiting is not None:
            self._rows.lift(waiting)

    def missed(self, call: str, now: float) -> list[Decision]:
        """The agent did not answer the offer; the call waits on while its step has time left, or climbs."""
        waiting = self.calls.get(call)
        if waiting is None or waiting.offered_to is None:
            return []
        self._latest = max(self._latest, now)
        waiting.offered_to = None
        again = waiting.until is not None and now < waiting.until
        return self._go_on(waiting, waiting.rung if again else waiting.rung + 1, now)

    def look(self, call: str, now: float) -> list[Decision]:
        """The time of `Wait` has come. A call that is ringing at an agent is left alone."""
        waiting = self.calls.get(call)
        if waiting is None or waiting.stand is None or waiting.until is None or now < waiting.until:
            return []
        self._latest = max(self._latest, now)
        return self._go_on(waiting, waiting.rung + 1, now)

    def take(self, call: str, person: int) -> list[Decision]:
        """Assign a waiting call by hand to a ready agent with the needed skills, no matter who else waits."""
        waiting = self.calls.get(call)
        if waiting is None or waiting.stand is None or self._floor.idle(person, waiting.needs) is None:
            return []
        return [self._give(waiting, person, Whom.PERSON)]

    def offered_to(self, call: str) -> int | None:
        """The agent at whom this call rings by the queue's decision."""
        waiting = self.calls.get(call)
        return None if waiting is None else waiting.offered_to

    # ---- figures

    def handled(self, line_code: str, seconds: float) -> None:
        """An agent handled a call of the line in this time; update the line's moving mean."""
        mean = self._handling.get(line_code, seconds)
        self._handling[line_code] = mean + LEARN * (seconds - mean)

    def place(self, call: str, now: float) -> Place:
        """The current position of a call in its line; 0 if the call is not in the queue."""
        waiting = self.calls.get(call)
        if waiting is None:
            return Place(0, None)
        position = self._rows.position(waiting)
        sites = waiting.stands[waiting.rung].sites if waiting.rung >= 0 else ()
        agents = self._floor.present({waiting.line.site, *sites}, waiting.needs)
        mean = self._handling.get(waiting.line.code)
        return Place(position, position * mean / agents if agents and mean is not None else None)

    def waiting(self, line_code: str) -> int:
        """The number of waiting calls of a line, without those that ring at an agent."""
        return self._rows.count(line_code)

    def present(self, site: str) -> int:
        return self._floor.present((site,))

    def load(self, line_code: str) -> float:
        """Waiting calls per present agent of the line's site who can serve it; zero agents count as one."""
        line = self._rows.line(line_code)
        agents = self._floor.present((line.site,), signature(line.needs)) if line else 0
        return self._rows.count(line_code) / max(1, agents)

    def uncovered(self, lines: Iterable[LineRouting]) -> list[str]:
        """The lines without cover: none of their A and B people are present, or none are named."""
        return [line.code for line in lines if not any(self._floor.here(person) for person in line.a + line.b)]

    # ---- inside: one call

    def _go_on(self, call: Waiting, rung: int, now: float) -> list[Decision]:
        """A call climbs; one more waiting call may push the line's steps over their load limit."""
        decided = self._climb(call, rung, now)
        if call.stand is None:
            return decided
        limited = [stand for stand in self._rows.of_line(call.line.code) if stand.step.load]
        return _last_words(decided + self._lead_on(limited, now)) if limited else decided

    def _climb(self, call: Waiting, rung: int, now: float) -> list[Decision]:
        """Put the call on the first step from `rung` on that offers it, lets it wait, or ends the queue."""
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
        """The first step from `rung` on that is not skipped, and the agent who is free there now."""
        for stand in call.stands[rung:]:
            agent = self._free_for(stand)
            if agent is not None or stand.step.whom is Whom.CALLBACK or self._is_waited_for(stand, call):
                return stand, agent
        return None

    def _free_for(self, stand: Bucket) -> int | None:
        """A free agent: the step's own people in order; then the line's site and named people, then the branches."""
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
        """True if a call waits on this step: an agent of its own sites is present, or `skip_if_none` is off."""
        if stand.rung == call.rung:
            return not self._is_deserted(stand)
        return not stand.step.skip_if_none or self._floor.present(stand.own, stand.needs) > 0

    def _is_deserted(self, stand: Bucket) -> bool:
        """True if no present agent could take the calls of this bucket, and `skip_if_none` is on."""
        if not stand.step.skip_if_none or self._floor.present(stand.sites, stand.needs):
            return False
        return not any(self._floor.here(person, stand.needs) for person in stand.people)

    def _give(self, call: Waiting, agent: int, whom: Whom | None = None) -> Give:
        """Offer the call in the role of its step, or as `whom`; a telephone rings no longer than the step's seconds."""
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

    # ---- inside: buckets whose calls move on

    def _lead_on(self, stands: list[Bucket], now: float) -> list[Decision]:
        """Move calls of these buckets on if no agent is left or the load is reached, the best rank first."""
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
        """Send the last calls of an overloaded line to the call-back, until few enough are left."""
        decided: list[Decision] = []
        while full := [stand for stand in self._rows.of_line(code) if self._overflows_to(stand) is Whom.CALLBACK]:
            stand = max(full, key=lambda stand: stand.calls[-1])
            decided += self._climb(self.calls[stand.calls[-1][3]], stand.rung + 1, now)
        return decided

    def _goes_on(self, stand: Bucket) -> bool:
        return self._is_deserted(stand) or self._overflows_to(stand) not in (None, Whom.CALLBACK)

    def _overflows_to(self, stand: Bucket) -> Whom | None:
        """The step to which this bucket's calls move, if its load is reached."""
        step = stand.step
        if not step.load or step.whom not in POOLS:
            return None
        agents = max(1, self._floor.present(stand.sites, stand.needs))
        if self._rows.count(stand.line.code) < step.load * agents:
            return None
        following = self._following(self.calls[stand.calls[0][3]], stand.rung + 1)
        return following[0].step.whom if following else None


def _last_words(decided: list[Decision]) -> list[Decision]:
    """Keep only the last decision on each call: a call can climb twice in one go."""
    return list({decision.call: decision for decision in decided}.values())
