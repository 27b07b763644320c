"""A caller in a flow: the interpreter's acts become asks of the switch, the queue and the timers. Pure."""

from dataclasses import replace

from controller.ivr import steps
from controller.ivr.interpreter import again, begin, heard
from controller.ivr.nodes import Queue
from controller.switch import port
from hotline.words import CallState, Ender, Fact, Outcome

from .asks import Arm, Disarm, Join
from .state import Move
from .turn import Turn


def enter(turn: Turn) -> None:
    """Begin the flow; a call without one cannot be served."""
    if turn.s.flow is None:
        turn.note(Fact.TROUBLE, what="no_flow", detail="")
        turn.leave(Ender.SYSTEM, Outcome.FAILED)
    elif turn.move(Move.FLOW):
        take(turn, begin(turn.s.flow))


def once_more(turn: Turn) -> None:
    """Enter the node in hand again: nobody knows how far it had come."""
    if turn.s.flow is not None and turn.s.state is CallState.IN_FLOW:
        turn.decide(Disarm("key"))
        take(turn, again(turn.s.flow, turn.s.at))


def enter_queue(turn: Turn, line: str) -> bool:
    """Enter the flow at its queue for `line`, for a caller who had come as far before. False: there is none."""
    nodes = turn.s.flow.nodes if turn.s.flow is not None else {}
    for name, node in nodes.items():
        if isinstance(node, Queue) and node.line == line and turn.move(Move.FLOW):
            turn.set(at=replace(turn.s.at, node=name))
            turn.note(Fact.NODE, node=name)
            queue(turn, line, node.priority)
            return True
    return False


def tell(turn: Turn, what: steps.Heard) -> None:
    """Let the flow hear something, where the caller is in it."""
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
        case steps.Hush():
            turn.hush()
        case _:
            _go_on(turn, act)


def _go_on(turn: Turn, act: steps.Act) -> None:
    """The acts that take the channel or end the flow."""
    match act:
        case steps.Speak(prompts):
            turn.answer()
            turn.run(port.Play(turn.s.call, turn.token(), prompts))
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


def queue(turn: Turn, line: str, priority: int) -> None:
    """Wait for a person; the place counts from the first time the caller asked for one."""
    turn.decide(Disarm("key"))
    since = turn.s.queued_since if turn.s.queued_since is not None else turn.now
    turn.set(line=line, priority=priority, queued_since=since)
    turn.move(Move.QUEUE)
    turn.note(Fact.QUEUED, line=line, priority=priority)
    turn.decide(Join(line, priority, since))
