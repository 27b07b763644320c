"""Repairs what `calls.resync` finds: takes calls over, closes lost ones, frees stuck agents."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import structlog

from controller.calls import resync
from controller.calls.lanes import Lanes
from controller.calls.messages import Adopt, Again, Lost, Odd, Unseen
from controller.calls.ring_time import believed
from controller.calls.turn import ActiveOffer, Session, engaged
from controller.ivr.flow import Flow
from controller.queueing.dispatch import Dispatch
from controller.switch import port
from hotline.calls.rules.roster import OpenCall
from hotline.words import CallState, Trouble

log = structlog.get_logger()
EVERY_SECONDS = 30.0
SOON_SECONDS = 5.0
TWICE = (resync.Gone, resync.NoLeg, resync.Stray, resync.Free)
VARIABLES = ("ts_dialled", "ts_profile", "ts_fallback")


class Overseer:
    """`rows` reads the open calls from the records (None: not readable); `flow_of(dialled)` gives a flow; `soon` asks
    for another look before long.

    The switch's list and its events cross on the way, so what was found in one look may be over already. Only what is
    still there in the next look is put right, except after a lost connection and where both sides are ours.
    """

    def __init__(
        self,
        switch: port.Switch,
        lanes: Lanes,
        dispatch: Dispatch,
        rows: Callable[[], list[OpenCall] | None],
        flow_of: Callable[[str], Flow | None],
        soon: Callable[[], Any] = lambda: None,
    ) -> None:
        self._switch, self._lanes, self._dispatch = switch, lanes, dispatch
        self._rows, self._flow_of = rows, flow_of
        self._soon = soon
        self._suspects: set[resync.Action] = set()
        self._missed = False

    def missed(self) -> None:
        """Events may be lost: at the next look every current call gets what the switch shows."""
        self._missed = True

    def look(self) -> None:
        """Ask the switch for its channels; its answer starts the comparison."""
        self._switch.channels(self._compare)

    def _compare(self, channels: list[port.Channel] | None) -> None:
        if channels is None:
            return
        rows = self._rows()  # slow, so read our calls after it: else a call that has just arrived would seem lost
        in_hand = {call: _in_hand(lane.session) for call, lane in self._lanes.lanes.items()}
        agents = {a.person: (a.state, a.call) for a in self._dispatch.agents.values()}
        extensions = {agent.person: agent.extension for agent in self._dispatch.agents.values()}
        actions = resync.compare(channels, in_hand=in_hand, rows=rows or (), agents=agents, extensions=extensions)
        for action in actions:
            if rows is not None or not isinstance(action, resync.Found):
                self._put_right(action)
        suspects = {_suspect(a) for a in actions if isinstance(a, TWICE)}
        if suspects - self._suspects:
            self._soon()
        self._suspects = suspects
        self._missed = False

    def _put_right(self, action: resync.Action) -> None:
        match action:
            case resync.Gone(call, row, in_hand):
                self._gone(call, row, in_hand=in_hand)
            case resync.Found():
                self._found(action)
            case resync.Met(call, leg, ringing, there):
                if self._missed:
                    self._lanes.post(call, Again(leg, ringing, there))
            case resync.Free():
                self._free(action)
            case resync.NoLeg() | resync.Stray():
                self._leg(action)

    def _leg(self, found: resync.NoLeg | resync.Stray) -> None:
        if found not in self._suspects:
            return
        if isinstance(found, resync.NoLeg):
            log.warning("leg_lost", call=found.call, leg=found.what)
            self._lanes.post(found.call, Unseen(found.what))
        else:
            log.warning("leg_stray", leg=found.leg)
            self._switch.do(found.leg, (port.HangUp(found.leg),))
            self._soon()  # its call may be over with it

    def _free(self, free: resync.Free) -> None:
        """An agent whose call does not have him; if the call is only about to be taken over, wait for the next look."""
        if free.unsure and _suspect(free) not in self._suspects:
            return
        log.warning("agent_freed", agent=free.agent, call=free.call)
        self._dispatch.free(free.agent)
        if free.call:
            self._lanes.post(free.call, Odd(Trouble.RECONCILED, f"agent {free.agent}"))

    def _gone(self, call: str, row: OpenCall | None, *, in_hand: bool) -> None:
        """A missing call may just have ended, with its event on the way: close it only when it is missing twice."""
        if in_hand and resync.Gone(call, None, in_hand=True) not in self._suspects:
            return
        log.warning("call_lost", call=call)
        if not in_hand and row is not None:
            self._lanes.open(_remembered(row), row.seq)
        self._lanes.post(call, Lost())

    def _found(self, found: resync.Found) -> None:
        self._switch.variables(found.channel.id, VARIABLES, lambda values: self._known(found, values))

    def _known(self, found: resync.Found, values: dict[str, str]) -> None:
        """Leave a call to the dialplan's fallback while the fallback connects it to a person.

        A call without a profile has ended by now, or is not ours: agents calling each other.
        """
        if (not values["ts_profile"] and found.row is None) or (values["ts_fallback"] == "true" and not found.leg):
            return
        row = found.row
        dialled = row.dialled if row else values["ts_dialled"] or found.channel.dialled
        self._adopt(found, dialled, row.profile if row else values["ts_profile"])

    def _adopt(self, found: resync.Found, dialled: str, profile: str) -> None:
        channel, row = found.channel, found.row
        if channel.id in self._lanes.lanes:
            return
        if found.ringing:
            self._switch.do(channel.id, (port.HangUp(found.ringing, "NORMAL_CLEARING"),))
        agent = self._agent(found)
        offers = row.offers if row else 0
        self._lanes.open(Session(channel.id, self._flow_of(dialled)), row.seq if row else 0)
        self._dispatch.offers_begun(channel.id, offers)
        log.warning("call_adopted", call=channel.id, agent=agent, talking=bool(found.leg))
        if agent is not None and found.leg:
            self._dispatch.adopted(agent, channel.id)
        if row is not None and row.offer is not None and row.offer[1] != agent:
            self._dispatch.released(row.offer[1], channel.id)
        self._lanes.post(
            channel.id,
            Adopt(
                number=channel.number,
                name=channel.name,
                dialled=dialled,
                profile=profile,
                answered=channel.answered,
                seq=row.seq if row else 0,
                offers=offers,
                arrived=row is not None,
                agent=agent,
                leg=found.leg,
                line=(row.line or "") if row else "",
                since=row.queued_at if row else None,
                talked=row.talked if row else False,
                offer=row.offer if row else None,
                room=found.room,
                caller_in=channel.room == channel.id,
            ),
        )

    def _agent(self, found: resync.Found) -> int | None:
        """The agent of a leg: by the telephone that was rung, else from the records."""
        for agent in self._dispatch.agents.values():
            if found.leg and agent.extension == found.extension:
                return agent.person
        return found.row.agent if found.row else None


def _remembered(row: OpenCall) -> Session:
    """Rebuild the session of a call that ended unseen from the records, to record the right outcome."""
    held = ActiveOffer(*row.offer) if row.offer is not None else None
    if row.state is CallState.TALKING and row.agent is not None:
        held = ActiveOffer(row.offers, row.agent)
    asked = 0.0 if row.talked and row.state is CallState.IN_FLOW else None  # the agent had hung up before
    return Session(row.id, state=row.state, line=row.line or "", talked=row.talked, held=held, over_at=asked)


def _in_hand(s: Session) -> resync.InHand:
    """An outgoing call has no channel of its own before the citizen is rung; then it is one of its legs."""
    return resync.InHand(engaged(s), believed(s), bare=s.state is CallState.DIALLING)


def _suspect(action: resync.Action) -> resync.Action:
    """The same finding in two looks: a lost call is the same whatever the records say of it."""
    return replace(action, row=None) if isinstance(action, resync.Gone) else action
