"""An outgoing call: the agent's telephone rings first, then the citizen's; both join the call's room. Pure."""

from dataclasses import replace

from controller.switch import port
from hotline.calls.rules.order_kinds import CallOut
from hotline.words import CallState, Ender, Fact, OfferResult, Outcome, Party

from .asks import Close, OfferOver, TalkOver
from .in_talk import RINGING
from .messages import AgentRequest
from .results import RESULTS
from .state import Move
from .turn import ActiveOffer, Parties, Turn

AGENT_SECONDS = 20
CITIZEN_SECONDS = 45


def begin(turn: Turn, message: AgentRequest[CallOut]) -> None:
    """Ring the agent who makes the call."""
    if not turn.move(Move.DIAL):
        return
    plan, leg = message.order, f"{turn.s.call}-a"
    turn.set(outgoing=plan, number=plan.number, line=plan.line, held=ActiveOffer(0, message.person, leg), tokens=1)
    turn.note(
        Fact.ARRIVED, profile=plan.profile, dialled=plan.number, number=plan.number, name=plan.name, direction="out",
        call_back=plan.call_back, line=plan.line,
    )  # fmt: skip
    _leg(turn, leg, Party.AGENT, message.extension, message.person)
    turn.decide(port.CallLeg(turn.s.call, leg, message.extension, AGENT_SECONDS, aside=True, shown=plan.number))


def _leg(turn: Turn, leg: str, party: Party, dialled: str, person: int | None) -> None:
    contact = turn.s.outgoing.contact if turn.s.outgoing is not None else None
    turn.note(Fact.LEG, leg=leg, party=party, person=person, dialled=dialled, name="", contact=contact)


def leg_up(turn: Turn, message: port.LegUp) -> None:
    """The agent has answered: ring the citizen. The citizen has answered: they talk."""
    held, plan = turn.s.held, turn.s.outgoing
    if turn.s.state is not CallState.DIALLING or held is None or plan is None:
        return
    if message.leg == held.leg and held.ringing:
        return  # the event can come twice: ring the citizen once
    turn.note(Fact.LEG_ANSWERED, leg=message.leg)
    if message.leg == held.leg:
        turn.set(held=replace(held, ringing=True))  # the agent's leg is connected, the citizen's rings
        turn.decide(OfferOver(0, held.agent, OfferResult.ANSWERED), port.Aside(held.leg, RINGING))
        _leg(turn, turn.s.call, Party.CITIZEN, plan.number, None)
        turn.decide(port.CallCaller(turn.s.call, plan.number, CITIZEN_SECONDS, shown=plan.shown))
    elif message.leg == turn.s.call and turn.move(Move.JOINED):
        if not held.ringing:  # the citizen is rung only after the agent has answered, whatever we heard of it
            turn.decide(OfferOver(0, held.agent, OfferResult.ANSWERED))
        turn.set(talked=True, answered=True, parties=Parties(room=True, caller_in=True))
        turn.note(Fact.TALKING, offer=0, agent=held.agent)
        turn.run(port.Meet(turn.s.call, turn.token()))
        turn.decide(port.JoinRoom(turn.s.call, held.leg))


def leg_failed(turn: Turn, message: port.LegFailed) -> None:
    """The agent or the citizen did not answer: the call is over."""
    held = turn.s.held
    if turn.s.state is not CallState.DIALLING or held is None:
        return
    result = RESULTS.get(message.cause, OfferResult.FAILED)
    turn.note(Fact.LEG_ENDED, leg=message.leg, result=result)
    turn.set(held=None)
    if message.leg == held.leg:
        turn.decide(OfferOver(0, held.agent, result))
        over(turn, Outcome.NO_PICK_UP, message.cause)
    else:
        turn.decide(port.HangUp(held.leg), TalkOver(held.agent))
        over(turn, Outcome.NOT_REACHED, message.cause)


def agent_gone(turn: Turn, message: port.LegGone) -> None:
    """The agent has hung up before the citizen answered."""
    held = turn.s.held
    if turn.s.state is not CallState.DIALLING or held is None or message.leg != held.leg or not held.ringing:
        return
    turn.set(held=None)
    turn.decide(TalkOver(held.agent), port.HangUp(turn.s.call, "ORIGINATOR_CANCEL"))
    over(turn, Outcome.NOT_REACHED, "ORIGINATOR_CANCEL", by=Ender.AGENT)


def over(turn: Turn, outcome: Outcome, cause: str, *, by: Ender = Ender.SYSTEM) -> None:
    """End a call whose citizen's channel never existed: the switch will send no `HungUp` for it."""
    turn.move(Move.GONE)
    turn.note(Fact.ENDED, outcome=outcome, by=by, cause=cause)
    turn.decide(Close())


def agent_hangs_up(turn: Turn) -> bool:
    """Cancel a call that is still being set up. False: it is not."""
    held = turn.s.held
    if turn.s.state is not CallState.DIALLING or held is None:
        return False
    turn.decide(port.HangUp(held.leg))
    if not held.ringing:  # the agent's own telephone still rings
        turn.set(held=None)
        turn.decide(OfferOver(0, held.agent, OfferResult.REJECTED))
        over(turn, Outcome.NO_PICK_UP, "CALL_REJECTED", by=Ender.AGENT)
    return True
