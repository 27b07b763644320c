"""The one door from people to the telephone side: orders are claimed here, done here, and answered in their rows."""

from collections.abc import Callable
from typing import Any, TypeVar

import structlog

from controller.calls.asks import HangUpWish, HoldWish, PickUpWish, Told
from controller.calls.lanes import Lanes
from controller.queueing.dispatch import Dispatch
from controller.queueing.presence import Move
from controller.switch import port
from hotline import clock
from hotline.orders import kinds
from hotline.orders.claim import Claimed, claim, finish
from hotline.words import CallState, Presence

log = structlog.get_logger()
T = TypeVar("T")
InDatabase = Callable[[Callable[[], Any]], Any]  # runs a function where database work is done

MOVES = {Presence.READY: Move.WISH_READY, Presence.AWAY: Move.WISH_AWAY, Presence.OFF: Move.WISH_OFF}
NO_AGENT = "You have no telephone here; ask the administrator"
NO_TELEPHONE = "Your telephone is not registered"
NOT_ALLOWED = "Your state does not allow this now"
NOT_RINGING = "No call is ringing at your telephone"
NOT_TALKING = "You have no call"


class Door:
    def __init__(
        self,
        dispatch: Dispatch,
        lanes: Lanes,
        switch: port.Switch,
        in_database: InDatabase,
        now: Callable[[], float],
        claimant: str,
    ) -> None:
        self._dispatch, self._lanes, self._switch = dispatch, lanes, switch
        self._in_database, self._now, self._claimant = in_database, now, claimant

    def open(self) -> None:
        """Take and do what has been ordered, until nothing is left."""
        while orders := self._in_database(lambda: claim(claimant=self._claimant, now=clock.utc(self._now()))):
            for order in orders:
                if order.person not in self._dispatch.agents:
                    self._finish(order, NO_AGENT)
                else:
                    DO[type(order.wish)](self, order, order.wish)

    def _finish(self, order: Claimed, refused: str | None = None) -> None:
        now = clock.utc(self._now())
        self._in_database(lambda: finish(order.id, now=now, refused=refused))

    # ---- one method a kind of order

    def _presence(self, order: Claimed, wish: kinds.SetPresence | kinds.ForceState) -> None:
        """Ready needs a telephone that is there; the switch is asked first."""
        if wish.state is not Presence.READY:
            self._wish(order, wish)
            return
        extension = self._dispatch.agents[order.person].extension

        def answered(there: bool) -> None:
            if there:
                self._wish(order, wish)
            else:
                self._finish(order, NO_TELEPHONE)

        self._switch.registered(extension, answered)

    def _wish(self, order: Claimed, wish: kinds.SetPresence | kinds.ForceState) -> None:
        moved = self._dispatch.wish(order.person, MOVES[wish.state], reason=wish.reason, by=order.by)
        self._finish(order, None if moved else NOT_ALLOWED)

    def _pick_up(self, order: Claimed, wish: kinds.Answer) -> None:
        self._to_call(order, CallState.OFFERING, PickUpWish(order.person), NOT_RINGING)

    def _hang_up(self, order: Claimed, wish: kinds.HangUp) -> None:
        self._to_call(order, None, HangUpWish(order.person), NOT_TALKING)

    def _hold(self, order: Claimed, wish: kinds.Hold | kinds.Resume) -> None:
        hold = isinstance(wish, kinds.Hold)
        self._to_call(order, CallState.TALKING, HoldWish(order.person, hold), NOT_TALKING)

    def _to_call(self, order: Claimed, state: CallState | None, told: Told, refusal: str) -> None:
        call = self._dispatch.agents[order.person].call
        lane = self._lanes.lanes.get(call or "")
        held = lane.session.held if lane is not None else None
        if lane is None or held is None or held.agent != order.person or (state and lane.session.state is not state):
            self._finish(order, refusal)
            return
        self._lanes.post(lane.session.call, told)
        self._finish(order)


DO: dict[type[kinds.Wish], Callable[[Door, Claimed, Any], None]] = {
    kinds.SetPresence: Door._presence,
    kinds.ForceState: Door._presence,
    kinds.Answer: Door._pick_up,
    kinds.HangUp: Door._hang_up,
    kinds.Hold: Door._hold,
    kinds.Resume: Door._hold,
}
