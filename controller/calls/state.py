"""The states of a call and the moves between them, as one table.

ARRIVED ──flow──▶ IN_FLOW ──queue──▶ QUEUED ──offer──▶ OFFERING ──joined──▶ TALKING
                    ▲  │               │ ▲                │                    │
                    │  │message        │ └──offer_ended───┘                    │agent_lost ─▶ QUEUED
                    │  ▼               │                                       │
                    └─MESSAGE          └──queue_over──▶ IN_FLOW                └──talk_over─▶ LEAVING
every state ──leave──▶ LEAVING, every state ──gone──▶ ENDED

QUEUED ──test──▶ TESTING ──voice──▶ QUEUED            voice test before an agent is rung, if the line's setting says so
TALKING ──test──▶ TESTING                              the agent starts a spoken script and is free (S4 app. A)
TALKING ──led──▶ QUEUED, ──flow──▶ IN_FLOW             transferred; the flow's survey after the conversation
ARRIVED ──dial──▶ DIALLING ──joined──▶ TALKING         an outgoing call: the agent's telephone rings first
IN_FLOW ──joined──▶ TALKING                            connected to a number outside
"""

from enum import StrEnum

from hotline.words import CallState


class Move(StrEnum):
    FLOW = "flow"
    QUEUE = "queue"
    OFFER = "offer"
    OFFER_ENDED = "offer_ended"
    JOINED = "joined"
    AGENT_LOST = "agent_lost"
    QUEUE_OVER = "queue_over"
    MESSAGE = "message"
    MESSAGE_OVER = "message_over"
    TALK_OVER = "talk_over"
    TEST = "test"
    VOICE = "voice"
    LED = "led"
    DIAL = "dial"
    LEAVE = "leave"
    GONE = "gone"


TABLE: dict[tuple[CallState, Move], CallState] = {
    (CallState.ARRIVED, Move.FLOW): CallState.IN_FLOW,
    (CallState.ARRIVED, Move.JOINED): CallState.TALKING,  # taken over while talking
    (CallState.IN_FLOW, Move.FLOW): CallState.IN_FLOW,
    (CallState.IN_FLOW, Move.QUEUE): CallState.QUEUED,
    (CallState.IN_FLOW, Move.MESSAGE): CallState.MESSAGE,
    (CallState.MESSAGE, Move.MESSAGE_OVER): CallState.IN_FLOW,
    (CallState.QUEUED, Move.OFFER): CallState.OFFERING,
    (CallState.QUEUED, Move.QUEUE_OVER): CallState.IN_FLOW,
    (CallState.OFFERING, Move.OFFER_ENDED): CallState.QUEUED,
    (CallState.OFFERING, Move.JOINED): CallState.TALKING,
    (CallState.TALKING, Move.AGENT_LOST): CallState.QUEUED,
    (CallState.TALKING, Move.TALK_OVER): CallState.LEAVING,
    (CallState.QUEUED, Move.TEST): CallState.TESTING,
    (CallState.TALKING, Move.TEST): CallState.TESTING,
    (CallState.TESTING, Move.VOICE): CallState.QUEUED,
    (CallState.TALKING, Move.LED): CallState.QUEUED,
    (CallState.TALKING, Move.FLOW): CallState.IN_FLOW,
    (CallState.IN_FLOW, Move.JOINED): CallState.TALKING,
    (CallState.ARRIVED, Move.DIAL): CallState.DIALLING,
    (CallState.DIALLING, Move.JOINED): CallState.TALKING,
    **{
        (state, Move.LEAVE): CallState.LEAVING
        for state in CallState
        if state not in (CallState.ENDED, CallState.LEAVING)
    },
    **{(state, Move.GONE): CallState.ENDED for state in CallState if state is not CallState.ENDED},
}


def after(state: CallState, move: Move) -> CallState | None:
    """The state after a move, or None if it is not allowed: the switch's events can be late or come twice."""
    return TABLE.get((state, move))
