"""An agent's states as one table; every move has a reason, and nothing else changes the state.

OFF ──sign_in──▶ AWAY ◀──wish_away── READY ──offer──▶ OFFERED ──answered──▶ TALKING ──call_over──▶ WRAP_UP
                  └────wish_ready────▶ ▲ ◀──caller_gone──┘ │                                         │
                  ▲                    │                   │no answer, busy, rejected, unreachable   │
                  └────────────────────┼───────────────────┘                                         │
                                       └──────────────wrap_up_over, wish_ready───────────────────────┘
Wrap-up may be prolonged (more_time: WRAP_UP ──▶ WRAP_UP, which ends later).
A request made in OFFERED or TALKING is kept and applied when the call is over. An agent who is away and makes a call
(call_out: READY, AWAY and WRAP_UP ──▶ OFFERED) is away again after it.

A person who takes no calls (a follow-up clerk has a telephone, but is in no queue) is OFF between his outgoing calls:
OFF ──call_out──▶ OFFERED ──answered──▶ TALKING ──call_over──▶ OFF. Queues never count him or offer him a call.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from hotline.words import OfferResult, Presence, Reason


class Move(StrEnum):
    WISH_READY = "wish_ready"
    WISH_AWAY = "wish_away"
    WISH_OFF = "wish_off"
    OFFER = "offer"
    CALL_OUT = "call_out"
    ANSWERED = "answered"
    CALLER_GONE = "caller_gone"
    OFFER_MISSED = "offer_missed"
    CALL_OVER = "call_over"
    WRAP_UP_OVER = "wrap_up_over"
    MORE_TIME = "more_time"
    TELEPHONE_GONE = "telephone_gone"
    ADOPTED = "adopted"
    FREED = "freed"


TABLE: dict[tuple[Presence, Move], Presence] = {
    **{(state, Move.WISH_READY): Presence.READY for state in (Presence.OFF, Presence.AWAY, Presence.WRAP_UP)},
    **{
        (state, Move.WISH_AWAY): Presence.AWAY
        for state in (Presence.OFF, Presence.READY, Presence.AWAY, Presence.WRAP_UP)
    },
    **{(state, Move.WISH_OFF): Presence.OFF for state in (Presence.READY, Presence.AWAY, Presence.WRAP_UP)},
    (Presence.READY, Move.OFFER): Presence.OFFERED,
    **{(state, Move.CALL_OUT): Presence.OFFERED for state in (Presence.READY, Presence.AWAY, Presence.WRAP_UP)},
    (Presence.OFFERED, Move.ANSWERED): Presence.TALKING,
    (Presence.OFFERED, Move.CALLER_GONE): Presence.READY,
    (Presence.OFFERED, Move.OFFER_MISSED): Presence.AWAY,
    (Presence.TALKING, Move.CALL_OVER): Presence.WRAP_UP,
    (Presence.WRAP_UP, Move.WRAP_UP_OVER): Presence.READY,
    (Presence.WRAP_UP, Move.MORE_TIME): Presence.WRAP_UP,
    (Presence.READY, Move.TELEPHONE_GONE): Presence.AWAY,
    **{(state, Move.ADOPTED): Presence.TALKING for state in Presence if state is not Presence.TALKING},
    **{(state, Move.FREED): Presence.AWAY for state in (Presence.OFFERED, Presence.TALKING)},
}

TAKES_NONE: dict[tuple[Presence, Move], Presence] = {
    (Presence.OFF, Move.CALL_OUT): Presence.OFFERED,
    (Presence.OFFERED, Move.ANSWERED): Presence.TALKING,
    **{(Presence.OFFERED, over): Presence.OFF for over in (Move.CALLER_GONE, Move.OFFER_MISSED, Move.FREED)},
    **{(Presence.TALKING, over): Presence.OFF for over in (Move.CALL_OVER, Move.FREED)},
    **{(state, Move.ADOPTED): Presence.TALKING for state in Presence if state is not Presence.TALKING},
    **{(state, Move.WISH_OFF): Presence.OFF for state in (Presence.READY, Presence.AWAY, Presence.WRAP_UP)},
}

MISSED: dict[OfferResult, Reason] = {
    OfferResult.NO_ANSWER: Reason.NO_ANSWER,
    OfferResult.REJECTED: Reason.REJECTED,
    OfferResult.BUSY: Reason.TELEPHONE_BUSY,
    OfferResult.UNREACHABLE: Reason.TELEPHONE_GONE,
    OfferResult.FAILED: Reason.OFFER_FAILED,
}
KEPT = {Move.WISH_READY: Presence.READY, Move.WISH_AWAY: Presence.AWAY, Move.WISH_OFF: Presence.OFF}


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent in the controller. Times are seconds since 1970; `kept` is a request to apply after the call;
    `takes_calls`: queues may offer him calls."""

    person: int
    site: str
    extension: str
    state: Presence = Presence.OFF
    reason: Reason = Reason.SIGNED_OUT
    since: float = 0.0
    until: float | None = None
    call: str | None = None
    offer: int = 0
    kept: tuple[Presence, Reason] | None = None
    skills: tuple[tuple[str, int], ...] = ()
    takes_calls: bool = True


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of state, to be recorded."""

    person: int
    at: float
    old: Presence
    new: Presence
    reason: Reason
    by: str
    call: str | None
    until: float | None


SYSTEM = "system"


def table(agent: Agent) -> dict[tuple[Presence, Move], Presence]:
    return TABLE if agent.takes_calls else TAKES_NONE


def may_call_out(agent: Agent) -> bool:
    return (agent.state, Move.CALL_OUT) in table(agent)


def move(
    agent: Agent, what: Move, *, reason: Reason, at: float, by: str = SYSTEM, call: str | None = None,
    until: float | None = None,
) -> tuple[Agent, Changed | None]:  # fmt: skip
    """The agent after a move, and the change to record; (same, None) if the move is not allowed."""
    if what in KEPT and agent.state in (Presence.OFFERED, Presence.TALKING):
        return replace(agent, kept=(KEPT[what], reason)), None
    new = table(agent).get((agent.state, what))
    if new is None:
        return agent, None
    if agent.kept is not None and (what in (Move.CALLER_GONE, Move.WRAP_UP_OVER) or _leaves(agent, what)):
        new, reason = agent.kept
    kept = agent.kept if new in (Presence.OFFERED, Presence.TALKING, Presence.WRAP_UP) else None
    call = call if call is not None or new not in (Presence.TALKING, Presence.WRAP_UP) else agent.call
    until = until if agent.takes_calls else None
    after = replace(agent, state=new, reason=reason, since=at, until=until, call=call, kept=kept)
    return after, Changed(agent.person, at, agent.state, new, reason, by, call, until)


def _leaves(agent: Agent, what: Move) -> bool:
    """An agent who asked to sign off and then misses the offer goes to OFF, not AWAY."""
    return what is Move.OFFER_MISSED and agent.kept is not None and agent.kept[0] is Presence.OFF
