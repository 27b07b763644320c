"""People's requests on a call, passed to its lane; an impossible request is refused with a message."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from controller.calls.lanes import NO_CALL, Lanes
from controller.calls.messages import AgentRequest
from controller.calls.turn import Session, engaged, ringing
from controller.flow_registry import FlowRegistry
from controller.ivr.flow import Flow
from controller.queueing.dispatch import Dispatch
from controller.queueing.presence import may_call_out
from controller.switch import port
from hotline.calls.orders.claim import Claimed
from hotline.calls.rules import order_kinds as kinds
from hotline.calls.rules.dialling import NumberPlan
from hotline.words import CallState, Presence

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
NOT_NOW = "You are signed out: choose Ready or Away first"
WATCHED = "You hear this call already"
NOT_WATCHING = "You do not hear this call"
REFUSED = "The telephone switch did not do this; try again"
NO_SWITCH = "The connection to the telephone switch is lost; try again in a moment"
WHY = {"": None, NO_CALL: NOT_TALKING, port.NO_REPLY: NO_SWITCH}  # other words are the switch's own: REFUSED


@dataclass(frozen=True, slots=True)
class ForCall:
    """A request that may be passed to its call."""

    call: str
    request: AgentRequest[Any]


Result = str | ForCall  # a str is the message id of the reason why not


class AgentRequests:
    def __init__(self, dispatch: Dispatch, lanes: Lanes, registry: FlowRegistry) -> None:
        self._dispatch, self._lanes, self._registry = dispatch, lanes, registry
        self.plan = NumberPlan()  # whatever an order's row says, only what the house's plan allows is dialled

    def do(self, order: Claimed, answered: Callable[[str | None], Any]) -> None:
        """Carry out the request; `answered` hears once, when the switch has taken it, None or why not."""
        result = self._not_dialled(order.command) or DO[type(order.command)](self, order.person, order.command)
        if isinstance(result, str):
            answered(result)
        else:
            self._lanes.post(result.call, result.request, lambda why: answered(WHY.get(why, REFUSED)))

    def _not_dialled(self, command: kinds.Command) -> str | None:
        """Why a number outside that this order asks for is not dialled."""
        return next(filter(None, map(self.plan.complaint, kinds.outside(command))), None)

    # ---- the person's own calls

    def _mine(self, person: int) -> Session | None:
        session = self._with(person)
        held = session.held if session is not None else None
        return session if held is not None and held.agent == person else None

    def _with(self, person: int) -> Session | None:
        """The call that rings at his telephone or in which he talks, whether or not he is its agent."""
        lane = self._lanes.lanes.get(self._dispatch.agents[person].call or "")
        return lane.session if lane is not None and person in engaged(lane.session) else None

    def _post(self, session: Session | None, order: kinds.Command, person: int, *, flow: Flow | None = None) -> Result:
        """The order as its call's lane gets it."""
        if session is None:
            return NOT_TALKING
        return ForCall(session.call, AgentRequest(person, order, self._dispatch.agents[person].extension, flow))

    def _pick_up(self, person: int, order: kinds.Answer) -> Result:
        session = self._with(person)
        if session is None or not (ringing(session, person) or self._offered(session, person)):
            return NOT_RINGING
        return self._post(session, order, person)

    def _offered(self, session: Session, person: int) -> bool:
        return session.state is CallState.OFFERING and session is self._mine(person)

    def _hang_up(self, person: int, order: kinds.HangUp) -> Result:
        for lane in list(self._lanes.lanes.values()):  # a listening supervisor hangs up
            if any(watcher.person == person for watcher in lane.session.parties.watchers):
                return self._post(lane.session, order, person)
        return self._post(self._with(person), order, person)

    def _in_talk(self, person: int, order: kinds.Command) -> Result:
        session = self._mine(person)
        if session is None or session.state is not CallState.TALKING:
            return NOT_TALKING
        return self._post(session, order, person)

    def _alone(self, person: int, order: kinds.Command, *, flow: Flow | None = None) -> Result:
        """Only for agent and caller alone: a third party would be left behind."""
        session = self._mine(person)
        if session is not None and session.parties.third is not None:
            return CONSULTING
        if session is None or session.state is not CallState.TALKING:
            return NOT_TALKING
        return self._post(session, order, person, flow=flow)

    # ---- third parties

    def _consult(self, person: int, order: kinds.Consult) -> Result:
        refused, to = self._targets(person, order.to)
        return refused or self._alone(person, kinds.Consult(to))

    def _targets(self, person: int, to: tuple[kinds.Target, ...]) -> tuple[str | None, tuple[kinds.Target, ...]]:
        """The targets with the extensions of colleagues; all of these must be free."""
        made = []
        for one in to:
            if one.agent is not None:
                agent = self._dispatch.agents.get(one.agent)
                if agent is None or agent.state is not Presence.READY or one.agent == person:
                    return NOT_FREE, ()
                made.append(replace(one, dialled=agent.extension))
            else:
                made.append(one)
        return None, tuple(made)

    def _three_way(self, person: int, order: kinds.ThreeWay) -> Result:
        return self._third(person, order, up=True)

    def _third(self, person: int, order: kinds.Command, *, up: bool = False) -> Result:
        session = self._mine(person)
        if session is None:
            return NOT_TALKING
        if session.parties.third is None:
            return NOT_CONSULTING
        if up and not session.parties.third.up:
            return NOT_UP
        return self._post(session, order, person)

    def _transfer(self, person: int, order: kinds.Transfer) -> Result:
        to = order.to[0]
        if to.flow:
            flow = self._registry.flows.get(to.flow)
            return NO_FLOW if flow is None else self._alone(person, order, flow=flow)
        if to.line and to.line not in self._dispatch.lines:
            return NO_LINE
        refused, made = self._targets(person, (to,))
        return refused or self._alone(person, kinds.Transfer(made))

    # ---- calling out

    def _call_out(self, person: int, order: kinds.CallOut) -> Result:
        agent = self._dispatch.agents[person]
        if not may_call_out(agent):
            return BUSY if agent.call else NOT_NOW
        self._dispatch.engage(order.call, person)
        self._lanes.open(Session(order.call), 0)
        return ForCall(order.call, AgentRequest(person, order, agent.extension))

    # ---- supervisors

    def _watch(self, person: int, order: kinds.Watch) -> Result:
        session = self._talk_of(order.agent)
        me = self._dispatch.agents[person]
        if session is None:
            return THEY_DO_NOT_TALK
        if any(watcher.person == person for watcher in session.parties.watchers):
            return WATCHED
        if not may_call_out(me):
            return BUSY if me.call else NOT_NOW
        return self._post(session, order, person)

    def _watch_as(self, person: int, order: kinds.WatchAs) -> Result:
        session = self._talk_of(order.agent)
        if session is None or all(watcher.person != person for watcher in session.parties.watchers):
            return NOT_WATCHING
        return self._post(session, order, person)

    def _take_over(self, person: int, order: kinds.TakeOver) -> Result:
        """Ring the agent's caller at the supervisor's own telephone."""
        session = self._talk_of(order.agent)
        me = self._dispatch.agents[person]
        if session is None:
            return THEY_DO_NOT_TALK
        if session.parties.third is not None:
            return CONSULTING
        watches = any(watcher.person == person and watcher.up for watcher in session.parties.watchers)
        if not watches and not may_call_out(me):
            return BUSY if me.call else NOT_NOW
        return self._post(session, order, person)

    def _talk_of(self, person: int) -> Session | None:
        session = self._mine(person) if person in self._dispatch.agents else None
        return session if session is not None and session.state is CallState.TALKING else None


DO: dict[type[kinds.Command], Callable[[AgentRequests, int, Any], Result]] = {
    kinds.Answer: AgentRequests._pick_up,
    kinds.HangUp: AgentRequests._hang_up,
    kinds.Hold: AgentRequests._in_talk,
    kinds.Resume: AgentRequests._in_talk,
    kinds.Mute: AgentRequests._in_talk,
    kinds.Unmute: AgentRequests._in_talk,
    kinds.MaskRecording: AgentRequests._in_talk,
    kinds.UnmaskRecording: AgentRequests._in_talk,
    kinds.PlayScript: AgentRequests._alone,
    kinds.Consult: AgentRequests._consult,
    kinds.ThreeWay: AgentRequests._three_way,
    kinds.Return: AgentRequests._third,
    kinds.HandOver: AgentRequests._third,
    kinds.Transfer: AgentRequests._transfer,
    kinds.CallOut: AgentRequests._call_out,
    kinds.Watch: AgentRequests._watch,
    kinds.WatchAs: AgentRequests._watch_as,
    kinds.TakeOver: AgentRequests._take_over,
}
