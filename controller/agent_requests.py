"""People's requests on a call, passed to its lane; an impossible request is refused with a message."""

from collections.abc import Callable
from typing import Any

from controller.calls import messages
from controller.calls.lanes import Lanes
from controller.calls.turn import Session, engaged, ringing
from controller.flow_registry import FlowRegistry
from controller.queueing.dispatch import Dispatch
from controller.queueing.presence import may_call_out
from hotline.calls.orders import kinds
from hotline.calls.orders.claim import Claimed
from hotline.words import CallState, Presence, WatchMode

NOT_RINGING = "No call is ringing at your telephone"
NOT_TALKING = "You have no call"
NOT_CONSULTING = "There is nobody else in this call"
CONSULTING = "Somebody else is in this call already"
NOT_UP = "The other one has not answered yet"
NOT_FREE = "This colleague is not free"
NO_LINE = "There is no such line"
NO_FLOW = "There is no such flow"
THEY_DO_NOT_TALK = "This agent has no call"
BUSY = "You are in a call yourself"
NOT_NOW = "Your state does not allow this now"
WATCHED = "You hear this call already"
NOT_WATCHING = "You do not hear this call"


class AgentRequests:
    def __init__(self, dispatch: Dispatch, lanes: Lanes, registry: FlowRegistry) -> None:
        self._dispatch, self._lanes, self._shelf = dispatch, lanes, registry

    def do(self, order: Claimed) -> str | None:
        """Carry out the request, or return the message id of the reason why not."""
        return DO[type(order.wish)](self, order.person, order.wish)

    # ---- the person's own calls

    def _mine(self, person: int) -> Session | None:
        session = self._with(person)
        held = session.held if session is not None else None
        return session if held is not None and held.agent == person else None

    def _with(self, person: int) -> Session | None:
        """The call that rings at his telephone or in which he talks, whether or not he is its agent."""
        lane = self._lanes.lanes.get(self._dispatch.agents[person].call or "")
        return lane.session if lane is not None and person in engaged(lane.session) else None

    def _tell(self, person: int, states: tuple[CallState, ...], what: messages.CallMessage, refusal: str) -> str | None:
        session = self._mine(person)
        if session is None or (states and session.state not in states):
            return refusal
        self._lanes.post(session.call, what)
        return None

    def _pick_up(self, person: int, wish: kinds.Answer) -> str | None:
        session = self._with(person)
        if session is not None and ringing(session, person):
            self._lanes.post(session.call, messages.PickUpRequest(person))
            return None
        return self._tell(person, (CallState.OFFERING,), messages.PickUpRequest(person), NOT_RINGING)

    def _hang_up(self, person: int, wish: kinds.HangUp) -> str | None:
        for lane in list(self._lanes.lanes.values()):  # a listening supervisor hangs up
            if any(watcher.person == person for watcher in lane.session.parties.watchers):
                self._lanes.post(lane.session.call, messages.WatchModeRequest(person, None))
                return None
        session = self._with(person)
        if session is None:
            return NOT_TALKING
        self._lanes.post(session.call, messages.HangUpRequest(person))
        return None

    def _hold(self, person: int, wish: kinds.Hold | kinds.Resume) -> str | None:
        what = messages.HoldRequest(person, isinstance(wish, kinds.Hold))
        return self._tell(person, (CallState.TALKING,), what, NOT_TALKING)

    def _mute(self, person: int, wish: kinds.Mute | kinds.Unmute) -> str | None:
        what = messages.MuteRequest(person, isinstance(wish, kinds.Mute))
        return self._tell(person, (CallState.TALKING,), what, NOT_TALKING)

    def _mask(self, person: int, wish: kinds.MaskRecording | kinds.UnmaskRecording) -> str | None:
        what = messages.MaskRequest(person, isinstance(wish, kinds.MaskRecording))
        return self._tell(person, (CallState.TALKING,), what, NOT_TALKING)

    def _script(self, person: int, wish: kinds.PlayScript) -> str | None:
        return self._alone(person, messages.ScriptRequest(person, wish.script))

    def _alone(self, person: int, what: messages.CallMessage) -> str | None:
        """Only for agent and caller alone: a third party would be left behind."""
        session = self._mine(person)
        if session is not None and session.parties.third is not None:
            return CONSULTING
        return self._tell(person, (CallState.TALKING,), what, NOT_TALKING)

    # ---- third parties

    def _consult(self, person: int, wish: kinds.Consult) -> str | None:
        refused, to = self._destinations(person, wish.to)
        return refused or self._alone(person, messages.ConsultRequest(person, to))

    def _destinations(
        self, person: int, to: tuple[kinds.Target, ...]
    ) -> tuple[str | None, tuple[messages.Destination, ...]]:
        made = []
        for one in to:
            dialled = one.dialled
            if one.agent is not None:
                agent = self._dispatch.agents.get(one.agent)
                if agent is None or agent.state is not Presence.READY or one.agent == person:
                    return NOT_FREE, ()
                dialled = agent.extension
            made.append(
                messages.Destination(
                    dialled, one.outside, one.seconds, one.party, one.name, one.agent, one.line, one.contact
                )
            )
        return None, tuple(made)

    def _three_way(self, person: int, wish: kinds.ThreeWay) -> str | None:
        return self._third(person, messages.ThreeWayRequest(person), up=True)

    def _return(self, person: int, wish: kinds.Return) -> str | None:
        return self._third(person, messages.ReturnRequest(person))

    def _hand_over(self, person: int, wish: kinds.HandOver) -> str | None:
        return self._third(person, messages.HandOverRequest(person))

    def _third(self, person: int, what: messages.CallMessage, *, up: bool = False) -> str | None:
        session = self._mine(person)
        if session is None:
            return NOT_TALKING
        if session.parties.third is None:
            return NOT_CONSULTING
        if up and not session.parties.third.up:
            return NOT_UP
        self._lanes.post(session.call, what)
        return None

    def _transfer(self, person: int, wish: kinds.Transfer) -> str | None:
        to = wish.to[0]
        if to.flow:
            flow = self._shelf.flows.get(to.flow)
            return NO_FLOW if flow is None else self._alone(person, messages.FlowRequest(person, flow))
        if to.line and to.line not in self._dispatch.lines:
            return NO_LINE
        refused, made = self._destinations(person, (to,))
        return refused or self._alone(person, messages.TransferRequest(person, made[0]))

    # ---- calling out

    def _call_out(self, person: int, wish: kinds.CallOut) -> str | None:
        agent = self._dispatch.agents[person]
        if not may_call_out(agent):
            return BUSY if agent.call else NOT_NOW
        self._dispatch.engage(wish.call, person)
        self._lanes.open(Session(wish.call), 0)
        self._lanes.post(
            wish.call,
            messages.CallOut(
                person, agent.extension, wish.number, wish.name, wish.shown, wish.profile, wish.line, wish.call_back,
                wish.contact,
            ),
        )  # fmt: skip
        return None

    # ---- supervisors

    def _watch(self, person: int, wish: kinds.Watch) -> str | None:
        session = self._talk_of(wish.agent)
        me = self._dispatch.agents[person]
        if session is None:
            return THEY_DO_NOT_TALK
        if any(watcher.person == person for watcher in session.parties.watchers):
            return WATCHED
        if not may_call_out(me):
            return BUSY if me.call else NOT_NOW
        self._lanes.post(session.call, messages.WatchRequest(person, me.extension))
        return None

    def _watch_as(self, person: int, wish: kinds.WatchAs) -> str | None:
        session = self._talk_of(wish.agent)
        if session is None or all(watcher.person != person for watcher in session.parties.watchers):
            return NOT_WATCHING
        mode = WatchMode(wish.mode) if wish.mode else None
        self._lanes.post(session.call, messages.WatchModeRequest(person, mode))
        return None

    def _take_over(self, person: int, wish: kinds.TakeOver) -> str | None:
        """Ring the agent's caller at the supervisor's own telephone."""
        session = self._talk_of(wish.agent)
        me = self._dispatch.agents[person]
        if session is None:
            return THEY_DO_NOT_TALK
        if session.parties.third is not None:
            return CONSULTING
        watches = any(watcher.person == person and watcher.up for watcher in session.parties.watchers)
        if not watches and not may_call_out(me):
            return BUSY if me.call else NOT_NOW
        self._lanes.post(session.call, messages.TakeOverRequest(person, me.extension))
        return None

    def _talk_of(self, person: int) -> Session | None:
        session = self._mine(person) if person in self._dispatch.agents else None
        return session if session is not None and session.state is CallState.TALKING else None


DO: dict[type[kinds.Command], Callable[[AgentRequests, int, Any], str | None]] = {
    kinds.Answer: AgentRequests._pick_up,
    kinds.HangUp: AgentRequests._hang_up,
    kinds.Hold: AgentRequests._hold,
    kinds.Resume: AgentRequests._hold,
    kinds.Mute: AgentRequests._mute,
    kinds.Unmute: AgentRequests._mute,
    kinds.MaskRecording: AgentRequests._mask,
    kinds.UnmaskRecording: AgentRequests._mask,
    kinds.PlayScript: AgentRequests._script,
    kinds.Consult: AgentRequests._consult,
    kinds.ThreeWay: AgentRequests._three_way,
    kinds.Return: AgentRequests._return,
    kinds.HandOver: AgentRequests._hand_over,
    kinds.Transfer: AgentRequests._transfer,
    kinds.CallOut: AgentRequests._call_out,
    kinds.Watch: AgentRequests._watch,
    kinds.WatchAs: AgentRequests._watch_as,
    kinds.TakeOver: AgentRequests._take_over,
}
