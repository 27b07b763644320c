"""More than two parties: consultation, three-way call, hand-over, transfer, judges rung in turn. Pure.

Caller and agent start on a bridge. For a third party the agent's leg is parked (the bridge ends, the caller hears
music), the third party is rung into the call's room, the agent follows, and the caller joins when he is wanted.
Whoever would be left alone in the room is connected elsewhere or hung up.
"""

import re
from dataclasses import replace

from controller.switch import port
from hotline.calls.rules.order_kinds import Consult, HandOver, Return, TakeOver, Target, ThreeWay, Transfer
from hotline.words import CallState, Ender, Fact, OfferResult, Party

from . import in_queue, watching
from .asks import Engage, OfferOver, TalkOver
from .in_queue import LOST_PRIORITY, MUSIC, SORRY
from .messages import AgentRequest
from .results import RESULTS
from .state import Move
from .turn import ActiveOffer, Third, Turn, alone

RINGING = "sound.ringing"
_NUMBER = re.compile(r"\+?[0-9]{3,20}")  # characters that a telephone can show as a caller number


def _talks_with(turn: Turn, agent: int) -> ActiveOffer | None:
    held = turn.s.held
    return held if held is not None and held.agent == agent and turn.s.state is CallState.TALKING else None


def consult(turn: Turn, message: AgentRequest[Consult]) -> None:
    """Ring the others one after another until one answers; the caller hears music meanwhile."""
    held = _talks_with(turn, message.person)
    if held is None or turn.s.parties.third is not None or not message.order.to:
        return
    turn.set(held=replace(held, on_hold=False))
    turn.note(Fact.CONSULTING, agent=message.person)
    turn.decide(port.Aside(held.leg, RINGING))
    turn.set(parties=replace(turn.s.parties, room=True, caller_in=False))
    _alone(turn)
    ring(turn, message.order.to)


def ring(turn: Turn, to: tuple[Target, ...]) -> None:
    """Ring the first as the third party; the rest are rung in turn if he does not answer."""
    first, number = to[0], turn.s.parties.legs + 1
    leg = f"{turn.s.call}-t{number}"
    turn.set(parties=replace(turn.s.parties, legs=number, third=Third(leg, first, rest=to[1:])))
    turn.note(
        Fact.LEG, leg=leg, party=first.party, person=first.agent, dialled=first.dialled, name=first.name,
        contact=first.contact,
    )  # fmt: skip
    if first.agent is not None:
        turn.decide(Engage(first.agent))
    shown = "" if first.outside or not _NUMBER.fullmatch(turn.s.number) else turn.s.number
    turn.decide(port.CallLeg(turn.s.call, leg, first.dialled, first.seconds, outside=first.outside, shown=shown))


def _alone(turn: Turn) -> None:
    """Play music to the caller until somebody talks to him again."""
    turn.run(port.Music(turn.s.call, turn.token(), MUSIC))


def third_up(turn: Turn) -> None:
    """The third party has answered: connect it with the agent, or with the caller if the agent has left."""
    third = turn.s.parties.third
    assert third is not None
    if third.up:
        return
    turn.set(parties=replace(turn.s.parties, third=replace(third, up=True)))
    turn.note(Fact.LEG_ANSWERED, leg=third.leg)
    if third.to.agent is not None:
        turn.decide(OfferOver(0, third.to.agent, OfferResult.ANSWERED))
    if turn.s.held is None:
        _given(turn)
    else:
        turn.decide(port.JoinRoom(turn.s.call, turn.s.held.leg))


def third_failed(turn: Turn, cause: str) -> None:
    """The third party did not answer: ring the next, or return to the caller; without an agent he queues again."""
    third = turn.s.parties.third
    assert third is not None
    result = RESULTS.get(cause, OfferResult.FAILED)
    third_over(turn, result)
    if third.rest:
        ring(turn, third.rest)
    elif turn.s.held is not None:
        rejoin(turn)
    else:
        _lost(turn)


def third_over(turn: Turn, result: OfferResult) -> None:
    third = turn.s.parties.third
    assert third is not None
    turn.note(Fact.LEG_ENDED, leg=third.leg, result=result)
    if third.to.agent is not None:
        turn.decide(TalkOver(third.to.agent) if third.up else OfferOver(0, third.to.agent, result))
    turn.set(parties=replace(turn.s.parties, third=None))


def third_gone(turn: Turn, cause: str) -> None:
    """The third party has hung up after answering (before that, `third_failed` handles it)."""
    third = turn.s.parties.third
    if third is None or not third.up:
        return
    third_over(turn, OfferResult.ANSWERED)
    if turn.s.held is None:
        turn.leave(Ender.AGENT)
    elif not turn.s.parties.caller_in:
        rejoin(turn)


def rejoin(turn: Turn) -> None:
    """Connect agent and caller again, in the room."""
    held = turn.s.held
    assert held is not None
    turn.note(Fact.RETURNED, agent=held.agent)
    turn.decide(port.JoinRoom(turn.s.call, held.leg))
    come_in(turn)


def come_in(turn: Turn) -> None:
    if not turn.s.parties.caller_in:
        turn.set(parties=replace(turn.s.parties, room=True, caller_in=True))
        turn.run(port.Meet(turn.s.call, turn.token()))


def come_back(turn: Turn, message: AgentRequest[Return]) -> None:
    """The agent returns to the caller; the third party is hung up, also while ringing."""
    third = turn.s.parties.third
    if _talks_with(turn, message.person) is None or third is None:
        return
    turn.decide(port.HangUp(third.leg))
    third_over(turn, OfferResult.ANSWERED if third.up else OfferResult.CALLER_GONE)
    if not turn.s.parties.caller_in:
        rejoin(turn)


def three_way(turn: Turn, message: AgentRequest[ThreeWay]) -> None:
    third = turn.s.parties.third
    if _talks_with(turn, message.person) is None or third is None or not third.up or turn.s.parties.caller_in:
        return
    turn.note(Fact.THREE_WAY, agent=message.person)
    come_in(turn)


def hand_over(turn: Turn, message: AgentRequest[HandOver]) -> None:
    """The agent leaves; caller and third party keep talking."""
    held, third = _talks_with(turn, message.person), turn.s.parties.third
    if held is None or third is None:
        return
    turn.decide(port.HangUp(held.leg))
    agent_left(turn)


def agent_left(turn: Turn) -> None:
    """The agent is gone while a third party rings or talks: the third party takes the caller."""
    held, third = turn.s.held, turn.s.parties.third
    assert held is not None
    assert third is not None
    turn.set(held=None)
    turn.decide(TalkOver(held.agent))
    turn.note(Fact.TRANSFERRED, agent=held.agent, to=third.to.agent, name=third.to.name, dialled=third.to.dialled)
    if third.up:
        _given(turn)


def _given(turn: Turn) -> None:
    """Connect caller and third party. A colleague becomes the call's agent; an outsider does not."""
    third = turn.s.parties.third
    assert third is not None
    if third.to.agent is not None:
        turn.set(
            held=ActiveOffer(0, third.to.agent, third.leg), parties=replace(turn.s.parties, third=None, muted=False)
        )
        turn.note(Fact.TALKING, offer=0, agent=third.to.agent)
    come_in(turn)


def transfer(turn: Turn, message: AgentRequest[Transfer]) -> None:
    """Blind transfer. To a line: the caller queues again. To a colleague or a number outside: it is rung while the
    caller hears music."""
    held = _talks_with(turn, message.person)
    if held is None or turn.s.parties.third is not None:
        return
    _give_away(turn, held, message.order.to[0])


def _give_away(turn: Turn, held: ActiveOffer, to: Target) -> None:
    turn.set(held=None)
    turn.note(Fact.TRANSFERRED, agent=held.agent, to=to.agent, name=to.name, dialled=to.dialled or to.line)
    turn.decide(port.HangUp(held.leg), TalkOver(held.agent))
    if to.line:
        queue_again(turn, to.line)
        return
    turn.set(parties=replace(turn.s.parties, room=True, caller_in=False))
    _alone(turn)
    ring(turn, (to,))


def take_over(turn: Turn, message: AgentRequest[TakeOver]) -> None:
    """A supervisor replaces the agent: at once if he is listening already; else his telephone is rung."""
    held = turn.s.held
    if held is None or turn.s.state is not CallState.TALKING or turn.s.parties.third is not None:
        return
    watcher = next((w for w in turn.s.parties.watchers if w.person == message.person and w.up), None)
    if watcher is None:
        _give_away(turn, held, Target(message.extension, agent=message.person, party=Party.SUPERVISOR))
        return
    others = tuple(w for w in turn.s.parties.watchers if w is not watcher)
    turn.set(held=ActiveOffer(0, message.person, watcher.leg))
    turn.set(parties=replace(turn.s.parties, room=True, muted=False, watchers=others))
    turn.note(Fact.TRANSFERRED, agent=held.agent, to=message.person, name="", dialled=message.extension)
    turn.note(Fact.TALKING, offer=0, agent=message.person)
    turn.decide(port.JoinRoom(turn.s.call, watcher.leg), port.HangUp(held.leg), TalkOver(held.agent))
    come_in(turn)


def queue_again(turn: Turn, line: str) -> None:
    """Queue the caller again, ahead of callers who have not talked to anybody yet."""
    watching.mask(turn, on=False)
    _queue(turn, line, port.Music(turn.s.call, turn.token(), MUSIC))


def _lost(turn: Turn) -> None:
    """Nobody is left with the caller: apologise and queue him for another agent; without a line hang up."""
    watching.mask(turn, on=False)
    if turn.s.line:
        _queue(turn, turn.s.line, port.Play(turn.s.call, turn.token(), (SORRY,)))
    else:
        turn.set(parties=alone(turn.s.parties))
        turn.leave(Ender.SYSTEM)


def _queue(turn: Turn, line: str, hears: port.Music | port.Play) -> None:
    turn.move(Move.LED)
    turn.set(line=line, queued_since=turn.s.queued_since or turn.now)
    turn.note(Fact.QUEUED, line=line, priority=LOST_PRIORITY)
    turn.run(hears)
    in_queue.join_again(turn)


def still_there(turn: Turn, there: frozenset[str]) -> None:
    """Events may be lost: handle the legs that the switch no longer has."""
    third, held = turn.s.parties.third, turn.s.held
    if third is not None and third.up and third.leg not in there:
        third_gone(turn, "LOST")
    if held is not None and turn.s.held is held and held.leg not in there:
        if turn.s.parties.third is not None:
            agent_left(turn)
        else:
            in_queue.talk_over(turn, "LOST", lost=False)


def end(turn: Turn) -> None:
    """The call is over: hang up everybody who still rings or talks."""
    third = turn.s.parties.third
    if third is not None:
        turn.decide(port.HangUp(third.leg))
        third_over(turn, OfferResult.ANSWERED if third.up else OfferResult.CALLER_GONE)
    if turn.s.parties.room and turn.s.held is not None:
        turn.decide(port.HangUp(turn.s.held.leg))
    for watcher in turn.s.parties.watchers:
        over = TalkOver(watcher.person) if watcher.up else OfferOver(0, watcher.person, OfferResult.CALLER_GONE)
        turn.decide(port.HangUp(watcher.leg), over)


def leg_gone(turn: Turn, message: port.LegGone) -> bool:
    """Handle the end of a third party's leg, or of the agent's while there is a third party. False: `in_queue` must."""
    third, held = turn.s.parties.third, turn.s.held
    if third is not None and message.leg == third.leg:
        third_gone(turn, message.cause)
        return True
    if third is not None and held is not None and message.leg == held.leg and turn.s.state is CallState.TALKING:
        agent_left(turn)
        return True
    return False
