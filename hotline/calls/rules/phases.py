"""A call as a strip of phases, from its facts: in the menu, waiting, ringing, talking, on hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hotline.words import Fact


class Stage(StrEnum):
    MENU = "menu"
    WAITING = "waiting"
    RINGING = "ringing"
    TALKING = "talking"
    HELD = "held"
    MESSAGE = "message"


_TURNS: dict[Fact, Stage] = {
    Fact.ARRIVED: Stage.MENU,
    Fact.QUEUED: Stage.WAITING,
    Fact.OFFERED: Stage.RINGING,
    Fact.TALKING: Stage.TALKING,
    Fact.HELD: Stage.HELD,
    Fact.RESUMED: Stage.TALKING,
    Fact.AGENT_LOST: Stage.WAITING,
    Fact.QUEUE_OVER: Stage.MENU,
    Fact.MESSAGE: Stage.MESSAGE,
    Fact.CONSULTING: Stage.HELD,
    Fact.TRANSFERRED: Stage.HELD,
    Fact.THREE_WAY: Stage.TALKING,
    Fact.RETURNED: Stage.TALKING,
    Fact.TALK_OVER: Stage.MENU,
    Fact.SCRIPT: Stage.MENU,
}

END_A_HOLD = (
    Fact.RESUMED, Fact.RETURNED, Fact.CONSULTING, Fact.TALK_OVER, Fact.SCRIPT, Fact.TRANSFERRED, Fact.AGENT_LOST,
    Fact.ENDED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phase:
    """Seconds since the call arrived."""

    stage: Stage
    begin: float
    end: float


def totals(told: Iterable[Phase]) -> dict[Stage, float]:
    """How many seconds each stage took in all, in the order in which they came; none is left out for being short."""
    found: dict[Stage, float] = {}
    for phase in told:
        found[phase.stage] = found.get(phase.stage, 0.0) + phase.end - phase.begin
    return found


def phases(facts: Iterable[tuple[float, Fact]], *, end: float) -> tuple[Phase, ...]:
    """The phases from ordered (seconds since arrival, fact); the last one runs to `end`."""
    told: list[Phase] = []
    for after, fact in facts:
        turn = Stage.WAITING if fact is Fact.OFFER_ENDED and told and told[-1].stage is Stage.RINGING else None
        turn = turn or _TURNS.get(fact)
        if turn is None or (told and told[-1].stage is turn):
            continue
        if told:
            told[-1] = Phase(told[-1].stage, told[-1].begin, after)
        told.append(Phase(turn, after, max(after, end)))
    return tuple(phase for phase in told if phase.end > phase.begin)


def held_seconds(facts: Iterable[tuple[float, Fact]]) -> float:
    """Seconds from each hold to what ended it, summed; one that nothing has ended counts nothing yet."""
    total, since = 0.0, None
    for after, fact in facts:
        if since is not None and fact in END_A_HOLD:
            total, since = total + after - since, None
        if fact is Fact.HELD and since is None:
            since = after
    return total
