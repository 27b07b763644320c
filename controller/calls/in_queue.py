"""A caller who waits for, is offered to, or talks with an agent. Pure."""

from dataclasses import replace

from controller.ivr.steps import QueueOver
from controller.switch import port
from hotline.words import CallState, Ender, Fact, OfferResult

from . import in_flow
from .asks import (
    Disarm,
    HangUpWish,
    HoldWish,
    Join,
    LeaveQueue,
    NobodyLeft,
    Offered,
    OfferOver,
    PickUpWish,
    TalkOver,
    Waits,
)
from .state import Move
from .turn import Held, Turn

RESULTS: dict[str, OfferResult] = {
    "NO_ANSWER": OfferResult.NO_ANSWER,
    "NO_USER_RESPONSE": OfferResult.NO_ANSWER,
    "ALLOTTED_TIMEOUT": OfferResult.NO_ANSWER,
    "PROGRESS_TIMEOUT": OfferResult.NO_ANSWER,
    "USER_BUSY": OfferResult.BUSY,
    "CALL_REJECTED": OfferResult.REJECTED,
    "USER_NOT_REGISTERED": OfferResult.UNREACHABLE,
    "SUBSCRIBER_ABSENT": OfferResult.UNREACHABLE,
    "UNALLOCATED_NUMBER": OfferResult.UNREACHABLE,
    "NO_ROUTE_DESTINATION": OfferResult.UNREACHABLE,
    "DESTINATION_OUT_OF_ORDER": OfferResult.UNREACHABLE,
    "RECOVERY_ON_TIMER_EXPIRE": OfferResult.UNREACHABLE,
    "GATEWAY_DOWN": OfferResult.UNREACHABLE,
    "ORIGINATOR_CANCEL": OfferResult.CALLER_GONE,
}
# An agent's leg that ends like this was lost, not hung up: the caller keeps the place and waits for another.
LOST = frozenset(
    {
        "MEDIA_TIMEOUT",
        "RECOVERY_ON_TIMER_EXPIRE",
        "NETWORK_OUT_OF_ORDER",
        "DESTINATION_OUT_OF_ORDER",
        "NORMAL_TEMPORARY_FAILURE",
        "USER_NOT_REGISTERED",
    }
)
LOST_PRIORITY = 50
MUSIC = "music.hold"
SORRY = "common.agent_lost"


def offered(turn: Turn, told: Offered) -> None:
    """Ring the agent, on the caller's own channel."""
    if not turn.move(Move.OFFER):
        turn.decide(OfferOver(told.offer, told.agent, OfferResult.CALLER_GONE))
        return
    token = turn.token()
    turn.set(held=Held(told.offer, told.agent, token=token))
    turn.note(Fact.OFFERED, offer=told.offer, agent=told.agent, whom=told.whom, extension=told.extension)
    turn.run(port.Bridge(turn.s.call, token, told.extension, told.seconds))


def waits(turn: Turn, told: Waits) -> None:
    """Music while the caller waits; it begins after what is being said."""
    if turn.s.state is CallState.QUEUED and turn.s.running is None:
        turn.answer()
        turn.run(port.Music(turn.s.call, turn.token(), MUSIC))


def nobody_left(turn: Turn, told: NobodyLeft) -> None:
    if turn.move(Move.QUEUE_OVER):
        turn.set(queue_over=True)
        turn.hush()
        in_flow.tell(turn, QueueOver(told.why))


def leg_ringing(turn: Turn, told: port.LegRinging) -> None:
    held = turn.s.held
    if held is None or turn.s.state is not CallState.OFFERING:
        return
    if not held.ringing:
        turn.note(Fact.RINGING, offer=held.offer)
    turn.set(held=replace(held, leg=told.leg, ringing=True))


def bridged(turn: Turn, told: port.Bridged) -> None:
    held = turn.s.held
    if held is None or not turn.move(Move.JOINED):
        return
    turn.set(held=replace(held, leg=told.leg), talked=True, answered=True)
    turn.note(Fact.OFFER_ENDED, offer=held.offer, agent=held.agent, result=OfferResult.ANSWERED)
    turn.note(Fact.TALKING, offer=held.offer, agent=held.agent)
    turn.decide(OfferOver(held.offer, held.agent, OfferResult.ANSWERED))


def bridge_done(turn: Turn, told: port.Done) -> None:
    """The bridge ended: unanswered (the offer is over) or after the talk. One of an earlier offer says nothing now."""
    if turn.s.held is None or turn.s.held.token != told.token:
        return
    if turn.s.state is CallState.OFFERING:
        result = RESULTS.get(told.cause, OfferResult.FAILED)
        if result is OfferResult.CALLER_GONE:
            gone(turn)  # its hang-up follows
        else:
            end_offer(turn, result)
    elif turn.s.state is CallState.TALKING and not told.gone:
        talk_over(turn, told.cause, lost=told.cause in LOST)


def end_offer(turn: Turn, result: OfferResult) -> None:
    held = turn.s.held
    if held is None:
        return
    turn.set(held=None)
    turn.note(Fact.OFFER_ENDED, offer=held.offer, agent=held.agent, result=result)
    turn.move(Move.OFFER_ENDED)
    turn.decide(OfferOver(held.offer, held.agent, result))


def leg_gone(turn: Turn, told: port.LegGone) -> None:
    """Only the leg that talks matters; one that only rang is told of by the bridge's end.

    A talk taken over with somebody unknown ends with whichever leg goes: there is no other.
    """
    held = turn.s.held
    if turn.s.state is CallState.TALKING and (held is None or held.leg == told.leg):
        talk_over(turn, told.cause, lost=told.cause in LOST and not told.theirs)


def talk_over(turn: Turn, cause: str, *, lost: bool) -> None:
    held = turn.s.held
    turn.set(held=None)
    if held is not None:
        turn.decide(TalkOver(held.agent))
    if lost and held is not None and turn.s.line:
        turn.note(Fact.AGENT_LOST, agent=held.agent, cause=cause)
        turn.move(Move.AGENT_LOST)
        turn.run(port.Play(turn.s.call, turn.token(), (SORRY,)))
        turn.set(priority=LOST_PRIORITY)
        turn.decide(Join(turn.s.line, LOST_PRIORITY, turn.s.queued_since or turn.now))
        return
    turn.leave(Ender.AGENT)


def gone(turn: Turn) -> None:
    """The caller is gone: give back the agent or the place."""
    held = turn.s.held
    turn.set(held=None)
    if turn.s.state is CallState.OFFERING and held is not None:
        turn.note(Fact.OFFER_ENDED, offer=held.offer, agent=held.agent, result=OfferResult.CALLER_GONE)
        turn.decide(OfferOver(held.offer, held.agent, OfferResult.CALLER_GONE), LeaveQueue())
    elif turn.s.state is CallState.QUEUED:
        turn.decide(LeaveQueue())
    elif held is not None:
        turn.decide(TalkOver(held.agent))
    turn.decide(Disarm("key"), Disarm("slot"), Disarm("gone"))


def pick_up_wish(turn: Turn, told: PickUpWish) -> None:
    held = turn.s.held
    if held is not None and held.agent == told.agent and held.leg and turn.s.state is CallState.OFFERING:
        turn.decide(port.PickUp(held.leg))


def hang_up_wish(turn: Turn, told: HangUpWish) -> None:
    held = turn.s.held
    if held is not None and held.agent == told.agent and held.leg:
        turn.decide(port.HangUp(held.leg, "CALL_REJECTED" if turn.s.state is CallState.OFFERING else "NORMAL_CLEARING"))


def hold_wish(turn: Turn, told: HoldWish) -> None:
    held = turn.s.held
    if held is None or held.agent != told.agent or turn.s.state is not CallState.TALKING or held.on_hold == told.hold:
        return
    turn.set(held=replace(held, on_hold=told.hold))
    turn.decide(port.Hold(held.leg) if told.hold else port.Unhold(held.leg))
    turn.note(Fact.HELD if told.hold else Fact.RESUMED, agent=held.agent)
