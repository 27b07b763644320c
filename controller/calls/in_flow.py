"""A caller in a flow: turns the interpreter's acts into requests to the switch, queue and timers. Pure."""

from dataclasses import replace

from controller.ivr import steps
from controller.ivr.interpreter import again, begin, enter_node, heard
from controller.ivr.nodes import Queue
from controller.switch import port
from hotline.calls.rules.order_kinds import Transfer
from hotline.words import CallState, Ender, Fact, Outcome, Trouble

from . import speaking, watching
from .asks import Arm, Disarm, Join, TalkOver
from .messages import AgentRequest, EnquiryAnswered
from .state import Move
from .turn import BEFORE, Turn


def enter(turn: Turn) -> None:
    """Start the flow; a call without a flow is hung up."""
    if turn.s.flow is None:
        turn.note(Fact.TROUBLE, what="no_flow", detail="")
        turn.leave(Ender.SYSTEM, Outcome.FAILED)
    elif turn.move(Move.FLOW):
        take(turn, begin(turn.s.flow, (("caller_number", turn.s.number),)))


def once_more(turn: Turn) -> None:
    """Enter the current node again: we do not know how much of it the caller heard."""
    if turn.s.flow is not None and turn.s.state is CallState.IN_FLOW:
        turn.decide(Disarm("key"))
        take(turn, again(turn.s.flow, turn.s.at))


def enter_queue(turn: Turn, line: str) -> bool:
    """Enter the flow at its queue node for `line`, for a caller who waited there before. False: it has none."""
    nodes = turn.s.flow.nodes if turn.s.flow is not None else {}
    for name, node in nodes.items():
        if isinstance(node, Queue) and node.line == line and turn.move(Move.FLOW):
            turn.set(at=replace(turn.s.at, node=name))
            turn.note(Fact.NODE, node=name)
            queue(turn, line, node.priority)
            return True
    return False


def tell(turn: Turn, what: steps.Heard) -> None:
    """Pass an event to the flow, if the caller is in it."""
    if turn.s.flow is not None and turn.s.state is CallState.IN_FLOW:
        take(turn, heard(turn.s.flow, turn.s.at, what))


def take(turn: Turn, step: steps.Step) -> None:
    at, acts = step
    turn.set(at=at)
    for act in acts:
        _act(turn, act)


def _act(turn: Turn, act: steps.Act) -> None:
    match act:
        case steps.Listen(seconds):
            turn.decide(Arm("key", seconds))
        case steps.StopListening():
            turn.decide(Disarm("key"))
        case steps.Tell(kind, data):
            _tell(turn, kind, data)
        case steps.MaskRecording(on):
            watching.mask(turn, on=on)
        case steps.AskCallBack(line, number):
            _call_back(turn, line, number)
        case steps.Hush():
            turn.hush()
        case _:
            _go_on(turn, act)


def _go_on(turn: Turn, act: steps.Act) -> None:
    """Carry out the acts that use the channel or end the flow."""
    match act:
        case steps.Speak(prompts):
            speaking.say(turn, prompts)
        case steps.Inquire(what, about, seconds):
            speaking.inquire(turn, what, about, seconds)
        case steps.Lead(dialled, outside, seconds):
            turn.answer()
            turn.run(port.Bridge(turn.s.call, turn.token(), dialled, seconds, outside=outside))
        case steps.TakeMessage(seconds):
            turn.answer()
            turn.move(Move.MESSAGE)
            path = f"{turn.s.call}.message{turn.s.tokens}.wav"
            turn.run(port.Record(turn.s.call, turn.token(), path, seconds))
        case steps.Enqueue(line, priority):
            queue(turn, line, priority)
        case steps.Leave(outcome):
            turn.leave(Ender.SYSTEM, outcome)


def _tell(turn: Turn, kind: Fact, data: dict[str, object]) -> None:
    if kind is Fact.SERVED:
        turn.set(served=True)
    turn.note(kind, **data)


def answered(turn: Turn, message: EnquiryAnswered) -> None:
    """Take the answer to the current inquiry; a late answer is ignored."""
    if not turn.s.inquiry or turn.s.inquiry != message.token:
        return
    turn.set(inquiry="")
    turn.decide(Disarm("inquiry"))
    if message.why == "unavailable":
        turn.note(Fact.TROUBLE, what=Trouble.NO_LOOKUP, detail="")
    tell(turn, steps.EnquiryAnswer(message.values, message.why))


def no_answer(turn: Turn) -> None:
    if turn.s.inquiry:
        answered(turn, EnquiryAnswered(turn.s.inquiry, None, "unavailable"))


def queue_over(turn: Turn, why: str) -> bool:
    """The queue gave up: the flow continues where its queue node says. False: it is not at a queue (transferred)."""
    before = len(turn.out)
    tell(turn, steps.QueueOver(why))
    return len(turn.out) > before


def _call_back(turn: Turn, line: str, number: str) -> None:
    """Record the caller's wish to be called back, with his place in the queue."""
    turn.set(asked_back=True)
    since = turn.s.queued_since if turn.s.queued_since is not None else turn.now
    turn.note(Fact.CALL_BACK, number=number or turn.s.number, line=line, since=since, priority=turn.s.priority)


def lead_into(turn: Turn, message: AgentRequest[Transfer]) -> None:
    """An agent leads the caller into a flow."""
    held, flow = turn.s.held, message.flow
    if (
        flow is None
        or held is None
        or held.agent != message.person
        or turn.s.state is not CallState.TALKING
        or turn.s.parties.third
    ):
        return
    watching.mask(turn, on=False)
    turn.set(held=None, at=BEFORE)
    turn.note(Fact.TRANSFERRED, agent=held.agent, to=None, name=flow.name, dialled="")
    turn.decide(port.HangUp(held.leg), TalkOver(held.agent))
    turn.set(flow=flow)
    enter(turn)


def after_talk(turn: Turn, agent: int) -> bool:
    """Lead the caller to the flow's node for after the conversation. False: the flow has none."""
    flow = turn.s.flow
    if flow is None or not flow.after_talk or turn.s.outgoing is not None or not turn.move(Move.FLOW):
        return False
    watching.mask(turn, on=False)
    turn.set(over_at=turn.now)
    turn.note(Fact.TALK_OVER, agent=agent)
    take(turn, enter_node(flow, turn.s.at, flow.after_talk))
    return True


def queue(turn: Turn, line: str, priority: int) -> None:
    """Wait for an agent. The queue time starts when the caller first asked for one."""
    turn.decide(Disarm("key"))
    since = turn.s.queued_since if turn.s.queued_since is not None else turn.now
    turn.set(line=line, priority=priority, queued_since=since)
    turn.move(Move.QUEUE)
    turn.note(Fact.QUEUED, line=line, priority=priority)
    turn.decide(Join(line, priority, since, turn.s.number, tested=turn.s.tested))
