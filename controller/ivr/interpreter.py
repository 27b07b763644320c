"""Walks a flow: (position, event) -> (new position, acts). Pure."""

from dataclasses import replace

from hotline.words import Fact, Outcome

from .flow import Flow
from .steps import Act, Go, Heard, Leave, Position, Step, Tell

HOPS = 200  # most nodes in one step (keys pressed ahead pass several); a checked flow never needs so many


def begin(flow: Flow, values: tuple[tuple[str, str], ...] = ()) -> Step:
    """Enter the flow at its start. `values`: data on the caller, such as `caller_number`."""
    told = Tell(Fact.FLOW, {"flow": flow.name, "version": flow.version})
    at, acts = _follow(flow, Position(values=values), (Go(flow.start),))
    return at, (told, *acts)


def again(flow: Flow, at: Position) -> Step:
    """Enter the node of `at` again."""
    return _follow(flow, at, (Go(at.node),)) if at.node in flow.nodes else begin(flow, at.values)


def enter_node(flow: Flow, at: Position, node: str) -> Step:
    """Continue at `node` with the caller's values; keys pressed before the conversation are dropped."""
    return _follow(flow, replace(at, ahead=""), (Go(node),))


def heard(flow: Flow, at: Position, what: Heard) -> Step:
    """Pass the event to the current node, and follow where it leads."""
    if at.node not in flow.nodes:
        return at, ()
    at, acts = flow.nodes[at.node].heard(at, what)
    return _follow(flow, at, acts)


def _follow(flow: Flow, at: Position, acts: tuple[Act, ...]) -> Step:
    """Follow `Go` until a node waits for an event."""
    done: list[Act] = []
    for _ in range(HOPS):
        way = next((act for act in acts if isinstance(act, Go)), None)
        done += [act for act in acts if not isinstance(act, Go)]
        if way is None:
            return at, tuple(done)
        node = flow.nodes.get(way.node)
        if node is None:
            break
        at = replace(at, node=way.node, tries=0, digits="", listening=False, stage="")
        if not node.passing:
            done.append(Tell(Fact.NODE, {"node": way.node} | ({"announces": True} if node.announces else {})))
        at, acts = node.enter(at)
    return at, (*done, Leave(Outcome.FAILED))
