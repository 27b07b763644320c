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


def adopt(turn: Turn, message: Adopt) -> None:
    """Continue a call of an earlier controller: a conversation goes on, a waiting call waits on, others begin again."""
    turn.set(answered=message.answered, tokens=int(turn.now))  # so no token equals an earlier controller's
    turn.set(line=message.line, queued_since=message.since, talked=message.talked)
    if not message.arrived:
        turn.note(
            Fact.ARRIVED, profile=message.profile, dialled=message.dialled, number=message.number, name=message.name
        )
    turn.note(Fact.ADOPTED, where="talking" if message.leg else "parked")
    if message.leg:
        _talks(turn, message)
        return
    if message.offer is not None:
        _end_offer(turn, message.offer, OfferResult.FAILED)
    if message.talked and message.agent is not None:  # the agent has hung up in the meantime
        turn.decide(TalkOver(message.agent))
        turn.leave(Ender.AGENT)
        return
    turn.decide(port.KeepParked(turn.s.call), port.Stop(turn.s.call))  # else what still plays would continue
    if not (message.line and in_flow.enter_queue(turn, message.line)):
        in_flow.enter(turn)


def _talks(turn: Turn, message: Adopt) -> None:
    turn.move(Move.JOINED)
    if message.offer is not None:
        answered = message.offer[1] == message.agent
        _end_offer(turn, message.offer, OfferResult.ANSWERED if answered else OfferResult.FAILED)
    if message.agent is None:
        turn.set(outcome=None if message.talked else Outcome.FALLBACK)
        _in_room(turn, message)
        return
    if not message.talked or message.offer is not None:
        turn.note(Fact.TALKING, offer=message.offers, agent=message.agent)
    turn.set(talked=True, held=ActiveOffer(message.offers, message.agent, message.leg))
    _in_room(turn, message)


def _in_room(turn: Turn, message: Adopt) -> None:
    """They talked in the call's room, or the caller waited while others talked there: everybody joins the room."""
    if not message.room:
        return
    turn.set(parties=Parties(room=True, caller_in=message.caller_in))
    if message.agent is None:
        turn.set(parties=replace(turn.s.parties, third=Third(message.leg, Target(), up=True)))
    if message.caller_in:
        turn.set(running=Running("adopted", port.Meet))
    else:
        turn.decide(port.Stop(turn.s.call))
        in_talk.come_in(turn)
    turn.decide(port.JoinRoom(turn.s.call, message.leg))


def _end_offer(turn: Turn, offer: tuple[int, int], result: OfferResult) -> None:
    turn.note(Fact.OFFER_ENDED, offer=offer[0], agent=offer[1], result=result)


def again(turn: Turn, message: Again) -> None:
    """Events and commands may be lost: what the switch shows now decides how the call continues."""
    match turn.s.state:
        case CallState.TALKING if turn.s.parties.room:
            in_talk.still_there(turn, message.there)
        case CallState.TALKING if not (
            message.leg or message.ringing
        ):  # a leg just answered may still be listed as ringing
            turn.set(running=None, waiting=None)  # we missed the end of the bridge
            in_queue.talk_over(turn, "LOST", lost=False)
        case CallState.OFFERING:
            _offering(turn, message)
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


def _offering(turn: Turn, message: Again) -> None:
    if message.leg:
        in_queue.bridged(turn, port.Bridged(turn.s.call, message.leg, turn.now))
    elif not message.ringing:
        turn.set(running=None, waiting=None)
        in_queue.end_offer(turn, OfferResult.FAILED)
