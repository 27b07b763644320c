"""The only way from web users to the controller: claims orders, carries them out, answers in their rows.

What concerns a call stands in `agent_requests`; here is the claiming, the agent's own state, and the table.
"""

from collections.abc import Callable
from typing import Any

import structlog

from controller.agent_requests import AgentRequests
from controller.calls.lanes import Lanes
from controller.flow_registry import FlowRegistry
from controller.forced_states import MOVES, NOT_ALLOWED, ForcedStates
from controller.queueing.dispatch import Dispatch
from controller.switch import port
from hotline import clock
from hotline.calls.orders.claim import Claimed, claim, finish
from hotline.calls.rules import order_kinds as kinds
from hotline.words import Presence

log = structlog.get_logger()
InDatabase = Callable[[Callable[[], Any]], Any]  # runs a function in the database thread

NO_AGENT = "You have no telephone here; ask the administrator"
NO_TELEPHONE = "Your telephone is not registered"


class Door:
    """Claims orders and changes agents' states. Flow orders go to the flow registry, call orders to `AgentRequests`,
    a supervisor's state for somebody to `ForcedStates`. `apart` runs work that a call must not wait for."""

    def __init__(
        self,
        dispatch: Dispatch,
        lanes: Lanes,
        switch: port.Switch,
        registry: FlowRegistry,
        in_database: InDatabase,
        now: Callable[[], float],
        claimant: str,
        apart: Callable[[Callable[[], Any]], Any] = lambda work: work(),
    ) -> None:
        self._dispatch, self._switch, self._shelf = dispatch, switch, registry
        self._in_database, self._now, self._claimant = in_database, now, claimant
        self.requests = AgentRequests(dispatch, lanes, registry)
        self._forced = ForcedStates(dispatch, lanes, switch)
        self._apart = apart

    def open(self) -> None:
        """Claim and carry out orders until none is left."""
        while orders := self._in_database(lambda: claim(claimant=self._claimant, now=clock.utc(self._now()))):
            for order in orders:
                self._do(order)

    def _do(self, order: Claimed) -> None:
        match order.command:
            case kinds.PublishFlow() as flow:
                self._apart(lambda: self._flow(order, flow))
            case _ if order.person not in self._dispatch.agents:
                self._finish(order, NO_AGENT)
            case kinds.SetPresence() | kinds.ForceState():
                self._presence(order, order.command)
            case kinds.MoreTime(seconds):
                moved = self._dispatch.more_time(order.person, seconds, by=order.by)
                self._finish(order, None if moved else NOT_ALLOWED)
            case _:
                self._with_telephone(order)

    def _flow(self, order: Claimed, asked: kinds.PublishFlow) -> None:
        """Check a flow, and publish it if that is wanted; the other orders do not wait for it."""
        if asked.check_only:
            self._finish(order, self._shelf.check_only(order.id, asked.text))
        else:
            refused = self._shelf.publish(order.id, asked.text, by=order.by, why=asked.why, now=self._now())
            self._finish(order, refused)

    def _with_telephone(self, order: Claimed) -> None:
        """Refuse at once a request that rings the person's own telephone if it is not registered."""
        if isinstance(order.command, kinds.CallOut | kinds.Watch | kinds.TakeOver):
            self._if_there(order, lambda: self._ask(order))
        else:
            self._ask(order)

    def _ask(self, order: Claimed) -> None:
        """Pass it to its call; it is answered when the switch has answered, outside the turns of the calls."""
        self.requests.do(order, lambda refused: self._apart(lambda: self._finish(order, refused)))

    def _if_there(self, order: Claimed, do: Callable[[], None]) -> None:
        """First ask the switch if the person's telephone is registered."""

        def answered(there: bool) -> None:
            if there:
                do()
            else:
                self._finish(order, NO_TELEPHONE)

        self._switch.registered(self._dispatch.agents[order.person].extension, answered)

    def _finish(self, order: Claimed, refused: str | None = None, said: str = "") -> None:
        now = clock.utc(self._now())
        self._in_database(lambda: finish(order.id, now=now, refused=refused, said=said))

    def _presence(self, order: Claimed, command: kinds.SetPresence | kinds.ForceState) -> None:
        """READY needs a registered telephone."""
        if command.state is Presence.READY:
            self._if_there(order, lambda: self._command(order, command))
        else:
            self._command(order, command)

    def _command(self, order: Claimed, command: kinds.SetPresence | kinds.ForceState) -> None:
        if isinstance(command, kinds.ForceState):
            self._forced.force(order, command, lambda refused, said: self._finish(order, refused, said))
            return
        moved = self._dispatch.request_move(order.person, MOVES[command.state], reason=command.reason, by=order.by)
        self._finish(order, None if moved else NOT_ALLOWED)
