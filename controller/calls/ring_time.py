"""Nobody's telephone rings longer than its time: each call ends by its own clock what rings for it. Pure.

After each turn `keep` compares what rings with what rang before, and sets or stops one timer for each. So a new kind of
ringing needs a line in `rings`, and is limited. The switch has limits of its own, a little shorter; these here count
when it says nothing.
"""

from controller.ivr.steps import TransferOver
from controller.switch import port
from hotline.words import CallState, Fact, OfferResult, Trouble

from . import in_flow, in_queue, in_talk, outgoing, watching
from .asks import Arm, Disarm
from .messages import Released, TimeUp, Unseen
from .outgoing import AGENT_SECONDS, CITIZEN_SECONDS
from .results import RESULTS
from .turn import BRIDGE, Session, Turn
from .watching import WATCH_SECONDS

GRACE_SECONDS = 5.0  # the switch counts in whole seconds, begins later than we, and its word takes its time
TIMER = "rings "
NO_ANSWER, MISSING = "NO_ANSWER", "LOST"


def rings(s: Session) -> dict[str, float]:
    """What rings for this call, and for how many seconds it may: by its leg, or a bridge by its number."""
    third, held, running = s.parties.third, s.held, s.running
    found: dict[str, float] = {watcher.leg: WATCH_SECONDS for watcher in s.parties.watchers if not watcher.up}
    if third is not None and not third.up:
        found[third.leg] = third.to.seconds
    if s.state is CallState.OFFERING and held is not None:
        found[bridge(held.token)] = held.seconds
    if s.state is CallState.DIALLING and held is not None:
        found[s.call if held.ringing else held.leg] = CITIZEN_SECONDS if held.ringing else AGENT_SECONDS
    if s.state is CallState.IN_FLOW and running is not None and running.what is port.Bridge and not running.stopping:
        found[bridge(running.token)] = running.seconds
    return found


def bridge(token: str) -> str:
    """The name of what a bridge rings, whose leg need not be known."""
    return BRIDGE + token


def rings_at(s: Session, person: int) -> str:
    """What rings at a person's telephone for this call; "" if nothing does."""
    third, held = s.parties.third, s.held
    if held is not None and held.agent == person:
        if s.state is CallState.OFFERING:
            return bridge(held.token)
        return held.leg if s.state is CallState.DIALLING and not held.ringing else ""
    if third is not None and third.to.agent == person:
        return "" if third.up else third.leg
    return next((w.leg for w in s.parties.watchers if w.person == person and not w.up), "")


def leg_of(s: Session, person: int) -> str:
    """The leg of a person who is in this call; "" if he is not, or it is not known."""
    third, held = s.parties.third, s.held
    if held is not None and held.agent == person:
        return held.leg
    if third is not None and third.to.agent == person:
        return third.leg
    return next((w.leg for w in s.parties.watchers if w.person == person), "")


def keep(turn: Turn, before: Session) -> None:
    """Set a timer for what rings now, and stop those of what rings no more."""
    if turn.s.state is CallState.ENDED:  # the lane forgets all timers
        return
    was, now = rings(before), rings(turn.s)
    turn.decide(*(Disarm(TIMER + what) for what in was if what not in now))
    turn.decide(*(Arm(TIMER + what, now[what] + GRACE_SECONDS) for what in now if what not in was))


def time_up(turn: Turn, message: TimeUp) -> None:
    """The time is over and the switch has not said that it rings no more. While the switch cannot be heard, wait: when
    it is back, the calls are compared with it."""
    what = message.name.removeprefix(TIMER)
    if what not in rings(turn.s):
        return
    if message.deaf:
        turn.decide(Arm(message.name, GRACE_SECONDS))
        return
    turn.note(Fact.TROUBLE, what=Trouble.RANG_ON, detail=what)
    end(turn, what, NO_ANSWER)


def released(turn: Turn, message: Released) -> None:
    """Somebody else frees this person: what rings at him ends as if he had not answered."""
    what = rings_at(turn.s, message.person)
    if what:
        end(turn, what, NO_ANSWER)


def end(turn: Turn, what: str, cause: str) -> None:
    """End what rings; the call goes on as after the same word of the switch."""
    third, held = turn.s.parties.third, turn.s.held
    if third is not None and what == third.leg:
        turn.decide(port.HangUp(third.leg))
        if turn.s.state is CallState.TALKING:
            in_talk.third_failed(turn, cause)
        else:
            in_talk.third_over(turn, RESULTS[NO_ANSWER])
    elif watching.on(turn, what) is not None:
        turn.decide(port.HangUp(what))
        watching.gone(turn, what, cause)
    elif turn.s.state is CallState.OFFERING and held is not None:
        turn.cut_bridge()  # before the leg: a bridge that had ended with its leg would leave the cut to what plays next
        if held.leg:
            turn.decide(port.HangUp(held.leg))
        in_queue.end_offer(turn, RESULTS.get(cause, OfferResult.FAILED))
    elif turn.s.state is CallState.DIALLING:
        turn.decide(port.HangUp(what))
        outgoing.leg_failed(turn, port.LegFailed(turn.s.call, what, turn.now, cause))
    elif turn.s.state is CallState.IN_FLOW:
        turn.cut_bridge()
        in_flow.tell(turn, TransferOver(cause))


# ---- what the switch was seen not to have


def believed(s: Session) -> frozenset[str]:
    """The legs that must be there if all is as we think, and an offer whose leg is not known yet by its bridge."""
    third, held = s.parties.third, s.held
    if s.state in (CallState.LEAVING, CallState.ENDED):
        return frozenset()
    legs = {watcher.leg for watcher in s.parties.watchers}
    if third is not None:
        legs.add(third.leg)
    if held is not None:
        legs.add(held.leg or bridge(held.token))
        if s.state is CallState.DIALLING and held.ringing:
            legs.add(s.call)
    return frozenset(legs)


def unseen(turn: Turn, message: Unseen) -> None:
    """The switch has no such leg: go on as if its end had been heard."""
    what, third, held = message.what, turn.s.parties.third, turn.s.held
    if what not in believed(turn.s):
        return
    turn.note(Fact.TROUBLE, what=Trouble.NO_LEG, detail=what)
    if held is not None and what in (held.leg, bridge(held.token)) and turn.s.state is CallState.OFFERING:
        end(turn, bridge(held.token), MISSING)
    elif what in rings(turn.s):
        end(turn, what, MISSING)
    elif third is not None and what == third.leg:
        in_talk.third_gone(turn, MISSING)
    elif watching.on(turn, what) is not None:
        watching.gone(turn, what, MISSING)
    elif turn.s.state is CallState.DIALLING:
        outgoing.agent_gone(turn, port.LegGone(turn.s.call, what, turn.now, MISSING, theirs=False))
    else:
        _agent_unseen(turn)


def _agent_unseen(turn: Turn) -> None:
    if turn.s.parties.third is not None and turn.s.held is not None:
        in_talk.agent_left(turn)
    elif turn.s.state is CallState.TALKING:
        in_queue.talk_over(turn, MISSING, lost=bool(turn.s.line))
