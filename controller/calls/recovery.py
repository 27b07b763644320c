"""Take over a call of an earlier controller, or continue it after the connection to the switch was lost. Pure."""

from dataclasses import replace

from controller.switch import port
from hotline.calls.rules.order_kinds import Target
from hotline.words import CallState, Ender, Fact, OfferResult, Outcome

from . import in_flow, in_queue, in_talk
from .asks import TalkOver
from .messages import Adopt, Again
from .state import Move
from .turn import ActiveOffer, Parties, Running, Third, Turn


def adopt(turn: Turn, told: Adopt) -> None:
    """Continue a call of an earlier controller: a conversation goes on, a waiting call waits on, others begin again."""
    turn.set(answered=told.answered, tokens=int(turn.now))  # so no token equals an earlier controller's
    turn.set(line=told.line, queued_since=told.since, talked=told.talked)
    if not told.arrived:
        turn.note(Fact.ARRIVED, profile=told.profile, dialled=told.dialled, number=told.number, name=told.name)
    turn.note(Fact.ADOPTED, where="talking" if told.leg else "parked")
    if told.leg:
        _talks(turn, told)
        return
    if told.offer is not None:
        _end_offer(turn, told.offer, OfferResult.FAILED)
    if told.talked and told.agent is not None:  # the agent has hung up in the meantime
        turn.decide(TalkOver(told.agent))
        turn.leave(Ender.AGENT)
        return
    turn.decide(port.KeepParked(turn.s.call), port.Stop(turn.s.call))  # else what still plays would continue
    if not (told.line and in_flow.enter_queue(turn, told.line)):
        in_flow.enter(turn)


def _talks(turn: Turn, told: Adopt) -> None:
    turn.move(Move.JOINED)
    if told.offer is not None:
        answered = told.offer[1] == told.agent
        _end_offer(turn, told.offer, OfferResult.ANSWERED if answered else OfferResult.FAILED)
    if told.agent is None:
        turn.set(outcome=None if told.talked else Outcome.FALLBACK)
        _in_room(turn, told)
        return
    if not told.talked or told.offer is not None:
        turn.note(Fact.TALKING, offer=told.offers, agent=told.agent)
    turn.set(talked=True, held=ActiveOffer(told.offers, told.agent, told.leg))
    _in_room(turn, told)


def _in_room(turn: Turn, told: Adopt) -> None:
    """They talked in the call's room, or the caller waited while others talked there: everybody joins the room."""
    if not told.room:
        return
    turn.set(parties=Parties(room=True, caller_in=told.caller_in))
    if told.agent is None:
        turn.set(parties=replace(turn.s.parties, third=Third(told.leg, Target(), up=True)))
    if told.caller_in:
        turn.set(running=Running("adopted", port.Meet))
    else:
        turn.decide(port.Stop(turn.s.call))
        in_talk.come_in(turn)
    turn.decide(port.JoinRoom(turn.s.call, told.leg))


def _end_offer(turn: Turn, offer: tuple[int, int], result: OfferResult) -> None:
    turn.note(Fact.OFFER_ENDED, offer=offer[0], agent=offer[1], result=result)


def again(turn: Turn, told: Again) -> None:
    """Events and commands may be lost: what the switch shows now decides how the call continues."""
    match turn.s.state:
        case CallState.TALKING if turn.s.parties.room:
            in_talk.still_there(turn, told.there)
        case CallState.TALKING if not (told.leg or told.ringing):  # a leg just answered may still be listed as ringing
            turn.set(running=None, waiting=None)  # we missed the end of the bridge
            in_queue.talk_over(turn, "LOST", lost=False)
        case CallState.OFFERING:
            _offering(turn, told)
        case CallState.QUEUED if turn.s.answered:
            turn.run(port.Music(turn.s.call, turn.token(), in_queue.MUSIC))
        case CallState.IN_FLOW:
            in_flow.once_more(turn)
        case CallState.MESSAGE:
            turn.move(Move.MESSAGE_OVER)
            in_flow.once_more(turn)
        case CallState.LEAVING:
            turn.decide(port.HangUp(turn.s.call))
        case _:
            pass


def _offering(turn: Turn, told: Again) -> None:
    if told.leg:
        in_queue.bridged(turn, port.Bridged(turn.s.call, told.leg, turn.now))
    elif not told.ringing:
        turn.set(running=None, waiting=None)
        in_queue.end_offer(turn, OfferResult.FAILED)
