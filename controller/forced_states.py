"""A supervisor sets an agent's state: what rings at him ends, and nobody is kept by a call that he is not in."""

from collections.abc import Callable
from typing import Any

from controller.calls.lanes import Lanes
from controller.calls.messages import Released, Unseen
from controller.calls.ring_time import leg_of, rings_at
from controller.calls.turn import engaged
from controller.queueing.dispatch import Dispatch
from controller.queueing.presence import Move
from controller.switch import port
from hotline.calls.orders.claim import Claimed
from hotline.calls.rules.order_kinds import ForceState
from hotline.words import Presence

MOVES = {Presence.READY: Move.WISH_READY, Presence.AWAY: Move.WISH_AWAY, Presence.OFF: Move.WISH_OFF}
BUSY = (Presence.OFFERED, Presence.TALKING)
NOT_ALLOWED = "Your state does not allow this now"
SET = "The state is set"
RANG = "The state is set; the call that rang at this telephone goes on to somebody else"
FREED = "The state is set; the agent was kept by a call that he was not in"
KEPT = "The agent is in a call; the state is set when it has ended"
Answered = Callable[[str | None, str], Any]  # why it was refused, or what has happened


class ForcedStates:
    def __init__(self, dispatch: Dispatch, lanes: Lanes, switch: port.Switch) -> None:
        self._dispatch, self._lanes, self._switch = dispatch, lanes, switch

    def force(self, order: Claimed, command: ForceState, answered: Answered) -> None:
        """Set the state of `order.person`; `answered` hears what became of it."""
        agent = self._dispatch.agents[order.person]
        lane = self._lanes.lanes.get(agent.call or "") if agent.state in BUSY else None
        if agent.state not in BUSY:
            self._set(order, command, answered, SET)
        elif lane is None or agent.person not in engaged(lane.session):
            self._dispatch.free(agent.person)
            self._set(order, command, answered, FREED)
        elif rings_at(lane.session, agent.person):
            self._lanes.post(lane.session.call, Released(agent.person))
            self._set(order, command, answered, RANG)
        else:
            self._switch.channels(lambda there: self._talks(order, command, answered, there))

    def _talks(self, order: Claimed, command: ForceState, answered: Answered, there: list[port.Channel] | None) -> None:
        """He talks: the state waits for the end of the talk, unless the switch has no leg of his."""
        agent = self._dispatch.agents[order.person]
        lane = self._lanes.lanes.get(agent.call or "")
        leg = leg_of(lane.session, agent.person) if lane is not None else ""
        if lane is not None and leg and there is not None and leg not in {channel.id for channel in there}:
            self._lanes.post(lane.session.call, Unseen(leg))
            self._set(order, command, answered, FREED)
        else:
            self._set(order, command, answered, SET)

    def _set(self, order: Claimed, command: ForceState, answered: Answered, said: str) -> None:
        person = order.person
        moved = self._dispatch.request_move(person, MOVES[command.state], reason=command.reason, by=order.by)
        agent = self._dispatch.agents[person]
        if not moved and agent.state is not command.state:
            answered(NOT_ALLOWED, "")
        else:
            answered(None, KEPT if agent.state in BUSY and agent.kept is not None else said)
