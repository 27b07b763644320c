"""A caller who waits for an agent, is being offered to one, or talks with one. Pure."""

from dataclasses import replace

from controller.ivr.steps import Text, TransferOver
from controller.switch import port
from hotline.calls.rules.order_kinds import Answer, HangUp, Hold, Resume
from hotline.values.spoken import number
from hotline.words import CallState, Ender, Fact, OfferResult, Outcome

from . import in_flow, speaking, watching
from .asks import Arm, Disarm, Join, LeaveQueue, OfferOver, TalkOver
from .messages import AgentRequest, NobodyLeft, Offered, Placed, Waits
from .results import LOST, RESULTS
from .state import Move
from .turn import ActiveOffer, Turn, ringing

LOST_PRIORITY = 50
MUSIC = "music.hold"
SORRY = "common.agent_lost"
ENDING_SECONDS = 5.0  # longest wait for the end of `bridge`, which says if the caller is gone too; mostly a few ms


def offered(turn: Turn, message: Offered) -> None:
    """Ring the agent, on the caller's own channel."""
    if not turn.move(Move.OFFER):
        turn.decide(OfferOver(message.offer, message.agent, OfferResult.CALLER_GONE))
        return
    token = turn.token()
    turn.set(held=ActiveOffer(message.offer, message.agent, token=token, seconds=message.seconds))
    lent = {"lent": message.lent} if message.lent else {}
    turn.note(
        Fact.OFFERED, offer=message.offer, agent=message.agent, whom=message.whom, extension=message.extension, **lent
    )
    turn.run(port.Bridge(turn.s.call, token, message.extension, message.seconds))


def waits(turn: Turn, message: Waits) -> None:
    """Play music while the caller waits, unless something else plays."""
    if turn.s.state is CallState.QUEUED and turn.s.running is None:
        turn.answer()
        turn.run(port.Music(turn.s.call, turn.token(), MUSIC))


def nobody_left(turn: Turn, message: NobodyLeft) -> None:
    if turn.move(Move.QUEUE_OVER):
        turn.set(queue_over=True)
        turn.hush()
        if not in_flow.queue_over(turn, message.why):
            turn.leave(Ender.SYSTEM)


def placed(turn: Turn, message: Placed) -> None:
    """Say the caller's position in the queue; the music continues after it."""
    if turn.s.state is CallState.QUEUED and turn.s.running is not None and turn.s.running.what is port.Music:
        turn.note(Fact.PLACE, position=message.position, seconds=message.seconds)
        texts = [f"您排在第{number(message.position)}位"]
        if message.seconds is not None:
            texts.append(f"，预计还需等候{number(max(1, round(message.seconds / 60)))}分钟")
        speaking.say(turn, (Text("".join(texts) + "。"),))


def leg_ringing(turn: Turn, message: port.LegRinging) -> None:
    held = turn.s.held
    if held is None or turn.s.state is not CallState.OFFERING:
        return
    if not held.ringing:
        turn.note(Fact.RINGING, offer=held.offer)
    if held.wanted:
        turn.decide(port.PickUp(message.leg))
    turn.set(held=replace(held, leg=message.leg, ringing=True, wanted=False))


def bridged(turn: Turn, message: port.Bridged) -> None:
    held = turn.s.held
    if turn.s.state is CallState.IN_FLOW and turn.s.running is not None and turn.s.running.what is port.Bridge:
        turn.move(Move.JOINED)
        turn.set(outcome=Outcome.LED_ON, answered=True)
        return
    if held is None or not turn.move(Move.JOINED):
        return
    turn.set(held=replace(held, leg=message.leg), talked=True, answered=True)
    turn.note(Fact.OFFER_ENDED, offer=held.offer, agent=held.agent, result=OfferResult.ANSWERED)
    turn.note(Fact.TALKING, offer=held.offer, agent=held.agent)
    turn.decide(OfferOver(held.offer, held.agent, OfferResult.ANSWERED))


def bridge_done(turn: Turn, message: port.Done) -> None:
    """The bridge ended: unanswered (the offer is over) or after the conversation. The end of an earlier offer's bridge
    is ignored, and so is the end of a bridge whose agent was only moved out of it."""
    if turn.s.state is CallState.IN_FLOW and not message.gone:
        in_flow.tell(turn, TransferOver(message.cause))
        return
    if turn.s.ending is not None and turn.s.state is CallState.TALKING:
        if message.gone:
            turn.set(ending=None)
        else:
            talk_ended(turn)
        return
    if turn.s.held is None or turn.s.held.token != message.token:
        return
    if turn.s.state is CallState.OFFERING:
        result = RESULTS.get(message.cause, OfferResult.FAILED)
        if result is OfferResult.CALLER_GONE:
            gone(turn)  # `HungUp` follows
        else:
            end_offer(turn, result)
    elif turn.s.state is CallState.TALKING and not message.gone and not turn.s.parties.room:
        talk_over(turn, message.cause, lost=message.cause in LOST)


def end_offer(turn: Turn, result: OfferResult) -> None:
    held = turn.s.held
    if held is None:
        return
    turn.set(held=None)
    turn.note(Fact.OFFER_ENDED, offer=held.offer, agent=held.agent, result=result)
    turn.move(Move.OFFER_ENDED)
    turn.decide(OfferOver(held.offer, held.agent, result))


def leg_gone(turn: Turn, message: port.LegGone) -> None:
    """Handle the end of the connected leg; the end of `bridge` reports a leg that only rang.

    A call taken over with an unknown partner ends with any leg: it has only one.
    """
    held = turn.s.held
    alone = held is None and not turn.s.parties.room
    if turn.s.state is CallState.TALKING and (alone or (held is not None and held.leg == message.leg)):
        talk_over(turn, message.cause, lost=message.cause in LOST and not message.theirs)


def talk_over(turn: Turn, cause: str, *, lost: bool) -> None:
    held = turn.s.held
    turn.set(held=None)
    if held is not None:
        turn.decide(TalkOver(held.agent))
    if turn.s.caller_gone:  # the end of `bridge` can come before the end of the agent's leg; the caller is gone already
        return
    if lost and held is not None and turn.s.line:
        turn.note(Fact.AGENT_LOST, agent=held.agent, cause=cause)
        turn.move(Move.AGENT_LOST)
        turn.run(port.Play(turn.s.call, turn.token(), (SORRY,)))
        watching.mask(turn, on=False)
        join_again(turn)
        return
    if held is None or turn.s.flow is None or not turn.s.flow.after_talk:
        turn.leave(Ender.AGENT)
    elif turn.s.running is not None and turn.s.running.what is port.Bridge:
        turn.set(ending=held.agent)  # the caller may be hanging up too; the survey is only for a caller who stays
        turn.decide(Arm("ending", ENDING_SECONDS))
    elif not in_flow.after_talk(turn, held.agent):
        turn.leave(Ender.AGENT)


def join_again(turn: Turn) -> None:
    """Wait for another agent, ahead of callers who have not talked to anybody; the call keeps its queue time."""
    turn.set(priority=LOST_PRIORITY)
    since = turn.s.queued_since or turn.now
    turn.decide(Join(turn.s.line, LOST_PRIORITY, since, turn.s.number, tested=True))


def talk_ended(turn: Turn) -> None:
    """The agent has hung up, the caller has not."""
    agent = turn.s.ending
    turn.set(ending=None)
    turn.decide(Disarm("ending"))
    if agent is not None and turn.s.state is CallState.TALKING and not in_flow.after_talk(turn, agent):
        turn.leave(Ender.AGENT)


def gone(turn: Turn) -> None:
    """The caller is gone: free the agent, or the place in the queue."""
    held = turn.s.held
    turn.set(held=None)
    if turn.s.state is CallState.OFFERING and held is not None:
        turn.note(Fact.OFFER_ENDED, offer=held.offer, agent=held.agent, result=OfferResult.CALLER_GONE)
        turn.decide(OfferOver(held.offer, held.agent, OfferResult.CALLER_GONE), LeaveQueue(keep=True))
    elif turn.s.state is CallState.QUEUED:
        turn.decide(LeaveQueue(keep=True))
    elif held is not None:
        turn.decide(TalkOver(held.agent))
    turn.decide(Disarm("key"), Disarm("slot"), Disarm("gone"))  # other timers end with the lane


def pick_up(turn: Turn, message: AgentRequest[Answer]) -> None:
    held, leg = turn.s.held, ringing(turn.s, message.person)
    if leg:
        turn.decide(port.PickUp(leg))
    elif held is not None and held.agent == message.person and turn.s.state is CallState.OFFERING:
        turn.set(held=replace(held, wanted=True))  # picked up as soon as it rings


def hang_up(turn: Turn, message: AgentRequest[HangUp]) -> None:
    held = turn.s.held
    if held is not None and held.agent == message.person and held.leg:
        turn.decide(port.HangUp(held.leg, "CALL_REJECTED" if turn.s.state is CallState.OFFERING else "NORMAL_CLEARING"))


def room_hold(turn: Turn, *, on: bool) -> None:
    """Hold in the room: take the caller out of it, so that the others can go on talking."""
    turn.set(parties=replace(turn.s.parties, caller_in=not on))
    token = turn.token()
    turn.run(port.Music(turn.s.call, token, MUSIC) if on else port.Meet(turn.s.call, token))


def hold(turn: Turn, message: AgentRequest[Hold | Resume]) -> None:
    held, on = turn.s.held, isinstance(message.order, Hold)
    if held is None or held.agent != message.person or turn.s.state is not CallState.TALKING or held.on_hold == on:
        return
    turn.set(held=replace(held, on_hold=on))
    if turn.s.parties.room:
        room_hold(turn, on=on)
    else:
        turn.decide(port.Hold(held.leg) if on else port.Unhold(held.leg))
    turn.note(Fact.HELD if on else Fact.RESUMED, agent=held.agent)
